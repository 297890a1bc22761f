/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how what was read is answered: lists and their cursors, single things, histories, reports,
 * a clock's account. It never looks for anything.
 */
#include <string.h>

#include "api/encode.h"
#include "api/found.h"
#include "base/die.h"
#include "core/explain.h"
#include "core/notice.h"

enum { SEGMENTS_MAX = 4096 };

static const struct task *task_find(const struct order *order, int64_t id)
{
	for (int i = 0; i < order->n_tasks; i++)
		if (order->tasks[i].id == id)
			return &order->tasks[i];
	return NULL;
}

static const struct return_slip *return_find(const struct order *order, int64_t id)
{
	for (int i = 0; i < order->n_returns; i++)
		if (order->returns[i].id == id)
			return &order->returns[i];
	return NULL;
}

/* --- items --------------------------------------------------------------------------------- */

/* The instant a task's running clock of this kind is due: what a station works by. */
static int64_t task_due_at(const struct order *order, int64_t task, enum clock_kind kind)
{
	int64_t due_at = INSTANT_NONE;

	for (int i = 0; i < order->n_clocks; i++)
		if (order->clocks[i].kind == kind && order->clocks[i].ref == task)
			due_at = order->clocks[i].due_at;
	return due_at;
}

static void put_task_item(struct out *o, const struct order *order, int64_t id)
{
	const struct task *t = task_find(order, id);

	must(t);
	encode_task_open(o, t);
	encode_order_head(o, order);
	out_put_instant(o, "accept_due_at", task_due_at(order, id, CLOCK_ACCEPT));
	out_put_instant(o, "due_at", task_due_at(order, id, CLOCK_TASK));
	out_close(o, '}');
}

static void put_return_item(struct out *o, const struct order *order, int64_t id)
{
	const struct return_slip *r = return_find(order, id);
	const struct task *raiser;

	must(r);
	raiser = task_find(order, r->raised_by_task);
	const struct task *erring = task_find(order, r->to_task);

	encode_return_open(o, order, r);
	out_put_text(o, "raised_by_station", raiser ? raiser->station : NULL);
	out_put_text(o, "to_station", erring ? erring->station : NULL);
	out_put_instant(o, "due_at", task_due_at(order, id, CLOCK_RETURN));
	encode_order_head(o, order);
	out_close(o, '}');
}

/* A fired step: which of which clock, due when, and who was told. */
static void put_happening_step(struct out *o, const struct order *order, const struct happening *h)
{
	bool is_of_return = h->clock == CLOCK_RETURN;

	out_put_word(o, "clock", WORDS_CLOCK_KIND, h->clock);
	if (h->ref && !is_of_return)
		out_put_text(o, "clock_task", encode_task_name(order, h->ref));
	out_put_int(o, "generation", h->generation);
	out_put_int(o, "limit_revision", h->limit_rev);
	out_key(o, "step");
	if (h->step_is_after)
		out_span(o, h->step);
	else
		out_real(o, (double)h->step / 1e6);
	out_put_int(o, "repeat", h->repeat);
	out_put_word(o, "severity", WORDS_SEVERITY, h->severity);
	out_put_instant(o, "due_at", h->due_at);
	out_put_names(o, "told", &h->told);
	out_put_instant(o, "notify_at", h->notify_at);
}

void encode_happening(struct out *o, const struct order *order, const struct happening *h)
{
	out_open(o, '{');
	out_put_int(o, "seq", h->seq);
	out_put_instant(o, "at", h->at);
	out_put_text(o, "by", h->by);
	out_put_text(o, "what", h->what);
	out_put_word(o, "state", WORDS_ORDER_STATE, h->state);
	out_put_text(o, "task", h->task);
	out_put_id(o, "return", h->return_id);
	out_put_text(o, "person", h->person);
	out_put_text(o, "text", h->text);
	if (strcmp(h->what, "step") == 0)
		put_happening_step(o, order, h);
	out_close(o, '}');
}

static void put_items(struct out *o, const struct view *v, enum find what, const struct found *f)
{
	switch (what) {
	case FIND_ORDERS:
		for (int i = 0; i < f->n; i++)
			encode_order(o, v, f->orders[i]);
		return;
	case FIND_TASKS:
		for (int i = 0; i < f->n; i++)
			put_task_item(o, f->orders[i], f->ids[i]);
		return;
	case FIND_RETURNS:
		for (int i = 0; i < f->n; i++)
			put_return_item(o, f->orders[i], f->ids[i]);
		return;
	case FIND_ALARMS:
		for (int i = 0; i < f->n_alarms; i++) {
			const struct found_alarm *a = &f->alarms[i];

			encode_alarm(o, &a->alarm, a->order, a->order_kind, a->task);
		}
		return;
	case FIND_HISTORY:
		for (const struct happening *h = f->happenings; h; h = h->next)
			encode_happening(o, f->orders[0], h);
		return;
	case FIND_FEEDBACKS:
		for (const struct feedback *s = f->feedbacks; s; s = s->next)
			encode_feedback(o, s);
		return;
	case FIND_NOTICES:
		for (const struct notice *n = f->notices; n; n = n->next)
			encode_notice(o, n);
		return;
	case FIND_NOTHING:
	case FIND_ORDER:
	case FIND_CLOCK:
	case FIND_TASK:
	case FIND_RETURN:
	case FIND_ALARM:
	case FIND_KPI:
	case FIND_QUOTA:
	case FIND_DEMAND:
	case FIND_LOOPS:
	case FIND_OVERDUE:
	case FIND_HEALTH:
	case FIND_OPEN:
	case FIND_FINISHED:
	case FIND_ALL:
	case FIND_PLACES:
	case FIND_CHANGES: break;
	}
	die_assert(__FILE__, __LINE__, "not a list");
}

static void put_list(struct out *o, const struct view *v, const struct command *c,
	const struct request_find *request, const struct found *f)
{
	out_key(o, "items");
	out_open(o, '[');
	put_items(o, v, c->find, f);
	out_close(o, ']');
	if (c->find == FIND_ALARMS) {
		out_put_text(o, "cursor", f->cursor);
		if (request->since)
			out_put_bool(o, "found", f->is_cursor_found);
	}
	out_put_text(o, "next_cursor", f->next_cursor);
}

/* --- a clock's account --------------------------------------------------------------------- */

/* The events of one clock: without a task named there may be several, then the latest of them. */
static struct clock_event *events_pick(struct arena *a, const struct clock_event *all, int *n)
{
	const struct clock_event *last = all;
	struct clock_event *head = NULL, **tail = &head;

	while (last && last->next)
		last = last->next;
	*n = 0;
	for (const struct clock_event *e = all; e && *n < SEGMENTS_MAX; e = e->next) {
		if (e->clock != last->clock || e->ref != last->ref)
			continue;
		*tail = arena_copy(a, e, sizeof(*e));
		(*tail)->next = NULL;
		tail = &(*tail)->next;
		(*n)++;
	}
	return head;
}

/* The latest generation of the clock that an event belongs to. */
static const struct clock *clock_find(const struct order *order, const struct clock_event *e)
{
	const struct clock *found = NULL;

	for (int i = 0; e && i < order->n_clocks; i++)
		if (order->clocks[i].kind == e->clock && order->clocks[i].ref == e->ref)
			found = &order->clocks[i];
	return found;
}

static bool put_account(struct out *o, const struct view *v, const struct found *f)
{
	int n;
	const struct clock_event *events = events_pick(v->arena, f->clock_events, &n);
	const struct clock *c = f->n ? clock_find(f->orders[0], events) : NULL;

	if (!c)
		return false;
	struct segment *segments = arena_new_n(v->arena, (size_t)n, struct segment);

	n = explain_segments(v->org, events, v->now_at, segments, n);
	out_key(o, "clock");
	encode_clock(o, v, f->orders[0], c);
	out_key(o, "segments");
	out_open(o, '[');
	for (int i = 0; i < n; i++) {
		const struct segment *s = &segments[i];

		out_open(o, '{');
		out_put_instant(o, "from", s->from_at);
		out_put_instant(o, "to", s->to_at);
		out_put_text(o, "kind", segment_names[s->kind]);
		out_put_span(o, "counted", s->counted_ms);
		out_put_text(o, "calendar", s->calendar);
		out_put_text(o, "rule", s->rule);
		out_put_int(o, "generation", s->generation);
		out_close(o, '}');
	}
	out_close(o, ']');
	out_put_instant(o, "at", v->now_at); /* to which what still runs is counted */
	return true;
}

/* --- reports ------------------------------------------------------------------------------- */

static void put_cell(struct out *o, const struct cell *c)
{
	switch (c->type) {
	case CELL_NULL: out_null(o); return;
	case CELL_TEXT: out_text(o, c->text); return;
	case CELL_INT: out_int(o, c->integer); return;
	case CELL_REAL: out_real(o, c->real); return;
	}
	die_assert(__FILE__, __LINE__, "cell");
}

static void put_table(struct out *o, const struct found *f)
{
	out_key(o, "rows");
	out_open(o, '[');
	for (int i = 0; i < f->n; i++) {
		out_open(o, '{');
		for (int k = 0; k < f->n_columns; k++) {
			out_key(o, f->columns[k]);
			put_cell(o, &f->cells[i * f->n_columns + k]);
		}
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_loops(struct out *o, const char *key, const struct found *f, bool is_broken)
{
	out_key(o, key);
	out_open(o, '[');
	for (int i = 0; i < f->n; i++) {
		const struct order *order = f->orders[i];

		if ((f->ids[i] == 1) != is_broken)
			continue;
		out_open(o, '{');
		out_put_int(o, "id", order->id);
		encode_order_head(o, order);
		out_put_text(o, "unit", order->unit);
		out_put_text(o, "account_manager", order->account_manager);
		out_put_instant(o, "created_at", order->created_at);
		out_key(o, "loops");
		encode_loops(o, order);
		out_close(o, '}');
	}
	out_close(o, ']');
}

/* --- single things ------------------------------------------------------------------------- */

static bool put_order(struct out *o, const struct view *v, const struct found *f)
{
	if (f->n == 0)
		return false;
	out_key(o, "order");
	encode_order(o, v, f->orders[0]);
	return true;
}

static bool put_one(struct out *o, const struct view *v, enum shape shape, const struct found *f)
{
	switch (shape) {
	case SHAPE_ORDER: return put_order(o, v, f);
	case SHAPE_TASK:
		if (f->n == 0)
			return false;
		out_key(o, "task");
		put_task_item(o, f->orders[0], f->ids[0]);
		return put_order(o, v, f);
	case SHAPE_RETURN:
		if (f->n == 0)
			return false;
		out_key(o, "return");
		put_return_item(o, f->orders[0], f->ids[0]);
		return put_order(o, v, f);
	case SHAPE_ALARM:
		if (f->n_alarms == 0)
			return false;
		out_key(o, "alarm");
		encode_alarm(
			o, &f->alarms[0].alarm, f->alarms[0].order, f->alarms[0].order_kind, f->alarms[0].task);
		return true;
	case SHAPE_CLOCK: return put_account(o, v, f);
	case SHAPE_CHANGE:
	case SHAPE_CHANGES:
	case SHAPE_TOKEN:
	case SHAPE_FEEDBACK_READ:
	case SHAPE_NOTICE:
	case SHAPE_ITEMS:
	case SHAPE_ONE:
	case SHAPE_TABLE:
	case SHAPE_LOOPS:
	case SHAPE_SECONDS:
	case SHAPE_AT:
	case SHAPE_PERIOD:
	case SHAPE_WATCH:
	case SHAPE_OWN: break;
	}
	die_assert(__FILE__, __LINE__, "not a shape of something found");
}

const char *encode_found(const struct view *v, const struct command *c,
	const struct request_find *request, const struct found *found)
{
	struct out o;

	if (c->find == FIND_HISTORY && found->n == 0)
		return NULL; /* the list is one order's */
	out_init(&o, v->arena);
	out_open(&o, '{');
	if (c->shape == SHAPE_ITEMS) {
		put_list(&o, v, c, request, found);
	} else if (c->shape == SHAPE_TABLE) {
		put_table(&o, found);
	} else if (c->shape == SHAPE_LOOPS) {
		put_loops(&o, "items", found, false);
		put_loops(&o, "broken", found, true);
		out_put_text(&o, "next_cursor", found->next_cursor);
	} else if (!put_one(&o, v, c->shape, found)) {
		return NULL;
	}
	out_close(&o, '}');
	return out_finish(&o);
}
