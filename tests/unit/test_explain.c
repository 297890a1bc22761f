/* SPDX-License-Identifier: Apache-2.0 */
/* clock.explain's segments: what they count adds up to what was spent (rules.md 2, 3, 10). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/die.h"
#include "core/explain.h"

enum { MAX = 16 };

struct row {
	int generation;
	int64_t at;
	enum clock_change change;
	int64_t spent_ms;
};

struct wanted {
	enum segment_kind kind;
	int64_t from_at, to_at, counted_ms;
};

static void check(
	const struct row *rows, int n_rows, int64_t now_at, const struct wanted *wanted, int n_wanted)
{
	struct clock_event events[MAX] = {0};
	struct segment out[MAX];
	struct org *g = org_new();

	for (int i = 0; i < n_rows; i++)
		events[i] = (struct clock_event){
			.next = i + 1 < n_rows ? &events[i + 1] : NULL,
			.generation = rows[i].generation,
			.at = rows[i].at,
			.change = rows[i].change,
			.spent_ms = rows[i].spent_ms,
			.rule = "a rule",
		};
	assert_int_equal(explain_segments(g, events, now_at, out, MAX), n_wanted);
	for (int i = 0; i < n_wanted; i++) {
		if (out[i].kind != wanted[i].kind || out[i].from_at != wanted[i].from_at ||
			out[i].to_at != wanted[i].to_at || out[i].counted_ms != wanted[i].counted_ms)
			fail_msg("segment %d: %s %lld .. %lld counts %lld", i, segment_names[out[i].kind],
				(long long)out[i].from_at, (long long)out[i].to_at, (long long)out[i].counted_ms);
		assert_string_equal(out[i].rule, "a rule");
		assert_int_equal(out[i].generation, rows[i].generation);
		assert_string_equal(out[i].calendar, "always");
	}
	org_free(g);
}

#define CHECK(rows, now_at, wanted) check(rows, N_OF(rows), now_at, wanted, N_OF(wanted))

static void test_running_counts_up_to_now(void **state)
{
	static const struct row rows[] = {{1, 100, CHANGE_START, 0}};
	static const struct wanted now[] = {{SEGMENT_RUNNING, 100, INSTANT_NONE, 25}};
	static const struct wanted at_once[] = {{SEGMENT_RUNNING, 100, INSTANT_NONE, 0}};

	(void)state;
	CHECK(rows, 125, now);
	CHECK(rows, 100, at_once);
	CHECK(rows, 99, at_once);
}

static void test_a_pause_counts_nothing(void **state)
{
	static const struct row rows[] = {
		{1, 100, CHANGE_START, 0},
		{1, 160, CHANGE_PAUSE, 60},
		{1, 300, CHANGE_RESUME, 60},
	};
	static const struct wanted wanted[] = {
		{SEGMENT_RUNNING, 100, 160, 60},
		{SEGMENT_PAUSED, 160, 300, 0},
		{SEGMENT_RUNNING, 300, INSTANT_NONE, 10},
	};
	static const struct wanted still_paused[] = {
		{SEGMENT_RUNNING, 100, 160, 60},
		{SEGMENT_PAUSED, 160, INSTANT_NONE, 0},
	};

	(void)state;
	CHECK(rows, 310, wanted);
	check(rows, 2, 310, still_paused, 2);
}

static void test_another_limit_changes_only_the_rule(void **state)
{
	static const struct row running[] = {
		{1, 0, CHANGE_START, 0},
		{1, 10, CHANGE_LIMIT, 10},
		{1, 30, CHANGE_MET, 30},
	};
	static const struct wanted ran[] = {
		{SEGMENT_RUNNING, 0, 10, 10},
		{SEGMENT_RUNNING, 10, 30, 20},
		{SEGMENT_MET, 30, INSTANT_NONE, 0},
	};
	static const struct row paused[] = {
		{1, 0, CHANGE_START, 0},
		{1, 10, CHANGE_PAUSE, 10},
		{1, 20, CHANGE_LIMIT, 10},
		{1, 40, CHANGE_RESUME, 10},
	};
	static const struct wanted waited[] = {
		{SEGMENT_RUNNING, 0, 10, 10},
		{SEGMENT_PAUSED, 10, 20, 0},
		{SEGMENT_PAUSED, 20, 40, 0},
		{SEGMENT_RUNNING, 40, INSTANT_NONE, 60},
	};

	(void)state;
	CHECK(running, 1000, ran);
	CHECK(paused, 100, waited);
}

static void test_waiting_for_a_signature_counts_nothing(void **state)
{
	static const struct row rows[] = {
		{1, 0, CHANGE_START, 0},
		{1, 50, CHANGE_MISSED, 50},
		{1, 80, CHANGE_REOPEN, 50},
		{1, 90, CHANGE_CANCELLED, 60},
	};
	static const struct wanted wanted[] = {
		{SEGMENT_RUNNING, 0, 50, 50},
		{SEGMENT_MISSED, 50, 80, 0},
		{SEGMENT_RUNNING, 80, 90, 10},
		{SEGMENT_CANCELLED, 90, INSTANT_NONE, 0},
	};

	(void)state;
	CHECK(rows, 5000, wanted);
}

static void test_a_generation_begins_from_zero(void **state)
{
	static const struct row rows[] = {
		{1, 0, CHANGE_START, 0},
		{1, 50, CHANGE_MET, 50},
		{2, 70, CHANGE_START, 0},
	};
	static const struct wanted wanted[] = {
		{SEGMENT_RUNNING, 0, 50, 50},
		{SEGMENT_MET, 50, 70, 0},
		{SEGMENT_RUNNING, 70, INSTANT_NONE, 5},
	};

	(void)state;
	CHECK(rows, 75, wanted);
}

static void test_no_more_than_asked_for(void **state)
{
	struct clock_event second = {.generation = 1, .at = 5, .change = CHANGE_MET, .spent_ms = 5};
	struct clock_event first = {.next = &second, .generation = 1, .change = CHANGE_START};
	struct segment out[1];
	struct org *g = org_new();

	(void)state;
	assert_int_equal(explain_segments(g, &first, 9, out, 1), 1);
	assert_true(out[0].counted_ms == 5 && out[0].to_at == 5);
	assert_int_equal(explain_segments(g, NULL, 9, out, 1), 0);
	org_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_running_counts_up_to_now),
		cmocka_unit_test(test_a_pause_counts_nothing),
		cmocka_unit_test(test_another_limit_changes_only_the_rule),
		cmocka_unit_test(test_waiting_for_a_signature_counts_nothing),
		cmocka_unit_test(test_a_generation_begins_from_zero),
		cmocka_unit_test(test_no_more_than_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
