/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a day's hours as a text and what may be wrong with them, and the dates of days. It never
 * counts: that is calendar.c's.
 */
#include <string.h>

#include "base/die.h"
#include "core/calendar.h"

enum {
	DAY_MINUTES = 24 * 60,
	INTERVAL_TEXT = 11, /* "09:00-12:00" */
	DAY_OF_1970 = 719163, /* 1970-01-01, counting 0001-01-01 as 1 */
	YEAR_LAST = 9999,
};

const char *hours_spell(struct arena *a, const struct hours *h)
{
	const char *text = "";

	for (int i = 0; i < h->n; i++) {
		struct interval v = h->at[i];

		text = arena_fmt(a, "%s%s%02d:%02d-%02d:%02d", text, i ? " " : "", v.from / 60, v.from % 60,
			v.to / 60, v.to % 60);
	}
	return text;
}

static bool read_two(const char *s, int *out)
{
	for (int i = 0; i < 2; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	*out = (s[0] - '0') * 10 + (s[1] - '0');
	return true;
}

/* "09:00"; "24:00" is read too, hours_check says where it may stand. */
static bool read_minute(const char *s, int16_t *out)
{
	int hour, minute;

	if (!read_two(s, &hour) || s[2] != ':' || !read_two(s + 3, &minute))
		return false;
	if (minute > 59 || hour * 60 + minute > DAY_MINUTES)
		return false;
	*out = (int16_t)(hour * 60 + minute);
	return true;
}

bool hours_read(struct arena *a, const char *text, struct hours *out)
{
	size_t length = strlen(text), n = (length + 1) / (INTERVAL_TEXT + 1);

	*out = (struct hours){0};
	if (length == 0)
		return true;
	if ((length + 1) % (INTERVAL_TEXT + 1) != 0 || n > CALENDAR_INTERVALS_MAX)
		return false;
	struct interval *at = arena_new_n(a, n, struct interval);

	for (size_t i = 0; i < n; i++) {
		const char *s = text + i * (INTERVAL_TEXT + 1);

		if (!read_minute(s, &at[i].from) || s[5] != '-' || !read_minute(s + 6, &at[i].to))
			return false;
		if (s[INTERVAL_TEXT] != (i + 1 < n ? ' ' : '\0'))
			return false;
	}
	*out = (struct hours){at, (int)n};
	return true;
}

enum hours_fault hours_check(const struct hours *h)
{
	if (h->n < 0 || h->n > CALENDAR_INTERVALS_MAX)
		return HOURS_RANGE;
	for (int i = 0; i < h->n; i++) {
		struct interval v = h->at[i];

		if (v.from < 0 || v.from >= DAY_MINUTES || v.to < 0 || v.to > DAY_MINUTES)
			return HOURS_RANGE;
		if (v.from == v.to)
			return HOURS_EMPTY;
		if (i > 0 && h->at[i - 1].to <= h->at[i - 1].from)
			return HOURS_AFTER_NIGHT;
		if (i > 0 && v.from < h->at[i - 1].to)
			return HOURS_OVERLAP;
	}
	return HOURS_OK;
}

/* --- dates */

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int64_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The first day of a year. */
static int64_t year_day(int64_t year)
{
	int64_t past = year - 1;

	return past * 365 + floor_div(past, 4) - floor_div(past, 100) + floor_div(past, 400) + 1 -
		DAY_OF_1970;
}

int64_t date_to_day(int year, int month, int day)
{
	int64_t first = year_day(year);

	must(month >= 1 && month <= 12);
	for (int m = 1; m < month; m++)
		first += month_days(year, m);
	return first + day - 1;
}

void day_to_date(int64_t day, int *year, int *month, int *day_of_month)
{
	int64_t y = 1970 + floor_div(day * 400, 146097); /* 400 years' days: off by one at most */
	int m = 1;

	while (year_day(y) > day)
		y--;
	while (year_day(y + 1) <= day)
		y++;
	day -= year_day(y);
	while (day >= month_days(y, m))
		day -= month_days(y, m++);
	*year = (int)y;
	*month = m;
	*day_of_month = (int)day + 1;
}

bool date_is_valid(int year, int month, int day)
{
	return year >= 1 && year <= YEAR_LAST && month >= 1 && month <= 12 && day >= 1 &&
		day <= month_days(year, month);
}
