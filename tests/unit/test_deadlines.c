/* SPDX-License-Identifier: Apache-2.0 */
/*
 * China's public calendar of 2026, read from iCalendar and counted by: deadlines worked out by hand
 * on a wall calendar (holidays from the State Council's notice, tests/lib/cn-2026.ics).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "api/ical.h"
#include "calendar_fixture.h"

static const char *read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = arena_alloc(a, ICAL_TEXT_MAX + 1);

	must(f);
	text[fread(text, 1, ICAL_TEXT_MAX, f)] = '\0';
	must(fclose(f) == 0);
	return text;
}

/* The working week 9 to 12 and 13:30 to 17:30, with the year's holidays and make-up days in it. */
static struct calendar china(struct arena *a)
{
	static const char day[] = "09:00-12:00 13:30-17:30";
	static const char *const week[WEEK_DAYS] = {day, day, day, day, day, "", ""};
	const char *text = read_file(a, TESTS_DIR "/lib/cn-2026.ics");
	struct ical_found found;
	struct failure fail = {0};

	if (!ical_read(a, text, "Asia/Shanghai", &found, &fail))
		fail_msg("%s", fail.en);
	struct dated *days = arena_new_n(a, (size_t)found.n_days, struct dated);
	for (int i = 0; i < found.n_days; i++) {
		int year, month, of_month;

		day_to_date(found.days[i].day, &year, &month, &of_month);
		days[i].date = arena_fmt(a, "%04d-%02d-%02d", year, month, of_month);
		days[i].hours = found.days[i].is_open ? day : "";
	}
	return calendar_of(a, &zone_shanghai, week, days, found.n_days);
}

#define LOCAL(text) (AT(text) - 8 * HOUR)
#define WORKDAY (7 * HOUR)

static void deadlines_by_hand(void **state)
{
	static const struct {
		const char *why, *from;
		int64_t counted;
		const char *due;
	} rows[] = {
		{"New Year's Eve afternoon into the make-up Sunday 4 January", "2025-12-31 16:30", 2 * HOUR,
			"2026-01-04 10:00"},
		{"over the Spring Festival: Saturday the 14th is worked, then nothing to the 24th",
			"2026-02-13 17:30", WORKDAY + HOUR, "2026-02-24 10:00"},
		{"ten working days begun before the Spring Festival", "2026-02-12 17:30", 10 * WORKDAY,
			"2026-03-04 17:30"},
		{"Qingming: Friday the 3rd to Tuesday the 7th", "2026-04-03 17:00", HOUR,
			"2026-04-07 09:30"},
		{"Labour Day: five days closed, the Saturday after is worked", "2026-04-30 17:30",
			3 * WORKDAY, "2026-05-08 17:30"},
		{"and that Saturday is the fourth day", "2026-04-30 17:30", 4 * WORKDAY,
			"2026-05-09 17:30"},
		{"Dragon Boat: Thursday to Monday", "2026-06-18 17:29", 2 * MINUTE, "2026-06-22 09:01"},
		{"the make-up Sunday before National Day, with its lunch", "2026-09-20 11:30", HOUR,
			"2026-09-20 14:00"},
		{"Mid-Autumn: Friday to Sunday closed", "2026-09-24 17:30", WORKDAY, "2026-09-28 17:30"},
		{"P10D of a working-day clock over National Day", "2026-09-28 09:00", 10 * WORKDAY,
			"2026-10-15 17:30"},
		{"the 69 days of an unforecast build, from the first working morning", "2026-01-04 09:00",
			69 * WORKDAY, "2026-04-15 17:30"},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	const struct calendar c = china(&a);

	for (size_t i = 0; i < N_OF(rows); i++) {
		int64_t due = calendar_add(&c, LOCAL(rows[i].from), rows[i].counted);

		if (due != LOCAL(rows[i].due))
			fail_msg("%s: off by %lld min", rows[i].why,
				(long long)((due - LOCAL(rows[i].due)) / MINUTE));
		assert_true(calendar_between(&c, LOCAL(rows[i].from), due) == rows[i].counted);
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(deadlines_by_hand)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
