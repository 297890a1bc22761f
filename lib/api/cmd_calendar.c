/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of calendar.*, and of forecast.*: when time counts, and what demand was foreseen. */
#include "api/commands.h"
#include "api/rows.h"

#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT
#define REQUIRED .flags = PARAM_REQUIRED

enum { CALENDAR_PAGE = 20, ZONE_MAX = 64, QUANTITY_MAX = 100000000 };

/* --- calendars ----------------------------------------------------------------------------- */

#define WEEKDAY(name_, i_) P(name_, PARAM_HOURS, request_calendar, calendar.week[i_], OPTIONAL)
static const struct param week_params[] = {
	WEEKDAY("mon", 0),
	WEEKDAY("tue", 1),
	WEEKDAY("wed", 2),
	WEEKDAY("thu", 3),
	WEEKDAY("fri", 4),
	WEEKDAY("sat", 5),
	WEEKDAY("sun", 6),
};
static const struct params object_week = PARAMS(request_calendar, week_params);

static const struct param day_params[] = {
	P("date", PARAM_DATE, working_day, day, REQUIRED),
	P("open", PARAM_HOURS, working_day, hours, REQUIRED, .doc = "[]: closed"),
};
static const struct params object_day = PARAMS(working_day, day_params);

static const struct param calendar_params[] = {
	P("name", PARAM_NAME, request_calendar, calendar.name, REQUIRED),
	P("zone", PARAM_TEXT, request_calendar, calendar.zone, REQUIRED, .max = ZONE_MAX,
		.doc = "of the IANA list, as in Asia/Shanghai"),
	P("week", PARAM_OBJECT, request_calendar, calendar.week, REQUIRED, .row = &object_week,
		.doc =
			"hours by weekday; one left out is closed; [\"22:00\", \"06:00\"] runs past midnight"),
	P("days", PARAM_ROWS, request_calendar, calendar.days, OPTIONAL, .max = CALENDAR_DAYS_MAX,
		.count = offsetof(struct request_calendar, calendar.n_days), .row = &object_day,
		.doc = "dated days with hours of their own: holidays and make-up working days"),
	P_DRY_RUN,
	P_APPLY,
	P_KEY,
};
static const struct params calendar = PARAMS(request_calendar, calendar_params);
/* policy.replay's calendars are put rows without what belongs to the putting. */
const struct params object_calendar = {
	.size = sizeof(struct request_calendar),
	.at = calendar_params,
	.n = N_OF(calendar_params) - 3,
};
const struct command cmd_calendar_put = {
	.name = "calendar.put",
	.doc = "Make or replace a calendar: working hours in a zone, holidays, make-up days.",
	.roles = R(ADMIN),
	.params = &calendar,
	.decide = decide_calendar_put,
	.noun = ORG_CALENDAR,
	.shape = SHAPE_CHANGE,
	.errors = E(BAD_CALENDAR),
	.fill = FILL_CALENDAR,
};

static const struct param import_params[] = {
	P("name", PARAM_NAME, request_import, name, REQUIRED),
	P("zone", PARAM_TEXT, request_import, zone, OPTIONAL, .max = ZONE_MAX,
		.doc = "of a calendar that is new"),
	P("ics", PARAM_RAW, request_import, ics, REQUIRED, .max = FRAME_LONG_MAX,
		.doc = "whole-day events close their days; those marked as make-up working days open them"),
	P_DRY_RUN,
	P_APPLY,
	P_KEY,
};
static const struct params import = PARAMS(request_import, import_params);
const struct command cmd_calendar_import = {
	.name = "calendar.import",
	.doc = "Lay the holidays and make-up days of an iCalendar text over a calendar.",
	.roles = R(ADMIN),
	.params = &import,
	.decide = decide_calendar_import,
	.noun = ORG_CALENDAR,
	.shape = SHAPE_CHANGE,
	.errors = E(BAD_CALENDAR),
	.fill = FILL_IMPORT,
	.is_long = true,
};

static const struct param list_params[] = {F_PAGE(CALENDAR_PAGE, 100)};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_calendar_list = {
	.name = "calendar.list",
	.doc = "The calendars in force.",
	.roles = ROLES_ALL,
	.act = ACT_LIST_ORG,
	.params = &list,
	.noun = ORG_CALENDAR,
	.shape = SHAPE_ITEMS,
};

static const struct param get_params[] = {F("name", PARAM_NAME, name, REQUIRED)};
static const struct params get = F_PARAMS(get_params);
const struct command cmd_calendar_get = {
	.name = "calendar.get",
	.doc = "A calendar by its name.",
	.roles = ROLES_ALL,
	.act = ACT_GET_ORG,
	.params = &get,
	.noun = ORG_CALENDAR,
	.shape = SHAPE_ONE,
	.errors = E(NOT_FOUND),
};

static const struct param span_params[] = {
	P("name", PARAM_NAME, request_span, name, REQUIRED, .doc = "or \"always\""),
	P("from", PARAM_INSTANT, request_span, from, REQUIRED),
	P("to", PARAM_INSTANT, request_span, to, REQUIRED),
};
static const struct params span = PARAMS(request_span, span_params);
const struct command cmd_calendar_span = {
	.name = "calendar.span",
	.doc = "How many seconds a calendar counts between two instants.",
	.roles = ROLES_ALL,
	.act = ACT_COUNT,
	.params = &span,
	.shape = SHAPE_SECONDS,
	.errors = E(NOT_FOUND),
};

static const struct param add_params[] = {
	P("name", PARAM_NAME, request_span, name, REQUIRED, .doc = "or \"always\""),
	P("from", PARAM_INSTANT, request_span, from, REQUIRED),
	P("seconds", PARAM_NUMBER, request_span, counted_us, REQUIRED, .doc = "negative: backwards"),
};
static const struct params add = PARAMS(request_span, add_params);
const struct command cmd_calendar_add = {
	.name = "calendar.add",
	.doc = "The earliest instant at which a calendar has counted so many seconds.",
	.roles = ROLES_ALL,
	.act = ACT_COUNT,
	.params = &add,
	.shape = SHAPE_AT,
	.errors = E(NOT_FOUND),
};

/* --- forecasts ------------------------------------------------------------------------------ */

static const struct param forecast_params[] = {
	P("unit", PARAM_NAME, request_forecast, unit, REQUIRED),
	P("service", PARAM_NAME, request_forecast, service, REQUIRED),
	P("month", PARAM_MONTH, request_forecast, month, REQUIRED, .doc = "of the carrier's zone"),
	P("quantity", PARAM_INT, request_forecast, quantity, REQUIRED, .min = 0, .max = QUANTITY_MAX,
		.doc = "lines"),
	P("state", PARAM_WORD, request_forecast, state, REQUIRED, .words = WORDS_FORECAST_STATE,
		.doc = "only what the supervisor agreed to counts"),
	P_KEY,
};
static const struct params forecast = PARAMS(request_forecast, forecast_params);
const struct command cmd_forecast_put = {
	.name = "forecast.put",
	.doc = "Forecast a month's lines of a unit and service, or agree to them for the back end.",
	.roles = OF_ROLES(R(LEADER) | R(SUPERVISOR)),
	.params = &forecast,
	.decide = decide_forecast_put,
	.noun = ORG_FORECAST,
	.shape = SHAPE_CHANGE,
};

static const struct param forecast_list_params[] = {F_PAGE(200, 1000)};
static const struct params forecast_list = F_PARAMS(forecast_list_params);
const struct command cmd_forecast_list = {
	.name = "forecast.list",
	.doc = "The forecasts and agreed quantities.",
	.roles = ROLES_ALL,
	.act = ACT_LIST_ORG,
	.params = &forecast_list,
	.noun = ORG_FORECAST,
	.shape = SHAPE_ITEMS,
};
