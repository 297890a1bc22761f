/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a daemon has of its machine: timers, the clock, chance and zones, under the names by which the
 * engine calls libevent and the daemon's loop. No time passes in here, and nothing is called back until
 * the life says so.
 */
#include "daemon/loop.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "daemon/secret.h"
#include "daemon/zone.h"
#include "sim.h"

int64_t node_now_ms(const struct node *n)
{
	return sim.t_ms + n->ahead_ms;
}

int64_t loop_now_ms(void)
{
	must(sim.here);
	return node_now_ms(sim.here);
}

int64_t loop_now_us(void)
{
	return loop_now_ms() * 1000;
}

struct event *event_new(
	struct event_base *base, evutil_socket_t fd, short what, event_callback_fn call, void *arg)
{
	struct event *e = xcalloc(1, sizeof(*e));

	must(fd == -1 && what == 0);
	*e = (struct event){.base = base, .call = call, .arg = arg, .next = base->events};
	base->events = e;
	return e;
}

void event_free(struct event *e)
{
	struct event **at = &e->base->events;

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	free(e);
}

int event_add(struct event *e, const struct timeval *after)
{
	e->is_added = !(sim.breaks & BREAK_WAKE) || !dice_one_in(&sim.dice, 4);
	e->due_ms = loop_now_ms() + after->tv_sec * 1000 + after->tv_usec / 1000;
	return 0;
}

int event_del(struct event *e)
{
	e->is_added = e->is_active = false;
	return 0;
}

void event_active(struct event *e, int what, short n_calls)
{
	(void)what, (void)n_calls;
	e->is_active = true;
}

struct event *node_get_active(struct node *n)
{
	struct event *e = n->base.events;

	while (e && !e->is_active)
		e = e->next;
	return e;
}

struct event *node_get_due(struct node *n)
{
	struct event *e = n->base.events;

	while (e && !(e->is_added && e->due_ms <= node_now_ms(n)))
		e = e->next;
	return e;
}

int64_t node_next_timer(const struct node *n)
{
	int64_t next = INT64_MAX;

	for (const struct event *e = n->base.events; e; e = e->next)
		if (e->is_added && e->due_ms < next)
			next = e->due_ms;
	return next;
}

void event_fire(struct node *n, struct event *e)
{
	if (!e->is_active)
		e->is_added = false;
	e->is_active = false;
	sim.here = n;
	e->call(-1, 0, e->arg);
	sim.here = NULL;
}

/* Nobody here asks for a token, and there is one zone: the engine is linked with what fills them in. */
const char *secret_make(struct arena *a, unsigned char hash[32])
{
	(void)a, (void)hash;
	die_assert(__FILE__, __LINE__, "no secrets are made here");
}

bool zone_list_shifts(struct arena *a, const char *name, struct zone_shift **out, int *n)
{
	static const struct zone_shift utc = {.at = INT64_MIN};

	(void)name;
	*out = arena_copy(a, &utc, sizeof(utc));
	*n = 1;
	return true;
}
