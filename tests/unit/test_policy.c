/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rules 9, 29: which limit wins, what clashes, what a put leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core_fixture.h"

static struct limit row(
	enum clock_kind clock, enum order_kind kind, const char *service, enum tier tier, int64_t ms)
{
	return (struct limit){
		.clock = clock, .kind = kind, .service = service, .tier = tier, .limit_ms = ms};
}

static void more_keys_matched_wins(void **state)
{
	struct order o = {
		.kind = KIND_FAULT, .service = "pstn", .tier = TIER_A, .lines = 1, .customer = "Hotel"};
	struct limit wide = row(CLOCK_ORDER, KIND_FAULT, NULL, 0, HOUR);
	struct limit own = row(CLOCK_ORDER, KIND_FAULT, "pstn", TIER_A, 5 * MINUTE);
	struct bench b;

	(void)state;
	bench_init(&b);
	wide.id = 900;
	wide.from_version = own.from_version = 1;
	org_put(b.org, ORG_LIMIT, &wide);
	assert_int_equal(sla_find_limit(b.org, 1, &o, CLOCK_ORDER, false)->limit_ms, 2 * HOUR);
	o.service = "packet";
	assert_int_equal(sla_find_limit(b.org, 1, &o, CLOCK_ORDER, false)->id, 900);
	own.id = 901;
	own.customer = "Hotel"; /* an agreement of his own: one key more */
	org_put(b.org, ORG_LIMIT, &own);
	o.service = "pstn";
	assert_int_equal(sla_find_limit(b.org, 1, &o, CLOCK_ORDER, false)->id, 901);
	bench_fini(&b);
}

/* Ranges of lines one within the other: the narrower, whichever came first. */
static void the_narrower_range_wins(void **state)
{
	static const int64_t ids[][2] = {{900, 901}, {901, 900}};

	(void)state;
	for (size_t i = 0; i < N_OF(ids); i++) {
		struct order o = {.kind = KIND_FAULT, .service = "telex", .tier = TIER_A, .lines = 3};
		struct limit wide = row(CLOCK_ORDER, KIND_FAULT, "telex", TIER_A, HOUR), few = wide;
		struct bench b;

		bench_init(&b);
		wide.from_version = few.from_version = 1;
		wide.lines_from = few.lines_from = 1;
		wide.lines_to = 10, few.lines_to = 5;
		wide.id = ids[i][0], few.id = ids[i][1];
		org_put(b.org, ORG_LIMIT, &wide);
		org_put(b.org, ORG_LIMIT, &few);
		assert_int_equal(sla_find_limit(b.org, 1, &o, CLOCK_ORDER, false)->id, few.id);
		o.lines = 6;
		assert_int_equal(sla_find_limit(b.org, 1, &o, CLOCK_ORDER, false)->id, wide.id);
		bench_fini(&b);
	}
}

static void what_clashes(void **state)
{
	struct limit kind = row(CLOCK_ORDER, KIND_FAULT, NULL, 0, HOUR);
	struct limit service = row(CLOCK_ORDER, 0, "pstn", 0, HOUR);
	struct limit both = row(CLOCK_ORDER, KIND_FAULT, "pstn", 0, HOUR);
	struct limit other = row(CLOCK_ORDER, KIND_CONTACT, "pstn", 0, HOUR);
	struct limit low = row(CLOCK_ORDER, 0, NULL, 0, HOUR), mid = low, high = low;

	(void)state;
	low.lines_from = 1, low.lines_to = 10;
	mid.lines_from = 5, mid.lines_to = 20;
	high.lines_from = 11;
	assert_true(sla_limits_clash(&kind, &service));
	assert_false(sla_limits_clash(&kind, &both));
	assert_false(sla_limits_clash(&kind, &other));
	assert_true(sla_limits_clash(&low, &mid));
	assert_false(sla_limits_clash(&low, &high));
	assert_true(sla_limits_clash(&mid, &high));
	both.clock = CLOCK_INTAKE;
	assert_false(sla_limits_clash(&kind, &both));
}

static enum err put(struct bench *b, struct limit *limits, int n)
{
	struct request_limits r = {.limits = limits, .n_limits = n};

	return bench_do(b, "root", decide_limits_put, &r);
}

static void a_put_ends_the_old_row_and_begins_a_new_version(void **state)
{
	struct limit same = row(CLOCK_ORDER, KIND_FAULT, "pstn", TIER_A, HOUR);
	struct limit gone = row(CLOCK_ORDER, KIND_FAULT, "pstn", TIER_B, -1);
	struct limit never = row(CLOCK_ORDER, KIND_FAULT, "telex", TIER_B, -1);
	struct limit clash = row(CLOCK_ORDER, 0, "pstn", 0, HOUR);
	struct bench b;

	(void)state;
	bench_init(&b);
	assert_int_equal(put(&b, &same, 1), ERR_NONE);
	const struct limit *fresh = b.changes->row, *old = b.changes->next->row;
	assert_int_equal(fresh->from_version, 2);
	assert_int_equal(old->to_version, 2);
	assert_int_equal(old->limit_ms, 2 * HOUR);
	b.changes = NULL;
	assert_int_equal(put(&b, &gone, 1), ERR_NONE);
	assert_null(b.changes->next);
	assert_int_equal(put(&b, &never, 1), ERR_BAD_POLICY);
	struct limit twice[2] = {same, same};
	assert_int_equal(put(&b, twice, 2), ERR_BAD_POLICY);
	struct limit kind = row(CLOCK_ORDER, KIND_FAULT, NULL, 0, HOUR);
	struct limit pair[2] = {kind, clash};
	assert_int_equal(put(&b, pair, 2), ERR_BAD_POLICY);
	assert_non_null(strstr(b.fail.en, "kind fault"));
	assert_non_null(strstr(b.fail.en, "service pstn"));
	same.calendar = "moon";
	assert_int_equal(put(&b, &same, 1), ERR_BAD_CALENDAR);
	bench_fini(&b);
}

static void rework_may_have_a_row_of_its_own(void **state)
{
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct limit own = row(CLOCK_TASK, 0, NULL, 0, 7 * MINUTE);
	struct request_sign refuse_it = {.accepted = GIVEN_FALSE, .by = "guest"};
	struct bench b;

	(void)state;
	bench_init(&b);
	own.id = 900;
	own.is_rework = true;
	own.from_version = 1;
	own.calendar = "always";
	org_put(b.org, ORG_LIMIT, &own);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, one, 1);
	int64_t task = b.order->tasks[0].id;
	assert_int_equal(order_get_clock(b.order, CLOCK_TASK, task)->limit_ms, 6 * HOUR);
	assert_int_equal(bench_complete(&b, "op.line", "fix"), ERR_NONE);
	assert_int_equal(bench_do(&b, "am", decide_sign, &refuse_it), ERR_NONE);
	assert_int_equal(order_get_clock(b.order, CLOCK_TASK, task)->limit_ms, 7 * MINUTE);
	assert_int_equal(order_get_clock(b.order, CLOCK_TASK, task)->generation, 2);
	bench_fini(&b);
}

static void a_share_left_out_is_exact(void **state)
{
	(void)state;
	assert_int_equal(sla_share_of(-3, 4 * HOUR), 80 * MINUTE);
	assert_int_equal(sla_share_of(-7, 69 * DAY), (69 * DAY + 6) / 7);
	assert_int_equal(sla_share_of(500000, 3), 2);
	assert_int_equal(sla_share_of(1000000, 69 * DAY), 69 * DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_keys_matched_wins),
		cmocka_unit_test(the_narrower_range_wins),
		cmocka_unit_test(what_clashes),
		cmocka_unit_test(a_put_ends_the_old_row_and_begins_a_new_version),
		cmocka_unit_test(rework_may_have_a_row_of_its_own),
		cmocka_unit_test(a_share_left_out_is_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
