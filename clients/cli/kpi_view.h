/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_KPI_VIEW_H
#define CLI_KPI_VIEW_H

#include "export.h"

/* The tables report.kpi makes on a screen. */
enum kpi_block { KPI_ORDERS = 1, KPI_ENDS = 2, KPI_QUALITY = 4, KPI_TASKS = 8 };

/* The columns of report.kpi: the `by` ones first, then every figure. */
struct kpi_view {
	struct export_column cols[EXPORT_COLS_MAX];
	struct export_table table;
};

/* Holds as long as rows and by do. */
void kpi_view_init(struct kpi_view *view, const json_t *rows, const json_t *by);

void kpi_view_table(const json_t *rows, const json_t *by, unsigned blocks);

#endif
