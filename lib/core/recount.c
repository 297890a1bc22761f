/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the second telling of an order's clocks: the record's entries in their order, time passing
 * between them step by step. It decides nothing about the order and trusts nothing but the record.
 */
#include "core/recount.h"

#include <string.h>

#include "base/die.h"
#include "core/alarm.h"
#include "core/flow.h"
#include "core/sla.h"

struct telling {
	struct decision d;
	struct id_pool ids;
	const struct order *recorded;
	enum recount_by by;
	const char *why;
};

/* --- the record, oldest first ----------------------------------------------------------------- */

struct entry { /* a clock event, or a happening that clocks have to do with */
	const struct clock_event *event;
	const struct happening *happening;
};

static bool is_acknowledgement(const struct happening *h)
{
	return h->clock && strcmp(h->what, "acknowledged") == 0;
}

/* By the record each happening says that what was due by then had fired before it (rules.md 6). */
static bool concerns_clocks(const struct happening *h, enum recount_by by)
{
	return by == RECOUNT_BY_RECORD || is_acknowledgement(h);
}

/* Newest first there, oldest first here; of one happening its own entry before the clocks'. */
static struct entry *list_entries(
	struct arena *a, const struct order *o, enum recount_by by, int *n)
{
	const struct clock_event *e = o->clock_events;
	struct entry *entries;
	int size = 0;

	for (const struct happening *h = o->happenings; h; h = h->next)
		size += concerns_clocks(h, by);
	for (; e; e = e->next)
		size++;
	entries = arena_new_n(a, (size_t)size, struct entry);
	*n = size;
	e = o->clock_events;
	for (const struct happening *h = o->happenings; h; h = h->next) {
		for (; e && e->seq >= h->seq; e = e->next)
			entries[--size].event = e;
		if (concerns_clocks(h, by))
			entries[--size].happening = h;
	}
	for (; e; e = e->next)
		entries[--size].event = e;
	must(size == 0);
	return entries;
}

/* --- time passes ------------------------------------------------------------------------------ */

static void move_to(struct telling *t, int64_t at)
{
	if (at > t->d.now_at)
		t->d.now_at = at;
}

/* By policy: every step at its own instant, whoever would have fired it. */
static void pass_time(struct telling *t, int64_t to)
{
	int64_t due;

	while ((due = order_next_due(t->d.order)) != INSTANT_NONE && due <= to) {
		move_to(t, due);
		decide_due(&t->d);
	}
	move_to(t, to);
}

/* By the record: all that was due, when the daemon got to it. */
static void fire_due(struct telling *t, int64_t at)
{
	move_to(t, at);
	decide_due(&t->d);
}

static struct clock *clock_of(struct order *o, enum clock_kind kind, int64_t ref, int generation)
{
	struct clock *c = order_get_clock(o, kind, ref);

	return c && c->generation == generation ? c : NULL;
}

/* --- one clock event -------------------------------------------------------------------------- */

static bool get_terms(struct telling *t, const struct clock_event *e, struct clock_terms *terms)
{
	struct decision *d = &t->d;
	struct task *task = e->clock == CLOCK_TASK ? order_get_task(d->order, e->ref) : NULL;
	const struct calendar *calendar = org_get_calendar_version(d->org, e->calendar);

	if (!calendar) {
		t->why = "it counts by a calendar version there is not";
		return false;
	}
	*terms = (struct clock_terms){e->limit_ms, calendar->name};
	if (t->by == RECOUNT_BY_RECORD || e->clock == CLOCK_RESERVATION)
		return true;
	if (task)
		task->rework = e->generation - 1; /* the first issue is none */
	if (flow_get_terms(d, e->clock, e->ref, terms))
		return true;
	t->why = "the policy has no row for it";
	return false;
}

static void start_clock(struct telling *t, const struct clock_event *e)
{
	struct order *o = t->d.order;
	const struct clock *latest = order_get_clock(o, e->clock, e->ref);
	struct clock_terms terms;

	if (e->generation != (latest ? latest->generation : 0) + 1) {
		t->why = "a clock's generations do not follow one another";
		return;
	}
	if (!get_terms(t, e, &terms))
		return;
	clock_start(&t->d, e->clock, e->ref, &terms, e->rule);
	/* It lapses when that was written down, not by itself. */
	if (e->clock == CLOCK_RESERVATION)
		o->clocks[o->n_clocks - 1].next_due_at = INSTANT_NONE;
}

/* Every clock that is moved to this policy now has counted by the old one up to here. */
static void count_moved(struct telling *t, const struct entry *entries, int i, int n)
{
	const struct clock_event *first = entries[i].event;

	for (int k = i; k < n; k++) {
		const struct clock_event *e = entries[k].event;

		if (!e)
			continue; /* a step that the first clock's move put behind */
		if (e->change != CHANGE_LIMIT || e->policy != first->policy || e->at != first->at)
			return;
		struct clock *c = clock_of(t->d.order, e->clock, e->ref, e->generation);

		if (c)
			clock_count(&t->d, c);
	}
}

static void change_terms(struct telling *t, struct clock *c, const struct clock_event *e)
{
	struct clock_terms terms;

	if (get_terms(t, e, &terms))
		clock_set_terms(&t->d, c, &terms, e->rule);
}

/* A hold or a return slip: the happening it belongs to says which. */
static enum clock_pause find_pause(const struct telling *t, const struct clock_event *e)
{
	for (const struct happening *h = t->recorded->happenings; h; h = h->next)
		if (h->seq == e->seq)
			return strcmp(h->what, "held") == 0 ? PAUSE_HOLD : PAUSE_RETURN;
	return PAUSE_HOLD;
}

static bool can_change(const struct clock *c, enum clock_change change)
{
	switch (change) {
	case CHANGE_PAUSE: return c->state == CLOCK_RUNNING;
	case CHANGE_RESUME: return c->state == CLOCK_PAUSED;
	case CHANGE_REOPEN: return c->state == CLOCK_MET || c->state == CLOCK_MISSED;
	case CHANGE_LIMIT:
	case CHANGE_MET:
	case CHANGE_MISSED:
	case CHANGE_CANCELLED: return clock_is_live(c);
	case CHANGE_START:
	case CHANGE_ABSENT: break;
	}
	return false;
}

static void change_clock(struct telling *t, struct clock *c, const struct clock_event *e)
{
	struct decision *d = &t->d;

	switch (e->change) {
	case CHANGE_PAUSE: clock_pause(d, c, find_pause(t, e), e->rule); return;
	case CHANGE_RESUME: clock_resume(d, c, e->rule); return;
	case CHANGE_LIMIT: change_terms(t, c, e); return;
	case CHANGE_REOPEN: clock_reopen(d, c, e->rule); return;
	case CHANGE_MET:
	case CHANGE_MISSED: clock_end(d, c, e->rule); return;
	case CHANGE_CANCELLED: clock_cancel(d, c, e->rule); return;
	case CHANGE_START:
	case CHANGE_ABSENT: break;
	}
	die_assert(__FILE__, __LINE__, "a change of a clock there is");
}

static void play_event(struct telling *t, const struct entry *entries, int i, int n)
{
	const struct clock_event *e = entries[i].event;
	struct decision *d = &t->d;
	struct clock *c;

	if (t->by == RECOUNT_BY_RECORD)
		move_to(t, e->at); /* its happening has fired what was due */
	else
		pass_time(t, e->at);
	if (e->policy && e->policy != d->order->policy)
		count_moved(t, entries, i, n);
	d->order->policy = e->policy ? e->policy : d->order->policy;
	d->order->tier = e->tier ? e->tier : d->order->tier;
	if (e->change == CHANGE_START) {
		start_clock(t, e);
		return;
	}
	c = clock_of(d->order, e->clock, e->ref, e->generation);
	if (!c)
		t->why = "a clock goes on that never started";
	else if (!can_change(c, e->change))
		t->why = "a clock changes in a way it could not in its state";
	else
		change_clock(t, c, e);
}

/* --- a happening ------------------------------------------------------------------------------ */

static void acknowledge(struct telling *t, const struct happening *h)
{
	const struct user who = {.name = h->by};
	const struct clock *c = clock_of(t->d.order, h->clock, h->ref, h->generation);

	for (int i = 0; c && i < t->d.order->n_alarms; i++) {
		struct alarm *a = &t->d.order->alarms[i];

		if (a->clock != h->clock || a->ref != h->ref || a->generation != h->generation ||
			a->step_is_after != h->step_is_after || a->step != h->step || a->state != ALARM_RAISED)
			continue;
		t->d.actor = &who;
		alarm_acknowledge(&t->d, a);
		t->d.actor = NULL;
	}
}

static void play_happening(struct telling *t, const struct happening *h)
{
	if (t->by == RECOUNT_BY_RECORD)
		fire_due(t, h->at);
	else
		pass_time(t, h->at);
	if (is_acknowledgement(h))
		acknowledge(t, h);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void begin(struct telling *t, struct arena *a, const struct org *org,
	const struct order *recorded, enum recount_by by)
{
	struct order *o = order_copy(a, recorded);

	o->clocks = NULL;
	o->alarms = NULL;
	o->happenings = NULL;
	o->clock_events = NULL;
	o->feedbacks = NULL;
	o->notices = NULL;
	o->n_clocks = o->n_alarms = 0;
	o->n_happenings = 1; /* clock events belong to a happening; which one is no matter here */
	*t = (struct telling){.by = by, .recorded = recorded};
	for (int i = 0; i < ID_N; i++)
		t->ids.end[i] = INT64_MAX, t->ids.next[i] = 1;
	t->d = (struct decision){.arena = a, .org = org, .now_at = INSTANT_NONE, .order = o};
}

struct order *recount_order(struct arena *a, const struct org *org, const struct order *recorded,
	enum recount_by by, int64_t until_at, const char **why)
{
	struct telling t;
	int n;
	const struct entry *entries = list_entries(a, recorded, by, &n);

	begin(&t, a, org, recorded, by);
	t.d.ids = &t.ids;
	for (int i = 0; i < n && !t.why; i++) {
		if (entries[i].event)
			play_event(&t, entries, i, n);
		else
			play_happening(&t, entries[i].happening);
	}
	if (by == RECOUNT_BY_POLICY && !t.why)
		pass_time(&t, until_at);
	*why = t.why;
	return t.why ? NULL : t.d.order;
}
