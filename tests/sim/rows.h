/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_ROWS_H
#define SIM_ROWS_H

#include "core/order.h"

/* What the store keeps of an order and what hangs on it: the columns of lib/store/fields.h, nothing else. */
enum table {
	TABLE_ORDERS,
	TABLE_STAMP, /* the columns that change when something happens and nothing else does */
	TABLE_SLIP, /* columns of struct order too */
	TABLE_CLOCK,
	TABLE_TASK,
	TABLE_RETURN,
	TABLE_ALARM,
	TABLE_HISTORY,
	TABLE_CLOCK_EVENT,
	TABLE_FEEDBACK,
	TABLE_N
};

struct table_type {
	const char *name;
	const struct column *columns;
	int n;
	size_t size;
	size_t at, n_at; /* the array in struct order and its length; 0, 0: none */
	bool (*is_same)(const void *a, const void *b); /* by primary key, within an order */
};
extern const struct table_type tables[TABLE_N];

struct interned;
struct texts { /* each text of a life once */
	struct arena *arena;
	struct interned *buckets[4096];
};
const char *texts_keep(struct texts *t, const char *s); /* NULL stays NULL */

/* The columns of a row, and of an order those of its slip are left as they are. Texts are kept in `texts`, or
 * copied into the arena where that is NULL. */
void row_copy(
	enum table table, void *to, const void *from, struct texts *texts, struct arena *arena);

bool row_differs(enum table table, const void *a, const void *b); /* texts by their places */

/* Both are firings of one step (rules.md 4). */
bool step_is_same(const struct happening *a, const struct happening *b);

/* A row for the array: in place of the one with its key, or behind the others. */
void order_put_row(struct order *o, enum table table, const void *row, struct arena *a, int *size);

#endif
