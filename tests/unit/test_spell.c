/* SPDX-License-Identifier: Apache-2.0 */
/* How instants and spans are spelt and read (rules.md 1; api.md, Frames). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/command.h"
#include "base/die.h"

static void test_instants_that_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} rows[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T00:00:00.000Z", 0},
		{"1969-12-31T23:59:59.999Z", -1},
		{"2026-03-06T16:00:00.000Z", 1772812800000},
		{"2026-03-07T00:00:00+08:00", 1772812800000},
		{"2026-03-06T10:30:00-05:30", 1772812800000},
		{"2026-03-06t16:00:00z", 1772812800000},
		{"2026-03-06T16:00:00-00:00", 1772812800000},
		{"2026-03-06T16:00:00.5Z", 1772812800500},
		{"2026-03-06T16:00:00.1239999Z", 1772812800123},
		{"2024-02-29T00:00:00Z", 1709164800000},
		{"2000-02-29T00:00:00Z", 951782400000},
		{"0001-01-01T00:00:00Z", -62135596800000},
		{"9999-12-31T23:59:59.999Z", 253402300799999},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		int64_t at = 42;

		if (!read_instant(rows[i].text, &at) || at != rows[i].at)
			fail_msg("%s was read as %lld", rows[i].text, (long long)at);
	}
}

static void test_instants_that_are_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"now",
		"2026-03-06",
		"2026-03-06T16:00Z",
		"2026-03-06T16:00:00",
		"2026-03-06 16:00:00Z",
		" 2026-03-06T16:00:00Z",
		"2026-03-06T16:00:00Z ",
		"2026-3-6T16:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-00-01T00:00:00Z",
		"2026-02-29T00:00:00Z",
		"1900-02-29T00:00:00Z",
		"2026-04-31T00:00:00Z",
		"2026-03-06T24:00:00Z",
		"2026-03-06T16:60:00Z",
		"2026-06-30T23:59:60Z",
		"2026-03-06T16:00:00.Z",
		"2026-03-06T16:00:00,5Z",
		"2026-03-06T16:00:00+0800",
		"2026-03-06T16:00:00+24:00",
		"2026-03-06T16:00:00+08:60",
		"0000-01-01T00:00:00Z",
		"0001-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"+2026-03-06T16:00:00Z",
		"２０２６-03-06T16:00:00Z",
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		int64_t at = 42;

		if (read_instant(rows[i], &at))
			fail_msg("\"%s\" was read as %lld", rows[i], (long long)at);
	}
}

static void test_spelt_instants_are_read_again(void **state)
{
	(void)state;
	/* Every day of 400 years and a bit of it, so that every leap rule has its turn. */
	for (int64_t day = -200 * 366; day < 200 * 366; day++) {
		char text[INSTANT_TEXT];
		int64_t at = day * 86400000 + (day * 7919 % 86400000 + 86400000) % 86400000, again;

		assert_true(read_instant(spell_instant(text, at), &again));
		assert_true(again == at);
	}
}

static void test_instants_beyond_four_digits_are_clamped(void **state)
{
	char text[INSTANT_TEXT];

	(void)state;
	assert_string_equal(spell_instant(text, INT64_MAX), "9999-12-31T23:59:59.999Z");
	assert_string_equal(spell_instant(text, INT64_MIN + 1), "0001-01-01T00:00:00.000Z");
}

static void test_spans_that_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = {
		{"PT0S", 0},
		{"P0D", 0},
		{"PT30M", 1800000},
		{"P1D", 86400000},
		{"PT24H", 86400000},
		{"P1DT2H3M4S", 93784000},
		{"PT1H12M", 4320000},
		{"PT0.5S", 500},
		{"PT0.0019S", 1},
		{"P2W", 1209600000},
		{"PT90M", 5400000},
		{"P36525D", SPAN_MAX_MS},
		{"PT876600H", SPAN_MAX_MS},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		int64_t ms = 42;

		if (!read_span(rows[i].text, &ms) || ms != rows[i].ms)
			fail_msg("%s was read as %lld", rows[i].text, (long long)ms);
	}
}

static void test_spans_that_are_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"P",
		"PT",
		"P1DT",
		"1D",
		"P1Y",
		"P1M",
		"P1Y2M3D",
		"P1M1D",
		"P1W1D",
		"P1WT1H",
		"-P1D",
		"P-1D",
		"P+1D",
		"PT1M1H",
		"PT1H1H",
		"PT1.5H",
		"PT1.5M",
		"PT.5S",
		"PT1.S",
		"PT1,5S",
		"P1D ",
		" P1D",
		"p1d",
		"P1.5D",
		"P36526D",
		"PT876601H",
		"P5219W",
		"PT1",
		"P1",
		"P1DT24",
		"PT1HM",
		"P99999999999999999999D",
		"PT99999999999999999999S",
		"P36525DT0.001S",
		"一天",
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		int64_t ms = 42;

		if (read_span(rows[i], &ms))
			fail_msg("\"%s\" was read as %lld", rows[i], (long long)ms);
	}
}

static void test_spans_are_spelt(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{0, "PT0S"},
		{500, "PT0.5S"},
		{1, "PT0.001S"},
		{1010, "PT1.01S"},
		{60000, "PT1M"},
		{4320000, "PT1H12M"},
		{86400000, "P1D"},
		{864000000, "P10D"},
		{216000000, "P2DT12H"},
		{93784567, "P1DT2H3M4.567S"},
		{-1500, "-PT1.5S"},
		{INT64_MIN, "-P106751991167DT7H12M55.808S"},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		char text[SPAN_TEXT];
		int64_t again;

		assert_string_equal(spell_span(text, rows[i].ms), rows[i].text);
		if (rows[i].ms >= 0)
			assert_true(read_span(text, &again) && again == rows[i].ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_instants_that_are_read),
		cmocka_unit_test(test_instants_that_are_refused),
		cmocka_unit_test(test_spelt_instants_are_read_again),
		cmocka_unit_test(test_instants_beyond_four_digits_are_clamped),
		cmocka_unit_test(test_spans_that_are_read),
		cmocka_unit_test(test_spans_that_are_refused),
		cmocka_unit_test(test_spans_are_spelt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
