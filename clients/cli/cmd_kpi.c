/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop kpi`: the figures of a period, by what one likes. Owns nothing; computes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "kpi_view.h"
#include "report.h"

/* "tier,service" as ["tier", "service"] */
static json_t *by_list(const char *text)
{
	json_t *list = json_array();
	char *copy = strdup(text), *rest = copy, *name;
	while ((name = strsep(&rest, ", ")) != NULL)
		if (*name != '\0')
			json_array_append_new(list, json_string(name));
	free(copy);
	return list;
}

/* What is neither a text nor a list goes to the daemon as it is, to be refused. */
static json_t *by_get(const struct cmd_args *args)
{
	json_t *by = json_object_get(args->params, "by");
	if (by == NULL)
		return by_list("kind,service,tier");
	return json_is_string(by) ? by_list(json_string_value(by)) : json_incref(by);
}

static enum cli_status kpi_run(struct cli *cli, const struct cmd_args *args)
{
	json_t *by = by_get(args);
	json_t *report = report_ask(cli, args, "report.kpi", json_pack("{s:O}", "by", by), true);
	if (report != NULL) {
		struct kpi_view view;
		kpi_view_init(&view, json_object_get(report, "rows"), by);
		export_reply(cli, args, report, &view.table);
	}
	json_decref(by);
	json_decref(report);
	return cli->status;
}

const struct cmd_entry cmd_kpi_entry = {
	.name = "kpi",
	.usage =
		"--from DATE --to DATE [--by kind,service,tier,unit,station,person,scope,month] " EXPORT_USAGE,
	.doc = TEXT_DOC_KPI,
	.flags = EXPORT_FLAGS,
	.options = " from to by " EXPORT_OPTIONS,
	.takes_keys = true,
	.max_words = 1,
	.run = kpi_run,
};
