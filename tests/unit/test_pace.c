/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how a bucket of calls empties and fills, and how patience with wrong logins wears and heals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/pace.h"

static int take_all(struct bucket *b, int rate, int burst, int64_t now_ms)
{
	int n = 0;

	while (n <= 2 * burst && bucket_take(b, rate, burst, now_ms))
		n++;
	return n;
}

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
	static const struct {
		int rate, burst;
		int64_t after_ms; /* since it was emptied */
		int n; /* calls it gives then */
		bool is_full; /* before they are taken */
	} rows[] = {
		{10, 40, 0, 0, false},
		{10, 40, 99, 0, false},
		{10, 40, 100, 1, false},
		{10, 40, 1000, 10, false},
		{10, 40, 3999, 39, false},
		{10, 40, 4000, 40, true},
		{10, 40, INT64_C(1) << 60, 40, true},
		{1, 1, 999, 0, false},
		{1, 1, 1000, 1, true},
		{1000000, 4000000, 1, 1000, false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct bucket b = {.at_ms = 5};

		assert_int_equal(take_all(&b, rows[i].rate, rows[i].burst, 5), rows[i].burst);
		assert_int_equal(bucket_is_full(&b, rows[i].rate, 5 + rows[i].after_ms), rows[i].is_full);
		assert_int_equal(
			take_all(&b, rows[i].rate, rows[i].burst, 5 + rows[i].after_ms), rows[i].n);
	}
}

static void a_refused_call_takes_nothing(void **state)
{
	struct bucket b = {0};

	(void)state;
	assert_int_equal(take_all(&b, 1, 2, 0), 2);
	for (int64_t ms = 1; ms < 1000; ms++)
		assert_false(bucket_take(&b, 1, 2, ms));
	assert_true(bucket_take(&b, 1, 2, 1000));
}

static void patience_wears_and_heals(void **state)
{
	static const struct {
		int64_t at_ms, held_ms;
	} rows[] = {
		{0, 100},
		{0, 200},
		{1, 400},
		{2, 800},
		{3, 1600},
		{3, 3200},
		{3, 6400},
		{3, 6400}, /* the longest: eight are counted */
		{10002, 6400}, /* nothing forgotten yet */
		{40002, 6400}, /* three of nine */
		{70002, 1600}, /* three of seven, then one more */
		{110002, 200},
		{1000000, 100},
	};
	struct patience p = {0};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(patience_lose(&p, rows[i].at_ms), rows[i].held_ms);
}

static void patience_is_calm_after_a_bounded_time(void **state)
{
	struct patience p = {0};

	(void)state;
	assert_true(patience_is_calm(&p, 0));
	for (int i = 0; i < 1000000; i++)
		patience_lose(&p, 0);
	assert_false(patience_is_calm(&p, PATIENCE_MOST * PATIENCE_CALM_MS - 1));
	assert_true(patience_is_calm(&p, PATIENCE_MOST * PATIENCE_CALM_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bucket_gives_its_burst_and_then_its_rate),
		cmocka_unit_test(a_refused_call_takes_nothing),
		cmocka_unit_test(patience_wears_and_heals),
		cmocka_unit_test(patience_is_calm_after_a_bounded_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
