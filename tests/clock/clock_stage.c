/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the stage on which clock_player plays one clock: the organisation's rows, the order and the
 * core's doors. It never works out anything about time itself.
 *
 * A calendar is costly to put, so each is put once, as a version of the one calendar "work" that
 * holds for a whole block of policy versions: policy version C * BLOCK + k counts by calendar C. So a
 * change of calendar is a change of version alone, as it is when a calendar is put anew. "always" is
 * a name of its own; there the row's name changes as well.
 */
#include "clock_stage.h"

#include "core/alarm.h"
#include "core/flow.h"
#include "core/happen.h"

static const char work[] = "work";
enum {
	BLOCK = 1 << 20, /* policy versions of one calendar; an even number, see put_terms() */
	PLAIN_LIMITS = 8, /* ids below are those of the clocks that are not played */
};

static void put_people(struct org *g)
{
	const struct user root = {.name = "root",
		.title = "root",
		.roles = BIT(ROLE_ADMIN),
		.uid = -1,
		.absent_until = INSTANT_NONE};

	org_put(g, ORG_USER, &root);
}

/* decide_apply() moves no order that lacks a row for a clock it may still come to. */
static void put_plain_limits(struct org *g)
{
	static const enum clock_kind kinds[] = {
		CLOCK_APPROVAL, CLOCK_INTAKE, CLOCK_ACCEPT, CLOCK_RETURN, CLOCK_SIGNATURE, CLOCK_ARCHIVE};

	_Static_assert(N_OF(kinds) < PLAIN_LIMITS, "ids of the clock's own rows begin behind");
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const struct limit l = {.id = (int64_t)i + 1,
			.clock = kinds[i],
			.limit_ms = 1,
			.calendar = calendar_always.name};

		org_put(g, ORG_LIMIT, &l);
	}
}

void stage_init(struct stage *s)
{
	*s = (struct stage){.org = org_new()};
	arena_init(&s->arena);
	put_people(s->org);
	put_plain_limits(s->org);
	stage_reset(s);
}

void stage_fini(struct stage *s)
{
	org_free(s->org);
	arena_fini(&s->arena);
}

void stage_reset(struct stage *s)
{
	arena_fini(&s->arena);
	s->n_versions = 0;
	s->now_at = INSTANT_NONE;
	for (int i = 0; i < ID_N; i++) {
		s->ids.next[i] = 1;
		s->ids.end[i] = INT64_MAX;
	}
	s->order = arena_new(&s->arena, struct order);
	*s->order = (struct order){.id = 1,
		.kind = KIND_FAULT,
		.service = "pstn",
		.tier = TIER_B,
		.state = ORDER_EXECUTING,
		.lines = 1,
		.unit = "key",
		.last_at = INSTANT_NONE};
}

/* --- policy */

void stage_put_calendar(struct stage *s, int number, struct calendar *c)
{
	must(number >= 0 && number < STAGE_CALENDARS);
	c->id = number + 1;
	c->name = work;
	c->from_version = (int64_t)number * BLOCK;
	c->to_version = c->from_version + BLOCK;
	org_put(s->org, ORG_CALENDAR, c);
}

void stage_put_always(struct stage *s, int number)
{
	must(number >= 0 && number < STAGE_CALENDARS);
	s->is_always[number] = true;
}

const struct calendar *stage_get_calendar(const struct stage *s, int number)
{
	if (number < 0 || number >= STAGE_CALENDARS)
		return NULL;
	return s->is_always[number] ? &calendar_always : org_get_calendar_version(s->org, number + 1);
}

/*
 * The rows of one tier in one policy version. Ids go round: those of the version before must stay
 * while the order moves, older ones and those of a history before this are written over. A version's
 * rows are all under one parity, so that none of an earlier history with its number is left beside.
 */
static void put_terms(
	struct stage *s, int64_t version, enum tier tier, const struct stage_terms *terms)
{
	int64_t id = PLAIN_LIMITS + 2 * (int64_t)tier + version % 2;
	const struct limit l = {.id = id,
		.clock = CLOCK_ORDER,
		.tier = tier,
		.limit_ms = terms->limit_ms,
		.calendar = s->is_always[terms->calendar] ? calendar_always.name : work,
		.from_version = version,
		.to_version = version + 1};
	const struct ladder ladder = {.id = id,
		.tier = tier,
		.clock = CLOCK_ORDER,
		.steps = terms->ladder->steps,
		.n_steps = terms->ladder->n_steps,
		.from_version = version,
		.to_version = version + 1};

	org_put(s->org, ORG_LIMIT, &l);
	org_put(s->org, ORG_LADDER, &ladder);
}

static int64_t next_version(struct stage *s, const struct stage_terms *terms)
{
	must(s->n_versions < BLOCK - 1);
	return (int64_t)terms->calendar * BLOCK + ++s->n_versions;
}

/* --- doors */

struct clock *stage_get_clock(const struct stage *s)
{
	return order_get_clock(s->order, CLOCK_ORDER, 0);
}

static struct decision begin(struct stage *s, const char *actor)
{
	return (struct decision){.arena = &s->arena,
		.org = s->org,
		.ids = &s->ids,
		.now_at = s->now_at,
		.actor = org_get_user(s->org, actor),
		.order = s->order};
}

void stage_pass(struct stage *s, int64_t to)
{
	for (int64_t next = order_next_due(s->order); next != INSTANT_NONE && next <= to;
		 next = order_next_due(s->order)) {
		s->now_at = next > s->now_at ? next : s->now_at;
		struct decision d = begin(s, NULL);

		decide_due(&d);
	}
	s->now_at = to;
	/* As before any command, though nothing is left to fire: what time alone has missed is settled. */
	struct decision d = begin(s, NULL);

	decide_due(&d);
}

void stage_start(struct stage *s, const struct stage_terms *terms)
{
	struct decision d = begin(s, "root");

	s->order->policy = next_version(s, terms);
	put_terms(s, s->order->policy, s->order->tier, terms);
	happen(&d, "arrived");
	flow_start_clock(&d, CLOCK_ORDER, 0, "played");
}

/* Another tier of the policy that the order has; its calendar must be that version's. */
static void retier(struct stage *s, const struct stage_terms *terms)
{
	const struct request_retier r = {
		.tier = s->order->tier == TIER_B ? TIER_C : TIER_B, .reason = "played"};
	struct decision d = begin(s, "root");

	put_terms(s, s->order->policy, (enum tier)r.tier, terms);
	must(decide_retier(&d, &r) == ERR_NONE);
}

static void apply(struct stage *s, const struct stage_terms *terms)
{
	struct decision d = begin(s, "root");
	int64_t version = next_version(s, terms);
	bool is_moved;

	put_terms(s, version, s->order->tier, terms);
	must(decide_apply(&d, version, &is_moved) && is_moved);
}

void stage_set(struct stage *s, const struct stage_terms *terms)
{
	bool may_retier = s->is_always[terms->calendar] || s->order->policy / BLOCK == terms->calendar;

	/* Either door where both lead there. Which one follows from the line, not from those before it:
	 * a history made shorter goes through the same. */
	if (may_retier && (s->now_at + terms->limit_ms) % 2 == 0)
		retier(s, terms);
	else
		apply(s, terms);
}

void stage_pause(struct stage *s)
{
	struct decision d = begin(s, "root");

	happen(&d, "held");
	clock_pause(&d, stage_get_clock(s), PAUSE_HOLD, "played");
}

void stage_resume(struct stage *s)
{
	struct decision d = begin(s, "root");

	happen(&d, "resumed");
	clock_resume(&d, stage_get_clock(s), "played");
}

void stage_end(struct stage *s)
{
	struct decision d = begin(s, "root");

	happen(&d, "completed");
	clock_end(&d, stage_get_clock(s), "played");
}

void stage_reopen(struct stage *s)
{
	struct decision d = begin(s, "root");

	happen(&d, "refused");
	clock_reopen(&d, stage_get_clock(s), "played");
}

void stage_acknowledge(struct stage *s, const struct alarm *a)
{
	struct decision d = begin(s, "root");

	happen(&d, "acknowledged");
	alarm_acknowledge(&d, order_get_alarm(s->order, a->id));
}
