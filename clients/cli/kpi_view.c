/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the figures of report.kpi are called and how they are shown. Owns nothing; computes nothing:
 * the figures are the daemon's.
 */
#include "kpi_view.h"

#include <string.h>

#define BY_MAX 8
#define FIGURE(key_, head_, kind_, block_, ...) \
	EXPORT_COLUMN(key_, head_, kind_, .block = KPI_##block_, __VA_ARGS__)

/* clang-format off */
static const struct export_column figures[] = {
	FIGURE("orders", KPI_ORDERS, COUNT, ORDERS),
	FIGURE("finished", KPI_FINISHED, COUNT, ORDERS),
	FIGURE("missed", KPI_MISSED, COUNT, ORDERS),
	FIGURE("on_time_rate", KPI_ON_TIME, SHARE, ORDERS, .least = "target"),
	FIGURE("target", KPI_TARGET, SHARE, ORDERS),
	FIGURE("late_allowance", KPI_ALLOWANCE, COUNT, ORDERS),
	FIGURE("short_by", KPI_SHORT_BY, COUNT, ORDERS, .is_bad = true),
	FIGURE("mean_s", KPI_MEAN, SECONDS, ORDERS),
	FIGURE("median_s", KPI_MEDIAN, SECONDS, ORDERS),
	FIGURE("end_to_end_mean_s", KPI_END_MEAN, SECONDS, ENDS),
	FIGURE("end_to_end_median_s", KPI_END_MEDIAN, SECONDS, ENDS),
	FIGURE("goal_now_s", KPI_GOAL_NOW, SECONDS, ENDS),
	FIGURE("goal_short_s", KPI_GOAL_SHORT, SECONDS, ENDS),
	FIGURE("goal_long_s", KPI_GOAL_LONG, SECONDS, ENDS),
	FIGURE("order_error_rate", KPI_ERROR_RATE, SHARE, QUALITY),
	FIGURE("tier_a_orders", KPI_TIER_A, COUNT, QUALITY),
	FIGURE("graded", KPI_GRADED, COUNT, QUALITY),
	FIGURE("grade_time", KPI_GRADE_TIME, NUMBER, QUALITY),
	FIGURE("grade_quality", KPI_GRADE_QUALITY, NUMBER, QUALITY),
	FIGURE("tasks", KPI_TASKS, COUNT, TASKS),
	FIGURE("tasks_missed", KPI_TASKS_MISSED, COUNT, TASKS),
	FIGURE("task_on_time_rate", KPI_TASK_ON_TIME, SHARE, TASKS),
	FIGURE("reworked", KPI_REWORKED, COUNT, TASKS),
	FIGURE("rework_rate", KPI_REWORK_RATE, SHARE, TASKS),
	FIGURE("first_time_rate", KPI_FIRST_TIME, SHARE, TASKS),
	FIGURE("charged_s", KPI_CHARGED, SECONDS, TASKS),
};

static const struct export_column dimensions[BY_MAX] = {
	EXPORT_COLUMN("station", STATION, TEXT, ),
	EXPORT_COLUMN("person", PERSON, TEXT, ),
	EXPORT_COLUMN("unit", UNIT, TEXT, ),
	EXPORT_COLUMN("service", SERVICE, TEXT, ),
	EXPORT_COLUMN("kind", KIND, WORD, ),
	EXPORT_COLUMN("tier", TIER, TEXT, ),
	EXPORT_COLUMN("scope", SCOPE, WORD, ),
	EXPORT_COLUMN("month", MONTH, TEXT, ),
};
/* clang-format on */

#define N_FIGURES (sizeof figures / sizeof figures[0])

void kpi_view_init(struct kpi_view *view, const json_t *rows, const json_t *by)
{
	json_t *name;
	size_t i;
	int n = 0;
	json_array_foreach(by, i, name) for (int d = 0; d < BY_MAX && n < BY_MAX; d++)
	{
		const char *key = json_string_value(name);
		if (key != NULL && strcmp(dimensions[d].key, key) == 0)
			view->cols[n++] = dimensions[d];
	}
	memcpy(view->cols + n, figures, sizeof figures);
	view->table = (struct export_table){view->cols, n + (int)N_FIGURES, rows, TEXT_KPI_TITLE};
}

void kpi_view_table(const json_t *rows, const json_t *by, unsigned blocks)
{
	struct kpi_view view;
	kpi_view_init(&view, rows, by);
	export_screen(&view.table, blocks);
}
