/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop quota` and `sliploop forecast`: what a month may take and what it was foreseen to take,
 * beside what it took. Owns nothing; computes nothing: the figures are the daemon's.
 */
#include "cmd.h"
#include "report.h"

#define FIGURE(key_, head_, kind_, ...) EXPORT_COLUMN(key_, head_, kind_, .block = 1, __VA_ARGS__)

/* clang-format off */
static const struct export_column quota_cols[] = {
	EXPORT_COLUMN("month", MONTH, TEXT, ),
	EXPORT_COLUMN("service", SERVICE, TEXT, ),
	EXPORT_COLUMN("resource", RESOURCE, WORD, ),
	EXPORT_COLUMN("tier", TIER, TEXT, ),
	FIGURE("orders_a_month", QUOTA, COUNT, ),
	FIGURE("used", USED, COUNT, ),
	FIGURE("left", STILL_LEFT, COUNT, ),
	FIGURE("overridden", OVERRIDDEN, COUNT, .is_bad = true),
};

static const struct export_column forecast_cols[] = {
	EXPORT_COLUMN("month", MONTH, TEXT, ),
	EXPORT_COLUMN("unit", UNIT, TEXT, ),
	EXPORT_COLUMN("service", SERVICE, TEXT, ),
	FIGURE("forecast", FORECAST, COUNT, ),
	FIGURE("agreed", AGREED, COUNT, ),
	FIGURE("used", USED, COUNT, ),
	FIGURE("left", STILL_LEFT, COUNT, ),
	FIGURE("over", OVER_AGREED, COUNT, .is_bad = true),
	FIGURE("accuracy", ACCURACY, SHARE, ),
};
/* clang-format on */

#define TABLE(cols_, title_) \
	{ \
		(cols_), sizeof(cols_) / sizeof((cols_)[0]), NULL, TEXT_##title_ \
	}
static const struct export_table quota_table = TABLE(quota_cols, QUOTA_TITLE);
static const struct export_table forecast_table = TABLE(forecast_cols, FORECAST_TITLE);

static enum cli_status quota_run(struct cli *cli, const struct cmd_args *args)
{
	return report_run(cli, args, "report.quota", json_object(), &quota_table);
}

static enum cli_status forecast_run(struct cli *cli, const struct cmd_args *args)
{
	static const char *const filters[] = {"unit", "service"};
	json_t *params = json_object();
	for (int i = 0; i < 2; i++) {
		json_t *value = json_object_get(args->params, filters[i]);
		if (value != NULL)
			json_object_set(params, filters[i], value);
	}
	return report_run(cli, args, "report.forecast", params, &forecast_table);
}

const struct cmd_entry cmd_quota_entry = {
	.name = "quota",
	.usage = "[--from DATE] [--to DATE] " EXPORT_USAGE,
	.doc = TEXT_DOC_QUOTA,
	.flags = EXPORT_FLAGS,
	.options = " from to " EXPORT_OPTIONS,
	.max_words = 1,
	.run = quota_run,
};

const struct cmd_entry cmd_forecast_entry = {
	.name = "forecast",
	.usage = "[--from DATE] [--to DATE] [--unit NAME] [--service NAME] " EXPORT_USAGE,
	.doc = TEXT_DOC_FORECAST,
	.flags = EXPORT_FLAGS,
	.options = " from to unit service " EXPORT_OPTIONS,
	.max_words = 1,
	.run = forecast_run,
};
