/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions on return slips: raising one against the station that erred or the CRC,
 * accepting, disputing and ruling, settling (rules.md 11, 12).
 */
#include <string.h>

#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"

static const char to_crc[] = "crc";

static struct happening *happen_to_slip(
	struct decision *d, const char *what, const struct return_slip *r, const char *text)
{
	struct happening *h = happen(d, what);
	const struct task *raiser = order_get_task(d->order, r->raised_by_task);

	h->return_id = r->id;
	h->task = raiser ? raiser->name : NULL;
	h->text = text;
	return h;
}

static enum err find_erring(struct decision *d, const char *to, struct task **erring)
{
	*erring = NULL;
	if (strcmp(to, to_crc) == 0)
		return ERR_NONE;
	struct task *t = order_get_task_named(d->order, to);
	if (!t)
		return refuse(d, ERR_INVALID_PARAMS, "/params/to",
			"no such task of this order: name one, or \"crc\"",
			"本工单没有这个任务：请写任务名或 \"crc\"");
	if (t == d->task)
		return refuse(d, ERR_INVALID_PARAMS, "/params/to", "a task cannot be returned to itself",
			"不能退回给自己");
	if (t->state != TASK_DONE && !t->rework)
		return refuse(d, ERR_INVALID_PARAMS, "/params/to",
			"that task has not been done yet, so there is nothing to send back",
			"该任务尚未完成，没有可退回的内容");
	*erring = t;
	return ERR_NONE;
}

static struct return_slip *add_slip(
	struct decision *d, const struct request_return *r, const struct task *erring)
{
	struct order *o = d->order;
	struct return_slip *grown = arena_new_n(d->arena, (size_t)o->n_returns + 1, struct return_slip);
	struct return_slip *slip = &grown[o->n_returns];

	if (o->n_returns)
		memcpy(grown, o->returns, (size_t)o->n_returns * sizeof(*grown));
	*slip = (struct return_slip){
		.id = id_take(d->ids, ID_RETURN),
		.raised_by_task = d->task->id,
		.raised_by = d->actor->name,
		.to_task = erring ? erring->id : 0,
		.kind = (enum return_kind)r->kind,
		.text = r->text,
		.raised_at = d->now_at,
		.answered_at = INSTANT_NONE,
		.ruled_at = INSTANT_NONE,
		.closed_at = INSTANT_NONE,
		.charged_ms = -1,
	};
	o->returns = grown;
	o->n_returns++;
	return slip;
}

enum err decide_return(struct decision *d, const void *request)
{
	const struct request_return *r = request;
	struct task *t = d->task;
	static const enum clock_kind kinds[] = {CLOCK_ACCEPT, CLOCK_TASK};
	struct task *erring;
	enum err e = find_erring(d, r->to, &erring);

	if (e == ERR_NONE && d->order->n_returns >= ORDER_RETURNS_MAX)
		e = refuse(d, ERR_INVALID_PARAMS, "/params/id", "too many return slips on this order",
			"本工单返单过多");
	if (e != ERR_NONE)
		return e;
	struct return_slip *slip = add_slip(d, r, erring);
	happen_to_slip(d, "returned", slip, r->text);
	return_enter(d, slip, RETURN_OPEN);
	flow_start_return_clock(d, slip, "return slip raised");
	t->before_return = t->state;
	task_enter(d, t, TASK_WAITING);
	for (size_t i = 0; i < N_OF(kinds); i++) {
		struct clock *c = order_get_clock(d->order, kinds[i], t->id);

		if (c)
			clock_pause(d, c, PAUSE_RETURN, "return slip raised (rules.md 11)");
	}
	happen_feedback(d, "returned", r->text);
	d->slip = slip;
	return ERR_NONE;
}

/* Accepted or upheld: the erring task is issued again, unless another slip has it under rework. */
static void begin_rework(struct decision *d, struct return_slip *r)
{
	struct task *t = r->to_task ? order_get_task(d->order, r->to_task) : NULL;

	if (t && t->state == TASK_DONE)
		flow_issue(d, t, true, "rework (rules.md 11)");
}

static void end_return_clock(struct decision *d, const struct return_slip *r, const char *rule)
{
	struct clock *c = order_get_clock(d->order, CLOCK_RETURN, r->id);

	if (c && clock_is_live(c))
		clock_end(d, c, rule);
}

enum err decide_return_accept(struct decision *d, const void *request)
{
	struct return_slip *r = d->slip;

	(void)request;
	happen_to_slip(d, "return_accepted", r, NULL);
	return_enter(d, r, RETURN_ACCEPTED);
	r->answered_at = d->now_at;
	r->answered_by = d->actor->name;
	end_return_clock(d, r, "return slip accepted");
	begin_rework(d, r);
	happen_feedback(d, "return_answered", NULL);
	return ERR_NONE;
}

enum err decide_return_dispute(struct decision *d, const void *request)
{
	const struct request_text *q = request;
	struct return_slip *r = d->slip;

	happen_to_slip(d, "return_disputed", r, q->text);
	return_enter(d, r, RETURN_DISPUTED);
	r->answered_at = d->now_at;
	r->answered_by = d->actor->name;
	r->dispute = q->text;
	end_return_clock(d, r, "return slip disputed");
	flow_start_return_clock(d, r, "waiting for the ruling");
	happen_feedback(d, "return_answered", q->text);
	return ERR_NONE;
}

static void overturn(struct decision *d, struct return_slip *r)
{
	const struct task *raiser = order_get_task(d->order, r->raised_by_task);

	return_enter(d, r, RETURN_OVERTURNED);
	r->closed_at = d->now_at;
	r->charged_to = raiser ? raiser->station : to_crc;
	r->charged_ms = d->now_at - r->raised_at;
	flow_release_raiser(d, r);
}

enum err decide_return_rule(struct decision *d, const void *request)
{
	const struct request_rule *q = request;
	struct return_slip *r = d->slip;
	bool is_upheld = q->upheld == GIVEN_TRUE;

	happen_to_slip(d, is_upheld ? "return_upheld" : "return_overturned", r, q->reason);
	r->ruled_at = d->now_at;
	r->ruled_by = d->actor->name;
	r->ruling = q->reason;
	end_return_clock(d, r, "ruled");
	if (is_upheld) {
		return_enter(d, r, RETURN_UPHELD);
		begin_rework(d, r);
	} else {
		overturn(d, r);
	}
	happen_feedback(d, "return_answered", q->reason);
	return ERR_NONE;
}

enum err decide_return_settle(struct decision *d, const void *request)
{
	const struct request_text *q = request;
	struct return_slip *r = d->slip;

	if (r->to_task) {
		d->fail.state = word_name(WORDS_RETURN_STATE, r->state);
		return refuse(d, ERR_WRONG_STATE, NULL,
			"only a slip against the CRC is settled; this one ends when the erring "
			"station has done its rework",
			"只有退给客户响应中心的返单可以直接处理完毕；此返单须由差错工位返工后关闭");
	}
	happen_to_slip(d, "return_settled", r, q->text);
	flow_close_return(d, r, q->text);
	flow_finish_if_done(d);
	happen_feedback(d, "return_answered", q->text);
	return ERR_NONE;
}
