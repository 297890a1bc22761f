/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions at the end of the loop: signing or refusing, archiving with grades, and the
 * leader's temporary authorisation to grade.
 */
#include <string.h>

#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"

static void end_signature(struct decision *d, const char *rule)
{
	struct clock *c = order_get_clock(d->order, CLOCK_SIGNATURE, 0);

	if (c && clock_is_live(c))
		clock_end(d, c, rule);
}

/* By default the tasks nothing waits for are redone (rules.md 14). */
static bool is_last(const struct order *o, const struct task *t)
{
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].state != TASK_CANCELLED && names_has(&o->tasks[i].after, t->name))
			return false;
	return true;
}

static enum err check_redo(struct decision *d, const struct names *redo)
{
	for (int i = 0; i < redo->n; i++)
		if (!order_get_task_named(d->order, redo->at[i]))
			return refuse(d, ERR_INVALID_PARAMS, arena_fmt(d->arena, "/params/redo/%d", i),
				"no such task of this order", "本工单没有这个任务");
	return ERR_NONE;
}

static enum err refuse_signature(struct decision *d, const struct request_sign *r)
{
	struct order *o = d->order;
	struct clock *c = order_get_clock(o, CLOCK_ORDER, 0);
	enum err e = check_redo(d, &r->redo);

	if (e != ERR_NONE)
		return e;
	struct happening *h = happen(d, "signature_refused");
	h->person = r->by;
	h->text = r->note;
	end_signature(d, "signature refused");
	order_enter(d, ORDER_EXECUTING);
	o->finished_at = INSTANT_NONE;
	if (c && (c->state == CLOCK_MET || c->state == CLOCK_MISSED))
		clock_reopen(d, c, "signature refused: the clock goes on (rules.md 14)");
	for (int i = 0; i < o->n_tasks; i++) {
		struct task *t = &o->tasks[i];

		if (t->state == TASK_DONE && (r->redo.n ? names_has(&r->redo, t->name) : is_last(o, t)))
			flow_issue(d, t, true, "signature refused (rules.md 14)");
	}
	happen_feedback(d, "signature_refused", r->note);
	return ERR_NONE;
}

enum err decide_sign(struct decision *d, const void *request)
{
	const struct request_sign *r = request;
	struct order *o = d->order;

	if (r->accepted != GIVEN_TRUE)
		return refuse_signature(d, r);
	if (r->redo.n)
		return refuse(d, ERR_INVALID_PARAMS, "/params/redo", "redo goes with a refusal only",
			"只有拒签时才能指定重做任务");
	struct happening *h = happen(d, "signed");
	h->person = r->by;
	h->text = r->note;
	end_signature(d, "signed");
	o->signed_at = d->now_at;
	o->signed_by = r->by;
	order_enter(d, ORDER_AWAITING_ARCHIVE);
	flow_start_clock(d, CLOCK_ARCHIVE, 0, "signed");
	return ERR_NONE;
}

enum err decide_archive(struct decision *d, const void *request)
{
	const struct request_archive *r = request;
	struct order *o = d->order;
	struct clock *c = order_get_clock(o, CLOCK_ARCHIVE, 0);
	bool has_grades = r->grade_time >= 0 || r->grade_quality >= 0;

	if (has_grades && (o->grading_until == INSTANT_NONE || o->grading_until <= d->now_at))
		return refuse(d, ERR_FORBIDDEN, "/params/grades",
			"grading needs the leader's authorisation, which has not been given or has "
			"expired: order.authorise_grading",
			"评分须有部门领导的临时授权：尚未授权或已过期（order.authorise_grading）");
	happen(d, "archived");
	if (has_grades) {
		o->grade_time = r->grade_time >= 0 ? (int)r->grade_time : 0;
		o->grade_quality = r->grade_quality >= 0 ? (int)r->grade_quality : 0;
	}
	if (c && clock_is_live(c))
		clock_end(d, c, "archived");
	o->archived_at = d->now_at;
	order_enter(d, ORDER_ARCHIVED);
	return ERR_NONE;
}

enum err decide_authorise(struct decision *d, const void *request)
{
	const struct request_authorise *r = request;

	if (r->until <= d->now_at)
		return refuse(d, ERR_INVALID_PARAMS, "/params/until",
			"the authorisation must end in the future", "授权截止时间必须在将来");
	happen(d, "grading_authorised")->person = d->order->account_manager;
	d->order->grading_until = r->until;
	return ERR_NONE;
}
