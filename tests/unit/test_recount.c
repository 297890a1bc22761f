/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that an order's record, played again, comes to the very clocks, steps and alarms it left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/recount.h"
#include "record_fixture.h"

static void assert_same_clock(const char *scene, const struct clock *a, const struct clock *b)
{
	const struct {
		const char *what;
		int64_t a, b;
	} rows[] = {{"kind", a->kind, b->kind}, {"ref", a->ref, b->ref},
		{"generation", a->generation, b->generation}, {"state", a->state, b->state},
		{"paused_by", a->paused_by, b->paused_by}, {"limit_rev", a->limit_rev, b->limit_rev},
		{"limit_ms", a->limit_ms, b->limit_ms}, {"spent_ms", a->spent_ms, b->spent_ms},
		{"since_at", a->since_at, b->since_at}, {"due_at", a->due_at, b->due_at},
		{"late_at", a->late_at, b->late_at}, {"over_ms", a->over_ms, b->over_ms},
		{"started_at", a->started_at, b->started_at}, {"ended_at", a->ended_at, b->ended_at},
		{"is_missed", a->is_missed, b->is_missed}};

	for (size_t i = 0; i < N_OF(rows); i++)
		if (rows[i].a != rows[i].b)
			fail_msg("%s: clock %s: %s is %lld, again %lld", scene,
				word_name(WORDS_CLOCK_KIND, a->kind), rows[i].what, (long long)rows[i].a,
				(long long)rows[i].b);
}

static int count_steps(const struct order *o)
{
	int n = 0;

	for (const struct happening *h = o->happenings; h; h = h->next)
		n += strcmp(h->what, "step") == 0;
	return n;
}

static void by_the_record_it_comes_to_what_was(void **state)
{
	(void)state;
	for (int i = 0; i < n_scenes; i++) {
		const char *why = NULL;
		struct bench b;

		bench_init(&b);
		scenes[i].play(&b);
		struct order *again = recount_order(
			&b.arena, b.org, b.order, RECOUNT_BY_RECORD, b.now_at, &why);
		if (!again)
			fail_msg("%s: %s", scenes[i].name, why);
		assert_int_equal(again->n_clocks, b.order->n_clocks);
		for (int c = 0; c < again->n_clocks; c++)
			assert_same_clock(scenes[i].name, &b.order->clocks[c], &again->clocks[c]);
		assert_int_equal(count_steps(again), count_steps(b.order));
		assert_int_equal(again->n_alarms, b.order->n_alarms);
		for (int a = 0; a < again->n_alarms; a++) {
			assert_int_equal(again->alarms[a].state, b.order->alarms[a].state);
			assert_int_equal(again->alarms[a].count, b.order->alarms[a].count);
			assert_int_equal(again->alarms[a].raised_at, b.order->alarms[a].raised_at);
			assert_int_equal(again->alarms[a].cleared_at, b.order->alarms[a].cleared_at);
		}
		bench_fini(&b);
	}
}

/* The policy it ran under, asked what would have been: the same time spent and the same verdict. */
static void by_its_own_policy_it_comes_to_the_same(void **state)
{
	static void (*const plays[])(struct bench *) = {scene_whole, scene_running};

	(void)state;
	for (size_t i = 0; i < N_OF(plays); i++) {
		const char *why = NULL;
		struct bench b;

		bench_init(&b);
		plays[i](&b);
		struct order *again = recount_order(
			&b.arena, b.org, b.order, RECOUNT_BY_POLICY, b.now_at, &why);
		assert_non_null(again);
		assert_int_equal(count_steps(again), count_steps(b.order));
		for (int c = 0; c < again->n_clocks; c++) {
			const struct clock *was = &b.order->clocks[c], *is = &again->clocks[c];

			assert_int_equal(clock_spent(b.org, again, is, b.now_at),
				clock_spent(b.org, b.order, was, b.now_at));
			assert_int_equal(clock_is_missed(is, b.now_at), clock_is_missed(was, b.now_at));
		}
		bench_fini(&b);
	}
}

/* The events of a scene, one of them changed. */
static struct clock_event *find_event(struct order *o, enum clock_change change)
{
	struct clock_event *e = o->clock_events;

	while (e && e->change != change)
		e = e->next;
	assert_non_null(e);
	return e;
}

static void start_twice(struct order *o)
{
	find_event(o, CHANGE_START)->generation += 1;
}

static void resume_a_running_one(struct order *o)
{
	find_event(o, CHANGE_PAUSE)->change = CHANGE_RESUME;
}

static void never_start(struct order *o)
{
	find_event(o, CHANGE_REOPEN)->ref = 999;
}

static void count_by_no_calendar(struct order *o)
{
	find_event(o, CHANGE_START)->calendar = 999;
}

static void say_nothing(struct order *o)
{
	find_event(o, CHANGE_PAUSE)->change = CHANGE_ABSENT;
}

static void a_record_that_cannot_be_played_says_why(void **state)
{
	static const struct {
		void (*spoil)(struct order *o);
		const char *why;
	} rows[] = {
		{start_twice, "a clock's generations do not follow one another"},
		{resume_a_running_one, "a clock changes in a way it could not in its state"},
		{never_start, "a clock goes on that never started"},
		{count_by_no_calendar, "it counts by a calendar version there is not"},
		{say_nothing, "a clock changes in a way it could not in its state"},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *why = NULL;
		struct bench b;

		bench_init(&b);
		scene_whole(&b);
		rows[i].spoil(b.order);
		assert_null(recount_order(&b.arena, b.org, b.order, RECOUNT_BY_RECORD, b.now_at, &why));
		assert_string_equal(why, rows[i].why);
		bench_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_record_it_comes_to_what_was),
		cmocka_unit_test(by_its_own_policy_it_comes_to_the_same),
		cmocka_unit_test(a_record_that_cannot_be_played_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
