/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the verbs that show a report have in common: their period, the call and the table. Owns
 * nothing; computes nothing.
 */
#include "report.h"

#include "client/instant.h"
#include "moment.h"

static bool period_put(struct cli *cli, const struct cmd_args *args, bool is_needed, json_t *params)
{
	static const char *const keys[] = {"from", "to"};
	for (int i = 0; i < 2; i++) {
		int64_t at;
		char instant[INSTANT_TEXT_MAX];
		if (!is_needed && json_object_get(args->params, keys[i]) == NULL)
			continue;
		if (!moment_parse(field_text(args->params, keys[i]), &at)) {
			cli_usage(cli, "%s", T(REPORT_PERIOD));
			return false;
		}
		instant_format(at, instant);
		json_object_set_new(params, keys[i], json_string(instant));
	}
	return true;
}

json_t *report_ask(struct cli *cli, const struct cmd_args *args, const char *method, json_t *params,
	bool is_needed)
{
	if (!export_is_used_well(cli, args) || !cli_info(cli) || /* the zone dates are meant in */
		!period_put(cli, args, is_needed, params)) {
		json_decref(params);
		return NULL;
	}
	return cli_call(cli, method, params);
}

enum cli_status report_run(struct cli *cli, const struct cmd_args *args, const char *method,
	json_t *params, const struct export_table *columns)
{
	json_t *report = report_ask(cli, args, method, params, false);
	if (report != NULL) {
		struct export_table table = *columns;
		table.rows = json_object_get(report, "rows");
		export_reply(cli, args, report, &table);
	}
	json_decref(report);
	return cli->status;
}
