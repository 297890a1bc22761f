/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions on the slip itself: raising, amending and submitting it, cancelling it, giving
 * it to another account manager, adding a note. What the loop does next is flow.c's.
 */
#include <string.h>

#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"

/* --- raising ------------------------------------------------------------------------------------ */

static bool is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Whose order it is: the unit and the account manager (rules.md 23). */
static enum err choose_owner(struct decision *d, const struct request_create *r, struct order *o)
{
	const struct customer *c = org_get_customer(d->org, r->customer);
	const struct user *who = d->actor;
	bool is_admin = user_has(who, ROLE_ADMIN);
	bool is_am = user_has(who, ROLE_ACCOUNT_MANAGER);

	if (r->kind != KIND_FAULT && !is_am && !is_admin)
		return refuse(d, ERR_FORBIDDEN, "/params/kind",
			"a dispatcher raises fault slips only; an account manager raises the others",
			"调度员只能登记障碍申告单，其他单据由客户经理填写");
	o->unit = r->unit ? r->unit : is_am ? who->unit : c ? c->unit : NULL;
	if (is_am && !is_admin && !user_has(who, ROLE_DISPATCHER) && !is_same(o->unit, who->unit))
		return refuse(d, ERR_FORBIDDEN, "/params/unit",
			"an account manager raises slips for the own unit only", "客户经理只能为本部门填单");
	if (!o->unit)
		return refuse(d, ERR_INVALID_PARAMS, "/params/unit",
			"say which unit the order is for: the customer is not in the register",
			"请指明部门：该客户不在客户资料中");
	const struct unit *u = org_get_unit(d->org, o->unit);
	if (!u || u->kind != UNIT_FRONT)
		return refuse(
			d, ERR_INVALID_PARAMS, "/params/unit", "no such front unit", "没有这个前端部门");
	if (is_am && is_same(o->unit, who->unit))
		o->account_manager = who->name;
	else
		o->account_manager = c && is_same(o->unit, c->unit) ? c->account_manager : NULL;
	o->tier = r->tier ? (enum tier)r->tier : c ? c->tier : TIER_ABSENT;
	if (!o->tier)
		return refuse(d, ERR_INVALID_PARAMS, "/params/tier",
			"say the tier (A, B or C): the customer is not in the register",
			"请指明等级（A、B 或 C）：该客户不在客户资料中");
	return ERR_NONE;
}

/* What a kind of slip has and has not. */
static enum err check_shape(struct decision *d, const struct order *o)
{
	if (o->purpose && o->kind != KIND_CONTACT)
		return refuse(d, ERR_INVALID_PARAMS, "/params/purpose", "only a contact slip has a purpose",
			"只有业务联系单有业务类型");
	if (o->fault && o->kind != KIND_FAULT)
		return refuse(d, ERR_INVALID_PARAMS, "/params/fault",
			"only a fault slip says equipment or line", "只有障碍申告单区分设备或线路");
	if (o->confirmation && o->kind != KIND_CONTACT)
		return refuse(d, ERR_INVALID_PARAMS, "/params/confirmation",
			"only a contact slip cites a confirmation", "只有业务联系单引用资源确认单");
	return ERR_NONE;
}

static void order_set_unset(struct order *o)
{
	o->hold.since = o->sent_back_at = o->submitted_at = INSTANT_NONE;
	o->arrived_at = o->promised_at = o->finished_at = INSTANT_NONE;
	o->signed_at = o->archived_at = o->cancelled_at = o->grading_until = INSTANT_NONE;
}

static struct order *new_order(struct decision *d, const struct request_create *r)
{
	struct order *o = arena_new(d->arena, struct order);

	order_set_unset(o);
	o->kind = (enum order_kind)r->kind;
	o->service = r->service;
	o->title = r->title;
	o->description = r->description;
	o->customer = r->customer;
	o->requirement = r->requirement ? r->requirement : "{}";
	o->sites = r->sites;
	o->raised_by = d->actor->name;
	o->lines = r->lines;
	o->purpose = (enum purpose)r->purpose;
	o->fault = (enum fault)r->fault;
	o->needs_leader = r->needs_leader == GIVEN_TRUE;
	o->confirmation = r->confirmation;
	o->created_at = d->now_at;
	o->last_at = d->now_at;
	o->is_new = o->is_dirty = o->is_slip_dirty = true;
	return o;
}

static enum err refuse_unnamed(struct decision *d)
{
	return refuse(
		d, ERR_NOT_FOUND, "/params/confirmation", "no such confirmation", "没有这张资源确认单");
}

static enum err submit(struct decision *d, const char *override);

enum err decide_create(struct decision *d, const void *request)
{
	const struct request_create *r = request;
	struct order *o = new_order(d, r);
	enum err e = choose_owner(d, r, o);

	if (e == ERR_NONE)
		e = check_shape(d, o);
	if (e != ERR_NONE)
		return e;
	if (r->confirmation && !d->named)
		return refuse_unnamed(d);
	o->id = id_take(d->ids, ID_ORDER);
	d->order = o;
	happen(d, "created");
	order_enter(d, ORDER_DRAFT);
	return r->submit == GIVEN_TRUE ? submit(d, r->override) : ERR_NONE;
}

/* --- submitting ---------------------------------------------------------------------------------- */

static enum err need_confirmation(struct decision *d, const char *en, const char *zh)
{
	return refuse(d, ERR_CONFIRMATION_REQUIRED, "/params/confirmation", en, zh);
}

/* Does the confirmation cited serve this contact order (rules.md 17)? */
static enum err check_confirmation(struct decision *d)
{
	const struct order *o = d->order, *c = d->cited;
	enum answer answer;
	int64_t valid_until;

	if (!o->confirmation || !c || c->kind != KIND_CONFIRMATION)
		return need_confirmation(d, NULL, NULL);
	if (!is_same(c->unit, o->unit) || !is_same(c->customer, o->customer) ||
		!is_same(c->service, o->service))
		return need_confirmation(d,
			"the confirmation cited is for another customer, service or unit",
			"所引用的资源确认单属于其他客户、业务或部门");
	if (c->lines < o->lines)
		return need_confirmation(
			d, "the confirmation cited is for fewer lines", "所引用的资源确认单线数不足");
	answer = flow_get_answer(c, &valid_until);
	if (c->state == ORDER_CANCELLED || c->finished_at == INSTANT_NONE || !answer)
		return need_confirmation(
			d, "the confirmation cited has not been answered", "所引用的资源确认单尚未答复");
	if (answer == ANSWER_IMPOSSIBLE)
		return need_confirmation(
			d, "the confirmation cited answers: impossible", "所引用的资源确认单答复为无法提供");
	if (c->used_by && c->used_by != o->id)
		return need_confirmation(d, "the confirmation cited is used by another contact slip",
			"所引用的资源确认单已被其他业务联系单使用");
	if (valid_until < d->now_at)
		return refuse(d, ERR_CONFIRMATION_LAPSED, "/params/confirmation",
			"the confirmation cited is no longer valid: ask for a new one",
			"所引用的资源确认单已过有效期，请重新申请");
	return ERR_NONE;
}

/* needs_build is dispatchable only within the agreed quantity (rules.md 18). */
static enum resource choose_resource(struct decision *d)
{
	int64_t valid_until;

	flow_give_agreed(d); /* of an earlier submission */
	if (d->order->kind != KIND_CONTACT)
		return RESOURCE_ABSENT;
	if (flow_get_answer(d->cited, &valid_until) == ANSWER_AVAILABLE)
		return RESOURCE_DISPATCHABLE;
	return flow_take_agreed(d) ? RESOURCE_DISPATCHABLE : RESOURCE_UNFORECAST_BUILD;
}

static enum err submit(struct decision *d, const char *override)
{
	struct order *o = d->order;
	enum err e = o->kind == KIND_CONTACT ? check_confirmation(d) : ERR_NONE;
	enum clock_kind missing;

	if (e != ERR_NONE)
		return e;
	o->policy = org_get_policy_version(d->org);
	o->resource = choose_resource(d);
	/* Every clock the order can come to has its row now, so that none is missing later. */
	missing = flow_find_missing_row(d);
	e = missing ? flow_refuse_no_policy(d, missing) : flow_take_place(d, override);
	if (e != ERR_NONE)
		return e;
	happen(d, "submitted")->text = override;
	o->submitted_at = d->now_at;
	o->sent_back = o->sent_back_by = NULL;
	o->sent_back_at = INSTANT_NONE;
	if (o->kind == KIND_CONTACT && !d->cited->used_by)
		flow_use_confirmation(d);
	flow_begin(d);
	return ERR_NONE;
}

enum err decide_submit(struct decision *d, const void *request)
{
	const struct request_text *r = request;

	return submit(d, r->text);
}

/* --- amending ------------------------------------------------------------------------------------ */

static enum err only_in_draft(struct decision *d, const char *field)
{
	if (d->order->state == ORDER_DRAFT)
		return ERR_NONE;
	d->fail.state = word_name(WORDS_ORDER_STATE, d->order->state);
	return refuse(d, ERR_WRONG_STATE, field,
		"once submitted only the texts can be amended: have it sent back first",
		"提交后只能修改文字内容，请先退回再修改");
}

static enum err check_amend_state(struct decision *d, const struct request_amend *r)
{
	const struct {
		bool is_given;
		const char *field;
	} rows[] = {
		{r->tier != 0, "/params/tier"},
		{r->fault != 0, "/params/fault"},
		{r->purpose != 0, "/params/purpose"},
		{r->service != NULL, "/params/service"},
		{r->customer != NULL, "/params/customer"},
		{r->lines >= 0, "/params/lines"},
		{r->needs_leader != GIVEN_NOT, "/params/needs_leader"},
		{r->confirmation != 0, "/params/confirmation"},
	};

	for (size_t i = 0; i < N_OF(rows); i++)
		if (rows[i].is_given) {
			enum err e = only_in_draft(d, rows[i].field);

			if (e != ERR_NONE)
				return e;
		}
	return ERR_NONE;
}

static void amend_facts(struct decision *d, const struct request_amend *r)
{
	struct order *o = d->order;

	if (r->tier && (enum tier)r->tier != o->tier) {
		flow_give_place(d);
		o->tier = (enum tier)r->tier;
	}
	if (r->service || r->lines >= 0 || r->confirmation)
		flow_give_agreed(d); /* what it would count is another matter now */
	if (r->fault)
		o->fault = (enum fault)r->fault;
	if (r->purpose)
		o->purpose = (enum purpose)r->purpose;
	if (r->service)
		o->service = r->service;
	if (r->customer)
		o->customer = r->customer;
	if (r->lines >= 0)
		o->lines = r->lines;
	if (r->needs_leader != GIVEN_NOT)
		o->needs_leader = r->needs_leader == GIVEN_TRUE;
	if (r->confirmation && r->confirmation != o->confirmation) {
		flow_release_confirmation(d); /* the one cited until now is free again */
		o->confirmation = r->confirmation;
	}
}

enum err decide_amend(struct decision *d, const void *request)
{
	const struct request_amend *r = request;
	struct order *o = d->order;
	enum err e = check_amend_state(d, r);

	if (e == ERR_NONE && r->confirmation && r->confirmation != o->confirmation && !d->named)
		e = refuse_unnamed(d);
	if (e != ERR_NONE)
		return e;
	happen(d, "amended");
	amend_facts(d, r);
	e = check_shape(d, o);
	if (e != ERR_NONE)
		return e;
	if (r->title)
		o->title = r->title;
	if (r->description)
		o->description = r->description;
	if (r->requirement)
		o->requirement = r->requirement;
	if (r->has_sites == GIVEN_TRUE)
		o->sites = r->sites;
	o->is_slip_dirty = true;
	return ERR_NONE;
}

/* --- ending and handing on ----------------------------------------------------------------------- */

enum err decide_cancel(struct decision *d, const void *request)
{
	const struct request_text *r = request;
	struct order *o = d->order;

	happen(d, "cancelled")->text = r->text;
	if (o->hold.reason)
		o->hold = (struct hold){.since = INSTANT_NONE};
	for (int i = 0; i < o->n_returns; i++)
		if (return_is_unsettled(&o->returns[i])) {
			return_enter(d, &o->returns[i], RETURN_CANCELLED);
			o->returns[i].closed_at = d->now_at;
		}
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].state != TASK_DONE && o->tasks[i].state != TASK_CANCELLED)
			flow_stop_task(d, &o->tasks[i]);
	flow_give_place(d);
	flow_give_agreed(d);
	flow_release_confirmation(d);
	o->cancelled_at = d->now_at;
	order_enter(d, ORDER_CANCELLED);
	return ERR_NONE;
}

enum err decide_assign(struct decision *d, const void *request)
{
	const struct request_person *r = request;
	const struct user *u = org_get_user(d->org, r->person);

	if (!u || u->is_disabled || !user_has(u, ROLE_ACCOUNT_MANAGER) ||
		!is_same(u->unit, d->order->unit))
		return refuse(d, ERR_INVALID_PARAMS, "/params/account_manager",
			"no such account manager in the order's unit", "该工单所属部门没有这位客户经理");
	if (is_same(u->name, d->order->account_manager))
		return ERR_NONE;
	happen(d, "assigned")->person = u->name;
	d->order->account_manager = u->name;
	return ERR_NONE;
}

enum err decide_note(struct decision *d, const void *request)
{
	const struct request_text *r = request;

	happen(d, "note")->text = r->text;
	return ERR_NONE;
}
