/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_ORDER_VIEW_H
#define CLI_ORDER_VIEW_H

#include "cli.h"
#include "screen.h"

/* The whole order: head, clocks, tasks, return slips, loops. */
void order_view_print(const struct cli *cli, const json_t *order);

/* A list of orders as one table, at most `max` rows (the rest is counted). */
void order_view_table(const struct cli *cli, const json_t *orders, size_t max);

/* The clock of a kind (and task, or NULL) in its latest generation; NULL: it never started. */
const json_t *order_view_clock(const json_t *order, const char *kind, const char *task);

/* What is left until `due` as people read it, and the colour it deserves. */
enum colour order_view_left(const struct cli *cli, int64_t due, char *text);

/* Sorts an array of objects by an instant of theirs, the soonest first, those without last. */
typedef int64_t order_view_key_fn(const json_t *object);
void order_view_sort(json_t *array, order_view_key_fn *key);

#endif
