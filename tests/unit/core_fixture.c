/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the small carrier that tests of the core run on. It never checks anything itself.
 */
#include "core_fixture.h"

#include <string.h>

static void put_limit(struct org *g, enum clock_kind clock, enum order_kind kind,
	const char *service, enum resource resource, enum tier tier, int64_t ms)
{
	struct limit l = {.id = org_count(g, ORG_LIMIT) + 1,
		.clock = clock,
		.kind = kind,
		.service = service,
		.resource = resource,
		.tier = tier,
		.limit_ms = ms,
		.calendar = "always",
		.from_version = 1};

	org_put(g, ORG_LIMIT, &l);
}

static void put_user(
	struct org *g, const char *name, unsigned roles, const char *unit, const char *station)
{
	struct user u = {.name = name,
		.title = name,
		.roles = roles,
		.unit = unit,
		.stations = {&station, station ? 1 : 0},
		.uid = -1,
		.absent_until = INSTANT_NONE};

	org_put(g, ORG_USER, &u);
}

static void put_org(struct org *g)
{
	const unsigned all = BIT(REVIEW_MANAGER) | BIT(REVIEW_LEADER) | BIT(REVIEW_CLERK);

	org_put(g, ORG_UNIT, &(struct unit){"key", "key", UNIT_FRONT, all, true});
	org_put(g, ORG_UNIT, &(struct unit){"suburb", "suburb", UNIT_FRONT, 0, true});
	org_put(g, ORG_UNIT, &(struct unit){"crc_unit", "crc", UNIT_CRC, 0, true});
	org_put(g, ORG_UNIT, &(struct unit){"net", "net", UNIT_BACK, 0, true});
	org_put(g, ORG_STATION, &(struct station){"line", "net", "kunming", "line", NULL});
	org_put(g, ORG_STATION, &(struct station){"exchange", "net", "kunming", "exchange", NULL});
	org_put(g, ORG_STATION, &(struct station){"far", "net", "dali", "far", NULL});
	put_user(g, "am", BIT(ROLE_ACCOUNT_MANAGER), "key", NULL);
	put_user(g, "am2", BIT(ROLE_ACCOUNT_MANAGER), "key", NULL);
	put_user(g, "im", BIT(ROLE_INDUSTRY_MANAGER), "key", NULL);
	put_user(g, "clerk", BIT(ROLE_CLERK), "key", NULL);
	put_user(g, "leader", BIT(ROLE_LEADER), "key", NULL);
	put_user(g, "other", BIT(ROLE_ACCOUNT_MANAGER), "suburb", NULL);
	put_user(g, "disp", BIT(ROLE_DISPATCHER), "crc_unit", NULL);
	put_user(g, "sup", BIT(ROLE_SUPERVISOR), "crc_unit", NULL);
	put_user(g, "mon", BIT(ROLE_MONITOR), NULL, NULL);
	put_user(g, "op.line", BIT(ROLE_OPERATOR), NULL, "line");
	put_user(g, "op.exch", BIT(ROLE_OPERATOR), NULL, "exchange");
	put_user(g, "op.far", BIT(ROLE_OPERATOR), NULL, "far");
	put_user(g, "mgr.line", BIT(ROLE_STATION_MANAGER), NULL, "line");
	put_user(g, "mgr.exch", BIT(ROLE_STATION_MANAGER), NULL, "exchange");
	put_user(g, "root", BIT(ROLE_ADMIN), NULL, NULL);
	org_put(g, ORG_CUSTOMER, &(struct customer){"Hotel", "1", "Hotel", "key", "am", TIER_B, "[]"});
	org_put(g, ORG_HOLD_REASON, &(struct hold_reason){"no_access", "no access", "无法进场", true});
	org_put(g, ORG_HOLD_REASON, &(struct hold_reason){"parts", "parts", "等待备件", false});
}

static void put_policy(struct org *g)
{
	static const struct {
		enum clock_kind clock;
		int64_t ms[3];
	} rows[] = {
		{CLOCK_APPROVAL, {HOUR, 4 * HOUR, DAY}},
		{CLOCK_INTAKE, {10 * MINUTE, 30 * MINUTE, 2 * HOUR}},
		{CLOCK_ACCEPT, {10 * MINUTE, 30 * MINUTE, 2 * HOUR}},
		{CLOCK_RETURN, {30 * MINUTE, 2 * HOUR, DAY}},
		{CLOCK_SIGNATURE, {2 * DAY, 2 * DAY, 2 * DAY}},
		{CLOCK_ARCHIVE, {3 * DAY, 3 * DAY, 3 * DAY}},
	};

	for (size_t i = 0; i < N_OF(rows); i++)
		for (int t = 0; t < 3; t++)
			put_limit(g, rows[i].clock, 0, NULL, 0, (enum tier)(TIER_A + t), rows[i].ms[t]);
	put_limit(g, CLOCK_ORDER, KIND_FAULT, "pstn", 0, TIER_A, 2 * HOUR);
	put_limit(g, CLOCK_ORDER, KIND_FAULT, "pstn", 0, TIER_B, 6 * HOUR);
	put_limit(g, CLOCK_ORDER, KIND_FAULT, "pstn", 0, TIER_C, 24 * HOUR);
	put_limit(g, CLOCK_ORDER, KIND_CONFIRMATION, NULL, 0, TIER_B, DAY);
	put_limit(g, CLOCK_ORDER, KIND_CONFIRMATION, NULL, 0, TIER_A, 4 * HOUR);
	put_limit(g, CLOCK_ORDER, KIND_CONTACT, "pstn", RESOURCE_DISPATCHABLE, TIER_A, DAY);
	put_limit(g, CLOCK_ORDER, KIND_CONTACT, "pstn", RESOURCE_DISPATCHABLE, TIER_B, 7 * DAY);
	org_put(g, ORG_QUOTA, &(struct quota){1, "pstn", RESOURCE_DISPATCHABLE, TIER_A, 1, NULL});
}

static void put_ladder(struct org *g, enum tier tier, const struct step *steps, int n)
{
	struct ladder l = {
		.id = tier, .tier = tier, .steps = (struct step *)steps, .n_steps = n, .from_version = 1};

	org_put(g, ORG_LADDER, &l);
}

void bench_init(struct bench *b)
{
	static const struct step a[] = {
		{.value = 500000, .severity = SEVERITY_WARNING, .tell = TELL_HOLDER},
		{.value = 800000, .severity = SEVERITY_MINOR, .tell = TELL_STATION_MANAGER},
		{.value = 1000000, .severity = SEVERITY_MAJOR, .tell = TELL_SUPERVISOR},
		{.value = 1250000,
			.severity = SEVERITY_CRITICAL,
			.tell = TELL_LEADER,
			.repeat = 4,
			.every = 250000}};
	static const struct step rest[] = {
		{.value = 800000, .severity = SEVERITY_WARNING, .tell = TELL_HOLDER},
		{.value = 1000000, .severity = SEVERITY_MAJOR, .tell = TELL_STATION_MANAGER},
		{.value = 1250000, .severity = SEVERITY_CRITICAL, .tell = TELL_SUPERVISOR}};
	static const int64_t months[] = {INT64_C(1772294400000), INT64_C(1774972800000)};

	*b = (struct bench){.now_at = T0};
	arena_init(&b->arena);
	b->org = org_new();
	put_org(b->org);
	put_policy(b->org);
	put_ladder(b->org, TIER_A, a, (int)N_OF(a));
	put_ladder(b->org, TIER_B, rest, (int)N_OF(rest));
	put_ladder(b->org, TIER_C, rest, (int)N_OF(rest));
	org_set_versions(b->org, 1, 1);
	org_set_months(b->org, 2026 * 12 + 2, months, 2);
	for (int i = 0; i < ID_N; i++) {
		b->ids.next[i] = 1;
		b->ids.end[i] = 100000;
	}
}

void bench_fini(struct bench *b)
{
	org_free(b->org);
	arena_fini(&b->arena);
}

static struct decision begin(struct bench *b, const char *who)
{
	return (struct decision){.arena = &b->arena,
		.org = b->org,
		.ids = &b->ids,
		.now_at = b->now_at,
		.actor = who ? org_get_user(b->org, who) : NULL,
		.order = b->order ? order_copy(&b->arena, b->order) : NULL,
		.cited = b->cited ? order_copy(&b->arena, b->cited) : NULL,
		.named = b->cited,
		.places = b->places};
}

static enum err carry_out(
	struct bench *b, struct decision *d, decide_fn *decide, const void *request)
{
	if (d->order)
		decide_due(d);
	enum err e = decide(d, request);

	if (e != ERR_NONE) {
		b->fail = d->fail;
		return e;
	}
	b->order = d->order;
	b->cited = d->cited;
	b->places = d->places;
	b->changes = d->changes;
	return ERR_NONE;
}

enum err bench_do(struct bench *b, const char *who, decide_fn *decide, const void *request)
{
	struct decision d = begin(b, who);
	const struct request *head = request;

	if (d.order && head->id) {
		d.slip = order_get_return(d.order, head->id);
		d.alarm = order_get_alarm(d.order, head->id);
	}
	return carry_out(b, &d, decide, request);
}

enum err bench_do_task(
	struct bench *b, const char *who, const char *task, decide_fn *decide, const void *request)
{
	struct decision d = begin(b, who);

	d.task = order_get_task_named(d.order, task);
	must(d.task);
	return carry_out(b, &d, decide, request);
}

void bench_advance(struct bench *b, int64_t to)
{
	for (int64_t next = order_next_due(b->order); next != INSTANT_NONE && next <= to;
		 next = order_next_due(b->order)) {
		b->now_at = next > b->now_at ? next : b->now_at;
		struct decision d = begin(b, NULL);

		decide_due(&d);
		b->order = d.order;
	}
	b->now_at = to;
}

struct order *bench_fault(struct bench *b, enum tier tier)
{
	struct request_create r = {.kind = KIND_FAULT,
		.tier = tier,
		.service = "pstn",
		.unit = "key",
		.customer = "Hotel",
		.title = "no dial tone",
		.lines = 1,
		.needs_leader = GIVEN_NOT,
		.submit = GIVEN_TRUE};

	b->order = NULL;
	must(bench_do(b, "am", decide_create, &r) == ERR_NONE);
	return b->order;
}

void bench_dispatch(struct bench *b, const char *const nodes[][3], int n)
{
	struct route_node list[8] = {0};

	must(n <= 8);
	for (int i = 0; i < n; i++) {
		list[i] = (struct route_node){.name = nodes[i][0], .station = nodes[i][1], .share_ppm = -1};
		for (int k = 0; nodes[i][2] && k < i; k++)
			if (strstr(nodes[i][2], nodes[k][0]))
				names_add(&b->arena, &list[i].after, nodes[k][0]);
	}
	struct request_dispatch r = {.tasks = arena_copy(&b->arena, list, sizeof(list)), .n_tasks = n};
	must(bench_do(b, "disp", decide_dispatch, &r) == ERR_NONE);
}

enum err bench_complete(struct bench *b, const char *who, const char *task)
{
	struct request_complete r = {.record = "done",
		.cause = "cable",
		.impact = "one line",
		.explanation = "spliced",
		.side = SIDE_CARRIER,
		.ready_at = INSTANT_NONE,
		.valid_until = INSTANT_NONE};
	struct request_text none = {0};

	if (order_get_task_named(b->order, task)->state == TASK_ISSUED)
		must(bench_do_task(b, who, task, decide_accept, &none) == ERR_NONE);
	return bench_do_task(b, who, task, decide_complete, &r);
}

struct order *bench_answer_confirmation(struct bench *b, enum tier tier, int64_t valid_until)
{
	const char *const one[][3] = {{"check", "line", NULL}};
	struct request_create r = {.kind = KIND_CONFIRMATION,
		.tier = tier,
		.service = "pstn",
		.unit = "key",
		.customer = "Hotel",
		.title = "any pairs?",
		.lines = 2,
		.needs_leader = GIVEN_NOT,
		.submit = GIVEN_TRUE};
	struct request_complete answer = {.record = "free pairs",
		.answer = ANSWER_AVAILABLE,
		.ready_at = INSTANT_NONE,
		.valid_until = valid_until};
	struct request_text none = {0};

	b->order = NULL;
	must(bench_do(b, "am", decide_create, &r) == ERR_NONE);
	bench_dispatch(b, one, 1);
	must(bench_do_task(b, "op.line", "check", decide_accept, &none) == ERR_NONE);
	must(bench_do_task(b, "op.line", "check", decide_complete, &answer) == ERR_NONE);
	return b->order;
}
