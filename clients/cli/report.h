/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "export.h"

/*
 * Asks for a report of --from to --to, dates or times in the carrier's zone, either of which may be
 * left out unless `is_needed`; takes over `params`. NULL: told what is wrong.
 */
json_t *report_ask(struct cli *cli, const struct cmd_args *args, const char *method, json_t *params,
	bool is_needed);

/* A report that is one table of fixed columns, asked for and shown; takes over `params`. */
enum cli_status report_run(struct cli *cli, const struct cmd_args *args, const char *method,
	json_t *params, const struct export_table *columns);

#endif
