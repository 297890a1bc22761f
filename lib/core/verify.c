/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the comparison of an order's stored clocks, clock events, steps and alarms with those that its
 * record comes to when it is played again. It never changes the order and never decides what is right.
 */
#include "core/verify.h"

#include <stdlib.h>
#include <string.h>

#include "core/check.h"
#include "core/recount.h"
#include "core/sla.h"

/* --- clocks ------------------------------------------------------------------------------------- */

static const struct clock *find_clock(const struct order *o, const struct clock *like)
{
	for (int i = 0; i < o->n_clocks; i++) {
		const struct clock *c = &o->clocks[i];

		if (c->kind == like->kind && c->ref == like->ref && c->generation == like->generation)
			return c;
	}
	return NULL;
}

/* Plain time past the breach, as it will be counted at that instant. */
static int64_t over_at(const struct clock *c, int64_t at)
{
	int64_t breach = c->due_at > c->since_at ? c->due_at : c->since_at;

	return c->over_ms + (c->state == CLOCK_RUNNING && at > breach ? at - breach : 0);
}

/* A reservation lapses at the first instant past its limit: a recount is told so, and arms nothing. */
static int64_t next_due_again(const struct clock *c)
{
	return c->kind == CLOCK_RESERVATION ? c->late_at : c->next_due_at;
}

static const char *calendar_of(const struct clock *c)
{
	return c->calendar ? c->calendar : calendar_always.name;
}

static void check_clock(const struct check *k, const struct clock *stored, struct order *rebuilt,
	const struct clock *c, int64_t at)
{
	const char *of = check_spell_clock(k, c->kind, c->ref, c->generation);
	const struct org *g = k->v->org;

	check_word(k, of, "state", WORDS_CLOCK_STATE, stored->state, c->state);
	check_word(k, of, "what paused it", WORDS_CLOCK_PAUSE, stored->paused_by, c->paused_by);
	check_span(k, of, "limit", stored->limit_ms, c->limit_ms);
	check_count(k, of, "limit revision", stored->limit_rev, c->limit_rev);
	check_text(k, of, "calendar", calendar_of(stored), calendar_of(c));
	check_at(k, of, "start", stored->started_at, c->started_at);
	check_at(k, of, "end", stored->ended_at, c->ended_at);
	if (!org_get_calendar(g, stored->calendar, k->order->policy))
		return; /* it cannot be said what it has spent, and that was said */
	/* What is stored of a running clock is a sum and an instant: only together they mean something. */
	check_span(
		k, of, "time spent", clock_spent(g, k->order, stored, at), clock_spent(g, rebuilt, c, at));
	check_yes(k, of, "missed", clock_is_missed(stored, at), clock_is_missed(c, at));
	check_at(k, of, "due instant", stored->due_at, c->due_at);
	if (stored->late_at > at || c->late_at > at)
		check_at(k, of, "first late instant", stored->late_at, c->late_at);
	check_span(k, of, "time past the breach", over_at(stored, at), over_at(c, at));
	check_at(k, of, "next armed step", stored->next_due_at, next_due_again(c));
}

static void check_clocks(const struct check *k, struct order *rebuilt, int64_t at)
{
	const struct order *o = k->order;

	for (int i = 0; i < rebuilt->n_clocks; i++) {
		const struct clock *c = &rebuilt->clocks[i], *stored = find_clock(o, c);

		if (stored)
			check_clock(k, stored, rebuilt, c, at);
		else
			check_say(k, "%s is not stored, by the history it started at %s",
				check_spell_clock(k, c->kind, c->ref, c->generation),
				check_spell_at(k->page, c->started_at));
	}
	for (int i = 0; i < o->n_clocks; i++) {
		const struct clock *c = &o->clocks[i];

		if (!find_clock(rebuilt, c))
			check_say(k, "%s is stored, by the history it never started",
				check_spell_clock(k, c->kind, c->ref, c->generation));
	}
}

/* --- what was written down of them ------------------------------------------------------------------ */

/* The doors left them a second time, one for each: both lists are as long. */
static void check_events(const struct check *k, const struct order *rebuilt)
{
	const struct clock_event *e = rebuilt->clock_events;

	for (const struct clock_event *s = k->order->clock_events; s && e; s = s->next, e = e->next) {
		const char *of = arena_fmt(k->page, "%s, what was written down at %s",
			check_spell_clock(k, s->clock, s->ref, s->generation), check_spell_at(k->page, s->at));

		check_word(k, of, "change", WORDS_CLOCK_CHANGE, s->change, e->change);
		check_span(k, of, "time spent", s->spent_ms, e->spent_ms);
		check_span(k, of, "limit", s->limit_ms, e->limit_ms);
		if (s->tier) /* else from before it was written down */
			check_count(k, of, "calendar version", s->calendar, e->calendar);
	}
}

/* --- steps -------------------------------------------------------------------------------------------- */

#define COMPARE(member) \
	if (x->member != y->member) \
	return x->member < y->member ? -1 : 1

static int compare_steps(const void *a, const void *b)
{
	const struct happening *x = *(const struct happening *const *)a;
	const struct happening *y = *(const struct happening *const *)b;

	COMPARE(clock);
	COMPARE(ref);
	COMPARE(generation);
	COMPARE(limit_rev);
	COMPARE(step_is_after);
	COMPARE(step);
	COMPARE(repeat);
	return 0;
}

static const struct happening **sort_steps(struct arena *a, const struct happening *list, int *n)
{
	const struct happening **steps;
	int size = 0;

	for (const struct happening *h = list; h; h = h->next)
		size++;
	steps = arena_new_n(a, (size_t)size, const struct happening *);
	*n = 0;
	for (const struct happening *h = list; h; h = h->next)
		if (strcmp(h->what, "step") == 0)
			steps[(*n)++] = h;
	if (*n)
		qsort(steps, (size_t)*n, sizeof(*steps), compare_steps);
	return steps;
}

static const char *spell_step(struct arena *a, bool is_after, int64_t step)
{
	if (is_after)
		return arena_fmt(a, "step %lld ms after the breach", (long long)step);
	return arena_fmt(a, "step %g %%", (double)step / 10000);
}

static const char *spell_firing(const struct check *k, const struct happening *h)
{
	return arena_fmt(k->page, "%s, %s, repeat %d, limit revision %d",
		check_spell_clock(k, h->clock, h->ref, h->generation),
		spell_step(k->page, h->step_is_after, h->step), h->repeat, h->limit_rev);
}

static void check_step(const struct check *k, const struct happening *s, const struct happening *h)
{
	const char *of = spell_firing(k, s);

	check_at(k, of, "due instant", s->due_at, h->due_at);
	check_word(k, of, "severity", WORDS_SEVERITY, s->severity, h->severity);
	if (s->at < s->due_at)
		check_say(k, "%s fired at %s, before it was due at %s", of, check_spell_at(k->page, s->at),
			check_spell_at(k->page, s->due_at));
}

static void check_steps(const struct check *k, const struct order *rebuilt)
{
	int n, m;
	const struct happening **stored = sort_steps(k->page, k->order->happenings, &n);
	const struct happening **again = sort_steps(k->page, rebuilt->happenings, &m);

	k->v->n_steps += n;
	for (int i = 0, j = 0; i < n || j < m;) {
		int order = i == n ? 1 : j == m ? -1 : compare_steps(&stored[i], &again[j]);

		if (i > 0 && i < n && compare_steps(&stored[i - 1], &stored[i]) == 0) {
			check_say(k, "%s fired twice", spell_firing(k, stored[i++]));
		} else if (order < 0) {
			check_say(k, "%s fired at %s, by the history it was never due",
				spell_firing(k, stored[i]), check_spell_at(k->page, stored[i]->at));
			i++;
		} else if (order > 0) {
			check_say(k, "%s never fired, by the history it was due at %s",
				spell_firing(k, again[j]), check_spell_at(k->page, again[j]->due_at));
			j++;
		} else {
			check_step(k, stored[i++], again[j++]);
		}
	}
}

/* --- alarms ------------------------------------------------------------------------------------------- */

/* Of one step there is one that stands and perhaps some that another limit cleared: oldest first. */
static int compare_alarms(const void *a, const void *b)
{
	const struct alarm *x = *(const struct alarm *const *)a;
	const struct alarm *y = *(const struct alarm *const *)b;

	COMPARE(clock);
	COMPARE(ref);
	COMPARE(generation);
	COMPARE(step_is_after);
	COMPARE(step);
	return 0;
}

/* Not by id: whoever raised them took their ids from a block of his own. */
static int compare_alarms_and_ages(const void *a, const void *b)
{
	const struct alarm *x = *(const struct alarm *const *)a;
	const struct alarm *y = *(const struct alarm *const *)b;
	int order = compare_alarms(a, b);

	if (order)
		return order;
	COMPARE(raised_at);
	COMPARE(limit_rev);
	return 0;
}

static const struct alarm **sort_alarms(struct arena *a, const struct order *o)
{
	const struct alarm **list = arena_new_n(a, (size_t)o->n_alarms, const struct alarm *);

	for (int i = 0; i < o->n_alarms; i++)
		list[i] = &o->alarms[i];
	if (o->n_alarms)
		qsort(list, (size_t)o->n_alarms, sizeof(*list), compare_alarms_and_ages);
	return list;
}

static const char *spell_alarm(const struct check *k, const struct alarm *a)
{
	return arena_fmt(k->page, "alarm of %s, %s",
		check_spell_clock(k, a->clock, a->ref, a->generation),
		spell_step(k->page, a->step_is_after, a->step));
}

static void check_alarm(const struct check *k, const struct alarm *s, const struct alarm *a)
{
	const char *of = spell_alarm(k, s);

	check_word(k, of, "state", WORDS_ALARM_STATE, s->state, a->state);
	check_word(k, of, "severity", WORDS_SEVERITY, s->severity, a->severity);
	check_count(k, of, "count", s->count, a->count);
	check_count(k, of, "latest repeat", s->repeat, a->repeat);
	check_count(k, of, "limit revision", s->limit_rev, a->limit_rev);
	check_at(k, of, "first due instant", s->due_at, a->due_at);
	check_at(k, of, "raised at", s->raised_at, a->raised_at);
	check_at(k, of, "last fired at", s->last_at, a->last_at);
	check_at(k, of, "acknowledged at", s->acknowledged_at, a->acknowledged_at);
	check_text(k, of, "acknowledged by", s->acknowledged_by, a->acknowledged_by);
	check_at(k, of, "cleared at", s->cleared_at, a->cleared_at);
	check_text(k, of, "why it was cleared", s->cleared_why, a->cleared_why);
}

static void check_alarms(const struct check *k, const struct order *rebuilt)
{
	const struct alarm **stored = sort_alarms(k->page, k->order);
	const struct alarm **again = sort_alarms(k->page, rebuilt);
	int n = k->order->n_alarms, m = rebuilt->n_alarms;

	for (int i = 0, j = 0; i < n || j < m;) {
		int order = i == n ? 1 : j == m ? -1 : compare_alarms(&stored[i], &again[j]);

		if (order < 0)
			check_say(
				k, "%s is stored, by the history it was never raised", spell_alarm(k, stored[i++]));
		else if (order > 0)
			check_say(
				k, "%s is not stored, by the history it was raised", spell_alarm(k, again[j++]));
		else
			check_alarm(k, stored[i++], again[j++]);
	}
}

/* --- an order ------------------------------------------------------------------------------------------ */

void verify_order(
	struct verify *v, struct arena *page, const struct order *recorded, int64_t now_at)
{
	struct check k = {.v = v, .page = page, .order = recorded};
	int64_t at = now_at > recorded->last_at ? now_at : recorded->last_at;
	const char *why = NULL;
	struct order *rebuilt = recount_order(page, v->org, recorded, RECOUNT_BY_RECORD, at, &why);

	v->n_orders++;
	v->n_clocks += recorded->n_clocks;
	check_history(&k);
	if (rebuilt) {
		check_events(&k, rebuilt);
		check_clocks(&k, rebuilt, at);
		check_steps(&k, rebuilt);
		check_alarms(&k, rebuilt);
	} else {
		check_say(&k, "its record cannot be played again: %s", why);
	}
	check_record(&k, rebuilt);
	check_add_sums(&k, rebuilt);
}
