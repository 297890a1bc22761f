/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the loop: every change of an order's, a task's or a return slip's state goes through here,
 * with the clocks that start and end by it. It never checks who asks, and refuses nothing.
 */
#include "core/flow.h"

#include <string.h>

#include "core/happen.h"
#include "core/sla.h"
#include "core/tell.h"

/* --- the enter functions: the only writers of a state ----------------------------------------- */

static void end_clock(struct decision *d, enum clock_kind kind, int64_t ref, const char *rule)
{
	struct clock *c = order_get_clock(d->order, kind, ref);

	if (c && clock_is_live(c))
		clock_end(d, c, rule);
}

static void cancel_clocks(struct decision *d, const char *rule)
{
	/* An archived confirmation still reserves what it answered: that clock has an end of its own. */
	for (int i = 0; i < d->order->n_clocks; i++)
		if (d->order->state == ORDER_CANCELLED || d->order->clocks[i].kind != CLOCK_RESERVATION)
			clock_cancel(d, &d->order->clocks[i], rule);
}

void order_enter(struct decision *d, enum order_state state)
{
	struct order *o = d->order;

	o->state = state;
	o->is_dirty = true;
	if (o->happenings)
		o->happenings->state = state;
	if (state == ORDER_ARCHIVED)
		cancel_clocks(d, "order archived");
	if (state == ORDER_CANCELLED)
		cancel_clocks(d, "order cancelled");
}

void task_enter(struct decision *d, struct task *t, enum task_state state)
{
	(void)d;
	t->state = state;
	t->is_dirty = true;
}

void return_enter(struct decision *d, struct return_slip *r, enum return_state state)
{
	(void)d;
	r->state = state;
	r->is_dirty = true;
}

/* --- clocks by policy --------------------------------------------------------------------------- */

const struct limit *flow_limit(const struct decision *d, enum clock_kind clock)
{
	return sla_find_limit(d->org, d->order->policy, d->order, clock, false);
}

enum err flow_refuse_no_policy(struct decision *d, enum clock_kind clock)
{
	const struct order *o = d->order;
	const char *resource = o->resource ? word_name(WORDS_RESOURCE, o->resource) : "-";
	const char *fault = o->fault ? word_name(WORDS_FAULT, o->fault) : "-";
	const char *row = arena_fmt(d->arena,
		"clock %s, kind %s, service %s, resource %s, lines %lld, fault %s, tier %s",
		word_name(WORDS_CLOCK_KIND, clock), word_name(WORDS_ORDER_KIND, o->kind), o->service,
		resource, (long long)o->lines, fault, word_name(WORDS_TIER, o->tier));

	return refuse(d, ERR_NO_POLICY, NULL,
		arena_fmt(d->arena, "no limit is laid down for %s: policy.put such a row first", row),
		arena_fmt(d->arena, "没有规定时限：%s；请先用 policy.put 添加", row));
}

/* "station": that of the task, or of the one that erred; where there is none, every hour counts. */
static const char *calendar_of_row(
	const struct decision *d, const struct limit *l, enum clock_kind clock, int64_t ref)
{
	const struct clock probe = {.kind = clock, .ref = ref};
	const char *name;
	const struct station *s;

	if (!l->calendar || strcmp(l->calendar, LIMIT_CALENDAR_OF_STATION) != 0)
		return l->calendar;
	name = tell_get_station(d->order, &probe);
	s = name ? org_get_station(d->org, name) : NULL;
	return s && s->calendar ? s->calendar : calendar_always.name;
}

bool flow_get_terms(
	const struct decision *d, enum clock_kind clock, int64_t ref, struct clock_terms *out)
{
	const struct task *t = clock == CLOCK_TASK ? order_get_task(d->order, ref) : NULL;
	const struct limit *l = NULL;

	if (t && t->rework)
		l = sla_find_limit(d->org, d->order->policy, d->order, CLOCK_TASK, true);
	if (!l)
		l = flow_limit(d, t ? CLOCK_ORDER : clock);
	if (!l)
		return false;
	out->limit_ms = t && l->clock == CLOCK_ORDER ? sla_share_of(t->share_ppm, l->limit_ms)
												 : l->limit_ms;
	out->calendar = calendar_of_row(d, l, clock, ref);
	return true;
}

void flow_start_clock(struct decision *d, enum clock_kind kind, int64_t ref, const char *rule)
{
	struct clock_terms terms;

	if (flow_get_terms(d, kind, ref, &terms)) /* submission saw to it that there is a row */
		clock_start(d, kind, ref, &terms, rule);
}

enum clock_kind flow_find_missing_row(const struct decision *d)
{
	static const enum clock_kind needed[] = {CLOCK_ORDER, CLOCK_APPROVAL, CLOCK_INTAKE,
		CLOCK_ACCEPT, CLOCK_RETURN, CLOCK_SIGNATURE, CLOCK_ARCHIVE};

	for (size_t i = 0; i < N_OF(needed); i++)
		if (!flow_limit(d, needed[i]))
			return needed[i];
	return CLOCK_KIND_ABSENT;
}

/* --- the department ------------------------------------------------------------------------------ */

static void arrive(struct decision *d)
{
	struct order *o = d->order;
	struct clock *c;

	order_enter(d, ORDER_AT_CRC);
	o->arrived_at = d->now_at;
	flow_start_clock(d, CLOCK_ORDER, 0, "arrival at the CRC");
	flow_start_clock(d, CLOCK_INTAKE, 0, "arrival at the CRC");
	c = order_get_clock(o, CLOCK_ORDER, 0);
	o->promised_at = c ? c->due_at : INSTANT_NONE;
	happen_feedback(d, "arrived", NULL);
}

static bool needs_leader(const struct order *o)
{
	return o->needs_leader || (o->kind == KIND_CONTACT && o->tier == TIER_A);
}

static enum order_state review_after(const struct decision *d, enum order_state from)
{
	const struct unit *u = org_get_unit(d->org, d->order->unit);
	unsigned reviews = u ? u->reviews : 0;

	if (from < ORDER_MANAGER_REVIEW && (reviews & BIT(REVIEW_MANAGER)))
		return ORDER_MANAGER_REVIEW;
	if (from < ORDER_LEADER_REVIEW && (reviews & BIT(REVIEW_LEADER)) && needs_leader(d->order))
		return ORDER_LEADER_REVIEW;
	if (from < ORDER_CLERK_REVIEW && (reviews & BIT(REVIEW_CLERK)))
		return ORDER_CLERK_REVIEW;
	return ORDER_AT_CRC;
}

static void review_or_arrive(struct decision *d, enum order_state next)
{
	if (next == ORDER_AT_CRC) {
		arrive(d);
		return;
	}
	order_enter(d, next);
	flow_start_clock(d, CLOCK_APPROVAL, 0, "review begins");
}

static bool goes_direct(const struct decision *d)
{
	const struct unit *u = org_get_unit(d->org, d->order->unit);

	return d->order->kind == KIND_FAULT ||
		(d->order->kind == KIND_CONFIRMATION && (!u || u->is_confirmation_direct));
}

void flow_begin(struct decision *d)
{
	review_or_arrive(d, goes_direct(d) ? ORDER_AT_CRC : review_after(d, ORDER_DRAFT));
}

void flow_next_review(struct decision *d)
{
	enum order_state next = review_after(d, d->order->state);

	end_clock(d, CLOCK_APPROVAL, 0, "review done");
	review_or_arrive(d, next);
}

void flow_send_back(struct decision *d, const char *reason)
{
	struct order *o = d->order;
	struct clock *order_clock = order_get_clock(o, CLOCK_ORDER, 0);

	end_clock(d, CLOCK_APPROVAL, 0, "sent back");
	end_clock(d, CLOCK_INTAKE, 0, "sent back");
	if (order_clock)
		clock_cancel(d, order_clock, "sent back (rules.md 15)");
	o->sent_back = reason;
	o->sent_back_by = d->actor->name;
	o->sent_back_at = d->now_at;
	o->n_sent_back++;
	order_enter(d, ORDER_DRAFT);
	happen_feedback(d, "sent_back", reason);
}

/* --- tasks ------------------------------------------------------------------------------------------ */

void flow_issue(struct decision *d, struct task *t, bool is_rework, const char *rule)
{
	task_enter(d, t, TASK_ISSUED);
	t->before_return = TASK_STATE_ABSENT;
	t->issued_at = d->now_at;
	t->accepted_at = INSTANT_NONE;
	t->done_at = INSTANT_NONE;
	t->done_by = NULL;
	if (is_rework)
		t->rework++;
	flow_start_clock(d, CLOCK_ACCEPT, t->id, rule);
	flow_start_clock(d, CLOCK_TASK, t->id, rule);
}

static bool is_ready(struct order *o, const struct task *t)
{
	/* Waiting for its turn, not for a return slip. */
	if (t->state != TASK_WAITING || t->before_return)
		return false;
	for (int i = 0; i < t->after.n; i++) {
		const struct task *before = order_get_task_named(o, t->after.at[i]);

		if (before && before->state != TASK_DONE)
			return false;
	}
	return true;
}

void flow_issue_ready(struct decision *d)
{
	for (int i = 0; i < d->order->n_tasks; i++)
		if (is_ready(d->order, &d->order->tasks[i]))
			flow_issue(d, &d->order->tasks[i], false, "issued: nothing before it is open");
}

void flow_stop_task(struct decision *d, struct task *t)
{
	struct clock *accept = order_get_clock(d->order, CLOCK_ACCEPT, t->id);
	struct clock *task = order_get_clock(d->order, CLOCK_TASK, t->id);

	task_enter(d, t, TASK_CANCELLED);
	if (accept)
		clock_cancel(d, accept, "task cancelled");
	if (task)
		clock_cancel(d, task, "task cancelled");
}

static bool is_done_with_work(const struct order *o)
{
	bool has_done = false;

	for (int i = 0; i < o->n_tasks; i++) {
		if (o->tasks[i].state != TASK_DONE && o->tasks[i].state != TASK_CANCELLED)
			return false;
		has_done |= o->tasks[i].state == TASK_DONE;
	}
	for (int i = 0; i < o->n_returns; i++)
		if (return_is_unsettled(&o->returns[i]))
			return false; /* rules.md 11 */
	return has_done;
}

static void start_reservation(struct decision *d, int64_t valid_until, const char *rule)
{
	const struct clock_terms terms = {valid_until - d->now_at, calendar_always.name};

	if (valid_until > d->now_at)
		clock_start(d, CLOCK_RESERVATION, 0, &terms, rule);
}

static void reserve(struct decision *d)
{
	int64_t valid_until;

	if (flow_get_answer(d->order, &valid_until) != ANSWER_IMPOSSIBLE)
		start_reservation(
			d, valid_until, "answered; runs until used, lapsed or cancelled (rules.md 17)");
}

void flow_finish_if_done(struct decision *d)
{
	struct order *o = d->order;

	if (!is_done_with_work(o))
		return;
	o->finished_at = d->now_at;
	end_clock(d, CLOCK_ORDER, 0, "last task done");
	if (o->kind == KIND_CONFIRMATION) {
		order_enter(d, ORDER_AWAITING_ARCHIVE);
		flow_start_clock(d, CLOCK_ARCHIVE, 0, "answered");
		reserve(d);
		happen_feedback(d, "answered", word_name(WORDS_ANSWER, flow_get_answer(o, &(int64_t){0})));
		return;
	}
	order_enter(d, ORDER_AWAITING_SIGNATURE);
	flow_start_clock(d, CLOCK_SIGNATURE, 0, "last task done");
	happen_feedback(d, "completed", NULL);
}

/* --- return slips ------------------------------------------------------------------------------------ */

bool return_is_unsettled(const struct return_slip *r)
{
	switch (r->state) {
	case RETURN_OPEN:
	case RETURN_ACCEPTED:
	case RETURN_DISPUTED:
	case RETURN_UPHELD: return true;
	case RETURN_OVERTURNED:
	case RETURN_CLOSED:
	case RETURN_CANCELLED:
	case RETURN_STATE_ABSENT: return false;
	}
	return false;
}

void flow_start_return_clock(struct decision *d, struct return_slip *r, const char *rule)
{
	flow_start_clock(d, CLOCK_RETURN, r->id, rule);
}

void flow_release_raiser(struct decision *d, struct return_slip *r)
{
	struct task *t = order_get_task(d->order, r->raised_by_task);
	static const enum clock_kind kinds[] = {CLOCK_ACCEPT, CLOCK_TASK};

	if (!t || t->state != TASK_WAITING || !t->before_return)
		return;
	task_enter(d, t, t->before_return);
	t->before_return = TASK_STATE_ABSENT;
	for (size_t i = 0; i < N_OF(kinds); i++) {
		struct clock *c = order_get_clock(d->order, kinds[i], t->id);

		if (c && c->state == CLOCK_PAUSED && c->paused_by == PAUSE_RETURN)
			clock_resume(d, c, "return slip settled (rules.md 11)");
	}
}

void flow_close_return(struct decision *d, struct return_slip *r, const char *record)
{
	const struct task *erring = r->to_task ? order_get_task(d->order, r->to_task) : NULL;

	end_clock(d, CLOCK_RETURN, r->id, "return slip closed");
	return_enter(d, r, RETURN_CLOSED);
	r->closed_at = d->now_at;
	r->record = record;
	r->charged_to = erring ? erring->station : "crc";
	r->charged_ms = d->now_at - r->raised_at;
	flow_release_raiser(d, r);
}

/* --- confirmations ----------------------------------------------------------------------------------- */

enum { VALID_DAYS = 30 }; /* rules.md 17 (ours) */

enum answer flow_get_answer(const struct order *o, int64_t *valid_until)
{
	enum answer answer = ANSWER_ABSENT;
	int64_t ungiven = o->finished_at == INSTANT_NONE
		? INSTANT_NONE
		: o->finished_at + VALID_DAYS * INT64_C(86400000);

	*valid_until = INSTANT_NONE;
	for (int i = 0; i < o->n_tasks; i++) {
		const struct task *t = &o->tasks[i];

		if (t->state != TASK_DONE || !t->answer)
			continue;
		if (t->answer > answer)
			answer = t->answer; /* available < needs_build < impossible */
		*valid_until = instant_earlier(
			*valid_until, t->valid_until == INSTANT_NONE ? ungiven : t->valid_until);
	}
	return answer;
}

/* Acts on the cited confirmation as on an order of its own. */
static struct order *turn_to(struct decision *d, struct order *other)
{
	struct order *was = d->order;

	d->order = other;
	return was;
}

void flow_use_confirmation(struct decision *d)
{
	struct order *user = turn_to(d, d->cited);

	d->order->used_by = user->id;
	happen_quietly(d, "used")->text = order_number(d->arena, user);
	end_clock(d, CLOCK_RESERVATION, 0, "used by a contact order");
	turn_to(d, user);
}

void flow_release_confirmation(struct decision *d)
{
	struct order *user;
	int64_t valid_until;

	if (!d->cited || d->cited->used_by != d->order->id)
		return;
	user = turn_to(d, d->cited);
	d->order->used_by = 0;
	happen_quietly(d, "released")->text = order_number(d->arena, user);
	flow_get_answer(d->order, &valid_until);
	start_reservation(
		d, valid_until, "released; runs until used, lapsed or cancelled (rules.md 17)");
	turn_to(d, user);
}

/* --- quota ------------------------------------------------------------------------------------------- */

enum err flow_take_place(struct decision *d, const char *override)
{
	struct order *o = d->order;
	const struct quota *q = sla_find_quota(d->org, o);
	int64_t month = org_get_month(d->org, d->now_at);
	struct quota_use *use;

	if (o->quota && q && o->quota == q->id)
		return ERR_NONE; /* kept through sending back (rules.md 19) */
	if (!q) {
		flow_give_place(d);
		return ERR_NONE;
	}
	use = places_get_quota(&d->places, d->arena, q->id, month);
	bool may_override = override &&
		(user_has(d->actor, ROLE_ADMIN) ||
			(user_has(d->actor, ROLE_LEADER) && d->actor->unit &&
				strcmp(d->actor->unit, o->unit) == 0));
	if (use->used >= q->orders_a_month && !may_override)
		return refuse(d, ERR_QUOTA_EXCEEDED, "/params/tier",
			arena_fmt(d->arena,
				"all %lld tier %s places of this month are taken: choose another tier, wait "
				"for next month, or let the unit's leader override with a reason",
				(long long)q->orders_a_month, word_name(WORDS_TIER, q->tier)),
			arena_fmt(d->arena,
				"本月 %lld 个 %s 级名额已用完：请改用其他等级、等到下月，或由部门领导说明理由后特批",
				(long long)q->orders_a_month, word_name(WORDS_TIER, q->tier)));
	flow_give_place(d);
	use = places_get_quota(&d->places, d->arena, q->id, month);
	use->used++;
	use->is_dirty = true;
	o->quota = q->id;
	o->quota_month = month;
	return ERR_NONE;
}

void flow_give_place(struct decision *d)
{
	struct order *o = d->order;
	struct quota_use *use;

	if (!o->quota)
		return;
	use = places_get_quota(&d->places, d->arena, o->quota, o->quota_month);
	if (use->used > 0)
		use->used--;
	use->is_dirty = true;
	o->quota = 0;
	o->quota_month = 0;
}

/* --- agreed quantities --------------------------------------------------------------------------------- */

bool flow_take_agreed(struct decision *d)
{
	struct order *o = d->order;
	int64_t month = org_get_month(d->org, d->now_at);
	int64_t agreed = org_get_agreed(d->org, o->unit, o->service, month);
	struct agreed_use *use;
	bool is_left;

	flow_give_agreed(d);
	use = places_get_agreed(&d->places, d->arena, o->unit, o->service, month);
	is_left = agreed >= 0 && use->used + o->lines <= agreed;
	/* Counted either way: it is demand of that month, whatever class it gets (rules.md 18). */
	use->used += o->lines;
	use->added += o->lines;
	o->agreed_month = month;
	o->agreed_lines = o->lines;
	return is_left;
}

void flow_give_agreed(struct decision *d)
{
	struct order *o = d->order;
	struct agreed_use *use;

	if (!o->agreed_month)
		return;
	use = places_get_agreed(&d->places, d->arena, o->unit, o->service, o->agreed_month);
	use->used -= o->agreed_lines;
	use->added -= o->agreed_lines;
	o->agreed_month = 0;
	o->agreed_lines = 0;
}
