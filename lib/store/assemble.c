/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns putting orders together: the rows of orders, slips, clocks, tasks, return slips and alarms that one
 * round trip brought become values in the arena, and so do found alarms and the places of a
 * month. It never sends anything.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

struct child { /* a table whose rows hang on an order, as an array and its length */
	enum statement load;
	const struct row_type *type;
	size_t at, n;
};

#define CHILD(load, type, member) \
	{ \
		load, type, offsetof(struct order, member), offsetof(struct order, n_##member) \
	}
static const struct child children[] = {
	CHILD(ST_LOAD_CLOCKS, &row_clock, clocks),
	CHILD(ST_LOAD_TASKS, &row_task, tasks),
	CHILD(ST_LOAD_RETURNS, &row_return, returns),
	CHILD(ST_LOAD_ALARMS, &row_alarm, alarms),
};

static int compare_orders(const void *a, const void *b)
{
	int64_t x = (*(struct order *const *)a)->id, y = (*(struct order *const *)b)->id;

	return (x > y) - (x < y);
}

/* Oldest first; what started at one instant, in the order of the words. */
static int compare_clocks(const void *a, const void *b)
{
	const struct clock *x = a, *y = b;

	if (x->started_at != y->started_at)
		return x->started_at < y->started_at ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->ref != y->ref)
		return x->ref < y->ref ? -1 : 1;
	return (x->generation > y->generation) - (x->generation < y->generation);
}

void assembly_sort(struct assembly *as)
{
	if (!as->is_sorted && as->n)
		qsort(as->orders, (size_t)as->n, sizeof(*as->orders), compare_orders);
	as->is_sorted = true;
}

struct order *assembly_get(struct assembly *as, int64_t id)
{
	struct order key = {.id = id}, *at = &key, **found;

	assembly_sort(as);
	if (!as->n)
		return NULL;
	found = bsearch(&at, as->orders, (size_t)as->n, sizeof(*as->orders), compare_orders);
	return found ? *found : NULL;
}

static void take_orders(struct assembly *as, const PGresult *res)
{
	int n = PQntuples(res);

	if (as->n + n > as->size) {
		int size = as->n + n;
		struct order **grown = arena_new_n(as->arena, (size_t)size, struct order *);

		if (as->n)
			memcpy(grown, as->orders, (size_t)as->n * sizeof(*grown));
		as->orders = grown;
		as->size = size;
	}
	for (int i = 0; i < n; i++) {
		if (PQgetisnull(res, i, 0))
			continue; /* the one row that says: none */
		struct order *o = arena_new(as->arena, struct order);

		o->id = row_int(res, i, 0, 0);
		row_get(as->arena, &row_order, res, i, 1, o);
		o->stored = arena_copy(as->arena, o, sizeof(*o));
		as->orders[as->n++] = o;
	}
	as->is_sorted = false;
}

static void take_slips(struct assembly *as, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		struct order *o = assembly_get(as, row_int(res, i, 0, 0));

		if (o)
			row_get(as->arena, &row_slip, res, i, 1, o);
	}
}

/* Rows come grouped by order, in the order they shall stand in. */
static void take_children(struct assembly *as, const struct child *c, const PGresult *res)
{
	int n = PQntuples(res), from = 0;

	while (from < n) {
		int64_t id = row_int(res, from, 0, 0);
		struct order *o = assembly_get(as, id);
		int to = from;

		while (to < n && row_int(res, to, 0, 0) == id)
			to++;
		if (o) {
			char *rows = arena_array(as->arena, (size_t)(to - from), c->type->size);

			for (int i = from; i < to; i++)
				row_get(as->arena, c->type, res, i, 1, rows + (size_t)(i - from) * c->type->size);
			*(void **)((char *)o + c->at) = rows;
			*(int *)((char *)o + c->n) = to - from;
			if (c->load == ST_LOAD_CLOCKS)
				qsort(rows, (size_t)(to - from), sizeof(struct clock), compare_clocks);
		}
		from = to;
	}
}

bool assembly_take(struct assembly *as, enum statement what, const PGresult *res)
{
	if (what == ST_LOCK_NAMED || what == ST_LOCK_DUE || what == ST_LOCK_MOVES ||
		what == ST_LOAD_ORDERS) {
		take_orders(as, res);
		return true;
	}
	if (what == ST_LOAD_SLIPS) {
		take_slips(as, res);
		return true;
	}
	for (size_t i = 0; i < N_OF(children); i++)
		if (what == children[i].load) {
			take_children(as, &children[i], res);
			return true;
		}
	return false;
}

static void take_quotas(struct places *p, struct arena *a, const PGresult *res)
{
	p->n_quotas = PQntuples(res);
	p->quotas = arena_new_n(a, (size_t)p->n_quotas, struct quota_use);
	for (int i = 0; i < p->n_quotas; i++)
		p->quotas[i] = (struct quota_use){
			.quota = row_int(res, i, 0, 0),
			.month = row_int(res, i, 1, 0),
			.used = row_int(res, i, 2, 0),
		};
}

static void take_agreed(struct places *p, struct arena *a, const PGresult *res)
{
	p->n_agreed = PQntuples(res);
	p->agreed = arena_new_n(a, (size_t)p->n_agreed, struct agreed_use);
	for (int i = 0; i < p->n_agreed; i++)
		p->agreed[i] = (struct agreed_use){
			.unit = row_text(a, res, i, 0),
			.service = row_text(a, res, i, 1),
			.month = row_int(res, i, 2, 0),
			.used = row_int(res, i, 3, 0),
		};
}

bool places_take(struct places *p, struct arena *a, enum statement what, const PGresult *res)
{
	if (what == ST_LOAD_QUOTAS)
		take_quotas(p, a, res);
	else if (what == ST_LOAD_AGREED || what == ST_READ_AGREED_USE)
		take_agreed(p, a, res);
	else
		return false;
	return true;
}

int row_get_found_alarm(
	struct arena *a, const PGresult *res, int row, struct found_alarm *found, int64_t *xid)
{
	int next = row_alarm.n + 1;

	found->order = row_int(res, row, 0, 0);
	row_get(a, &row_alarm, res, row, 1, &found->alarm);
	found->order_kind = (enum order_kind)word_value(WORDS_ORDER_KIND, PQgetvalue(res, row, next++));
	found->task = row_text(a, res, row, next++);
	*xid = strtoll(PQgetvalue(res, row, next++), NULL, 10);
	return next;
}
