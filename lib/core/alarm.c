/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns alarms: a step fires and raises one or counts it up, an end clears it, a reopening reinstates
 * it, and a changed limit sorts them again (rules.md 4, 5). It never stops or answers a clock.
 */
#include "core/alarm.h"

#include <string.h>

#include "base/die.h"
#include "core/happen.h"
#include "core/notice.h"
#include "core/sla.h"
#include "core/tell.h"

static const char limit_changed[] = "limit_changed";
static const char clock_ended[] = "clock_ended";
static const char cleared[] = "alarm_cleared"; /* as history tells it */

static bool alarm_is_of(const struct alarm *a, const struct clock *c)
{
	return a->clock == c->kind && a->ref == c->ref && a->generation == c->generation;
}

static bool alarm_is_standing(const struct alarm *a)
{
	return a->state == ALARM_RAISED || a->state == ALARM_ACKNOWLEDGED;
}

const struct alarm *alarm_of_step(
	const struct order *o, const struct clock *c, bool is_after, int64_t step)
{
	for (int i = 0; i < o->n_alarms; i++) {
		const struct alarm *a = &o->alarms[i];

		if (alarm_is_of(a, c) && a->step_is_after == is_after && a->step == step &&
			!(a->cleared_why && strcmp(a->cleared_why, limit_changed) == 0))
			return a;
	}
	return NULL;
}

static struct alarm *alarm_add(
	struct decision *d, const struct clock *c, const struct step *s, int64_t due_at)
{
	struct order *o = d->order;
	struct alarm *grown = arena_new_n(d->arena, (size_t)o->n_alarms + 1, struct alarm);
	struct alarm *a = &grown[o->n_alarms];

	if (o->n_alarms)
		memcpy(grown, o->alarms, (size_t)o->n_alarms * sizeof(*grown));
	*a = (struct alarm){
		.id = id_take(d->ids, ID_ALARM),
		.clock = c->kind,
		.ref = c->ref,
		.generation = c->generation,
		.step_is_after = s->is_after,
		.step = s->value,
		.severity = s->severity,
		.state = ALARM_RAISED,
		.due_at = due_at,
		.raised_at = d->now_at,
		.station = tell_get_station(o, c),
		.notify_at = INSTANT_NONE,
		.acknowledged_at = INSTANT_NONE,
		.cleared_at = INSTANT_NONE,
		.is_new = true,
	};
	o->alarms = grown;
	o->n_alarms++;
	return a;
}

static void step_do_more(struct decision *d, const struct clock *c, const struct step *s)
{
	struct order *o = d->order;

	if (s->is_major && !o->is_major) {
		o->is_major = true;
		happen_touch(d);
		happen_feedback(d, "major", NULL);
	}
	if (s->is_hand_over) {
		struct task *t = order_get_clock_task(o, c->kind, c->ref);
		const char *manager = t ? tell_get_manager(d, t->station) : NULL;

		if (!manager || (t->holder && strcmp(t->holder, manager) == 0))
			return;
		t->holder = manager;
		t->is_with_manager = true;
		t->is_dirty = true;
		happen_touch(d);
	}
}

struct alarm *alarm_fire(
	struct decision *d, struct clock *c, const struct step *s, int repeat, int64_t due_at)
{
	struct alarm *a = (struct alarm *)alarm_of_step(d->order, c, s->is_after, s->value);
	struct happening *h = happen_quietly(d, "step");
	const struct task *t = order_get_clock_task(d->order, c->kind, c->ref);

	if (!a)
		a = alarm_add(d, c, s, due_at);
	a->repeat = repeat;
	a->limit_rev = c->limit_rev;
	a->count++;
	a->last_at = d->now_at;
	a->is_dirty = true;

	h->task = t ? t->name : NULL;
	h->return_id = c->kind == CLOCK_RETURN ? c->ref : 0;
	h->by = NULL; /* the daemon itself */
	h->clock = c->kind;
	h->ref = c->ref;
	h->generation = c->generation;
	h->limit_rev = c->limit_rev;
	h->step_is_after = s->is_after;
	h->step = s->value;
	h->repeat = repeat;
	h->due_at = due_at;
	h->severity = s->severity;
	step_do_more(d, c, s);
	return a;
}

static const struct step *step_of(
	const struct decision *d, const struct clock *c, bool is_after, int64_t value)
{
	const struct ladder *l = sla_find_ladder(d->org, d->order->policy, d->order->tier, c->kind);

	for (int i = 0; l && i < l->n_steps; i++)
		if (l->steps[i].is_after == is_after && l->steps[i].value == value)
			return &l->steps[i];
	return NULL;
}

void alarm_tell(struct decision *d, const struct clock *c, const struct happening *since)
{
	struct happening *highest = NULL;
	const struct step *s;
	enum tell whom;
	struct alarm *a;

	for (struct happening *h = d->order->happenings; h && h != since; h = h->next)
		if (h->clock == c->kind && h->ref == c->ref &&
			(!highest || h->severity > highest->severity))
			highest = h; /* of equals the latest: the list begins with it */
	s = highest ? step_of(d, c, highest->step_is_after, highest->step) : NULL;
	if (!s)
		return;
	whom = s->tell;
	highest->told = tell_list(d, c, &whom);
	highest->notify_at = highest->told.n ? tell_get_notify_at(d, c, whom) : INSTANT_NONE;
	a = (struct alarm *)alarm_of_step(d->order, c, s->is_after, s->value);
	must(a);
	for (int i = 0; i < highest->told.n && a->told.n < TOLD_MAX; i++)
		names_add(d->arena, &a->told, highest->told.at[i]);
	a->notify_at = highest->notify_at;
	a->is_dirty = true;
	notice_tell(d, highest);
}

static void alarm_clear(struct decision *d, struct alarm *a, const char *why)
{
	a->state = ALARM_CLEARED;
	a->cleared_at = d->now_at;
	a->cleared_why = why;
	a->is_dirty = true;
	a->news = cleared;
}

void alarm_write_news(struct decision *d)
{
	for (int i = 0; d->order && i < d->order->n_alarms; i++) {
		struct alarm *a = &d->order->alarms[i];
		struct happening *h;

		if (!a->news)
			continue;
		h = happen_quietly(d, a->news);
		a->news = NULL;
		h->by = NULL; /* nobody clears an alarm, or reopens one: its clock does */
		h->text = a->cleared_why;
		h->clock = a->clock;
		h->ref = a->ref;
		h->generation = a->generation;
		h->step_is_after = a->step_is_after;
		h->step = a->step;
	}
}

void alarm_clear_clock(struct decision *d, const struct clock *c, const char *why)
{
	for (int i = 0; i < d->order->n_alarms; i++) {
		struct alarm *a = &d->order->alarms[i];

		if (alarm_is_standing(a) && alarm_is_of(a, c))
			alarm_clear(d, a, why);
	}
}

void alarm_acknowledge(struct decision *d, struct alarm *a)
{
	a->state = ALARM_ACKNOWLEDGED;
	a->acknowledged_by = d->actor->name;
	a->acknowledged_at = d->now_at;
	a->is_dirty = true;
	for (int i = 0; i < d->order->n_clocks; i++) {
		struct clock *c = &d->order->clocks[i];

		/* Its own repeats end here (rules.md 5): the clock's next step may be another. */
		if (alarm_is_of(a, c))
			clock_arm(d, c);
	}
}

void alarm_clear_ahead(struct decision *d, const struct clock *c)
{
	for (int i = 0; i < d->order->n_alarms; i++) {
		struct alarm *a = &d->order->alarms[i];
		const struct step *s = step_of(d, c, a->step_is_after, a->step);

		if (!alarm_is_standing(a) || !alarm_is_of(a, c))
			continue;
		/* That a step is plain the ladder says, it is no part of what the step is (rules.md 4): one
		 * that the ladder has no more goes by what is counted. */
		bool is_plain = s && s->is_plain;
		if (!sla_step_is_past(c, a->step_is_after, is_plain, a->step)) {
			alarm_clear(d, a, limit_changed);
			continue;
		}
		/* The step is behind, but some of its repeats may lie ahead again. */
		while (s && a->repeat > 0 &&
			!sla_step_is_past(c, a->step_is_after, is_plain, a->step + a->repeat * s->every)) {
			a->repeat--;
			a->is_dirty = true;
		}
	}
}

void alarm_reinstate(struct decision *d, const struct clock *c)
{
	for (int i = 0; i < d->order->n_alarms; i++) {
		struct alarm *a = &d->order->alarms[i];

		if (!alarm_is_of(a, c) || !a->cleared_why || strcmp(a->cleared_why, clock_ended) != 0)
			continue;
		a->state = a->acknowledged_at == INSTANT_NONE ? ALARM_RAISED : ALARM_ACKNOWLEDGED;
		a->cleared_at = INSTANT_NONE;
		a->cleared_why = NULL;
		/* Cleared and reopened by one decision: nobody need hear of it. */
		a->news = a->news == cleared ? NULL : "alarm_reopened";
		a->is_dirty = true;
	}
}

void alarm_fire_passed(struct decision *d, struct clock *c)
{
	const struct ladder *l = sla_find_ladder(d->org, d->order->policy, d->order->tier, c->kind);
	const struct happening *before = d->order->happenings;
	bool has_fired = false;

	for (int i = 0; l && i < l->n_steps; i++) {
		const struct step *s = &l->steps[i];
		const struct alarm *a = alarm_of_step(d->order, c, s->is_after, s->value);

		if (a && a->acknowledged_at != INSTANT_NONE)
			continue;
		for (int r = a ? a->repeat + 1 : 0; r <= s->repeat; r++) {
			if (!sla_step_is_past(c, s->is_after, s->is_plain, s->value + r * s->every))
				break;
			alarm_fire(d, c, s, r, d->now_at);
			has_fired = true;
		}
	}
	if (has_fired) {
		alarm_tell(d, c, before);
		clock_arm(d, c);
	}
}
