/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "export.h"

/*
 * --from and --to, dates or times in the carrier's zone, as the instants a report asks for; without
 * `is_needed` either may be left out. False: told what is wrong.
 */
bool report_period_put(
	struct cli *cli, const struct cmd_args *args, bool is_needed, json_t *params);

/* A report that is one table of fixed columns, asked for and shown; takes over `params`. */
enum cli_status report_run(struct cli *cli, const struct cmd_args *args, const char *method,
	json_t *params, const struct export_table *columns);

#endif
