/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the ground layer: arenas, buffers, the table of errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/outage.h"
#include "chinese_fixture.h"

static void an_arena_hands_out_zeroed_aligned_memory(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t n = 0; n < 3000; n += 7) {
		unsigned char *p = arena_alloc(&a, n);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	assert_string_equal(arena_fmt(&a, "%s-%06d", "F", 42), "F-000042");
	assert_null(arena_str(&a, NULL));
	assert_non_null(arena_alloc(&a, 5 * 1024 * 1024));
	arena_fini(&a);
	assert_int_equal(a.used, 0);
}

static void a_buffer_grows_and_drops(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b);
	buf_put_int(&b, INT64_MIN);
	assert_string_equal(b.data, "-9223372036854775808");
	buf_clear(&b);
	for (int i = 0; i < 1000; i++)
		buf_put_fmt(&b, "%d,", i);
	buf_drop_front(&b, 2);
	assert_memory_equal(b.data, "1,2,3,", 6);
	assert_int_equal(strlen(b.data), b.len);
	buf_fini(&b);
}

static void every_outage_is_said_in_both_languages_with_what_to_do(void **state)
{
	(void)state;
	for (int o = OUTAGE_NONE + 1; o < OUTAGE_N; o++) {
		assert_true(strlen(outage_name(o)) > 0);
		assert_true(outage_retry_ms(o) >= 0);
		assert_true(strlen(outage_text(o, LANG_EN)) > 0 && strlen(outage_advice(o, LANG_EN)) > 0);
		assert_true(
			is_chinese(outage_text(o, LANG_ZH_CN)) && is_chinese(outage_advice(o, LANG_ZH_CN)));
		for (int p = OUTAGE_NONE + 1; p < o; p++)
			assert_string_not_equal(outage_name(o), outage_name(p));
	}
}

static void every_error_has_a_class_a_code_and_both_languages(void **state)
{
	(void)state;
	for (int e = ERR_NONE + 1; e < ERR_N; e++) {
		assert_true(strlen(err_class(e)) > 0);
		assert_true(err_code(e) <= -32000);
		assert_true(strlen(err_text(e, LANG_EN)) > 0);
		assert_true(is_chinese(err_text(e, LANG_ZH_CN)));
		for (int f = ERR_NONE + 1; f < e; f++)
			assert_int_not_equal(err_code(e), err_code(f));
	}
	assert_true(err_is_retriable(ERR_OVERLOADED));
	assert_false(err_is_retriable(ERR_FORBIDDEN));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_hands_out_zeroed_aligned_memory),
		cmocka_unit_test(a_buffer_grows_and_drops),
		cmocka_unit_test(every_outage_is_said_in_both_languages_with_what_to_do),
		cmocka_unit_test(every_error_has_a_class_a_code_and_both_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
