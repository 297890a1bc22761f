/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what time itself does to an order: steps that have come due fire, a reservation lapses, and a
 * clock past its limit is marked missed. It never answers or stops any other clock.
 */
#include <string.h>

#include "core/alarm.h"
#include "core/decide.h"
#include "core/happen.h"
#include "core/sla.h"

/* Steps of one clock that one waking can find due: every step with every repeat, within reason. */
enum { DUE_MAX = 256 };

int64_t order_next_due(const struct order *o)
{
	int64_t next = INSTANT_NONE;

	for (int i = 0; i < o->n_clocks; i++)
		next = instant_earlier(next, o->clocks[i].next_due_at);
	return next;
}

static struct clock *nearest_due(struct order *o, int64_t now_at)
{
	struct clock *nearest = NULL;

	for (int i = 0; i < o->n_clocks; i++) {
		struct clock *c = &o->clocks[i];

		if (c->next_due_at != INSTANT_NONE && c->next_due_at <= now_at &&
			(!nearest || c->next_due_at < nearest->next_due_at))
			nearest = c;
	}
	return nearest;
}

static void lapse(struct decision *d, struct clock *c)
{
	struct happening *h = happen_quietly(d, "lapsed");

	h->by = NULL;
	clock_end(d, c, "validity ended (rules.md 17)");
}

/* All of one clock's steps that are due: each recorded at its own instant, people told once. */
static void fire_clock(struct decision *d, struct clock *c)
{
	static const struct step_due none;
	struct step_due due[DUE_MAX] = {none};
	const struct happening *before = d->order->happenings;
	int n = sla_list_steps(d->org, d->order, c, due, DUE_MAX);

	for (int i = 0; i < n && due[i].due_at <= d->now_at; i++)
		alarm_fire(d, c, due[i].step, due[i].repeat, due[i].due_at);
	alarm_tell(d, c, before);
	clock_arm(d, c);
}

void decide_due(struct decision *d)
{
	struct order *o = d->order;
	struct clock *c;

	while ((c = nearest_due(o, d->now_at))) {
		if (c->kind == CLOCK_RESERVATION)
			lapse(d, c);
		else
			fire_clock(d, c);
	}
	for (int i = 0; i < o->n_clocks; i++)
		if (clock_is_live(&o->clocks[i]) && !o->clocks[i].is_missed &&
			clock_is_missed(&o->clocks[i], d->now_at)) {
			o->clocks[i].is_missed = true;
			o->clocks[i].is_dirty = true;
		}
	alarm_write_news(d);
	/* What the daemon did is not the caller's command: its own touch is still to come. */
	d->is_touched = false;
}
