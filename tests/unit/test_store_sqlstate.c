/* SPDX-License-Identifier: Apache-2.0 */
/* Shows what each error of the server means: try again, away, refused; and that every code has an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/sqlstate.h"

static void codes_mean_what_they_should(void **state)
{
	static const struct {
		const char *code;
		enum store_outcome outcome;
		bool is_stale;
	} cases[] = {
		{"23505", STORE_RETRY, false}, /* a key, a step: somebody was first */
		{"40001", STORE_RETRY, false},
		{"40P01", STORE_RETRY, false},
		{"55P03", STORE_RETRY, false},
		{"0A000", STORE_RETRY, true}, /* cached plan must not change result type */
		{"26000", STORE_RETRY, true},
		{"57P01", STORE_AWAY, false},
		{"57P03", STORE_AWAY, false},
		{"57014", STORE_AWAY, false},
		{"08006", STORE_AWAY, false},
		{"53300", STORE_AWAY, false},
		{"53100", STORE_REFUSED, false}, /* disk full, though its class is "short of something" */
		{"25006", STORE_REFUSED, false},
		{"25P03", STORE_AWAY, false},
		{"23514", STORE_BAD_ROW, false},
		{"42P01", STORE_REFUSED, false},
		{"P0001", STORE_REFUSED, false},
		{"XX000", STORE_REFUSED, false},
		{NULL, STORE_REFUSED, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(sqlstate_outcome(cases[i].code), cases[i].outcome);
		assert_int_equal(sqlstate_is_stale(cases[i].code), cases[i].is_stale);
	}
	assert_non_null(sqlstate_words("53100"));
	assert_string_not_equal(sqlstate_words("53100"), sqlstate_words("53300"));
	assert_null(sqlstate_words("XX000"));
	/* What is one call's trouble is no outage. */
	assert_int_equal(sqlstate_outage("53100"), OUTAGE_FULL);
	assert_int_equal(sqlstate_outage("25006"), OUTAGE_READ_ONLY);
	assert_int_equal(sqlstate_outage("53300"), OUTAGE_NONE);
	assert_int_equal(sqlstate_outage("23514"), OUTAGE_NONE);
	assert_int_equal(sqlstate_outage(NULL), OUTAGE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(codes_mean_what_they_should)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
