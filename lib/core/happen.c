/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what is written down: happenings (the history), clock events and feedback slips, numbered
 * without gaps. It never decides anything and never forgets: nothing is ever taken off a list.
 */
#include "core/happen.h"

#include "base/die.h"
#include "core/sla.h"

int64_t id_take(struct id_pool *ids, enum id_kind kind)
{
	/* The engine fills the pool before each command (decide_has_ids). */
	must(ids->next[kind] < ids->end[kind]);
	return ids->next[kind]++;
}

bool decide_has_ids(const struct id_pool *ids)
{
	static const int need[ID_N] = {[ID_ORDER] = ID_NEED_ORDERS,
		[ID_TASK] = ID_NEED_TASKS,
		[ID_RETURN] = ID_NEED_RETURNS,
		[ID_ALARM] = ID_NEED_ALARMS,
		[ID_FEEDBACK] = ID_NEED_FEEDBACKS};

	for (int i = 0; i < ID_N; i++)
		if (i != ID_ORDER && ids->end[i] - ids->next[i] < need[i])
			return false; /* an order's id is counted by the engine: only create takes one */
	return true;
}

enum err refuse(struct decision *d, enum err e, const char *field, const char *en, const char *zh)
{
	d->fail.err = e;
	d->fail.field = field;
	d->fail.en = en;
	d->fail.zh = zh;
	return e;
}

void happen_touch(struct decision *d)
{
	if (d->is_touched)
		return;
	d->is_touched = true;
	d->order->version++;
	d->order->is_dirty = true;
}

struct happening *happen_quietly(struct decision *d, const char *what)
{
	struct order *o = d->order;
	struct happening *h = arena_new(d->arena, struct happening);

	h->seq = ++o->n_happenings;
	h->at = d->now_at;
	h->by = d->actor ? d->actor->name : NULL;
	h->what = what;
	h->state = o->state;
	h->due_at = h->notify_at = INSTANT_NONE;
	h->next = o->happenings;
	o->happenings = h;
	o->last_at = d->now_at;
	o->is_dirty = true;
	return h;
}

struct happening *happen(struct decision *d, const char *what)
{
	happen_touch(d);
	return happen_quietly(d, what);
}

void happen_clock(
	struct decision *d, const struct clock *c, enum clock_change change, const char *rule)
{
	struct order *o = d->order;
	struct clock_event *e = arena_new(d->arena, struct clock_event);

	must(o->n_happenings > 0);
	e->seq = o->n_happenings;
	e->n = o->clock_events && o->clock_events->seq == e->seq ? o->clock_events->n + 1 : 0;
	e->clock = c->kind;
	e->ref = c->ref;
	e->generation = c->generation;
	e->at = d->now_at;
	e->change = change;
	e->spent_ms = c->spent_ms;
	e->limit_ms = c->limit_ms;
	e->calendar = clock_get_calendar(d->org, o, c)->id;
	e->tier = o->tier;
	e->policy = o->policy;
	e->rule = rule;
	e->next = o->clock_events;
	o->clock_events = e;
}

void happen_feedback(struct decision *d, const char *what, const char *text)
{
	struct order *o = d->order;
	const char *to = o->account_manager ? o->account_manager : o->raised_by;
	struct feedback *f;

	if (!to)
		return;
	f = arena_new(d->arena, struct feedback);
	f->id = id_take(d->ids, ID_FEEDBACK);
	f->order = o->id;
	f->at = d->now_at;
	f->to = to;
	f->unit = o->unit;
	f->what = what;
	f->text = text;
	f->read_at = INSTANT_NONE;
	f->next = o->feedbacks;
	o->feedbacks = f;
}
