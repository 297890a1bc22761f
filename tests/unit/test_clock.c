/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rules 1, 2, 3, 10: what a clock counts, when it is missed, what a pause leaves alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core_fixture.h"

static struct clock *order_clock(struct bench *b)
{
	return order_get_clock(b->order, CLOCK_ORDER, 0);
}

static void missed_strictly_after_the_limit(void **state)
{
	struct clock c = {
		.state = CLOCK_RUNNING, .limit_ms = 1000, .since_at = T0, .late_at = T0 + 1001};

	(void)state;
	assert_false(clock_is_missed(&c, T0 + 1000));
	assert_true(clock_is_missed(&c, T0 + 1001));
	c.is_missed = true;
	assert_true(clock_is_missed(&c, T0));
}

static void pausing_anywhere_leaves_the_total_unchanged(void **state)
{
	struct request_text hold = {.text = "no_access"}, none = {0};
	const char *const one[][3] = {{"fix", "line", NULL}};

	(void)state;
	srand(7);
	for (int round = 0; round < 200; round++) {
		struct bench b;
		int64_t ran = 0;

		bench_init(&b);
		bench_fault(&b, TIER_C);
		bench_dispatch(&b, one, 1);
		for (int i = 0; i < 10; i++) {
			int64_t run = rand() % 3600000, stand = rand() % 36000000;

			ran += run;
			bench_advance(&b, b.now_at + run);
			assert_int_equal(bench_do(&b, "disp", decide_hold, &hold), ERR_NONE);
			assert_int_equal(order_clock(&b)->due_at, INSTANT_NONE);
			bench_advance(&b, b.now_at + stand);
			assert_int_equal(clock_spent(b.org, b.order, order_clock(&b), b.now_at), ran);
			assert_int_equal(bench_do(&b, "disp", decide_resume, &none), ERR_NONE);
			assert_int_equal(order_clock(&b)->due_at, b.now_at + order_clock(&b)->limit_ms - ran);
		}
		assert_int_equal(order_clock(&b)->generation, 1);
		bench_fini(&b);
	}
}

static void a_hold_that_does_not_stop_pauses_nothing(void **state)
{
	struct request_text hold = {.text = "parts"};
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	bench_dispatch(&b, one, 1);
	assert_int_equal(bench_do(&b, "disp", decide_hold, &hold), ERR_NONE);
	for (int i = 0; i < b.order->n_clocks; i++)
		assert_int_not_equal(b.order->clocks[i].state, CLOCK_PAUSED);
	bench_fini(&b);
}

static void retier_keeps_what_was_spent(void **state)
{
	struct request_retier to_a = {.tier = TIER_A, .reason = "hospital"};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_C);
	bench_advance(&b, T0 + 3 * HOUR);
	assert_int_equal(bench_do(&b, "sup", decide_retier, &to_a), ERR_NONE);
	struct clock *c = order_clock(&b);
	assert_int_equal(c->spent_ms, 3 * HOUR);
	assert_int_equal(c->limit_ms, 2 * HOUR);
	assert_int_equal(c->limit_rev, 2);
	assert_int_equal(c->generation, 1);
	assert_true(c->is_missed);
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missed_strictly_after_the_limit),
		cmocka_unit_test(pausing_anywhere_leaves_the_total_unchanged),
		cmocka_unit_test(a_hold_that_does_not_stop_pauses_nothing),
		cmocka_unit_test(retier_keeps_what_was_spent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
