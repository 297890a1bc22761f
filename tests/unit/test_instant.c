/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rule 1 in the client: instants in ms UTC, spans without years and months, both as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "client/instant.h"

static void instants_are_read(void **state)
{
	static const struct {
		const char *text, *same; /* NULL: no instant */
	} rows[] = {
		{"1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"},
		{"2012-10-09T14:50:17Z", "2012-10-09T14:50:17.000Z"},
		{"2012-10-09 14:50:17", "2012-10-09T14:50:17.000Z"},
		{"2012-10-09 14:50:17.5", "2012-10-09T14:50:17.500Z"},
		{"2012-10-09 14:50:17.123987+02:00", "2012-10-09T12:50:17.123Z"},
		{"2012-10-09T14:50:17,25-0530", "2012-10-09T20:20:17.250Z"},
		{"2012-10-09T14:50+08", "2012-10-09T06:50:00.000Z"},
		{"2012-10-09", "2012-10-09T00:00:00.000Z"},
		{"2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"},
		{"2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"},
		{"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
		{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"},
		{"1900-02-29T00:00:00Z", NULL},
		{"2023-02-29", NULL},
		{"2023-13-01", NULL},
		{"2023-00-01", NULL},
		{"2023-04-31", NULL},
		{"2023-04-01T24:00:00Z", NULL},
		{"2023-04-01T23:60:00Z", NULL},
		{"2023-04-01T23:00:60Z", NULL},
		{"2023-04-01T23:00:00.Z", NULL},
		{"2023-04-01T23:00:00Zx", NULL},
		{"2023-04-01T23:00:00+25:00", NULL},
		{"2023-04-01T23:00:00+", NULL},
		{"2023-4-1", NULL},
		{"", NULL},
		{"now", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t at;
		char text[INSTANT_TEXT_MAX];
		bool is_read = instant_parse(rows[i].text, &at);
		assert_int_equal(is_read, rows[i].same != NULL);
		if (!is_read)
			continue;
		instant_format(at, text);
		assert_string_equal(text, rows[i].same);
	}
}

static void every_day_comes_back(void **state)
{
	(void)state;
	for (int64_t day = -150000; day < 150000; day += 7) {
		char text[INSTANT_TEXT_MAX];
		int64_t at = day * INT64_C(86400000) + 12345678, again;
		instant_format(at, text);
		assert_true(instant_parse(text, &again));
		assert_true(at == again);
	}
}

static void spans_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t span; /* -1: no span */
	} rows[] = {
		{"PT0S", 0},
		{"PT30M", 1800000},
		{"PT1H12M", 4320000},
		{"P10D", 864000000},
		{"P1DT1H1M1.5S", 90061500},
		{"P2W", 1209600000},
		{"PT60H", 216000000},
		{"PT0.001S", 1},
		{"P1Y", -1},
		{"P1M", -1},
		{"P", -1},
		{"PT", -1},
		{"P1DT", -1},
		{"1D", -1},
		{"PT1", -1},
		{"PT1.5H", -1},
		{"PT1M1H", -1},
		{"PT1H1H", -1},
		{"P1H", -1},
		{"PT1D", -1},
		{"PT1Sx", -1},
		{"PT99999999999999999999S", -1},
		{"P999999999999D", -1},
		{"", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t span = -1;
		assert_int_equal(span_parse(rows[i].text, &span), rows[i].span >= 0);
		if (rows[i].span >= 0)
			assert_true(span == rows[i].span);
	}
	int64_t span;
	assert_true(span_parse("-PT5M", &span));
	assert_int_equal(span, -300000);
}

static void seconds_have_the_decimals_they_need(void **state)
{
	static const struct {
		int64_t span;
		const char *text;
	} rows[] = {
		{0, "0"},
		{1000, "1"},
		{90000, "90"},
		{500, "0.5"},
		{12345, "12.345"},
		{1010, "1.01"},
		{-1500, "-1.5"},
		{432000000, "432000"},
		{100000, "100"},
		{1300123456789, "1300123456.789"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[SPAN_TEXT_MAX];
		span_format_seconds(rows[i].span, text);
		assert_string_equal(text, rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants_are_read),
		cmocka_unit_test(every_day_comes_back),
		cmocka_unit_test(spans_are_read),
		cmocka_unit_test(seconds_have_the_decimals_they_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
