/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the arithmetic of a route: which node waits for which, the longest path through each, the
 * share that follows from it. It never touches an order.
 */
#include "core/graph.h"

#include <string.h>

/* Shares summed in millionths of a millionth, so that three thirds never pass one. */
static const int64_t one = INT64_C(1000000000000);

struct graph {
	struct route_node *nodes;
	int n;
	int order[ROUTE_NODES_MAX * 2]; /* topological */
	int before[ROUTE_NODES_MAX * 2], behind[ROUTE_NODES_MAX * 2]; /* nodes on the longest path */
};

static int find_node(const struct graph *g, const char *name)
{
	for (int i = 0; i < g->n; i++)
		if (strcmp(g->nodes[i].name, name) == 0)
			return i;
	return -1;
}

static const char *pointer(struct decision *d, const char *field, int i, const char *key)
{
	return arena_fmt(d->arena, "/params/%s/%d/%s", field, i, key);
}

static enum err check_node(
	struct decision *d, const struct graph *g, int i, const struct names *done, const char *field)
{
	const struct route_node *node = &g->nodes[i];

	if (find_node(g, node->name) != i)
		return refuse(d, ERR_BAD_ROUTE, pointer(d, field, i, "name"),
			arena_fmt(d->arena, "two nodes are named %s", node->name),
			arena_fmt(d->arena, "有两个节点同名：%s", node->name));
	if (!org_get_station(d->org, node->station))
		return refuse(d, ERR_BAD_ROUTE, pointer(d, field, i, "station"),
			arena_fmt(d->arena, "no such station: %s", node->station),
			arena_fmt(d->arena, "没有这个工位：%s", node->station));
	for (int k = 0; k < node->after.n; k++)
		if (find_node(g, node->after.at[k]) < 0 && !names_has(done, node->after.at[k]))
			return refuse(d, ERR_BAD_ROUTE, pointer(d, field, i, "after"),
				arena_fmt(d->arena, "%s waits for %s, which is not in the route", node->name,
					node->after.at[k]),
				arena_fmt(d->arena, "%s 等待的 %s 不在路由中", node->name, node->after.at[k]));
	return ERR_NONE;
}

/* Fills g->order; false: there is a cycle. */
static bool sort_nodes(struct graph *g)
{
	bool is_placed[ROUTE_NODES_MAX * 2] = {false};

	for (int placed = 0; placed < g->n;) {
		int before = placed;

		for (int i = 0; i < g->n; i++) {
			bool is_free = !is_placed[i];

			for (int k = 0; is_free && k < g->nodes[i].after.n; k++) {
				int j = find_node(g, g->nodes[i].after.at[k]);

				is_free = j < 0 || is_placed[j];
			}
			if (is_free) {
				is_placed[i] = true;
				g->order[placed++] = i;
			}
		}
		if (placed == before)
			return false;
	}
	return true;
}

static void measure(struct graph *g)
{
	for (int i = 0; i < g->n; i++)
		g->before[i] = g->behind[i] = 1;
	for (int o = 0; o < g->n; o++) {
		int i = g->order[o];

		for (int k = 0; k < g->nodes[i].after.n; k++) {
			int j = find_node(g, g->nodes[i].after.at[k]);

			if (j >= 0 && g->before[j] + 1 > g->before[i])
				g->before[i] = g->before[j] + 1;
		}
	}
	for (int o = g->n - 1; o >= 0; o--) {
		int i = g->order[o];

		for (int k = 0; k < g->nodes[i].after.n; k++) {
			int j = find_node(g, g->nodes[i].after.at[k]);

			if (j >= 0 && g->behind[i] + 1 > g->behind[j])
				g->behind[j] = g->behind[i] + 1;
		}
	}
}

static int64_t fine_share(int64_t share_ppm)
{
	return share_ppm < 0 ? one / -share_ppm : share_ppm * 1000000;
}

static enum err check_paths(struct decision *d, const struct graph *g, const char *field)
{
	int64_t sum[ROUTE_NODES_MAX * 2] = {0};

	for (int o = 0; o < g->n; o++) {
		int i = g->order[o];

		for (int k = 0; k < g->nodes[i].after.n; k++) {
			int j = find_node(g, g->nodes[i].after.at[k]);

			if (j >= 0 && sum[j] > sum[i])
				sum[i] = sum[j];
		}
		sum[i] += fine_share(g->nodes[i].share_ppm);
		if (sum[i] > one)
			return refuse(d, ERR_BAD_ROUTE, pointer(d, field, i, "share"),
				arena_fmt(d->arena, "the shares on the path to %s sum above 1", g->nodes[i].name),
				arena_fmt(d->arena, "到 %s 的路径上份额之和超过 1", g->nodes[i].name));
	}
	return ERR_NONE;
}

enum err graph_check(struct decision *d, struct route_node *nodes, int n, const struct names *done,
	const char *field)
{
	struct graph g = {.nodes = nodes, .n = n};
	const char *all = arena_fmt(d->arena, "/params/%s", field);

	if (n < 1 || n > ROUTE_NODES_MAX * 2)
		return refuse(
			d, ERR_BAD_ROUTE, all, "a route has 1 to 64 nodes", "路由须有 1 至 64 个节点");
	for (int i = 0; i < n; i++) {
		enum err e = check_node(d, &g, i, done, field);

		if (e != ERR_NONE)
			return e;
	}
	if (!sort_nodes(&g))
		return refuse(
			d, ERR_BAD_ROUTE, all, "the nodes wait for each other in a circle", "节点之间循环等待");
	measure(&g);
	for (int i = 0; i < n; i++)
		if (nodes[i].share_ppm < 0) {
			int length = g.before[i] + g.behind[i] - 1;

			nodes[i].share_ppm = length == 1 ? 1000000 : -length;
		}
	return check_paths(d, &g, field);
}
