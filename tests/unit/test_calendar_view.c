/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a calendar's week and year as people read them: holidays, make-up days, leap years. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/calendar_view.h"
#include "clients/cli/text.h"

static const char office[] =
	"{\"week\": {\"mon\": [[\"09:00\", \"12:00\"], [\"13:30\", \"17:30\"]],"
	"  \"tue\": [[\"09:00\", \"12:00\"], [\"13:30\", \"17:30\"]],"
	"  \"wed\": [[\"09:00\", \"12:00\"]], \"thu\": [], \"fri\": [[\"22:00\", \"06:00\"]],"
	"  \"sat\": [], \"sun\": []},"
	" \"days\": [{\"date\": \"2028-01-01\", \"open\": []},"
	"  {\"date\": \"2028-02-29\", \"open\": []},"
	"  {\"date\": \"2028-03-04\", \"open\": [[\"09:00\", \"12:00\"]]},"
	"  {\"date\": \"2028-03-06\", \"open\": [[\"09:00\", \"12:00\"]]},"
	"  {\"date\": \"2028-03-08\", \"open\": [[\"09:00\", \"12:00\"]]},"
	"  {\"date\": \"2028-12-31\", \"open\": [[\"09:00\", \"12:00\"]]},"
	"  {\"date\": \"2029-01-01\", \"open\": []}, {\"date\": \"nonsense\", \"open\": []}]}";

static void days_are_marked(void **state)
{
	static const struct {
		int day; /* of 2028, from 0 */
		enum day_mark mark;
	} rows[] = {
		{0, DAY_HOLIDAY}, /* a Saturday that is a holiday too */
		{1, DAY_CLOSED},
		{2, DAY_OPEN},
		{5, DAY_CLOSED}, /* a Thursday */
		{31 + 28, DAY_HOLIDAY},
		{31 + 29, DAY_OPEN}, /* Wednesday 1 March */
		{31 + 29 + 3, DAY_MADE_UP},
		{31 + 29 + 5, DAY_OTHER},
		{31 + 29 + 7, DAY_OPEN}, /* dated, but with its weekday's own hours */
		{365, DAY_MADE_UP},
	};
	json_t *calendar = json_loads(office, 0, NULL);
	struct calendar_year year;

	(void)state;
	assert_non_null(calendar);
	calendar_year_fill(&year, calendar, 2028);
	assert_int_equal(year.n_days, 366);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(year.marks[rows[i].day], rows[i].mark);
	calendar_year_fill(&year, calendar, 2027);
	assert_int_equal(year.n_days, 365);
	for (int i = 0; i < year.n_days; i++)
		assert_true(year.marks[i] == DAY_OPEN || year.marks[i] == DAY_CLOSED);
	json_decref(calendar);
}

static void a_week_is_one_line(void **state)
{
	json_t *calendar = json_loads(office, 0, NULL), *none = json_object();
	char line[CALENDAR_LINE_MAX];

	(void)state;
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(calendar_week_text(json_object_get(calendar, "week"), line),
		"Mon-Tue 09:00-12:00 13:30-17:30, Wed 09:00-12:00, Fri 22:00-06:00");
	text_lang_put(TEXT_LANG_ZH);
	assert_string_equal(calendar_week_text(json_object_get(calendar, "week"), line),
		"周一-周二 09:00-12:00 13:30-17:30, 周三 09:00-12:00, 周五 22:00-06:00");
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(calendar_week_text(none, line), "");
	json_decref(none);
	json_decref(calendar);
}

static void dates_are_read(void **state)
{
	static const struct {
		const char *date;
		int64_t day; /* -99999: none */
	} rows[] = {
		{"1970-01-01", 0},
		{"1969-12-31", -1},
		{"2026-10-01", 20727},
		{"2028-02-29", 21243},
		{"2027-02-29", -99999},
		{"2026-10-1", -99999},
		{"2026-10-01T00:00:00Z", -99999},
		{"", -99999},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t day = -99999;
		assert_int_equal(calendar_day_read(rows[i].date, &day), rows[i].day != -99999);
		assert_int_equal(day, rows[i].day);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_marked),
		cmocka_unit_test(a_week_is_one_line),
		cmocka_unit_test(dates_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
