/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the order as a value: copying it, finding things in it, and what can be read off it (its
 * number, whether it is overdue, which loops are closed). It never changes a state.
 */
#include "core/order.h"

#include <string.h>

#include "base/die.h"
#include "core/sla.h"

int64_t instant_earlier(int64_t a, int64_t b)
{
	return a == INSTANT_NONE || (b != INSTANT_NONE && b < a) ? b : a;
}

struct order *order_copy(struct arena *a, const struct order *o)
{
	struct order *copy = arena_copy(a, o, sizeof(*o));

	copy->clocks = arena_copy(a, o->clocks, (size_t)o->n_clocks * sizeof(*o->clocks));
	copy->tasks = arena_copy(a, o->tasks, (size_t)o->n_tasks * sizeof(*o->tasks));
	copy->returns = arena_copy(a, o->returns, (size_t)o->n_returns * sizeof(*o->returns));
	copy->alarms = arena_copy(a, o->alarms, (size_t)o->n_alarms * sizeof(*o->alarms));
	return copy;
}

struct task *order_get_task(struct order *o, int64_t id)
{
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].id == id)
			return &o->tasks[i];
	return NULL;
}

struct task *order_get_task_named(struct order *o, const char *name)
{
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].state != TASK_CANCELLED && strcmp(o->tasks[i].name, name) == 0)
			return &o->tasks[i];
	return NULL;
}

struct return_slip *order_get_return(struct order *o, int64_t id)
{
	for (int i = 0; i < o->n_returns; i++)
		if (o->returns[i].id == id)
			return &o->returns[i];
	return NULL;
}

struct alarm *order_get_alarm(struct order *o, int64_t id)
{
	for (int i = 0; i < o->n_alarms; i++)
		if (o->alarms[i].id == id)
			return &o->alarms[i];
	return NULL;
}

struct task *order_get_clock_task(struct order *o, enum clock_kind kind, int64_t ref)
{
	return kind == CLOCK_ACCEPT || kind == CLOCK_TASK ? order_get_task(o, ref) : NULL;
}

struct clock *order_get_clock(struct order *o, enum clock_kind kind, int64_t ref)
{
	struct clock *latest = NULL;

	for (int i = 0; i < o->n_clocks; i++) {
		struct clock *c = &o->clocks[i];

		if (c->kind == kind && c->ref == ref && (!latest || c->generation > latest->generation))
			latest = c;
	}
	return latest;
}

const char *order_number_of(struct arena *a, enum order_kind kind, int64_t id)
{
	static const char letters[] = {
		[KIND_ABSENT] = '?', [KIND_CONTACT] = 'C', [KIND_CONFIRMATION] = 'R', [KIND_FAULT] = 'F'};

	return arena_fmt(a, "%c-%06lld", letters[kind], (long long)id);
}

const char *order_number(struct arena *a, const struct order *o)
{
	return order_number_of(a, o->kind, o->id);
}

const char *const loop_names[LOOP_N] = {"customer", "originator", "exception", "record"};

static bool order_has_unsettled_return(const struct order *o)
{
	for (int i = 0; i < o->n_returns; i++)
		switch (o->returns[i].state) {
		case RETURN_OPEN:
		case RETURN_ACCEPTED:
		case RETURN_DISPUTED:
		case RETURN_UPHELD: return true;
		case RETURN_OVERTURNED:
		case RETURN_CLOSED:
		case RETURN_CANCELLED:
		case RETURN_STATE_ABSENT: break;
		}
	return false;
}

static bool order_has_unrecorded_task(const struct order *o)
{
	if (!o->n_tasks)
		return true; /* nothing was recorded yet */
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].state != TASK_DONE && o->tasks[i].state != TASK_CANCELLED)
			return true;
	return false;
}

const char *order_loop(const struct order *o, enum loop loop)
{
	bool is_open = false;

	if (o->state == ORDER_CANCELLED)
		return "cancelled";
	switch (loop) {
	case LOOP_CUSTOMER: /* a confirmation is closed by its answer, the rest by the signature */
		is_open = o->kind == KIND_CONFIRMATION ? o->finished_at == INSTANT_NONE
											   : o->signed_at == INSTANT_NONE;
		break;
	case LOOP_ORIGINATOR: is_open = o->state != ORDER_ARCHIVED; break;
	case LOOP_EXCEPTION: is_open = order_has_unsettled_return(o); break;
	case LOOP_RECORD:
		is_open = o->finished_at == INSTANT_NONE || order_has_unrecorded_task(o);
		break;
	case LOOP_N: must(!"a loop");
	}
	return is_open ? "open" : "closed";
}

bool names_has(const struct names *list, const char *name)
{
	for (int i = 0; i < list->n; i++)
		if (strcmp(list->at[i], name) == 0)
			return true;
	return false;
}

void names_add(struct arena *a, struct names *list, const char *name)
{
	if (names_has(list, name))
		return;
	/* A fresh array each time: lists are short, and a copy of the order may share the old one. */
	const char **at = arena_new_n(a, (size_t)list->n + 1, const char *);

	for (int i = 0; i < list->n; i++)
		at[i] = list->at[i];
	at[list->n++] = name;
	list->at = at;
}
