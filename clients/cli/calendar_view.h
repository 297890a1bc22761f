/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CALENDAR_VIEW_H
#define CLI_CALENDAR_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define CALENDAR_YEAR_MIN 1990
#define CALENDAR_YEAR_MAX 2119
#define CALENDAR_LINE_MAX 1024

enum day_mark {
	DAY_OPEN, /* by the week's hours */
	DAY_CLOSED, /* by the week */
	DAY_HOLIDAY, /* closed by its date */
	DAY_MADE_UP, /* opened by its date, on a weekday that is closed */
	DAY_OTHER, /* open with hours of its own */
};

/* A year of a calendar as calendar.get answers it, from January 1. */
struct calendar_year {
	int year;
	int n_days;
	enum day_mark marks[366];
};
void calendar_year_fill(struct calendar_year *out, const json_t *calendar, int year);

/* Days since 1970-01-01 of "2026-10-01"; false: it is no date. */
bool calendar_day_read(const char *date, int64_t *day);

/* "09:00-12:00 13:30-17:30"; "" when it is closed all day. */
const char *calendar_hours_text(const json_t *hours, char line[CALENDAR_LINE_MAX]);
/* "Mon-Fri 09:00-17:30, Sat 09:00-12:00": days that are alike together, closed ones left out. */
const char *calendar_week_text(const json_t *week, char line[CALENDAR_LINE_MAX]);

/* Twelve months on one page, and what the marks mean; then the year's dated days as a table. */
void calendar_year_print(const struct calendar_year *year);
void calendar_days_print(const json_t *calendar, const struct calendar_year *year);

#endif
