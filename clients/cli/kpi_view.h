/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_KPI_VIEW_H
#define CLI_KPI_VIEW_H

#include <jansson.h>

/* Rows of report.kpi as a table: the `by` columns first, then every figure any row has. */
void kpi_view_table(const json_t *rows, const json_t *by);

#endif
