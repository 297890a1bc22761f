/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that nothing from data steers a terminal, and how wide Chinese text is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/screen.h"

static void control_characters_are_shown(void **state)
{
	static const struct {
		const char *text, *safe;
	} rows[] = {
		{"plain", "plain"},
		{"昆明", "昆明"},
		{"a\033[31mb", "a\\x1b[31mb"},
		{"a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd"},
		{"\x7f", "\\x7f"},
		{"\xc2\x9b"
		 "31m",
			"\\x9b31m"},
		{"\xc2\xa0", "\xc2\xa0"},
		{"\xe2\x80\xae"
		 "txt",
			"\\u202etxt"},
		{"\xe2\x81\xa6", "\\u2066"},
		{"\xe2\x80\xa8", "\\u2028"},
		{"\xff\xfe", "\\xff\\xfe"},
		{"\xe6\x98", "\\xe6\\x98"},
		{"\xc0\x9b", "\\xc0\\x9b"},
		{"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *safe = screen_safe(rows[i].text);
		assert_string_equal(safe, rows[i].safe);
		free(safe);
	}
}

static void chinese_is_two_columns_wide(void **state)
{
	static const struct {
		const char *text;
		int width;
	} rows[] = {
		{"", 0}, {"abc", 3}, {"工单", 4}, {"等级 A", 6}, {"（挂起）", 8},
		{"e\xcc\x81", 1}, /* a combining accent */
	};

	(void)state;
	screen_init();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(screen_width(rows[i].text), rows[i].width);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_are_shown),
		cmocka_unit_test(chinese_is_two_columns_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
