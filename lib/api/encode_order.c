/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how an order and what hangs on it look to a client: clocks, tasks, return slips, alarms,
 * feedback slips, loops. It never decides anything: spent, missed and the loops come from the core.
 */
#include "api/encode.h"
#include "core/sla.h"

const char *encode_task_name(const struct order *order, int64_t id)
{
	for (int i = 0; i < order->n_tasks; i++)
		if (order->tasks[i].id == id)
			return order->tasks[i].name;
	return NULL;
}

void encode_clock(
	struct out *o, const struct view *v, const struct order *order, const struct clock *c)
{
	bool is_of_return = c->kind == CLOCK_RETURN;

	out_open(o, '{');
	out_put_word(o, "clock", WORDS_CLOCK_KIND, c->kind);
	out_put_text(o, "task", c->ref && !is_of_return ? encode_task_name(order, c->ref) : NULL);
	out_put_id(o, "return", is_of_return ? c->ref : 0);
	out_put_word(o, "state", WORDS_CLOCK_STATE, c->state);
	out_put_span(o, "limit", c->limit_ms);
	out_put_text(o, "calendar", c->calendar);
	out_put_span(o, "spent", clock_spent(v->org, order, c, v->now_at));
	out_put_instant(o, "running_since", c->since_at);
	out_put_instant(o, "due_at", c->due_at);
	out_put_bool(o, "missed", clock_is_missed(c, v->now_at));
	out_put_int(o, "generation", c->generation);
	out_put_instant(o, "started_at", c->started_at);
	out_put_instant(o, "ended_at", c->ended_at);
	out_put_instant(o, "next_due_at", c->next_due_at);
	out_put_word(o, "paused_by", WORDS_CLOCK_PAUSE, c->paused_by);
	out_put_int(o, "limit_revision", c->limit_rev);
	out_close(o, '}');
}

static void put_answer(struct out *o, const struct task *t)
{
	out_key(o, "answer");
	if (!t->answer) {
		out_null(o);
		return;
	}
	out_open(o, '{');
	out_put_word(o, "result", WORDS_ANSWER, t->answer);
	out_put_text(o, "reference", t->reference);
	out_put_instant(o, "ready_at", t->ready_at);
	out_put_instant(o, "valid_until", t->valid_until);
	out_close(o, '}');
}

void encode_task_open(struct out *o, const struct task *t)
{
	out_open(o, '{');
	out_put_int(o, "id", t->id);
	out_put_text(o, "name", t->name);
	out_put_text(o, "station", t->station);
	out_put_text(o, "area", t->area);
	out_put_word(o, "state", WORDS_TASK_STATE, t->state);
	out_put_text(o, "holder", t->holder);
	out_put_names(o, "after", &t->after);
	out_put_real(o, "share", sla_share_number(t->share_ppm));
	out_put_instant(o, "issued_at", t->issued_at);
	out_put_instant(o, "accepted_at", t->accepted_at);
	out_put_instant(o, "done_at", t->done_at);
	out_put_text(o, "done_by", t->done_by);
	out_put_text(o, "record", t->record);
	out_put_text(o, "cause", t->cause);
	out_put_word(o, "side", WORDS_SIDE, t->side);
	out_put_text(o, "impact", t->impact);
	out_put_text(o, "explanation", t->explanation);
	put_answer(o, t);
	out_put_int(o, "rework", t->rework);
	out_put_bool(o, "with_manager", t->is_with_manager);
}

void encode_return_open(struct out *o, const struct order *order, const struct return_slip *r)
{
	out_open(o, '{');
	out_put_int(o, "id", r->id);
	out_put_text(o, "raised_by_task", encode_task_name(order, r->raised_by_task));
	out_put_text(o, "raised_by", r->raised_by);
	out_put_text(o, "to", r->to_task ? encode_task_name(order, r->to_task) : "crc");
	out_put_word(o, "kind", WORDS_RETURN_KIND, r->kind);
	out_put_text(o, "text", r->text);
	out_put_word(o, "state", WORDS_RETURN_STATE, r->state);
	out_put_instant(o, "raised_at", r->raised_at);
	out_put_instant(o, "answered_at", r->answered_at);
	out_put_text(o, "answered_by", r->answered_by);
	out_put_text(o, "dispute", r->dispute);
	out_put_instant(o, "ruled_at", r->ruled_at);
	out_put_text(o, "ruled_by", r->ruled_by);
	out_put_text(o, "ruling", r->ruling);
	out_put_text(o, "record", r->record);
	out_put_instant(o, "closed_at", r->closed_at);
	out_put_text(o, "charged_to", r->charged_to);
	out_key(o, "charged");
	if (r->charged_ms < 0)
		out_null(o);
	else
		out_span(o, r->charged_ms);
}

void encode_loops(struct out *o, const struct order *order)
{
	out_open(o, '{');
	for (int i = 0; i < LOOP_N; i++)
		out_put_text(o, loop_names[i], order_loop(order, (enum loop)i));
	out_close(o, '}');
}

static void put_hold(struct out *o, const struct hold *h)
{
	out_key(o, "hold");
	if (!h->reason) {
		out_null(o);
		return;
	}
	out_open(o, '{');
	out_put_text(o, "reason", h->reason);
	out_put_bool(o, "stops_clock", h->stops_clock);
	out_put_text(o, "note", h->note);
	out_put_text(o, "by", h->by);
	out_put_instant(o, "since", h->since);
	out_close(o, '}');
}

static void put_sent_back(struct out *o, const struct order *order)
{
	out_key(o, "sent_back");
	if (!order->sent_back) {
		out_null(o);
	} else {
		out_open(o, '{');
		out_put_text(o, "reason", order->sent_back);
		out_put_text(o, "by", order->sent_back_by);
		out_put_instant(o, "at", order->sent_back_at);
		out_close(o, '}');
	}
	out_put_int(o, "n_sent_back", order->n_sent_back);
}

static void put_grades(struct out *o, const struct order *order)
{
	out_put_instant(o, "grading_until", order->grading_until);
	out_key(o, "grades");
	if (!order->grade_time) {
		out_null(o);
		return;
	}
	out_open(o, '{');
	out_put_int(o, "time", order->grade_time);
	out_put_int(o, "quality", order->grade_quality);
	out_close(o, '}');
}

static void put_slip(struct out *o, const struct order *order)
{
	out_put_int(o, "id", order->id);
	out_put_text(o, "number", order_number(o->arena, order));
	out_put_word(o, "kind", WORDS_ORDER_KIND, order->kind);
	out_put_text(o, "service", order->service);
	out_put_word(o, "tier", WORDS_TIER, order->tier);
	out_put_word(o, "state", WORDS_ORDER_STATE, order->state);
	out_put_int(o, "version", order->version);
	out_put_text(o, "title", order->title);
	out_put_text(o, "description", order->description);
	out_put_json(o, "requirement", order->requirement ? order->requirement : "{}");
	out_put_text(o, "unit", order->unit);
	out_put_text(o, "customer", order->customer);
	out_put_text(o, "account_manager", order->account_manager);
	out_put_text(o, "raised_by", order->raised_by);
	out_put_int(o, "lines", order->lines);
	out_put_word(o, "purpose", WORDS_PURPOSE, order->purpose);
	out_put_word(o, "fault", WORDS_FAULT, order->fault);
	out_put_names(o, "sites", &order->sites);
	out_put_bool(o, "needs_leader", order->needs_leader);
	out_put_id(o, "confirmation", order->confirmation);
	out_put_id(o, "used_by", order->used_by);
	out_put_word(o, "resource", WORDS_RESOURCE, order->resource);
	put_hold(o, &order->hold);
	out_put_bool(o, "major", order->is_major);
	put_sent_back(o, order);
	out_put_text(o, "route", order->route);
	out_put_id(o, "policy", order->policy);
	out_put_id(o, "quota", order->quota);
}

/* Of the order's own clock: what is promised moves with pauses and changes, and ends with it. */
static int64_t order_due_at(const struct order *order)
{
	int64_t due_at = INSTANT_NONE;

	for (int i = 0; i < order->n_clocks; i++)
		if (order->clocks[i].kind == CLOCK_ORDER)
			due_at = order->clocks[i].due_at;
	return due_at;
}

static void put_instants(struct out *o, const struct order *order)
{
	out_put_instant(o, "created_at", order->created_at);
	out_put_instant(o, "submitted_at", order->submitted_at);
	out_put_instant(o, "arrived_at", order->arrived_at);
	out_put_instant(o, "promised_at", order->promised_at);
	out_put_instant(o, "due_at", order_due_at(order));
	out_put_instant(o, "finished_at", order->finished_at);
	out_put_instant(o, "signed_at", order->signed_at);
	out_put_text(o, "signed_by", order->signed_by);
	out_put_instant(o, "archived_at", order->archived_at);
	out_put_instant(o, "cancelled_at", order->cancelled_at);
}

void encode_order(struct out *o, const struct view *v, const struct order *order)
{
	out_open(o, '{');
	put_slip(o, order);
	put_instants(o, order);
	put_grades(o, order);
	out_key(o, "clocks");
	out_open(o, '[');
	for (int i = 0; i < order->n_clocks; i++)
		encode_clock(o, v, order, &order->clocks[i]);
	out_close(o, ']');
	out_key(o, "tasks");
	out_open(o, '[');
	for (int i = 0; i < order->n_tasks; i++) {
		encode_task_open(o, &order->tasks[i]);
		out_close(o, '}');
	}
	out_close(o, ']');
	out_key(o, "returns");
	out_open(o, '[');
	for (int i = 0; i < order->n_returns; i++) {
		encode_return_open(o, order, &order->returns[i]);
		out_close(o, '}');
	}
	out_close(o, ']');
	out_key(o, "loops");
	encode_loops(o, order);
	out_close(o, '}');
}

void encode_order_head(struct out *o, const struct order *order)
{
	out_put_int(o, "order", order->id);
	out_put_text(o, "number", order_number(o->arena, order));
	out_put_word(o, "order_kind", WORDS_ORDER_KIND, order->kind);
	out_put_text(o, "service", order->service);
	out_put_word(o, "tier", WORDS_TIER, order->tier);
	out_put_text(o, "title", order->title);
	out_put_text(o, "customer", order->customer);
	out_put_word(o, "order_state", WORDS_ORDER_STATE, order->state);
	out_put_bool(o, "held", order->hold.reason != NULL);
	out_put_bool(o, "major", order->is_major);
	out_put_instant(o, "order_due_at", order_due_at(order));
}

static void put_step(struct out *o, const char *key, bool is_after, int64_t step)
{
	out_key(o, key);
	if (is_after)
		out_span(o, step);
	else
		out_real(o, (double)step / 1e6);
}

void encode_alarm(
	struct out *o, const struct alarm *a, int64_t order, enum order_kind kind, const char *task)
{
	out_open(o, '{');
	out_put_int(o, "id", a->id);
	out_put_int(o, "order", order);
	out_put_text(o, "number", order_number_of(o->arena, kind, order));
	out_put_word(o, "clock", WORDS_CLOCK_KIND, a->clock);
	out_put_text(o, "task", task);
	out_put_id(o, "return", a->clock == CLOCK_RETURN ? a->ref : 0);
	out_put_text(o, "station", a->station);
	put_step(o, "step", a->step_is_after, a->step);
	out_put_int(o, "generation", a->generation);
	out_put_int(o, "limit_revision", a->limit_rev);
	out_put_word(o, "severity", WORDS_SEVERITY, a->severity);
	out_put_instant(o, "due_at", a->due_at);
	out_put_instant(o, "raised_at", a->raised_at);
	out_put_instant(o, "last_at", a->last_at);
	out_put_instant(o, "notify_at", a->notify_at);
	out_put_span(o, "late_by", a->raised_at - a->due_at);
	out_put_int(o, "count", a->count);
	out_put_names(o, "told", &a->told);
	out_put_word(o, "state", WORDS_ALARM_STATE, a->state);
	out_put_text(o, "acknowledged_by", a->acknowledged_by);
	out_put_instant(o, "acknowledged_at", a->acknowledged_at);
	out_put_instant(o, "cleared_at", a->cleared_at);
	out_put_text(o, "cleared_why", a->cleared_why);
	out_close(o, '}');
}

void encode_feedback(struct out *o, const struct feedback *f)
{
	out_open(o, '{');
	out_put_int(o, "id", f->id);
	out_put_int(o, "order", f->order);
	out_put_instant(o, "at", f->at);
	out_put_text(o, "to", f->to);
	out_put_text(o, "unit", f->unit);
	out_put_text(o, "what", f->what);
	out_put_text(o, "text", f->text);
	out_put_instant(o, "read_at", f->read_at);
	out_put_text(o, "read_by", f->read_by);
	out_close(o, '}');
}
