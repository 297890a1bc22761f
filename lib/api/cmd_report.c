/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of report.*: figures for managers. */
#include "api/commands.h"
#include "api/rows.h"

#define ROLES_REPORT OF_ROLES(R(LEADER) | R(SUPERVISOR) | R(MONITOR) | R(STATION_MANAGER))

static const char *const groups[] = {
	"station", "person", "unit", "service", "kind", "tier", "scope", "month", NULL};

static const struct param kpi_params[] = {
	F("from", PARAM_INSTANT, from, .flags = PARAM_REQUIRED),
	F("to", PARAM_INSTANT, to, .flags = PARAM_REQUIRED, .doc = "excluded"),
	F("by", PARAM_WORDS, by, .choices = groups, .doc = "a row for each; none: one row"),
};
bool period_is_ok(int64_t from, int64_t to, struct failure *fail)
{
	if (from == INSTANT_NONE || to == INSTANT_NONE || from < to)
		return true;
	fail->en = "`from` must be before `to`";
	fail->zh = "from 应早于 to";
	return false;
}

static bool period_check(struct arena *a, const void *filled, struct failure *fail)
{
	const struct request_find *r = filled;

	(void)a;
	return period_is_ok(r->from, r->to, fail);
}
static const struct params kpi = {
	.size = sizeof(struct request_find),
	.at = kpi_params,
	.n = N_OF(kpi_params),
	.blank = &find_blank,
	.check = period_check,
};
const struct command cmd_report_kpi = {
	.name = "report.kpi",
	.doc = "Figures of what was finished in a period: on-time rate, times, rework, charges.",
	.roles = ROLES_REPORT,
	.act = ACT_FIND,
	.params = &kpi,
	.find = FIND_KPI,
	.shape = SHAPE_TABLE,
};

static const struct param loops_params[] = {F_PAGE(200, 1000)};
static const struct params loops = F_PARAMS(loops_params);
const struct command cmd_report_loops = {
	.name = "report.loops",
	.doc = "Orders with an open loop, oldest first; archived ones, which is a bug, apart.",
	.roles = ROLES_REPORT,
	.act = ACT_FIND,
	.params = &loops,
	.find = FIND_LOOPS,
	.shape = SHAPE_LOOPS,
};

/* --- what was foreseen, by the month --------------------------------------------------------- */

#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT
#define F_MONTHS \
	F("from", PARAM_INSTANT, from, OPTIONAL, \
		.doc = \
			"months of the carrier's zone that touch the period; left out: eleven before the last"), \
		F("to", PARAM_INSTANT, to, OPTIONAL, .doc = "excluded; left out: with the present month")
#define MONTHS(list_) \
	{ \
		.size = sizeof(struct request_find), .at = (list_), .n = N_OF(list_), \
		.blank = &find_blank, .check = period_check \
	}

static const struct param quota_params[] = {F_MONTHS};
static const struct params quota = MONTHS(quota_params);
const struct command cmd_report_quota = {
	.name = "report.quota",
	.doc = "Places of the monthly quotas by month: taken, left, and taken beyond them by override.",
	.roles = ROLES_REPORT,
	.act = ACT_FIND,
	.params = &quota,
	.find = FIND_QUOTA,
	.shape = SHAPE_TABLE,
};

static const struct param forecast_params[] = {
	F_MONTHS,
	F("unit", PARAM_NAME, unit, OPTIONAL),
	F("service", PARAM_NAME, service, OPTIONAL),
};
static const struct params forecast = MONTHS(forecast_params);
const struct command cmd_report_forecast = {
	.name = "report.forecast",
	.doc = "Demand by unit, service and month: forecast, agreed, used; a leader's own unit only.",
	.roles = ROLES_REPORT,
	.act = ACT_FIND,
	.params = &forecast,
	.find = FIND_DEMAND,
	.shape = SHAPE_TABLE,
};
