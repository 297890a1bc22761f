/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the figures for managers (rules.md 30): what is counted is the statement's, what follows from the
 * counts is worked out here, in whole numbers. It never rounds a rate.
 */
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

enum { N_DIMENSIONS = 8, COUNTS = N_DIMENSIONS };

/* The statement's first columns, and its parameters 8 .. 15. */
static const char *const dimensions[N_DIMENSIONS] = {
	"station", "person", "unit", "service", "kind", "tier", "scope", "month"};

enum figure {
	ORDERS,
	FINISHED,
	MISSED,
	ON_TIME_RATE,
	MEAN_S,
	MEDIAN_S,
	TASKS,
	REWORKED,
	REWORK_RATE,
	CHARGED_S,
	LATE_ALLOWANCE,
	SHORT_BY,
	N_FIGURES,
};
static const char *const figures[N_FIGURES] = {"orders", "finished", "missed", "on_time_rate",
	"mean_s", "median_s", "tasks", "reworked", "rework_rate", "charged_s", "late_allowance",
	"short_by"};

void report_fill(struct params *p, const struct store *s, const struct request_find *request)
{
	params_put_int(p, request->from);
	params_put_int(p, request->to);
	params_put_text(p, s->options.zone);
	for (int i = 0; i < N_DIMENSIONS; i++)
		params_put_bool(p, names_has(&request->by, dimensions[i]));
}

static struct cell cell_int(int64_t v)
{
	return (struct cell){.type = CELL_INT, .integer = v};
}

static struct cell cell_real(const PGresult *res, int row, int col)
{
	if (PQgetisnull(res, row, col))
		return (struct cell){.type = CELL_NULL};
	return (struct cell){.type = CELL_REAL, .real = row_real(res, row, col)};
}

static struct cell cell_rate(int64_t part, int64_t of)
{
	if (of == 0)
		return (struct cell){.type = CELL_NULL};
	return (struct cell){.type = CELL_REAL, .real = (double)part / (double)of};
}

/* The largest k with on_time / (finished + k) >= target, or by how many it is short of that. */
static void fill_allowance(struct cell *out, int64_t finished, int64_t on_time, int64_t target_ppm)
{
	int64_t needed = (finished * target_ppm + 999999) / 1000000; /* on time, to reach the target */

	out[LATE_ALLOWANCE] = cell_int(0);
	out[SHORT_BY] = cell_int(finished && on_time < needed ? needed - on_time : 0);
	if (target_ppm == 0)
		out[LATE_ALLOWANCE] = (struct cell){.type = CELL_NULL}; /* any number may be late */
	else if (finished && on_time >= needed)
		out[LATE_ALLOWANCE] = cell_int(on_time * 1000000 / target_ppm - finished);
}

static void fill_figures(struct cell *out, const PGresult *res, int row)
{
	int64_t finished = row_int(res, row, COUNTS + 1, 0), missed = row_int(res, row, COUNTS + 2, 0);
	int64_t tasks = row_int(res, row, COUNTS + 5, 0), reworked = row_int(res, row, COUNTS + 6, 0);

	out[ORDERS] = cell_int(row_int(res, row, COUNTS, 0));
	out[FINISHED] = cell_int(finished);
	out[MISSED] = cell_int(missed);
	out[ON_TIME_RATE] = cell_rate(finished - missed, finished);
	out[MEAN_S] = cell_real(res, row, COUNTS + 3);
	out[MEDIAN_S] = cell_real(res, row, COUNTS + 4);
	out[TASKS] = cell_int(tasks);
	out[REWORKED] = cell_int(reworked);
	out[REWORK_RATE] = cell_rate(reworked, tasks);
	out[CHARGED_S] = cell_real(res, row, COUNTS + 7);
	if (PQgetisnull(res, row, COUNTS + 8)) /* no target is laid down */
		out[LATE_ALLOWANCE] = out[SHORT_BY] = (struct cell){.type = CELL_NULL};
	else
		fill_allowance(out, finished, finished - missed, row_int(res, row, COUNTS + 8, 0));
}

static int dimension_of(const char *name)
{
	for (int i = 0; i < N_DIMENSIONS; i++)
		if (strcmp(dimensions[i], name) == 0)
			return i;
	must(!"a dimension the decoder let through");
	return 0;
}

void report_take(struct found *found, const struct request_find *request, const PGresult *res)
{
	struct arena *a = found->arena;
	int n_by = request->by.n;

	found->n = PQntuples(res);
	found->n_columns = n_by + N_FIGURES;
	found->columns = arena_new_n(a, (size_t)found->n_columns, const char *);
	found->cells = arena_new_n(a, (size_t)found->n * (size_t)found->n_columns, struct cell);
	for (int i = 0; i < n_by; i++)
		found->columns[i] = request->by.at[i];
	for (int i = 0; i < N_FIGURES; i++)
		found->columns[n_by + i] = figures[i];
	for (int row = 0; row < found->n; row++) {
		struct cell *cells = &found->cells[row * found->n_columns];

		for (int i = 0; i < n_by; i++) {
			const char *text = row_text(a, res, row, dimension_of(request->by.at[i]));

			cells[i] = (struct cell){.type = text ? CELL_TEXT : CELL_NULL, .text = text};
		}
		fill_figures(cells + n_by, res, row);
	}
}
