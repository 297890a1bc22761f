/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rules 4, 5, 24: each step once, at its own instant; repeats; acknowledging; a new limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core_fixture.h"

/* The steps fired of one clock, oldest first. */
static int list_steps(
	const struct bench *b, enum clock_kind kind, const struct happening **out, int max)
{
	int n = 0;

	for (const struct happening *h = b->order->happenings; h; h = h->next)
		if (strcmp(h->what, "step") == 0 && h->clock == kind)
			n++;
	int i = n;
	for (const struct happening *h = b->order->happenings; h; h = h->next)
		if (strcmp(h->what, "step") == 0 && h->clock == kind && --i < max)
			out[i] = h;
	return n;
}

static void tier_a_escalates_to_the_minute(void **state)
{
	static const struct {
		int64_t at;
		enum severity severity;
		const char *told;
	} want[] = {
		{60, SEVERITY_WARNING, "op.line"},
		{96, SEVERITY_MINOR, "mgr.line"},
		{120, SEVERITY_MAJOR, "sup"},
		{150, SEVERITY_CRITICAL, "leader"},
		{180, SEVERITY_CRITICAL, "leader"},
		{210, SEVERITY_CRITICAL, "leader"},
		{240, SEVERITY_CRITICAL, "leader"},
		{270, SEVERITY_CRITICAL, "leader"},
	};
	const char *const one[][3] = {{"fix", "line", NULL}};
	const struct happening *got[16];
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	bench_dispatch(&b, one, 1);
	bench_advance(&b, T0 + 3 * DAY);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), N_OF(want));
	for (size_t i = 0; i < N_OF(want); i++) {
		assert_int_equal(got[i]->due_at, T0 + want[i].at * MINUTE);
		assert_int_equal(got[i]->at, got[i]->due_at);
		assert_int_equal(got[i]->severity, want[i].severity);
		assert_int_equal(got[i]->told.n, 1);
		assert_string_equal(got[i]->told.at[0], want[i].told);
	}
	bench_fini(&b);
}

static void missed_steps_are_told_once_at_the_highest(void **state)
{
	const struct happening *got[16];
	struct request_text note = {.text = "awake"};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	b.now_at = T0 + 125 * MINUTE; /* asleep until then */
	assert_int_equal(bench_do(&b, "disp", decide_note, &note), ERR_NONE);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 3);
	assert_int_equal(got[0]->due_at, T0 + 60 * MINUTE);
	assert_int_equal(got[0]->at, b.now_at);
	assert_int_equal(got[0]->told.n, 0);
	assert_int_equal(got[1]->told.n, 0);
	assert_int_equal(got[2]->due_at, T0 + 120 * MINUTE);
	assert_string_equal(got[2]->told.at[0], "sup");
	bench_fini(&b);
}

static void acknowledging_stops_its_own_repeats(void **state)
{
	const struct happening *got[16];
	struct request_text ack = {0};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	bench_advance(&b, T0 + 185 * MINUTE);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 5);
	for (int i = 0; i < b.order->n_alarms; i++)
		if (b.order->alarms[i].clock == CLOCK_ORDER && b.order->alarms[i].step == 1250000)
			ack.head.id = b.order->alarms[i].id;
	assert_int_equal(bench_do(&b, "sup", decide_acknowledge, &ack), ERR_NONE);
	assert_int_equal(order_get_alarm(b.order, ack.head.id)->count, 2);
	bench_advance(&b, T0 + DAY);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 5);
	bench_fini(&b);
}

static void a_longer_limit_clears_what_lies_ahead_and_fires_it_again(void **state)
{
	const struct happening *got[16];
	struct request_retier to_b = {.tier = TIER_B, .reason = "not urgent"};
	struct bench b;
	int cleared = 0;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	bench_advance(&b, T0 + 121 * MINUTE); /* 0.5, 0.8 and 1.0 of two hours fired */
	assert_int_equal(bench_do(&b, "sup", decide_retier, &to_b), ERR_NONE);
	for (int i = 0; i < b.order->n_alarms; i++)
		if (b.order->alarms[i].clock == CLOCK_ORDER && b.order->alarms[i].cleared_why) {
			assert_string_equal(b.order->alarms[i].cleared_why, "limit_changed");
			cleared++;
		}
	assert_int_equal(cleared, 3);
	bench_advance(&b, T0 + 6 * HOUR);
	int n = list_steps(&b, CLOCK_ORDER, got, 16);
	assert_int_equal(n, 5);
	assert_int_equal(got[3]->due_at, T0 + 288 * MINUTE); /* 0.8 of six hours */
	assert_int_equal(got[3]->limit_rev, 2);
	assert_int_equal(got[4]->due_at, T0 + 360 * MINUTE);
	assert_true(order_get_clock(b.order, CLOCK_ORDER, 0)->is_missed); /* once missed */
	bench_fini(&b);
}

static void a_shorter_limit_fires_what_is_behind_at_once(void **state)
{
	const struct happening *got[16];
	struct request_retier to_a = {.tier = TIER_A, .reason = "hospital"};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_advance(&b, T0 + 130 * MINUTE);
	assert_int_equal(bench_do(&b, "sup", decide_retier, &to_a), ERR_NONE);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(got[i]->due_at, b.now_at);
	assert_int_equal(got[0]->told.n + got[1]->told.n, 0);
	assert_string_equal(got[2]->told.at[0], "sup");
	bench_advance(&b, T0 + 150 * MINUTE);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 4);
	bench_fini(&b);
}

/* Half the limit and four repeats, in the ladder that tier B has in [from, to). */
static void put_repeats(struct bench *b, int64_t from, int64_t to, int64_t every)
{
	struct step half = {.value = 500000,
		.severity = SEVERITY_MINOR,
		.tell = TELL_SUPERVISOR,
		.repeat = 4,
		.every = every};
	struct ladder l = {.id = from == 1 ? TIER_B : 100,
		.tier = TIER_B,
		.steps = &half,
		.n_steps = 1,
		.from_version = from,
		.to_version = to};

	org_put(b->org, ORG_LADDER, &l);
}

static void a_ladder_under_the_same_limit_takes_back_no_repeat(void **state)
{
	const struct happening *got[16];
	struct bench b;
	bool is_moved;

	(void)state;
	bench_init(&b);
	put_repeats(&b, 1, 2, 100000);
	put_repeats(&b, 2, 0, 250000);
	bench_fault(&b, TIER_B);
	bench_advance(&b, T0 + 5 * HOUR); /* of six: 0.5, 0.6, 0.7 and 0.8 fired */
	struct decision d = {
		.arena = &b.arena, .org = b.org, .ids = &b.ids, .now_at = b.now_at, .order = b.order};
	assert_true(decide_apply(&d, 2, &is_moved) && is_moved);
	bench_advance(&b, T0 + DAY);
	int n = list_steps(&b, CLOCK_ORDER, got, 16);
	assert_int_equal(n, 5);
	assert_int_equal(got[4]->repeat, 4);
	assert_int_equal(got[4]->due_at, T0 + 9 * HOUR); /* 0.5 and four times 0.25 */
	bench_fini(&b);
}

/* Its order's clock had ended when the ladder changed: it comes under the new one when it goes on. */
static void a_clock_that_goes_on_fires_what_its_new_ladder_has_behind_it(void **state)
{
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct request_sign refuse_it = {.accepted = GIVEN_FALSE, .by = "guest"};
	const struct happening *got[16];
	struct bench b;
	bool is_moved;

	(void)state;
	bench_init(&b);
	put_repeats(&b, 1, 2, 100000);
	put_repeats(&b, 2, 0, 50000);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, one, 1);
	bench_advance(&b, T0 + 4 * HOUR); /* of six: 0.5 and 0.6 fired */
	assert_int_equal(bench_complete(&b, "op.line", "fix"), ERR_NONE);
	struct decision d = {
		.arena = &b.arena, .org = b.org, .ids = &b.ids, .now_at = b.now_at, .order = b.order};
	assert_true(decide_apply(&d, 2, &is_moved));
	bench_advance(&b, T0 + DAY);
	assert_int_equal(bench_do(&b, "am", decide_sign, &refuse_it), ERR_NONE);
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 4); /* 0.6 and 0.65 of the new one */
	assert_int_equal(got[3]->at, T0 + DAY);
	assert_int_equal(got[3]->due_at, T0 + DAY);
	assert_true(order_next_due(b.order) > b.now_at);
	bench_fini(&b);
}

static void nobody_there_goes_to_the_next_up(void **state)
{
	const char *const one[][3] = {{"fix", "line", NULL}};
	const struct happening *got[16];
	struct bench b;

	(void)state;
	bench_init(&b);
	struct user away = *org_get_user(b.org, "mgr.line");
	away.absent_until = T0 + DAY;
	org_put(b.org, ORG_USER, &away);
	away = *org_get_user(b.org, "op.line");
	away.is_disabled = true;
	org_put(b.org, ORG_USER, &away);
	bench_fault(&b, TIER_A);
	bench_dispatch(&b, one, 1);
	bench_advance(&b, T0 + HOUR); /* 0.5 tells the holder: no operator, no manager there */
	assert_int_equal(list_steps(&b, CLOCK_ORDER, got, 16), 1);
	assert_string_equal(got[0]->told.at[0], "sup");
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tier_a_escalates_to_the_minute),
		cmocka_unit_test(missed_steps_are_told_once_at_the_highest),
		cmocka_unit_test(acknowledging_stops_its_own_repeats),
		cmocka_unit_test(a_longer_limit_clears_what_lies_ahead_and_fires_it_again),
		cmocka_unit_test(a_shorter_limit_fires_what_is_behind_at_once),
		cmocka_unit_test(a_ladder_under_the_same_limit_takes_back_no_repeat),
		cmocka_unit_test(a_clock_that_goes_on_fires_what_its_new_ladder_has_behind_it),
		cmocka_unit_test(nobody_there_goes_to_the_next_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
