/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the clock: what it has spent, and the doors through which it starts, pauses, goes on, ends
 * or is given another limit. Each door leaves a clock event and arms the next step. It never
 * decides that one of these should happen, and the time is always handed to it.
 */
#include <string.h>

#include "base/die.h"
#include "core/alarm.h"
#include "core/happen.h"
#include "core/sla.h"

bool clock_is_live(const struct clock *c)
{
	return c->state == CLOCK_RUNNING || c->state == CLOCK_PAUSED;
}

const struct calendar *clock_get_calendar(
	const struct org *g, const struct order *o, const struct clock *c)
{
	const struct calendar *calendar = org_get_calendar(g, c->calendar, o->policy);

	/* Only by hand can it name one there is not: verify says so, and every ms counts. */
	return calendar ? calendar : &calendar_always;
}

int64_t clock_spent(
	const struct org *g, const struct order *o, const struct clock *c, int64_t now_at)
{
	if (c->state != CLOCK_RUNNING || now_at <= c->since_at)
		return c->spent_ms;
	return c->spent_ms + calendar_between(clock_get_calendar(g, o, c), c->since_at, now_at);
}

bool clock_is_missed(const struct clock *c, int64_t now_at)
{
	return c->is_missed || (c->late_at != INSTANT_NONE && now_at >= c->late_at);
}

/* Everything that follows from running since, spent, limit and calendar. */
static void clock_settle(struct decision *d, struct clock *c)
{
	const struct calendar *calendar = clock_get_calendar(d->org, d->order, c);
	int64_t left = c->limit_ms - c->spent_ms;

	c->is_dirty = true;
	if (left < 0)
		c->is_missed = true;
	c->due_at = c->late_at = INSTANT_NONE;
	if (c->state == CLOCK_RUNNING) {
		c->due_at = calendar_add(calendar, c->since_at, left);
		c->late_at = left < 0 ? c->since_at : calendar_add(calendar, c->since_at, left + 1);
	}
	clock_arm(d, c);
}

/* Counts what ran up to now; it runs on from here or not at all. */
void clock_count(struct decision *d, struct clock *c)
{
	int64_t breach;

	if (c->state != CLOCK_RUNNING)
		return;
	breach = c->due_at > c->since_at ? c->due_at : c->since_at;
	if (d->now_at > breach)
		c->over_ms += d->now_at - breach;
	c->spent_ms = clock_spent(d->org, d->order, c, d->now_at);
	if (c->spent_ms > c->limit_ms)
		c->is_missed = true;
	c->since_at = d->now_at;
	c->is_dirty = true;
}

static int next_generation(struct order *o, enum clock_kind kind, int64_t ref)
{
	struct clock *latest = order_get_clock(o, kind, ref);

	return latest ? latest->generation + 1 : 1;
}

void clock_start(struct decision *d, enum clock_kind kind, int64_t ref,
	const struct clock_terms *terms, const char *rule)
{
	struct order *o = d->order;
	struct clock *grown = arena_new_n(d->arena, (size_t)o->n_clocks + 1, struct clock);
	struct clock *c = &grown[o->n_clocks];

	*c = (struct clock){
		.kind = kind,
		.ref = ref,
		.generation = next_generation(o, kind, ref),
		.state = CLOCK_RUNNING,
		.limit_rev = 1,
		.limit_ms = terms->limit_ms,
		.since_at = d->now_at,
		.started_at = d->now_at,
		.ended_at = INSTANT_NONE,
		.calendar = terms->calendar,
		.due_at = INSTANT_NONE,
		.late_at = INSTANT_NONE,
	};
	if (o->n_clocks)
		memcpy(grown, o->clocks, (size_t)o->n_clocks * sizeof(*grown));
	o->clocks = grown;
	o->n_clocks++;
	happen_clock(d, c, CHANGE_START, rule);
	clock_settle(d, c);
}

void clock_pause(struct decision *d, struct clock *c, enum clock_pause why, const char *rule)
{
	if (c->state != CLOCK_RUNNING)
		return; /* what another reason paused stays that reason's (rules.md 10) */
	clock_count(d, c);
	c->state = CLOCK_PAUSED;
	c->paused_by = why;
	c->since_at = INSTANT_NONE;
	happen_clock(d, c, CHANGE_PAUSE, rule);
	clock_settle(d, c);
}

void clock_resume(struct decision *d, struct clock *c, const char *rule)
{
	must(c->state == CLOCK_PAUSED);
	c->state = CLOCK_RUNNING;
	c->paused_by = PAUSE_ABSENT;
	c->since_at = d->now_at;
	happen_clock(d, c, CHANGE_RESUME, rule);
	clock_settle(d, c);
}

void clock_reopen(struct decision *d, struct clock *c, const char *rule)
{
	must(c->state == CLOCK_MET || c->state == CLOCK_MISSED);
	c->state = CLOCK_RUNNING;
	c->since_at = d->now_at;
	c->ended_at = INSTANT_NONE;
	happen_clock(d, c, CHANGE_REOPEN, rule);
	alarm_reinstate(d, c);
	clock_settle(d, c);
	alarm_fire_passed(
		d, c); /* its order may have come under another ladder meanwhile (rules.md 4) */
}

static void clock_stop(struct decision *d, struct clock *c, enum clock_state state,
	enum clock_change change, const char *rule)
{
	clock_count(d, c);
	c->state = state;
	c->paused_by = PAUSE_ABSENT;
	c->since_at = INSTANT_NONE;
	c->ended_at = d->now_at;
	happen_clock(d, c, change, rule);
	clock_settle(d, c);
	alarm_clear_clock(d, c, state == CLOCK_CANCELLED ? "cancelled" : "clock_ended");
}

void clock_end(struct decision *d, struct clock *c, const char *rule)
{
	must(clock_is_live(c));
	bool is_missed = clock_is_missed(c, d->now_at);

	clock_stop(
		d, c, is_missed ? CLOCK_MISSED : CLOCK_MET, is_missed ? CHANGE_MISSED : CHANGE_MET, rule);
}

void clock_cancel(struct decision *d, struct clock *c, const char *rule)
{
	if (clock_is_live(c))
		clock_stop(d, c, CLOCK_CANCELLED, CHANGE_CANCELLED, rule);
}

/* Plain time past the breach goes on only while the breach stands: a limit that puts it ahead again,
 * or behind only now, begins it anew. */
static void clock_set_limit(struct clock *c, int64_t limit_ms)
{
	bool was_past = c->spent_ms >= c->limit_ms, is_past = c->spent_ms >= limit_ms;

	if (!was_past || !is_past)
		c->over_ms = 0;
	c->limit_ms = limit_ms;
	c->limit_rev++;
}

void clock_set_terms(
	struct decision *d, struct clock *c, const struct clock_terms *terms, const char *rule)
{
	must(clock_is_live(c));
	bool is_other_limit = terms->limit_ms != c->limit_ms;

	clock_count(d, c);
	if (is_other_limit)
		clock_set_limit(c, terms->limit_ms);
	c->calendar = terms->calendar;
	happen_clock(d, c, CHANGE_LIMIT, rule);
	if (is_other_limit)
		alarm_clear_ahead(d, c); /* what fired against the same limit stays fired (rules.md 4) */
	clock_settle(d, c);
	alarm_fire_passed(d, c);
}

void clock_arm(struct decision *d, struct clock *c)
{
	struct step_due next;

	c->is_dirty = true;
	if (c->kind == CLOCK_RESERVATION) {
		/* No ladder; but the first instant past its validity ends it (rules.md 17). */
		c->next_due_at = c->late_at;
		return;
	}
	c->next_due_at = INSTANT_NONE;
	if (sla_list_steps(d->org, d->order, c, &next, 1) > 0)
		c->next_due_at = next.due_at;
}
