/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions on policy: limits and ladders as versions, quotas, targets, routes. Orders
 * keep the version they were given at submission (rules.md 9, 29).
 */
#include <string.h>

#include "core/graph.h"
#include "core/put.h"
#include "core/sla.h"

/* --- limits --------------------------------------------------------------------------------------- */

static bool is_in_force(const struct limit *l)
{
	return !l->to_version && l->limit_ms >= 0;
}

static const char *describe_limit(struct arena *a, const struct limit *l)
{
	const char *text = word_name(WORDS_CLOCK_KIND, l->clock);

	if (l->kind)
		text = arena_fmt(a, "%s, kind %s", text, word_name(WORDS_ORDER_KIND, l->kind));
	if (l->service)
		text = arena_fmt(a, "%s, service %s", text, l->service);
	if (l->resource)
		text = arena_fmt(a, "%s, resource %s", text, word_name(WORDS_RESOURCE, l->resource));
	if (l->tier)
		text = arena_fmt(a, "%s, tier %s", text, word_name(WORDS_TIER, l->tier));
	if (l->fault)
		text = arena_fmt(a, "%s, fault %s", text, word_name(WORDS_FAULT, l->fault));
	if (l->customer)
		text = arena_fmt(a, "%s, customer %s", text, l->customer);
	if (l->lines_to)
		text = arena_fmt(
			a, "%s, lines %lld-%lld", text, (long long)l->lines_from, (long long)l->lines_to);
	else if (l->lines_from)
		text = arena_fmt(a, "%s, lines %lld and more", text, (long long)l->lines_from);
	return text;
}

/* "station" has a meaning only where a clock is about one. */
static enum err check_station_calendar(struct decision *d, const struct limit *l, const char *field)
{
	if (l->clock == CLOCK_ACCEPT || l->clock == CLOCK_TASK || l->clock == CLOCK_RETURN)
		return ERR_NONE;
	return refuse(d, ERR_BAD_CALENDAR, field,
		arena_fmt(d->arena,
			"the %s clock is about no single station: only accept, task and return clocks can "
			"count in their station's calendar",
			word_name(WORDS_CLOCK_KIND, l->clock)),
		arena_fmt(d->arena, "%s 时钟不属于某一个工位：只有 accept、task、return 时钟可用工位日历",
			word_name(WORDS_CLOCK_KIND, l->clock)));
}

static enum err check_limit(struct decision *d, const struct limit *l, int i)
{
	const char *at = arena_fmt(d->arena, "/params/limits/%d", i);

	if (!l->clock)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/clock", at),
			"a limit row names its clock", "时限行必须指明时钟");
	if (l->clock == CLOCK_RESERVATION)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/clock", at),
			"a reservation runs to the validity of its answer: it has no limit row",
			"预留时钟以答复的有效期为准，没有时限行");
	if (l->clock == CLOCK_TASK && !l->is_rework)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/clock", at),
			"a task's limit is its share of the order's; only rework has a row",
			"任务时限是工单时限的份额，只有返工可另设时限行");
	if (l->is_rework && l->clock != CLOCK_TASK)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/rework", at),
			"rework goes with the task clock only", "rework 只用于任务时钟");
	if (l->lines_from < 0 || (l->lines_to && l->lines_to < l->lines_from))
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/lines", at),
			"lines is [from, to or null], from 1, to not below from",
			"lines 应为 [起, 止或 null]，起不小于 1，止不小于起");
	if (l->limit_ms == 0)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/limit", at),
			"a limit is longer than nothing", "时限必须大于零");
	if (l->calendar && strcmp(l->calendar, LIMIT_CALENDAR_OF_STATION) == 0)
		return check_station_calendar(d, l, arena_fmt(d->arena, "%s/calendar", at));
	return put_check_calendar(d, l->calendar, arena_fmt(d->arena, "%s/calendar", at));
}

/* The row in force that this one replaces; NULL: none. */
static const struct limit *find_same(const struct decision *d, const struct limit *l)
{
	for (int i = 0; i < org_count(d->org, ORG_LIMIT); i++) {
		const struct limit *old = org_at(d->org, ORG_LIMIT, i);

		if (is_in_force(old) && sla_limits_match_same(old, l))
			return old;
	}
	return NULL;
}

static enum err refuse_twice(struct decision *d, const char *list, int i)
{
	return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "/params/%s/%d", list, i),
		"the same row stands in this list twice", "此列表中有重复的行");
}

static enum err refuse_clash(
	struct decision *d, int i, const struct limit *a, const struct limit *b)
{
	const char *first = describe_limit(d->arena, a), *second = describe_limit(d->arena, b);

	return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "/params/limits/%d", i),
		arena_fmt(d->arena,
			"both (%s) and (%s) can match one order, and neither is the narrower: "
			"make one of them narrower",
			first, second),
		arena_fmt(d->arena, "(%s) 与 (%s) 可能同时匹配一张工单且互不包含，请将其中之一收窄", first,
			second));
}

static enum err check_clashes(struct decision *d, const struct request_limits *r)
{
	for (int i = 0; i < r->n_limits; i++) {
		const struct limit *l = &r->limits[i];

		for (int k = 0; k < i; k++) {
			if (sla_limits_match_same(l, &r->limits[k]))
				return refuse_twice(d, "limits", i);
			if (l->limit_ms >= 0 && r->limits[k].limit_ms >= 0 &&
				sla_limits_clash(l, &r->limits[k]))
				return refuse_clash(d, i, l, &r->limits[k]);
		}
		for (int k = 0; l->limit_ms >= 0 && k < org_count(d->org, ORG_LIMIT); k++) {
			const struct limit *old = org_at(d->org, ORG_LIMIT, k);
			bool is_going = false;

			for (int m = 0; m < r->n_limits; m++)
				is_going |= sla_limits_match_same(old, &r->limits[m]);
			if (is_in_force(old) && !is_going && sla_limits_clash(l, old))
				return refuse_clash(d, i, l, old);
		}
	}
	return ERR_NONE;
}

enum err decide_limits_put(struct decision *d, const void *request)
{
	const struct request_limits *r = request;
	int64_t version = org_get_policy_version(d->org) + 1;
	int64_t id = put_next_id(d, ORG_LIMIT);
	enum err e = ERR_NONE;

	for (int i = 0; e == ERR_NONE && i < r->n_limits; i++)
		e = check_limit(d, &r->limits[i], i);
	if (e == ERR_NONE)
		e = check_clashes(d, r);
	if (e != ERR_NONE)
		return e;
	for (int i = 0; i < r->n_limits; i++) {
		const struct limit *old = find_same(d, &r->limits[i]);

		if (old) {
			struct limit ended = *old;

			ended.to_version = version;
			put_row(d, ORG_LIMIT, &ended, sizeof(ended));
		} else if (r->limits[i].limit_ms < 0) {
			return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "/params/limits/%d", i),
				"there is no such row to remove", "没有可删除的这一行");
		}
		struct limit l = r->limits[i];
		l.id = id++;
		l.calendar = l.calendar ? l.calendar : "always";
		l.from_version = version;
		l.to_version = 0;
		if (l.limit_ms >= 0)
			put_row(d, ORG_LIMIT, &l, sizeof(l));
	}
	return ERR_NONE;
}

/* --- ladders -------------------------------------------------------------------------------------- */

static enum err check_step(struct decision *d, const struct step *s, int i)
{
	const char *at = arena_fmt(d->arena, "/params/steps/%d", i);

	if (!s->is_after && s->value < 1)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/at", at),
			"a step is at a share above 0", "步骤的份额须大于 0");
	if (s->repeat && s->every < 1)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/every", at),
			"a step that repeats says every how much", "重复的步骤须给出间隔 every");
	if (!s->repeat && s->every)
		return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "%s/every", at),
			"every goes with repeat", "every 须与 repeat 同时给出");
	return ERR_NONE;
}

enum err decide_ladder_put(struct decision *d, const void *request)
{
	const struct request_ladder *r = request;
	int64_t version = org_get_policy_version(d->org) + 1;
	struct ladder l = {
		.id = put_next_id(d, ORG_LADDER),
		.tier = (enum tier)r->tier,
		.clock = (enum clock_kind)r->clock,
		.steps = r->steps,
		.n_steps = r->n_steps,
		.from_version = version,
	};

	for (int i = 0; i < r->n_steps; i++) {
		enum err e = check_step(d, &r->steps[i], i);

		if (e != ERR_NONE)
			return e;
		for (int k = 0; k < i; k++)
			if (r->steps[k].is_after == r->steps[i].is_after &&
				r->steps[k].value == r->steps[i].value)
				return refuse(d, ERR_BAD_POLICY, arena_fmt(d->arena, "/params/steps/%d", i),
					arena_fmt(d->arena, "steps %d and %d are at the same place", k, i),
					arena_fmt(d->arena, "第 %d 步与第 %d 步位置相同", k, i));
	}
	for (int i = 0; i < org_count(d->org, ORG_LADDER); i++) {
		struct ladder old = *(const struct ladder *)org_at(d->org, ORG_LADDER, i);

		if (old.tier == l.tier && old.clock == l.clock && !old.to_version) {
			old.to_version = version;
			put_row(d, ORG_LADDER, &old, sizeof(old));
		}
	}
	put_row(d, ORG_LADDER, &l, sizeof(l));
	return ERR_NONE;
}

/* --- quotas and targets: no versions, the present row counts -------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_quota(const struct quota *a, const struct quota *b)
{
	return is_same_text(a->service, b->service) && a->resource == b->resource && a->tier == b->tier;
}

static bool is_same_target(const struct on_time_target *a, const struct on_time_target *b)
{
	return is_same_text(a->service, b->service) && a->kind == b->kind;
}

enum err decide_quotas_put(struct decision *d, const void *request)
{
	const struct request_quotas *r = request;
	int64_t id = put_next_id(d, ORG_QUOTA);

	for (int i = 0; i < r->n_quotas; i++) {
		struct quota q = r->quotas[i];

		q.id = 0;
		for (int k = 0; k < i; k++)
			if (is_same_quota(&q, &r->quotas[k]))
				return refuse_twice(d, "quotas", i);
		for (int k = 0; k < org_count(d->org, ORG_QUOTA); k++) {
			const struct quota *old = org_at(d->org, ORG_QUOTA, k);

			if (is_same_quota(old, &q))
				q.id = old->id;
		}
		if (!q.id)
			q.id = id++;
		put_row(d, ORG_QUOTA, &q, sizeof(q));
	}
	return ERR_NONE;
}

enum err decide_targets_put(struct decision *d, const void *request)
{
	const struct request_targets *r = request;
	int64_t id = put_next_id(d, ORG_TARGET);

	for (int i = 0; i < r->n_targets; i++) {
		struct on_time_target t = r->targets[i];

		t.id = 0;
		for (int k = 0; k < i; k++)
			if (is_same_target(&t, &r->targets[k]))
				return refuse_twice(d, "targets", i);
		for (int k = 0; k < org_count(d->org, ORG_TARGET); k++) {
			const struct on_time_target *old = org_at(d->org, ORG_TARGET, k);

			if (is_same_target(old, &t))
				t.id = old->id;
		}
		if (!t.id)
			t.id = id++;
		put_row(d, ORG_TARGET, &t, sizeof(t));
	}
	return ERR_NONE;
}

enum err decide_route_put(struct decision *d, const void *request)
{
	const struct request_route *r = request;
	struct route route = {
		.name = r->name,
		.kind = (enum order_kind)r->kind,
		.service = r->service,
		.nodes = r->nodes,
		.n_nodes = r->n_nodes,
	};
	struct names none = {0};
	enum err e;

	if (r->n_nodes > ROUTE_NODES_MAX)
		return refuse(d, ERR_BAD_ROUTE, "/params/nodes", "a route has at most 32 nodes",
			"路由最多 32 个节点");
	/* Checked on a copy: the row keeps a share left out as left out. */
	e = graph_check(d, arena_copy(d->arena, r->nodes, (size_t)r->n_nodes * sizeof(*r->nodes)),
		r->n_nodes, &none, "nodes");
	if (e == ERR_NONE)
		put_row(d, ORG_ROUTE, &route, sizeof(route));
	return e;
}
