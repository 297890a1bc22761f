/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions at a workstation: accepting a dispatch slip, completing it with its record,
 * passing it to a colleague, taking it to the station manager.
 */
#include <string.h>

#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"
#include "core/tell.h"

enum err decide_accept(struct decision *d, const void *request)
{
	struct task *t = d->task;

	(void)request;
	happen(d, "task_accepted")->task = t->name;
	task_enter(d, t, TASK_ACCEPTED);
	t->accepted_at = d->now_at;
	t->holder = d->actor->name;
	t->is_with_manager = false;
	struct clock *accept = order_get_clock(d->order, CLOCK_ACCEPT, t->id);
	if (accept && clock_is_live(accept))
		clock_end(d, accept, "accepted: received and verified");
	return ERR_NONE;
}

/* A fault's record says cause, side, impact and explanation; a resource check's has an answer. */
static enum err check_record(struct decision *d, const struct request_complete *r)
{
	bool is_check = d->order->kind == KIND_CONFIRMATION;
	const struct {
		bool is_missing;
		const char *field;
	} fault[] = {
		{!r->cause, "/params/cause"},
		{!r->side, "/params/side"},
		{!r->impact, "/params/impact"},
		{!r->explanation, "/params/explanation"},
	};

	for (size_t i = 0; d->order->kind == KIND_FAULT && i < N_OF(fault); i++)
		if (fault[i].is_missing)
			return refuse(d, ERR_INVALID_PARAMS, fault[i].field,
				"the record of a fault needs cause, side, impact and explanation",
				"障碍处理记录须写明原因、责任侧、影响和说明");
	if (is_check && !r->answer)
		return refuse(d, ERR_INVALID_PARAMS, "/params/answer",
			"a resource check is completed with an answer", "资源核查必须给出答复");
	if (!is_check && r->answer)
		return refuse(d, ERR_INVALID_PARAMS, "/params/answer",
			"only a resource check has an answer", "只有资源核查有答复");
	if (r->answer == ANSWER_NEEDS_BUILD && r->ready_at == INSTANT_NONE)
		return refuse(d, ERR_INVALID_PARAMS, "/params/answer/ready_at",
			"needs_build says by when: give ready_at", "需要建设时请给出预计就绪时间 ready_at");
	return ERR_NONE;
}

static void write_record(struct task *t, const struct request_complete *r)
{
	t->record = r->record;
	t->cause = r->cause;
	t->side = (enum side)r->side;
	t->impact = r->impact;
	t->explanation = r->explanation;
	t->answer = (enum answer)r->answer;
	t->reference = r->reference;
	t->ready_at = r->ready_at;
	t->valid_until = r->valid_until;
}

enum err decide_complete(struct decision *d, const void *request)
{
	const struct request_complete *r = request;
	struct task *t = d->task;
	struct order *o = d->order;
	enum err e = check_record(d, r);

	if (e != ERR_NONE)
		return e;
	struct happening *h = happen(d, "task_completed");
	h->task = t->name;
	h->text = r->record;
	task_enter(d, t, TASK_DONE);
	t->done_at = d->now_at;
	t->done_by = d->actor->name;
	t->is_with_manager = false;
	write_record(t, r);
	struct clock *c = order_get_clock(o, CLOCK_TASK, t->id);
	if (c && clock_is_live(c))
		clock_end(d, c, "task done");
	for (int i = 0; i < o->n_returns; i++) {
		struct return_slip *slip = &o->returns[i];

		if (slip->to_task == t->id &&
			(slip->state == RETURN_ACCEPTED || slip->state == RETURN_UPHELD))
			flow_close_return(d, slip, r->record);
	}
	flow_issue_ready(d);
	flow_finish_if_done(d);
	return ERR_NONE;
}

enum err decide_reassign(struct decision *d, const void *request)
{
	const struct request_person *r = request;
	struct task *t = d->task;
	const struct user *to = org_get_user(d->org, r->person);
	bool is_manager = user_has(d->actor, ROLE_ADMIN) ||
		(user_has(d->actor, ROLE_STATION_MANAGER) && user_is_at(d->actor, t->station));

	if (!is_manager && strcmp(r->person, d->actor->name) != 0)
		return refuse(d, ERR_FORBIDDEN, "/params/to",
			"an operator takes a task himself; only the station manager gives it to others",
			"操作员只能转给自己，转给他人须由工位经理操作");
	if (!to || to->is_disabled || !user_is_at(to, t->station) ||
		!(to->roles & (BIT(ROLE_OPERATOR) | BIT(ROLE_STATION_MANAGER))))
		return refuse(d, ERR_INVALID_PARAMS, "/params/to", "no such person at the task's station",
			"该任务所在工位没有此人");
	if (t->holder && strcmp(t->holder, to->name) == 0)
		return ERR_NONE; /* changes nothing (rules.md 22) */
	struct happening *h = happen(d, "task_reassigned");
	h->task = t->name;
	h->person = to->name;
	t->holder = to->name;
	t->is_dirty = true;
	return ERR_NONE;
}

enum err decide_escalate(struct decision *d, const void *request)
{
	const struct request_text *r = request;
	struct happening *h = happen(d, "escalated");

	h->task = d->task->name;
	h->text = r->text;
	d->task->is_with_manager = true;
	d->task->is_dirty = true;
	d->order->is_major = true;
	happen_feedback(d, "major", r->text);
	return ERR_NONE;
}
