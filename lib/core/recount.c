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
	enum recount_by by;
	const char *why;
};

/* --- the record, oldest first ----------------------------------------------------------------- */

struct entry { /* a clock event, or a happening that clocks have to do with */
	const struct clock_event *event;
	const struct happening *happening;
};

static bool concerns_clocks(const struct happening *h)
{
	return h->clock && (strcmp(h->what, "step") == 0 || strcmp(h->what, "acknowledged") == 0);
}

/* Newest first there, oldest first here; of one happening its own entry before the clocks'. */
static struct entry *list_entries(struct arena *a, const struct order *o, int *n)
{
	const struct clock_event *e = o->clock_events;
	struct entry *entries;
	int size = 0;

	for (const struct happening *h = o->happenings; h; h = h->next)
		size += concerns_clocks(h);
	for (; e; e = e->next)
		size++;
	entries = arena_new_n(a, (size_t)size, struct entry);
	*n = size;
	e = o->clock_events;
	for (const struct happening *h = o->happenings; h; h = h->next) {
		for (; e && e->seq >= h->seq; e = e->next)
			entries[--size].event = e;
		if (concerns_clocks(h))
			entries[--size].happening = h;
	}
	for (; e; e = e->next)
		entries[--size].event = e;
	must(size == 0);
	return entries;
}

/* --- time passes ------------------------------------------------------------------------------ */

static void pass_time(struct telling *t, int64_t to)
{
	int64_t due;

	while ((due = order_next_due(t->d.order)) != INSTANT_NONE && due <= to) {
		t->d.now_at = due;
		decide_due(&t->d);
	}
	if (to > t->d.now_at)
		t->d.now_at = to;
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
	struct clock_terms terms;

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

static void play_event(struct telling *t, const struct entry *entries, int i, int n)
{
	const struct clock_event *e = entries[i].event;
	struct decision *d = &t->d;
	struct clock *c;

	pass_time(t, e->at);
	if (e->policy && e->policy != d->order->policy)
		count_moved(t, entries, i, n);
	d->order->policy = e->policy ? e->policy : d->order->policy;
	d->order->tier = e->tier ? e->tier : d->order->tier;
	c = clock_of(d->order, e->clock, e->ref, e->generation);
	if (e->change == CHANGE_START) {
		start_clock(t, e);
		return;
	}
	if (!c) {
		t->why = "a clock goes on that never started";
		return;
	}
	switch (e->change) {
	case CHANGE_PAUSE: clock_pause(d, c, PAUSE_HOLD, e->rule); break;
	case CHANGE_RESUME:
		if (c->state == CLOCK_PAUSED)
			clock_resume(d, c, e->rule);
		break;
	case CHANGE_LIMIT:
		if (clock_is_live(c))
			change_terms(t, c, e);
		break;
	case CHANGE_REOPEN:
		if (c->state == CLOCK_MET || c->state == CLOCK_MISSED)
			clock_reopen(d, c, e->rule);
		break;
	case CHANGE_MET:
	case CHANGE_MISSED:
		if (clock_is_live(c))
			clock_end(d, c, e->rule);
		break;
	case CHANGE_CANCELLED: clock_cancel(d, c, e->rule); break;
	case CHANGE_START:
	case CHANGE_ABSENT: t->why = "a clock event says nothing"; break;
	}
}

/* --- a happening ------------------------------------------------------------------------------ */

static void acknowledge(struct telling *t, const struct happening *h)
{
	static const struct user nobody = {.name = "recount"};
	const struct clock *c = clock_of(t->d.order, h->clock, h->ref, h->generation);

	for (int i = 0; c && i < t->d.order->n_alarms; i++) {
		struct alarm *a = &t->d.order->alarms[i];

		if (a->clock != h->clock || a->ref != h->ref || a->generation != h->generation ||
			a->step_is_after != h->step_is_after || a->step != h->step || a->state != ALARM_RAISED)
			continue;
		t->d.actor = &nobody;
		alarm_acknowledge(&t->d, a);
		t->d.actor = NULL;
	}
}

static void play_happening(struct telling *t, const struct happening *h)
{
	if (strcmp(h->what, "acknowledged") == 0) {
		pass_time(t, h->at);
		acknowledge(t, h);
	} else if (t->by == RECOUNT_BY_RECORD) {
		pass_time(t, h->due_at); /* by policy the step comes by itself, or not at all */
	}
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
	*t = (struct telling){.by = by};
	for (int i = 0; i < ID_N; i++)
		t->ids.end[i] = INT64_MAX, t->ids.next[i] = 1;
	t->d = (struct decision){.arena = a, .org = org, .now_at = INSTANT_NONE, .order = o};
}

struct order *recount_order(struct arena *a, const struct org *org, const struct order *recorded,
	enum recount_by by, int64_t until_at, const char **why)
{
	struct telling t;
	int n;
	const struct entry *entries = list_entries(a, recorded, &n);

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
