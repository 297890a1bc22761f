/* SPDX-License-Identifier: Apache-2.0 */
/* Shows what a call is known by: which words of a caller are taken, and that ours never repeat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/trace.h"

#define WORD16 "0123456789abcdef"
#define WORD64 WORD16 WORD16 WORD16 WORD16

static void only_harmless_words_are_taken(void **state)
{
	static const struct {
		const char *text;
		bool wanted;
	} rows[] = {
		{"a", true},
		{"0b7c1b7e-3c1f-4a52-9a3e-2f6d0d1c2b3a", true},
		{"Root.1_x", true},
		{WORD64, true},
		{WORD64 "0", false},
		{"", false},
		{" ", false},
		{"a b", false},
		{"a\n", false},
		{"a]", false},
		{"a=b", false},
		{"\"", false},
		{"é", false},
		{"a/b", false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(trace_is_well_formed(rows[i].text), rows[i].wanted);
}

static void counts_are_spelled_in_hexadecimal(void **state)
{
	static const uint64_t counts[] = {1, 2, 9, 10, 15, 16, 255, 256, 0xdeadbeef, UINT64_MAX};
	char text[TRACE_MAX + 1], wanted[TRACE_MAX + 1];
	struct traces t;

	(void)state;
	traces_init(&t);
	assert_int_equal(strspn(t.prefix, WORD16), 8);
	for (size_t i = 0; i < N_OF(counts); i++) {
		t.n = counts[i] - 1;
		snprintf(wanted, sizeof(wanted), "%s-%llx", t.prefix, (unsigned long long)counts[i]);
		assert_string_equal(traces_next(&t, text), wanted);
		assert_true(trace_is_well_formed(text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_harmless_words_are_taken),
		cmocka_unit_test(counts_are_spelled_in_hexadecimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
