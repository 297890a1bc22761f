/* SPDX-License-Identifier: Apache-2.0 */
/* Shows times as people read them, in both languages and in the carrier's zone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/moment.h"
#include "clients/cli/text.h"

#define MIN INT64_C(60000)
#define HOUR (60 * MIN)

static void spans_are_readable(void **state)
{
	static const struct {
		int64_t left;
		const char *en, *zh;
	} rows[] = {
		{2 * HOUR + 5 * MIN, "2 h 05 min left", "剩余 2 小时 05 分"},
		{-35 * MIN, "late by 35 min", "已超时 35 分钟"},
		{59999, "59 s left", "剩余 59 秒"},
		{0, "0 s left", "剩余 0 秒"},
		{49 * HOUR, "2 d 01 h left", "剩余 2 天 01 小时"},
		{-999, "late by 0 s", "已超时 0 秒"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[MOMENT_TEXT_MAX];
		text_lang_put(TEXT_LANG_EN);
		moment_left(rows[i].left, text);
		assert_string_equal(text, rows[i].en);
		text_lang_put(TEXT_LANG_ZH);
		moment_left(rows[i].left, text);
		assert_string_equal(text, rows[i].zh);
	}
	text_lang_put(TEXT_LANG_EN);
}

static void exact_spans_leave_nothing_out(void **state)
{
	static const struct {
		int64_t span;
		const char *en, *zh;
	} rows[] = {
		{66 * HOUR, "66 h 00 min", "66 小时 00 分"},
		{2 * HOUR + 30 * MIN + 15000, "2 h 30 min 15 s", "2 小时 30 分 15 秒"},
		{5 * MIN, "5 min", "5 分钟"},
		{5 * MIN + 1, "5 min 0.001 s", "5 分钟 0.001 秒"},
		{59999, "59.999 s", "59.999 秒"},
		{0, "0 s", "0 秒"},
		{-90000, "-1 min 30 s", "-1 分钟 30 秒"},
		{-30000, "-30 s", "-30 秒"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[MOMENT_TEXT_MAX];
		text_lang_put(TEXT_LANG_EN);
		moment_span_exact(rows[i].span, text);
		assert_string_equal(text, rows[i].en);
		text_lang_put(TEXT_LANG_ZH);
		moment_span_exact(rows[i].span, text);
		assert_string_equal(text, rows[i].zh);
	}
	text_lang_put(TEXT_LANG_EN);
}

static void instants_stand_in_the_zone(void **state)
{
	char text[MOMENT_TEXT_MAX];
	int64_t at = INT64_C(1772784000000); /* 2026-03-06T08:00:00Z */

	(void)state;
	moment_when(at, text);
	assert_string_equal(text, "2026-03-06 08:00");
	moment_zone_put("No/Such_Zone");
	assert_string_equal(moment_zone_get(), "UTC");
	moment_zone_put("../../etc/passwd");
	assert_string_equal(moment_zone_get(), "UTC");
	moment_zone_put("Asia/Shanghai");
	if (strcmp(moment_zone_get(), "UTC") == 0) /* no zones are installed here */
		skip();
	int64_t read;
	assert_true(moment_parse("2026-03-06", &read));
	assert_true(read == at - 16 * HOUR);
	assert_true(moment_parse("2026-03-06 16:00", &read));
	assert_true(read == at);
	assert_true(moment_parse("2026-03-06T08:00:00Z", &read));
	assert_true(read == at);
	assert_true(moment_parse("2026-03-06T03:00:00-05:00", &read));
	assert_true(read == at);
	assert_false(moment_parse("yesterday", &read));
	moment_when_s(at - 1, text);
	assert_string_equal(text, "2026-03-06 15:59:59");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_are_readable),
		cmocka_unit_test(exact_spans_leave_nothing_out),
		cmocka_unit_test(instants_stand_in_the_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
