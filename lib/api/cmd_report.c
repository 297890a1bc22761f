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
static bool period_check(struct arena *a, const void *filled, struct failure *fail)
{
	const struct request_find *r = filled;

	(void)a;
	if (r->from < r->to)
		return true;
	fail->en = "`from` must be before `to`";
	fail->zh = "from 应早于 to";
	return false;
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
