/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the answer to "what if": the organisation as it would be, an open order moved to it on a copy,
 * a finished one recounted under it. It keeps nothing and changes nothing that is not its own.
 */
#include "core/whatif.h"

#include <string.h>

#include "base/die.h"
#include "core/recount.h"
#include "core/sla.h"

/* --- the organisation as it would be ------------------------------------------------------------ */

static void put_oldest_first(struct org *g, const struct org_change *c)
{
	if (!c)
		return;
	put_oldest_first(g, c->next);
	org_put(g, c->noun, c->row);
}

struct org *whatif_org(const struct org *g, const struct org_change *changes)
{
	struct org *other = org_copy(g);

	put_oldest_first(other, changes);
	org_set_versions(other, org_get_config_version(g), org_get_policy_version(g) + 1);
	return other;
}

/* Rows of these keys, of whatever version, are no more. */
static void end_limits(struct org *g, const struct limit *like)
{
	for (int i = 0; i < org_count(g, ORG_LIMIT); i++) {
		struct limit l = *(const struct limit *)org_at(g, ORG_LIMIT, i);

		if (!sla_limits_match_same(&l, like))
			continue;
		l.limit_ms = -1;
		org_put(g, ORG_LIMIT, &l);
	}
}

static void end_ladders(struct org *g, const struct ladder *like)
{
	for (int i = 0; i < org_count(g, ORG_LADDER); i++) {
		struct ladder l = *(const struct ladder *)org_at(g, ORG_LADDER, i);

		if (l.tier != like->tier || l.clock != like->clock)
			continue;
		l.to_version = l.from_version ? l.from_version : 1;
		l.from_version = l.to_version;
		org_put(g, ORG_LADDER, &l);
	}
}

/* The versions of that name all say this; what counted by one of them counts by this too. */
static void put_calendar_always(struct org *g, const struct calendar *c)
{
	bool is_known = false;
	struct calendar all = *c;

	for (int i = 0; i < org_count(g, ORG_CALENDAR); i++) {
		const struct calendar *old = org_at(g, ORG_CALENDAR, i);

		if (strcmp(old->name, c->name) != 0)
			continue;
		all.id = old->id;
		all.from_version = old->from_version;
		all.to_version = old->to_version;
		org_put(g, ORG_CALENDAR, &all);
		is_known = true;
	}
	if (!is_known)
		org_put(g, ORG_CALENDAR, c);
}

static void put_limit_always(struct org *g, const struct limit *row)
{
	struct limit l = *row;

	if (l.limit_ms < 0)
		return;
	l.from_version = 0;
	org_put(g, ORG_LIMIT, &l);
}

static void put_ladder_always(struct org *g, const struct ladder *row)
{
	struct ladder l = *row;

	l.from_version = 0;
	org_put(g, ORG_LADDER, &l);
}

/* A put decided for its checks and its rows, on top of the organisation as it is so far. */
static enum err decide_put(
	struct decision *d, const struct org *g, decide_fn *decide, const void *request)
{
	d->org = g;
	d->changes = NULL;
	return decide(d, request);
}

/* Oldest first: what a put ends comes before what takes its place. */
static void lay_over(struct arena *a, struct org *g, const struct org_change *c)
{
	if (!c)
		return;
	lay_over(a, g, c->next);
	if (c->noun == ORG_LIMIT) {
		struct limit l = *(const struct limit *)c->row;

		/* What is ended borrows its texts from the very row that goes. */
		l.service = arena_str(a, l.service);
		l.customer = arena_str(a, l.customer);
		l.calendar = arena_str(a, l.calendar);
		l.source = arena_str(a, l.source);
		end_limits(g, &l);
		if (!l.to_version)
			put_limit_always(g, &l);
	} else if (c->noun == ORG_LADDER) {
		const struct ladder *l = c->row;

		end_ladders(g, l);
		if (!l->to_version)
			put_ladder_always(g, l);
	} else if (c->noun == ORG_CALENDAR) {
		const struct calendar *calendar = c->row;

		if (!calendar->to_version)
			put_calendar_always(g, calendar);
	}
}

struct org *whatif_org_always(struct decision *d, const struct request_replay *r)
{
	const struct org *present = d->org;
	struct org *g = org_copy(present);
	struct request_limits limits = {.limits = r->limits, .n_limits = r->n_limits};
	enum err e = ERR_NONE;

	for (int i = 0; e == ERR_NONE && i < r->n_calendars; i++) {
		e = decide_put(d, g, decide_calendar_put, &r->calendars[i]);
		if (e == ERR_NONE)
			lay_over(d->arena, g, d->changes);
	}
	if (e == ERR_NONE && r->n_limits) {
		e = decide_put(d, g, decide_limits_put, &limits);
		if (e == ERR_NONE)
			lay_over(d->arena, g, d->changes);
	}
	for (int i = 0; e == ERR_NONE && i < r->n_ladders; i++) {
		e = decide_put(d, g, decide_ladder_put, &r->ladders[i]);
		if (e == ERR_NONE)
			lay_over(d->arena, g, d->changes);
	}
	d->org = present;
	d->changes = NULL;
	if (e == ERR_NONE)
		return g;
	org_free(g);
	return NULL;
}

/* --- an open order ------------------------------------------------------------------------------ */

static void list_alarms(struct arena *a, const struct order *o, struct whatif_move *out)
{
	for (const struct happening *h = o->happenings; h; h = h->next) {
		struct whatif_alarm *alarm;

		if (strcmp(h->what, "step") != 0)
			continue;
		alarm = arena_new(a, struct whatif_alarm);
		*alarm = (struct whatif_alarm){
			h->clock, h->task, h->step_is_after, h->step, h->severity, out->alarms};
		out->alarms = alarm;
		out->n_alarms++;
	}
}

static const char *task_of(const struct order *o, const struct clock *c)
{
	const struct task *t = order_get_clock_task((struct order *)o, c->kind, c->ref);

	return t ? t->name : NULL;
}

static void compare_clocks(
	const struct order *was, const struct order *is, int64_t now_at, struct whatif_move *out)
{
	for (int i = 0; i < is->n_clocks; i++) {
		const struct clock *a = &was->clocks[i], *b = &is->clocks[i];

		if (!clock_is_live(b))
			continue;
		out->is_late |= !clock_is_missed(a, now_at) && clock_is_missed(b, now_at);
		if (a->limit_ms == b->limit_ms && a->due_at == b->due_at)
			continue;
		if (out->clock && b->kind != CLOCK_ORDER)
			continue;
		out->clock = b->kind;
		out->task = task_of(is, b);
		out->from_limit_ms = a->limit_ms;
		out->to_limit_ms = b->limit_ms;
		out->from_due_at = a->due_at;
		out->to_due_at = b->due_at;
	}
}

void whatif_move_order(struct arena *a, const struct org *g, const struct order *o, int64_t now_at,
	struct whatif_move *out)
{
	struct id_pool ids;
	struct decision d = {.arena = a, .org = g, .ids = &ids, .now_at = now_at};
	struct order *before;

	for (int i = 0; i < ID_N; i++)
		ids.next[i] = 1, ids.end[i] = INT64_MAX;
	*out = (struct whatif_move){.order = o->id, .kind = o->kind};
	d.order = order_copy(a, o);
	decide_due(&d); /* what is due by now is due whatever the policy */
	d.order->happenings = NULL;
	before = order_copy(a, d.order);
	if (!decide_apply(&d, org_get_policy_version(g), &out->is_moved)) {
		out->is_kept = true;
		return;
	}
	list_alarms(a, d.order, out);
	compare_clocks(before, d.order, now_at, out);
}

/* --- a finished order --------------------------------------------------------------------------- */

static int count_steps(const struct happening *h)
{
	int n = 0;

	for (; h; h = h->next)
		n += strcmp(h->what, "step") == 0 && h->repeat == 0;
	return n;
}

static void judge(
	const struct org *g, struct order *o, int64_t until_at, struct whatif_verdict *out)
{
	const struct clock *latest = order_get_clock(o, CLOCK_ORDER, 0);

	*out = (struct whatif_verdict){.n_alarms = count_steps(o->happenings)};
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].kind == CLOCK_ORDER)
			out->is_missed |= clock_is_missed(&o->clocks[i], until_at);
	if (latest) {
		out->spent_ms = clock_spent(g, o, latest, until_at);
		out->limit_ms = latest->limit_ms;
	}
}

bool whatif_recount_order(struct arena *a, const struct org *g, const struct order *recorded,
	int64_t until_at, struct whatif_recount *out, const char **why)
{
	struct order *o = recount_order(a, g, recorded, RECOUNT_BY_POLICY, until_at, why);

	*out = (struct whatif_recount){.order = recorded->id, .kind = recorded->kind};
	if (!o)
		return false;
	judge(g, (struct order *)recorded, until_at, &out->then);
	judge(g, o, until_at, &out->now);
	return true;
}
