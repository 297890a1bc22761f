/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a day's hours as a text, what may be wrong with them, and the dates of days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "base/die.h"
#include "core/calendar.h"

static void texts_are_read_and_spelt_alike(void **state)
{
	static const char *const texts[] = {"", "09:00-12:00", "09:00-12:00 13:30-17:30", "00:00-24:00",
		"22:00-06:00", "20:00-00:00", "05:00-09:00 22:00-06:00", "23:59-24:00"};
	struct arena a;
	struct hours h;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(texts); i++) {
		assert_true(hours_read(&a, texts[i], &h));
		assert_int_equal(hours_check(&h), HOURS_OK);
		assert_string_equal(hours_spell(&a, &h), texts[i]);
	}
	assert_true(hours_read(&a, "09:00-12:00 13:30-17:30", &h));
	assert_int_equal(h.n, 2);
	assert_int_equal(h.at[1].from, 13 * 60 + 30);
	assert_int_equal(h.at[1].to, 17 * 60 + 30);
	arena_fini(&a);
}

static void other_texts_are_not_read(void **state)
{
	static const char *const texts[] = {" ", "9:00-12:00", "09:00", "09:00-", "09:00-12:00 ",
		" 09:00-12:00", "09:00-12:00  13:00-14:00", "09:00-12:00,13:00-14:00", "09:60-12:00",
		"24:01-12:00", "25:00-26:00", "09.00-12.00", "09:00 12:00", "+9:00-12:00", "09:00-12:00x",
		"0९:00-12:0"};
	struct arena a;
	struct hours h;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(texts); i++) {
		if (hours_read(&a, texts[i], &h))
			print_error("read: \"%s\"\n", texts[i]);
		assert_false(hours_read(&a, texts[i], &h));
		assert_int_equal(h.n, 0);
	}
	arena_fini(&a);
}

/* Minutes 0-1, 2-3, ...: as many as there may be, and one more. */
static void so_many_intervals_and_no_more(void **state)
{
	struct interval at[CALENDAR_INTERVALS_MAX + 1];
	struct hours h = {at, N_OF(at)}, out;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < h.n; i++)
		at[i] = (struct interval){(int16_t)(i * 2), (int16_t)(i * 2 + 1)};
	assert_int_equal(hours_check(&h), HOURS_RANGE);
	assert_false(hours_read(&a, hours_spell(&a, &h), &out));
	h.n--;
	assert_int_equal(hours_check(&h), HOURS_OK);
	assert_true(hours_read(&a, hours_spell(&a, &h), &out));
	assert_int_equal(out.n, CALENDAR_INTERVALS_MAX);
	arena_fini(&a);
}

static void faults_are_told_apart(void **state)
{
	static const struct {
		const char *name;
		struct interval at[3];
		int n;
		enum hours_fault fault;
	} rows[] = {
		{"closed", {{0, 0}}, 0, HOURS_OK},
		{"a whole day", {{0, 1440}}, 1, HOURS_OK},
		{"one begins where another ends", {{540, 720}, {720, 900}}, 2, HOURS_OK},
		{"a night shift at the end", {{300, 540}, {1320, 360}}, 2, HOURS_OK},
		{"before the day", {{-1, 60}}, 1, HOURS_RANGE},
		{"after the day", {{60, 1441}}, 1, HOURS_RANGE},
		{"an end before the day", {{60, -1}}, 1, HOURS_RANGE},
		{"24:00 begins no interval", {{1440, 60}}, 1, HOURS_RANGE},
		{"no length is not a whole day", {{540, 540}}, 1, HOURS_EMPTY},
		{"no length at midnight either", {{0, 0}}, 1, HOURS_EMPTY},
		{"overlap", {{540, 720}, {719, 900}}, 2, HOURS_OVERLAP},
		{"out of order", {{780, 900}, {540, 720}}, 2, HOURS_OVERLAP},
		{"a third overlaps", {{540, 600}, {600, 660}, {659, 720}}, 3, HOURS_OVERLAP},
		{"a night shift over one before it", {{540, 720}, {700, 360}}, 2, HOURS_OVERLAP},
		{"behind a night shift", {{1320, 360}, {1380, 1400}}, 2, HOURS_AFTER_NIGHT},
		{"the morning after a night shift", {{1320, 360}, {420, 480}}, 2, HOURS_AFTER_NIGHT},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct interval at[3];
		struct hours h = {memcpy(at, rows[i].at, sizeof(at)), rows[i].n};

		if (hours_check(&h) != rows[i].fault)
			print_error("%s: %d\n", rows[i].name, (int)hours_check(&h));
		assert_int_equal(hours_check(&h), rows[i].fault);
	}
}

/* Every day of four centuries and some, against libc's own calendar. */
static void dates_are_libcs(void **state)
{
	(void)state;
	for (int64_t day = -200000; day <= 200000; day++) {
		time_t t = (time_t)(day * 86400);
		struct tm tm;
		int y, m, d;

		assert_non_null(gmtime_r(&t, &tm));
		day_to_date(day, &y, &m, &d);
		if (y != tm.tm_year + 1900 || m != tm.tm_mon + 1 || d != tm.tm_mday)
			fail_msg("day %lld is %d-%d-%d", (long long)day, y, m, d);
		assert_true(date_to_day(y, m, d) == day);
		assert_true(date_is_valid(y, m, d));
	}
	assert_true(date_to_day(1970, 1, 1) == 0);
	assert_true(date_to_day(2000, 3, 1) == 11017);
}

static void dates_that_do_not_exist(void **state)
{
	static const struct {
		int y, m, d;
		bool is_valid;
	} rows[] = {
		{2024, 2, 29, true},
		{2026, 2, 29, false},
		{2000, 2, 29, true},
		{1900, 2, 29, false},
		{2100, 2, 29, false},
		{2026, 4, 31, false},
		{2026, 12, 31, true},
		{2026, 13, 1, false},
		{2026, 0, 1, false},
		{2026, 1, 0, false},
		{2026, 1, 32, false},
		{2026, -1, 1, false},
		{0, 1, 1, false},
		{10000, 1, 1, false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		if (date_is_valid(rows[i].y, rows[i].m, rows[i].d) != rows[i].is_valid)
			fail_msg("%d-%d-%d", rows[i].y, rows[i].m, rows[i].d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read_and_spelt_alike),
		cmocka_unit_test(other_texts_are_not_read),
		cmocka_unit_test(so_many_intervals_and_no_more),
		cmocka_unit_test(faults_are_told_apart),
		cmocka_unit_test(dates_are_libcs),
		cmocka_unit_test(dates_that_do_not_exist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
