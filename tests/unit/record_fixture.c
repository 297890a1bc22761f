/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the lives of a few orders, told through the decisions themselves. It never checks anything.
 */
#include "record_fixture.h"

#include "core/decide.h"

static const char *const two[][3] = {{"a", "line", NULL}, {"b", "exchange", "a"}};
static struct request_text nothing;

static void act(struct bench *b, const char *who, decide_fn *decide, const void *request)
{
	must(bench_do(b, who, decide, request) == ERR_NONE);
}

static int64_t raise_slip(struct bench *b, const char *to)
{
	struct request_return r = {.to = to, .text = "wrong pair", .kind = RETURN_ERROR};

	must(bench_do_task(b, "op.exch", "b", decide_return, &r) == ERR_NONE);
	return b->order->returns[b->order->n_returns - 1].id;
}

static void hold(struct bench *b, int64_t for_ms)
{
	struct request_text because = {.text = "no_access"};

	act(b, "disp", decide_hold, &because);
	bench_advance(b, b->now_at + for_ms);
	act(b, "disp", decide_resume, &nothing);
}

static void finish(struct bench *b)
{
	must(bench_complete(b, "op.line", "a") == ERR_NONE);
	bench_advance(b, b->now_at + 40 * MINUTE);
	must(bench_complete(b, "op.exch", "b") == ERR_NONE);
}

/* --- policy --------------------------------------------------------------------------------------- */

/* An office from 9 to 17 UTC on every day, and faults of tier B that count in it from version 2 on. */
static void put_office(struct bench *b)
{
	static struct interval day = {9 * 60, 17 * 60};
	static struct zone_shift utc = {INT64_MIN, 0};
	struct calendar office = {
		.id = 1, .name = "office", .zone = "UTC", .shifts = &utc, .n_shifts = 1, .from_version = 2};
	struct limit l = {.clock = CLOCK_ORDER,
		.kind = KIND_FAULT,
		.service = "pstn",
		.tier = TIER_B,
		.limit_ms = 4 * HOUR,
		.calendar = "office",
		.from_version = 2};

	/* As loaded from the store: nothing of an order lies in the organisation, whose rows go now. */
	for (int i = 0; i < b->order->n_clocks; i++)
		b->order->clocks[i].calendar = arena_str(&b->arena, b->order->clocks[i].calendar);
	for (int i = 0; i < WEEK_DAYS; i++)
		office.week[i] = (struct hours){&day, 1};
	org_put(b->org, ORG_CALENDAR, &office);
	for (int i = 0, n = org_count(b->org, ORG_LIMIT); i < n; i++) {
		struct limit old = *(const struct limit *)org_at(b->org, ORG_LIMIT, i);

		if (!sla_limits_match_same(&old, &l))
			continue;
		old.to_version = 2;
		org_put(b->org, ORG_LIMIT, &old);
		break;
	}
	l.id = org_count(b->org, ORG_LIMIT) + 1;
	org_put(b->org, ORG_LIMIT, &l);
	org_set_versions(b->org, 2, 2);
}

static void apply(struct bench *b)
{
	struct decision d = {.arena = &b->arena,
		.org = b->org,
		.ids = &b->ids,
		.now_at = b->now_at,
		.order = order_copy(&b->arena, b->order)};
	bool is_moved;

	decide_due(&d);
	must(decide_apply(&d, 2, &is_moved) && is_moved);
	b->order = d.order;
}

/* --- scenes --------------------------------------------------------------------------------------- */

static void held(struct bench *b)
{
	bench_fault(b, TIER_A);
	bench_dispatch(b, two, 2);
	bench_advance(b, T0 + 70 * MINUTE);
	hold(b, 3 * HOUR);
	bench_advance(b, b->now_at + HOUR);
	finish(b);
}

static void retiered(struct bench *b)
{
	struct request_retier to_a = {.tier = TIER_A, .reason = "a hotel"};
	struct request_retier to_c = {.tier = TIER_C, .reason = "it can wait"};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	bench_advance(b, T0 + 3 * HOUR);
	act(b, "sup", decide_retier, &to_a); /* limits of two hours: behind at once */
	bench_advance(b, T0 + 4 * HOUR);
	act(b, "sup", decide_retier, &to_c);
	bench_advance(b, T0 + 30 * HOUR);
}

static void refused(struct bench *b)
{
	struct request_sign r = {.accepted = GIVEN_FALSE, .by = "guest"};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	bench_advance(b, T0 + 5 * HOUR);
	finish(b);
	bench_advance(b, T0 + DAY);
	act(b, "am", decide_sign, &r);
	bench_advance(b, T0 + DAY + 2 * HOUR);
	must(bench_complete(b, "op.exch", "b") == ERR_NONE);
}

static void overturned(struct bench *b)
{
	struct request_text dispute = {.text = "not ours"};
	struct request_rule ruling = {.upheld = GIVEN_FALSE, .reason = "tested fine"};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	must(bench_complete(b, "op.line", "a") == ERR_NONE);
	dispute.head.id = ruling.head.id = raise_slip(b, "a");
	bench_advance(b, b->now_at + 10 * MINUTE);
	act(b, "op.line", decide_return_dispute, &dispute);
	bench_advance(b, b->now_at + 5 * HOUR);
	act(b, "sup", decide_return_rule, &ruling);
	bench_advance(b, b->now_at + HOUR);
}

static void left_out(struct bench *b)
{
	const char *const other[][3] = {{"a", "line", NULL}, {"c", "far", NULL}};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	must(bench_complete(b, "op.line", "a") == ERR_NONE);
	raise_slip(b, "crc");
	bench_advance(b, b->now_at + 20 * MINUTE);
	bench_dispatch(b, other, 2);
}

static void late(struct bench *b)
{
	struct request_text note = {.text = "awake"};

	bench_fault(b, TIER_A);
	bench_dispatch(b, two, 2);
	b->now_at = T0 +
		5 * HOUR; /* asleep until then: many steps at once, each with its own instant */
	act(b, "disp", decide_note, &note);
	bench_advance(b, T0 + 6 * HOUR);
}

static void answered(struct bench *b)
{
	bench_answer_confirmation(b, TIER_B, T0 + 2 * DAY);
}

static void lapsed(struct bench *b)
{
	answered(b);
	bench_advance(b, T0 + 3 * DAY);
}

void scene_whole(struct bench *b)
{
	struct request_sign refuse_it = {.accepted = GIVEN_FALSE, .by = "guest"};
	struct request_sign accept_it = {.accepted = GIVEN_TRUE, .by = "guest"};
	struct request_text answer = {0};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	must(bench_complete(b, "op.line", "a") == ERR_NONE);
	bench_advance(b, b->now_at + 20 * MINUTE);
	answer.head.id = raise_slip(b, "a");
	bench_advance(b, b->now_at + 20 * MINUTE);
	hold(b, 2 * HOUR);
	act(b, "op.line", decide_return_accept, &answer);
	bench_advance(b, b->now_at + 4 * HOUR);
	finish(b);
	act(b, "am", decide_sign, &refuse_it);
	bench_advance(b, b->now_at + 3 * HOUR);
	must(bench_complete(b, "op.exch", "b") == ERR_NONE);
	act(b, "am", decide_sign, &accept_it);
}

void scene_running(struct bench *b)
{
	struct request_text answer = {0};

	bench_fault(b, TIER_B);
	bench_dispatch(b, two, 2);
	must(bench_complete(b, "op.line", "a") == ERR_NONE);
	bench_advance(b, T0 + 2 * HOUR + 30 * MINUTE);
	answer.head.id = b->order->alarms[0].id;
	act(b, "disp", decide_acknowledge, &answer);
	put_office(b);
	apply(b);
	bench_advance(b, T0 + 20 * HOUR);
}

const struct scene scenes[] = {{"held", held}, {"retiered", retiered}, {"refused", refused},
	{"overturned", overturned}, {"left out", left_out}, {"late", late}, {"answered", answered},
	{"lapsed", lapsed}, {"whole", scene_whole}, {"running", scene_running}};
const int n_scenes = N_OF(scenes);
