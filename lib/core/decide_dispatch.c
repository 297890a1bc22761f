/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the dispatch: a route or a list by hand becomes tasks, and while executing a new list
 * replaces what is not done (rules.md 12, 13).
 */
#include <string.h>

#include "core/flow.h"
#include "core/graph.h"
#include "core/happen.h"
#include "core/sla.h"

static enum err take_nodes(
	struct decision *d, const struct request_dispatch *r, struct route_node **nodes, int *n)
{
	const struct route *route;

	if (!r->route == !r->n_tasks)
		return refuse(d, ERR_INVALID_PARAMS, r->route ? "/params/tasks" : "/params/route",
			"give either a route or tasks", "请给出路由或任务列表之一");
	if (!r->route) {
		*nodes = r->tasks;
		*n = r->n_tasks;
		return ERR_NONE;
	}
	route = org_get_route(d->org, r->route);
	if (!route)
		return refuse(d, ERR_BAD_ROUTE, "/params/route", "no such route: route.list names them",
			"没有这条路由：route.list 列出全部路由");
	if (route->kind != d->order->kind || strcmp(route->service, d->order->service) != 0)
		return refuse(d, ERR_BAD_ROUTE, "/params/route",
			"this route is for another kind or service", "此路由用于其他单据种类或业务");
	*nodes = arena_copy(d->arena, route->nodes, (size_t)route->n_nodes * sizeof(**nodes));
	*n = route->n_nodes;
	return ERR_NONE;
}

static const struct route_node *node_of(const struct route_node *nodes, int n, const struct task *t)
{
	for (int i = 0; i < n; i++)
		if (strcmp(nodes[i].name, t->name) == 0 && strcmp(nodes[i].station, t->station) == 0)
			return &nodes[i];
	return NULL;
}

static bool is_open(const struct task *t)
{
	return t->state != TASK_DONE && t->state != TASK_CANCELLED;
}

/* A done task's name stands for that task; there must be something left to do. */
static enum err check_against_done(
	struct decision *d, const struct route_node *nodes, int n, const char *field)
{
	int n_done = 0;

	for (int i = 0; i < n; i++) {
		const struct task *t = order_get_task_named(d->order, nodes[i].name);

		if (!t || t->state != TASK_DONE)
			continue;
		n_done++;
		if (strcmp(t->station, nodes[i].station) != 0)
			return refuse(d, ERR_BAD_ROUTE, arena_fmt(d->arena, "/params/%s/%d/name", field, i),
				"a task of that name is done at another station: choose another name",
				"同名任务已在其他工位完成，请换一个名称");
	}
	if (n_done == n)
		return refuse(d, ERR_BAD_ROUTE, arena_fmt(d->arena, "/params/%s", field),
			"every task named is already done", "所列任务均已完成");
	if (d->order->n_tasks + n > ORDER_TASKS_MAX)
		return refuse(d, ERR_BAD_ROUTE, arena_fmt(d->arena, "/params/%s", field),
			"an order has at most 64 tasks, earlier ones included",
			"一张工单最多 64 个任务（含以前的任务）");
	return ERR_NONE;
}

/* Slips the new dispatch answers: those for the CRC, and those with a task left out. */
static void close_slips(struct decision *d)
{
	struct order *o = d->order;

	for (int i = 0; i < o->n_returns; i++) {
		struct return_slip *r = &o->returns[i];
		const struct task *raiser = order_get_task(o, r->raised_by_task);
		const struct task *erring = r->to_task ? order_get_task(o, r->to_task) : NULL;

		if (return_is_unsettled(r) &&
			(!erring || erring->state == TASK_CANCELLED ||
				(raiser && raiser->state == TASK_CANCELLED)))
			flow_close_return(d, r, "new dispatch (rules.md 12, 13)");
	}
}

static void keep_task(struct decision *d, struct task *t, const struct route_node *node, int pos)
{
	struct clock *c = order_get_clock(d->order, CLOCK_TASK, t->id);
	bool is_other_share = t->share_ppm != node->share_ppm;
	struct clock_terms terms;

	t->share_ppm = node->share_ppm;
	if (is_other_share && c && clock_is_live(c) && !t->rework &&
		flow_get_terms(d, CLOCK_TASK, t->id, &terms))
		clock_set_terms(d, c, &terms, "dispatched anew with another share");
	t->after = node->after;
	t->pos = pos;
	t->is_dirty = true;
}

static void add_task(struct decision *d, const struct route_node *node, int pos)
{
	struct order *o = d->order;
	const struct station *s = org_get_station(d->org, node->station);
	struct task *grown = arena_new_n(d->arena, (size_t)o->n_tasks + 1, struct task);

	if (o->n_tasks)
		memcpy(grown, o->tasks, (size_t)o->n_tasks * sizeof(*grown));
	struct task *t = &grown[o->n_tasks++];
	o->tasks = grown;
	*t = (struct task){
		.id = id_take(d->ids, ID_TASK),
		.name = node->name,
		.station = node->station,
		.area = s->area,
		.pos = pos,
		.after = node->after,
		.share_ppm = node->share_ppm,
		.issued_at = INSTANT_NONE,
		.accepted_at = INSTANT_NONE,
		.done_at = INSTANT_NONE,
		.ready_at = INSTANT_NONE,
		.valid_until = INSTANT_NONE,
	};
	task_enter(d, t, TASK_WAITING);
}

static void replace_tasks(struct decision *d, const struct route_node *nodes, int n)
{
	struct order *o = d->order;

	for (int i = 0; i < o->n_tasks; i++)
		if (is_open(&o->tasks[i]) && !node_of(nodes, n, &o->tasks[i]))
			flow_stop_task(d, &o->tasks[i]);
	for (int i = 0; i < n; i++) {
		struct task *t = order_get_task_named(o, nodes[i].name);

		if (!t)
			add_task(d, &nodes[i], i);
		else if (t->state != TASK_DONE)
			keep_task(d, t, &nodes[i], i);
	}
	close_slips(d);
}

enum err decide_dispatch(struct decision *d, const void *request)
{
	const struct request_dispatch *r = request;
	const char *field = r->route ? "route" : "tasks";
	struct route_node *nodes = NULL;
	struct names done = {0};
	int n = 0;
	enum err e = take_nodes(d, r, &nodes, &n);

	for (int i = 0; i < d->order->n_tasks; i++)
		if (d->order->tasks[i].state == TASK_DONE)
			names_add(d->arena, &done, d->order->tasks[i].name);
	if (e == ERR_NONE)
		e = graph_check(d, nodes, n, &done, field);
	if (e == ERR_NONE)
		e = check_against_done(d, nodes, n, field);
	if (e != ERR_NONE)
		return e;
	happen(d, "dispatched")->text = r->route;
	struct clock *intake = order_get_clock(d->order, CLOCK_INTAKE, 0);
	if (intake && clock_is_live(intake))
		clock_end(d, intake, "dispatched");
	d->order->route = r->route;
	replace_tasks(d, nodes, n);
	order_enter(d, ORDER_EXECUTING);
	flow_issue_ready(d);
	happen_feedback(d, "dispatched", r->route);
	return ERR_NONE;
}
