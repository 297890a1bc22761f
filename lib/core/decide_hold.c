/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions that change how time counts for a whole order: hold, resume and another tier
 * (rules.md 10, 16), and the end of a major issue.
 */
#include <string.h>

#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"

static bool stops_on_hold(enum clock_kind kind)
{
	return kind == CLOCK_ORDER || kind == CLOCK_ACCEPT || kind == CLOCK_TASK ||
		kind == CLOCK_RETURN;
}

enum err decide_hold(struct decision *d, const void *request)
{
	const struct request_text *r = request;
	struct order *o = d->order;
	const struct hold_reason *reason = org_get_hold_reason(d->org, r->text);

	if (!reason)
		return refuse(d, ERR_INVALID_PARAMS, "/params/reason",
			"no such hold reason: hold_reason.list names them",
			"没有这个挂起原因：hold_reason.list 列出全部原因");
	struct happening *h = happen(d, "held");
	h->text = r->note ? arena_fmt(d->arena, "%s: %s", reason->name, r->note) : reason->name;
	o->hold = (struct hold){reason->name, reason->stops_clock, r->note, d->actor->name, d->now_at};
	const char *rule = arena_fmt(d->arena, "hold: %s (rules.md 10)", reason->name);
	for (int i = 0; reason->stops_clock && i < o->n_clocks; i++)
		if (stops_on_hold(o->clocks[i].kind))
			clock_pause(d, &o->clocks[i], PAUSE_HOLD, rule);
	happen_feedback(d, "held", h->text);
	return ERR_NONE;
}

enum err decide_resume(struct decision *d, const void *request)
{
	const struct request_text *r = request;
	struct order *o = d->order;

	if (!o->hold.reason) {
		d->fail.state = word_name(WORDS_ORDER_STATE, o->state);
		return refuse(d, ERR_WRONG_STATE, NULL, "the order is not on hold", "工单并未挂起");
	}
	happen(d, "resumed")->text = r->note;
	o->hold = (struct hold){.since = INSTANT_NONE};
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].state == CLOCK_PAUSED && o->clocks[i].paused_by == PAUSE_HOLD)
			clock_resume(d, &o->clocks[i], "resumed (rules.md 10)");
	happen_feedback(d, "resumed", r->note);
	return ERR_NONE;
}

/* --- retier --------------------------------------------------------------------------------------- */

static bool keeps_limit(const struct clock *c)
{
	return !clock_is_live(c) || c->kind == CLOCK_RESERVATION;
}

/* Of clocks that are to come as well as of those that run: nothing is guessed then either. */
static enum err check_new_limits(struct decision *d)
{
	enum clock_kind missing = flow_find_missing_row(d);

	if (missing)
		return flow_refuse_no_policy(d, missing);
	for (int i = 0; i < d->order->n_clocks; i++) {
		const struct clock *c = &d->order->clocks[i];
		struct clock_terms terms;

		if (!keeps_limit(c) && !flow_get_terms(d, c->kind, c->ref, &terms))
			return flow_refuse_no_policy(d, c->kind);
	}
	return ERR_NONE;
}

enum err decide_retier(struct decision *d, const void *request)
{
	const struct request_retier *r = request;
	struct order *o = d->order;
	const char *was = word_name(WORDS_TIER, o->tier);
	bool is_submitted = o->state != ORDER_DRAFT;
	enum err e;

	if (o->tier == (enum tier)r->tier)
		return ERR_NONE;
	o->tier = (enum tier)r->tier;
	if (is_submitted) {
		e = check_new_limits(d);
		if (e == ERR_NONE)
			e = flow_take_place(d, r->override);
		if (e != ERR_NONE)
			return e;
	} else {
		flow_give_place(d);
	}
	struct happening *h = happen(d, "retiered");
	h->text = arena_fmt(d->arena, "%s -> %s: %s", was, word_name(WORDS_TIER, o->tier), r->reason);
	const char *rule = arena_fmt(
		d->arena, "tier %s -> %s (rules.md 16)", was, word_name(WORDS_TIER, o->tier));
	for (int i = 0; is_submitted && i < o->n_clocks; i++) {
		struct clock *c = &o->clocks[i];
		struct clock_terms terms;

		if (!keeps_limit(c) && flow_get_terms(d, c->kind, c->ref, &terms))
			clock_set_terms(d, c, &terms, rule);
	}
	return ERR_NONE;
}

enum err decide_resolve_major(struct decision *d, const void *request)
{
	const struct request_text *r = request;

	if (!d->order->is_major) {
		d->fail.state = word_name(WORDS_ORDER_STATE, d->order->state);
		return refuse(
			d, ERR_WRONG_STATE, NULL, "the order is not a major issue", "工单不是重大问题");
	}
	happen(d, "major_resolved")->text = r->text;
	d->order->is_major = false;
	happen_feedback(d, "major_resolved", r->text);
	return ERR_NONE;
}
