/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a calendar is shown: its week, a year on one page, its dated days. Owns the marks; never counts
 * time: that is the daemon's.
 */
#include "calendar_view.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "client/instant.h"
#include "screen.h"
#include "table.h"

#define DAY_MS INT64_C(86400000)
#define WEEK 7
#define MONTHS 12
#define MONTHS_ABREAST 3
#define CELL 3
#define GAP 4

static const char *const week_keys[WEEK] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static const struct {
	const char *mark;
	enum colour colour;
} marks[] = {
	[DAY_OPEN] = {" ", COLOUR_NONE},
	[DAY_CLOSED] = {"·", COLOUR_DIM},
	[DAY_HOLIDAY] = {"#", COLOUR_BAD},
	[DAY_MADE_UP] = {"+", COLOUR_GOOD},
	[DAY_OTHER] = {"~", COLOUR_WARN},
};

/* --- days ---------------------------------------------------------------------------------- */

bool calendar_day_read(const char *date, int64_t *day)
{
	int64_t at;
	if (strlen(date) != strlen("2026-10-01") || !instant_parse(date, &at))
		return false;
	*day = at >= 0 ? at / DAY_MS : -((-at + DAY_MS - 1) / DAY_MS);
	return true;
}

static int64_t first_of(int year, int month)
{
	char date[32];
	int64_t day = 0;
	snprintf(date, sizeof date, "%04d-%02d-01", year, month);
	(void)calendar_day_read(date, &day);
	return day;
}

/* 0: Monday. 1970-01-01 was a Thursday. */
static int weekday_of(int64_t day)
{
	return (int)(((day + 3) % WEEK + WEEK) % WEEK);
}

void calendar_year_fill(struct calendar_year *out, const json_t *calendar, int year)
{
	const json_t *week = json_object_get(calendar, "week");
	int64_t first = first_of(year, 1), day;
	json_t *dated;
	size_t i;
	out->year = year;
	out->n_days = (int)(first_of(year + 1, 1) - first);
	for (int d = 0; d < out->n_days; d++) {
		const json_t *hours = json_object_get(week, week_keys[weekday_of(first + d)]);
		out->marks[d] = json_array_size(hours) > 0 ? DAY_OPEN : DAY_CLOSED;
	}
	json_array_foreach(json_object_get(calendar, "days"), i, dated)
	{
		const json_t *open = json_object_get(dated, "open");
		if (!calendar_day_read(field_text(dated, "date"), &day) || day < first ||
			day >= first + out->n_days)
			continue;
		enum day_mark *mark = &out->marks[day - first];
		if (json_array_size(open) == 0)
			*mark = DAY_HOLIDAY;
		else if (*mark == DAY_CLOSED)
			*mark = DAY_MADE_UP;
		else if (!json_equal(open, json_object_get(week, week_keys[weekday_of(day)])))
			*mark = DAY_OTHER;
	}
}

/* --- texts --------------------------------------------------------------------------------- */

const char *calendar_hours_text(const json_t *hours, char line[CALENDAR_LINE_MAX])
{
	size_t i, len = 0;
	json_t *interval;
	*line = '\0';
	json_array_foreach(hours, i, interval)
	{
		const char *from = json_string_value(json_array_get(interval, 0));
		const char *to = json_string_value(json_array_get(interval, 1));
		if (from != NULL && to != NULL && len + strlen(from) + strlen(to) + 3 < CALENDAR_LINE_MAX)
			len += (size_t)sprintf(line + len, "%s%s-%s", len > 0 ? " " : "", from, to);
	}
	return line;
}

/* The i-th of the words of a text. */
static void word_of(const char *words, int i, char out[32])
{
	for (; i > 0; i--)
		words += strcspn(words, " ") + 1;
	snprintf(out, 32, "%.*s", (int)strcspn(words, " "), words);
}

const char *calendar_week_text(const json_t *week, char line[CALENDAR_LINE_MAX])
{
	size_t len = 0;
	*line = '\0';
	for (int first = 0, last; first < WEEK; first = last + 1) {
		const json_t *hours = json_object_get(week, week_keys[first]);
		char text[CALENDAR_LINE_MAX], begin[32], end[32];
		for (last = first;
			 last + 1 < WEEK && json_equal(json_object_get(week, week_keys[last + 1]), hours);
			 last++)
			continue;
		if (*calendar_hours_text(hours, text) == '\0')
			continue;
		word_of(T(WEEKDAYS), first, begin);
		word_of(T(WEEKDAYS), last, end);
		int n = snprintf(line + len, CALENDAR_LINE_MAX - len, "%s%s%s%s %s", len > 0 ? ", " : "",
			begin, last > first ? "-" : "", last > first ? end : "", text);
		if (n < 0 || (size_t)n >= CALENDAR_LINE_MAX - len) {
			line[len] = '\0';
			break;
		}
		len += (size_t)n;
	}
	return line;
}

/* --- a year on a page ---------------------------------------------------------------------- */

static void pad(int n)
{
	printf("%*s", n, "");
}

static void titles_print(int year, int first)
{
	for (int month = first; month < first + MONTHS_ABREAST; month++) {
		if (month > first)
			pad(WEEK * CELL - (int)strlen("2026-01") + GAP);
		printf("%s%04d-%02d%s", screen_on(stdout, COLOUR_HEAD), year, month, screen_off(stdout));
	}
	putchar('\n');
	for (int month = first; month < first + MONTHS_ABREAST; month++) {
		if (month > first)
			pad(GAP);
		for (int i = 0; i < WEEK; i++) {
			char name[32];
			bool is_last = month == first + MONTHS_ABREAST - 1 && i == WEEK - 1;
			word_of(T(WEEKDAYS_SHORT), i, name);
			screen_pad(stdout, name, is_last ? 0 : CELL);
		}
	}
	putchar('\n');
}

static int64_t next_month(int year, int month)
{
	return month < MONTHS ? first_of(year, month + 1) : first_of(year + 1, 1);
}

/* One week of one month; days of other months are blank. */
static void week_print(const struct calendar_year *year, int month, int64_t monday)
{
	int64_t first = first_of(year->year, month);
	int64_t next = next_month(year->year, month);
	for (int64_t day = monday; day < monday + WEEK; day++) {
		if (day < first || day >= next) {
			pad(CELL);
			continue;
		}
		enum day_mark mark = year->marks[day - first_of(year->year, 1)];
		printf("%s%2d%s%s", screen_on(stdout, marks[mark].colour), (int)(day - first) + 1,
			marks[mark].mark, screen_off(stdout));
	}
}

/* How many rows of the page the month takes. */
static int weeks_of(int year, int month)
{
	int64_t first = first_of(year, month);
	return (int)(next_month(year, month) - first + weekday_of(first) + WEEK - 1) / WEEK;
}

static void months_print(const struct calendar_year *year, int first)
{
	int n_weeks = 0;
	titles_print(year->year, first);
	for (int month = first; month < first + MONTHS_ABREAST; month++)
		if (weeks_of(year->year, month) > n_weeks)
			n_weeks = weeks_of(year->year, month);
	for (int week = 0; week < n_weeks; week++) {
		for (int month = first; month < first + MONTHS_ABREAST; month++) {
			int64_t begin = first_of(year->year, month);
			if (month > first)
				pad(GAP);
			week_print(year, month, begin - weekday_of(begin) + (int64_t)week * WEEK);
		}
		putchar('\n');
	}
	putchar('\n');
}

void calendar_year_print(const struct calendar_year *year)
{
	for (int first = 1; first <= MONTHS; first += MONTHS_ABREAST)
		months_print(year, first);
	printf("%s\n", T(CALENDAR_LEGEND));
}

void calendar_days_print(const json_t *calendar, const struct calendar_year *year)
{
	static const struct table_col cols[] = {
		{TEXT_DATE, 0}, {TEXT_WEEKDAY, 0}, {TEXT_MARK, 0}, {TEXT_HOURS, TABLE_ELASTIC}};
	struct libscols_table *table = table_new(cols, 4);
	int64_t first = first_of(year->year, 1), day;
	size_t i, n_others = 0;
	json_t *dated;
	json_array_foreach(json_object_get(calendar, "days"), i, dated)
	{
		const char *date = field_text(dated, "date");
		char weekday[32], hours[CALENDAR_LINE_MAX];
		if (!calendar_day_read(date, &day))
			continue;
		if (day < first || day >= first + year->n_days) {
			n_others++;
			continue;
		}
		enum day_mark mark = year->marks[day - first];
		struct libscols_line *row = table_row(table);
		word_of(T(WEEKDAYS), weekday_of(day), weekday);
		calendar_hours_text(json_object_get(dated, "open"), hours);
		table_put(row, 0, date, COLOUR_NONE);
		table_put(row, 1, weekday, COLOUR_NONE);
		table_put(row, 2, marks[mark].mark, marks[mark].colour);
		table_put(row, 3, *hours != '\0' ? hours : T(CLOSED_HOURS), COLOUR_NONE);
	}
	table_finish(table);
	if (n_others > 0)
		printf(T(OTHER_YEARS), n_others);
}
