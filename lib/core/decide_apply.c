/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the move of an open order to another policy version (rules.md 4, 9): what its live clocks have
 * spent stays, their limits, calendars and ladders become that version's. It never refuses: an
 * order the policy has no row for keeps what it has.
 */
#include <string.h>

#include "core/alarm.h"
#include "core/flow.h"
#include "core/happen.h"
#include "core/sla.h"

/* What the order's policy gives each live clock (the others: no calendar); false: it has no row for
 * one of them, or for one still to come. */
static bool list_terms(struct decision *d, struct clock_terms *terms)
{
	const struct order *o = d->order;

	if (flow_find_missing_row(d))
		return false;
	for (int i = 0; i < o->n_clocks; i++) {
		const struct clock *c = &o->clocks[i];

		if (clock_is_live(c) && c->kind != CLOCK_RESERVATION &&
			!flow_get_terms(d, c->kind, c->ref, &terms[i]))
			return false;
	}
	return true;
}

/* Whether anything of a clock differs between the policy it has and the one the order has now. */
static bool is_moved_by(
	const struct decision *d, const struct clock *c, const struct clock_terms *terms, int64_t from)
{
	const struct order *o = d->order;

	return terms->limit_ms != c->limit_ms ||
		org_get_calendar(d->org, c->calendar, from) !=
		org_get_calendar(d->org, terms->calendar, o->policy) ||
		sla_find_ladder(d->org, from, o->tier, c->kind) !=
		sla_find_ladder(d->org, o->policy, o->tier, c->kind);
}

bool decide_apply(struct decision *d, int64_t to, bool *moved)
{
	struct order *o = d->order;
	int64_t from = o->policy;
	struct clock_terms *terms = arena_new_n(d->arena, (size_t)o->n_clocks, struct clock_terms);
	bool *is_moved = arena_new_n(d->arena, (size_t)o->n_clocks, bool);
	const char *rule = arena_fmt(d->arena, "policy %lld applied (rules.md 4, 9)", (long long)to);

	*moved = false;
	o->policy = to;
	if (!list_terms(d, terms)) {
		o->policy = from;
		return false;
	}
	for (int i = 0; i < o->n_clocks; i++) {
		is_moved[i] = terms[i].calendar && is_moved_by(d, &o->clocks[i], &terms[i], from);
		*moved |= is_moved[i];
	}
	o->policy = from;
	for (int i = 0; i < o->n_clocks; i++)
		if (is_moved[i])
			clock_count(d, &o->clocks[i]); /* by the calendar it had until now */
	if (*moved)
		happen(d, "policy_applied")->text = arena_fmt(d->arena, "%lld", (long long)to);
	o->policy = to;
	o->is_dirty = true;
	for (int i = 0; i < o->n_clocks; i++)
		if (is_moved[i])
			clock_set_terms(d, &o->clocks[i], &terms[i], rule);
	return true;
}
