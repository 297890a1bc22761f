/* SPDX-License-Identifier: Apache-2.0 */
/* The ugly rows of clocks in working calendars, each named for the mistake it prevents (rules.md 1-6, 14, 16). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core_fixture.h"

/* Shanghai, Monday 2026-03-02: T0 is 16:00 there. The Sunday after is worked in the morning. */
#define ON(day, hour, minute) (T0 + ((day)-2) * DAY + ((hour)-16) * HOUR + (minute)*MINUTE)

static const struct request_text none;

static void office_init(struct bench *b)
{
	static struct zone_shift shanghai[] = {{INT64_MIN, 8 * HOUR}};
	struct calendar office = {.id = 1,
		.name = "office",
		.zone = "Asia/Shanghai",
		.shifts = shanghai,
		.n_shifts = 1,
		.from_version = 1};

	bench_init(b);
	for (int i = 0; i < 5; i++)
		must(hours_read(&b->arena, "09:00-12:00 13:30-17:30", &office.week[i]));
	office.days = arena_new(&b->arena, struct working_day);
	office.n_days = 1;
	office.days[0].day = date_to_day(2026, 3, 8);
	must(hours_read(&b->arena, "09:00-12:00", &office.days[0].hours));
	org_put(b->org, ORG_CALENDAR, &office);
	for (int i = 0; i < org_count(b->org, ORG_LIMIT); i++) {
		struct limit l = *(const struct limit *)org_at(b->org, ORG_LIMIT, i);

		l.calendar = l.clock == CLOCK_ORDER ? "office" : l.calendar;
		org_put(b->org, ORG_LIMIT, &l);
	}
}

/* A fault raised and dispatched at that instant. */
static void begin(struct bench *b, enum tier tier, int64_t at)
{
	const char *const one[][3] = {{"fix", "line", NULL}};

	office_init(b);
	b->now_at = at;
	bench_fault(b, tier);
	bench_dispatch(b, one, 1);
}

static struct clock *order_clock(struct bench *b)
{
	return order_get_clock(b->order, CLOCK_ORDER, 0);
}

static const struct alarm *alarm_of(struct bench *b, int64_t share_ppm)
{
	for (int i = 0; i < b->order->n_alarms; i++)
		if (b->order->alarms[i].clock == CLOCK_ORDER && b->order->alarms[i].step == share_ppm)
			return &b->order->alarms[i];
	return NULL;
}

static int64_t spent(struct bench *b)
{
	return clock_spent(b->org, b->order, order_clock(b), b->now_at);
}

static void hold(struct bench *b, int64_t at)
{
	struct request_text r = {.text = "no_access"};

	bench_advance(b, at);
	assert_int_equal(bench_do(b, "disp", decide_hold, &r), ERR_NONE);
}

static void resume(struct bench *b, int64_t at)
{
	bench_advance(b, at);
	assert_int_equal(bench_do(b, "disp", decide_resume, &none), ERR_NONE);
}

/* Two hours are due on Tuesday at 9:30; an hour before that the office was closed. */
static void a_warning_is_not_counted_back_over_the_night(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, TIER_A, T0);
	assert_int_equal(order_clock(&b)->due_at, ON(3, 9, 30));
	assert_int_equal(order_clock(&b)->next_due_at, ON(2, 17, 0));
	bench_advance(&b, ON(2, 17, 0));
	assert_int_equal(alarm_of(&b, 500000)->due_at, ON(2, 17, 0));
	assert_int_equal(order_clock(&b)->next_due_at, ON(3, 9, 6));
	bench_advance(&b, ON(3, 9, 6) - 1);
	assert_null(alarm_of(&b, 800000));
	bench_fini(&b);
}

static void a_pause_over_a_weekend_gives_and_takes_nothing(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, TIER_B, ON(6, 16, 0)); /* Friday */
	hold(&b, ON(6, 17, 0));
	assert_int_equal(spent(&b), HOUR);
	assert_int_equal(order_clock(&b)->due_at, INSTANT_NONE);
	resume(&b, ON(7, 3, 0)); /* Saturday night: nothing runs yet */
	assert_int_equal(spent(&b), HOUR);
	assert_int_equal(order_clock(&b)->due_at, ON(9, 11, 0)); /* Sunday three hours, Monday two */
	hold(&b, ON(8, 8, 59));
	assert_int_equal(spent(&b), HOUR);
	resume(&b, ON(9, 10, 0));
	assert_int_equal(order_clock(&b)->due_at, ON(9, 16, 30));
	bench_fini(&b);
}

static void a_change_of_tier_while_paused_keeps_what_was_spent(void **state)
{
	struct request_retier to_a = {.tier = TIER_A, .reason = "urgent"};
	struct bench b;

	(void)state;
	begin(&b, TIER_B, T0);
	hold(&b, ON(3, 9, 20)); /* 1 h 30 min on Monday, 20 min on Tuesday */
	bench_advance(&b, ON(4, 9, 0));
	assert_int_equal(bench_do(&b, "sup", decide_retier, &to_a), ERR_NONE);
	assert_int_equal(spent(&b), 110 * MINUTE);
	assert_int_equal(order_clock(&b)->due_at, INSTANT_NONE);
	/* 80 % of the two hours lie behind: told now, at the highest, not when it is resumed. */
	assert_int_equal(alarm_of(&b, 800000)->raised_at, ON(4, 9, 0));
	assert_null(alarm_of(&b, 1000000));
	resume(&b, ON(4, 14, 0));
	assert_int_equal(order_clock(&b)->due_at, ON(4, 14, 10));
	bench_fini(&b);
}

static void a_step_due_in_the_millisecond_of_the_completion_comes_first(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, TIER_A, T0);
	bench_advance(&b, ON(2, 17, 0) - 1);
	assert_null(alarm_of(&b, 500000));
	b.now_at = ON(2, 17, 0);
	assert_int_equal(bench_complete(&b, "op.line", "fix"), ERR_NONE);
	assert_int_equal(alarm_of(&b, 500000)->due_at, ON(2, 17, 0));
	assert_int_equal(alarm_of(&b, 500000)->state, ALARM_CLEARED);
	assert_int_equal(order_clock(&b)->state, CLOCK_MET);
	bench_fini(&b);
}

/* Spent is the limit, not more, from the due instant until the office opens again. */
static void done_after_hours_with_nothing_left_is_still_in_time(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, TIER_A, ON(6, 15, 30)); /* Friday: due as the office closes */
	assert_int_equal(order_clock(&b)->due_at, ON(6, 17, 30));
	assert_int_equal(order_clock(&b)->late_at, ON(8, 9, 0) + 1);
	bench_advance(&b, ON(7, 12, 0));
	assert_false(clock_is_missed(order_clock(&b), b.now_at));
	assert_non_null(alarm_of(&b, 1000000));
	assert_int_equal(bench_complete(&b, "op.line", "fix"), ERR_NONE);
	assert_int_equal(order_clock(&b)->state, CLOCK_MET);
	bench_fini(&b);

	begin(&b, TIER_A, ON(6, 15, 30));
	bench_advance(&b, ON(8, 9, 0) + 1);
	assert_true(clock_is_missed(order_clock(&b), b.now_at));
	bench_fini(&b);
}

static void reopened_after_the_limit_stays_missed_and_goes_on(void **state)
{
	struct request_sign refuse = {.accepted = GIVEN_FALSE, .by = "guest"};
	struct bench b;

	(void)state;
	begin(&b, TIER_A, T0);
	bench_advance(&b, ON(3, 9, 45)); /* a quarter of an hour late */
	assert_int_equal(bench_complete(&b, "op.line", "fix"), ERR_NONE);
	assert_int_equal(order_clock(&b)->state, CLOCK_MISSED);
	assert_int_equal(alarm_of(&b, 1000000)->state, ALARM_CLEARED);
	bench_advance(&b, ON(6, 9, 0)); /* three days of waiting for the signature count nothing */
	assert_int_equal(bench_do(&b, "am", decide_sign, &refuse), ERR_NONE);
	assert_int_equal(order_clock(&b)->state, CLOCK_RUNNING);
	assert_true(order_clock(&b)->is_missed);
	assert_int_equal(order_clock(&b)->generation, 1);
	assert_int_equal(spent(&b), 135 * MINUTE);
	assert_int_equal(alarm_of(&b, 1000000)->state, ALARM_RAISED);
	/* 125 % is another quarter of an hour of work away. */
	assert_int_equal(order_clock(&b)->next_due_at, ON(6, 9, 15));
	bench_fini(&b);
}

static void a_make_up_sunday_is_worked_and_a_plain_one_is_not(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, TIER_B, ON(6, 17, 0));
	assert_int_equal(order_clock(&b)->due_at, ON(9, 11, 30)); /* 30 min, 3 h, then Monday */
	bench_fini(&b);
	begin(&b, TIER_B, ON(13, 17, 0));
	assert_int_equal(order_clock(&b)->due_at, ON(16, 16, 0)); /* 30 min, nothing, 5 h 30 min */
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_warning_is_not_counted_back_over_the_night),
		cmocka_unit_test(a_pause_over_a_weekend_gives_and_takes_nothing),
		cmocka_unit_test(a_change_of_tier_while_paused_keeps_what_was_spent),
		cmocka_unit_test(a_step_due_in_the_millisecond_of_the_completion_comes_first),
		cmocka_unit_test(done_after_hours_with_nothing_left_is_still_in_time),
		cmocka_unit_test(reopened_after_the_limit_stays_missed_and_goes_on),
		cmocka_unit_test(a_make_up_sunday_is_worked_and_a_plain_one_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
