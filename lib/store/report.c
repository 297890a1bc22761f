/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the figures for managers (rules.md 30): what is counted is the statement's, what follows from the
 * counts is worked out here, in whole numbers. It never rounds a rate.
 */
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

enum { N_DIMENSIONS = 8 };

/* Postgres's own numbers of the types that a report's columns have. */
enum column_type { COLUMN_INT = 20, COLUMN_TEXT = 25, COLUMN_REAL = 701 };

/* The statement's first columns, and its parameters 8 .. 15. */
static const char *const dimensions[N_DIMENSIONS] = {
	"station", "person", "unit", "service", "kind", "tier", "scope", "month"};

/* The statement's other columns. */
enum count {
	COUNT_ORDERS = N_DIMENSIONS,
	COUNT_FINISHED,
	COUNT_MISSED,
	COUNT_MEAN_S,
	COUNT_MEDIAN_S,
	COUNT_TASKS,
	COUNT_TASKS_MISSED,
	COUNT_REWORKED,
	COUNT_CHARGED_S,
	COUNT_WRONG,
	COUNT_END_MEAN_S,
	COUNT_END_MEDIAN_S,
	COUNT_GRADE_TIME,
	COUNT_GRADE_QUALITY,
	COUNT_GRADED,
	COUNT_PLACES,
	COUNT_ON_TIME_PPM,
	COUNT_GOAL_NOW_S,
	COUNT_GOAL_SHORT_S,
	COUNT_GOAL_LONG_S,
};

/* What is answered, in this order: X(FIGURE, name). */
#define FIGURES(X) \
	X(ORDERS, orders) \
	X(FINISHED, finished) \
	X(MISSED, missed) \
	X(ON_TIME_RATE, on_time_rate) \
	X(TARGET, target) \
	X(LATE_ALLOWANCE, late_allowance) \
	X(SHORT_BY, short_by) \
	X(MEAN_S, mean_s) \
	X(MEDIAN_S, median_s) \
	X(END_TO_END_MEAN_S, end_to_end_mean_s) \
	X(END_TO_END_MEDIAN_S, end_to_end_median_s) \
	X(GOAL_NOW_S, goal_now_s) \
	X(GOAL_SHORT_S, goal_short_s) \
	X(GOAL_LONG_S, goal_long_s) \
	X(ORDER_ERROR_RATE, order_error_rate) \
	X(TASKS, tasks) \
	X(TASKS_MISSED, tasks_missed) \
	X(TASK_ON_TIME_RATE, task_on_time_rate) \
	X(REWORKED, reworked) \
	X(REWORK_RATE, rework_rate) \
	X(FIRST_TIME_RATE, first_time_rate) \
	X(CHARGED_S, charged_s) \
	X(GRADED, graded) \
	X(GRADE_TIME, grade_time) \
	X(GRADE_QUALITY, grade_quality) \
	X(TIER_A_ORDERS, tier_a_orders)

#define X(id, name) id,
enum figure { FIGURES(X) N_FIGURES };
#undef X
#define X(id, name) #name,
static const char *const figures[N_FIGURES] = {FIGURES(X)};
#undef X

void report_fill_period(struct params *p, const struct store *s, const struct request_find *request)
{
	params_put_at(p, request->from);
	params_put_at(p, request->to);
	params_put_text(p, s->options.zone);
}

void report_fill(struct params *p, const struct store *s, const struct request_find *request)
{
	report_fill_period(p, s, request);
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

static void fill_target(
	struct cell *out, const PGresult *res, int row, int64_t finished, int64_t on_time)
{
	int64_t ppm = row_int(res, row, COUNT_ON_TIME_PPM, 0);

	if (PQgetisnull(res, row, COUNT_ON_TIME_PPM)) { /* no target is laid down */
		out[TARGET] = out[LATE_ALLOWANCE] = out[SHORT_BY] = (struct cell){.type = CELL_NULL};
		return;
	}
	out[TARGET] = cell_rate(ppm, 1000000);
	fill_allowance(out, finished, on_time, ppm);
}

static void fill_figures(struct cell *out, const PGresult *res, int row)
{
	static const struct {
		enum figure figure;
		enum count count;
	} counts[] = {{ORDERS, COUNT_ORDERS}, {FINISHED, COUNT_FINISHED}, {MISSED, COUNT_MISSED},
		{TASKS, COUNT_TASKS}, {TASKS_MISSED, COUNT_TASKS_MISSED}, {REWORKED, COUNT_REWORKED},
		{GRADED, COUNT_GRADED}, {TIER_A_ORDERS, COUNT_PLACES}},
	  reals[] = {{MEAN_S, COUNT_MEAN_S}, {MEDIAN_S, COUNT_MEDIAN_S},
		  {END_TO_END_MEAN_S, COUNT_END_MEAN_S}, {END_TO_END_MEDIAN_S, COUNT_END_MEDIAN_S},
		  {CHARGED_S, COUNT_CHARGED_S}, {GRADE_TIME, COUNT_GRADE_TIME},
		  {GRADE_QUALITY, COUNT_GRADE_QUALITY}, {GOAL_NOW_S, COUNT_GOAL_NOW_S},
		  {GOAL_SHORT_S, COUNT_GOAL_SHORT_S}, {GOAL_LONG_S, COUNT_GOAL_LONG_S}};

	for (size_t i = 0; i < N_OF(counts); i++)
		out[counts[i].figure] = cell_int(row_int(res, row, counts[i].count, 0));
	for (size_t i = 0; i < N_OF(reals); i++)
		out[reals[i].figure] = cell_real(res, row, reals[i].count);

	int64_t finished = out[FINISHED].integer, on_time = finished - out[MISSED].integer;
	int64_t tasks = out[TASKS].integer;

	out[ON_TIME_RATE] = cell_rate(on_time, finished);
	out[ORDER_ERROR_RATE] = cell_rate(row_int(res, row, COUNT_WRONG, 0), finished);
	out[TASK_ON_TIME_RATE] = cell_rate(tasks - out[TASKS_MISSED].integer, tasks);
	out[REWORK_RATE] = cell_rate(out[REWORKED].integer, tasks);
	out[FIRST_TIME_RATE] = cell_rate(tasks - out[REWORKED].integer, tasks);
	fill_target(out, res, row, finished, on_time);
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

static struct cell cell_of(struct arena *a, const PGresult *res, int row, int col)
{
	if (PQgetisnull(res, row, col))
		return (struct cell){.type = CELL_NULL};
	switch ((enum column_type)PQftype(res, col)) {
	case COLUMN_INT: return cell_int(row_int(res, row, col, 0));
	case COLUMN_REAL: return cell_real(res, row, col);
	case COLUMN_TEXT: return (struct cell){.type = CELL_TEXT, .text = row_text(a, res, row, col)};
	}
	die_assert(__FILE__, __LINE__, "a report's column");
}

void report_take_table(struct found *found, const PGresult *res)
{
	struct arena *a = found->arena;

	found->n = PQntuples(res);
	found->n_columns = PQnfields(res);
	found->columns = arena_new_n(a, (size_t)found->n_columns, const char *);
	found->cells = arena_new_n(a, (size_t)found->n * (size_t)found->n_columns, struct cell);
	for (int col = 0; col < found->n_columns; col++) {
		found->columns[col] = arena_str(a, PQfname(res, col));
		for (int row = 0; row < found->n; row++)
			found->cells[row * found->n_columns + col] = cell_of(a, res, row, col);
	}
}
