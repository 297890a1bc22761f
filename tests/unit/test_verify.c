/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that verify finds nothing where nothing is wrong, and names each thing that is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/verify.h"
#include "record_fixture.h"

static struct verify begin(struct bench *b)
{
	return (struct verify){.arena = &b->arena, .org = b->org};
}

static bool says(const struct verify *v, const char *words)
{
	for (int64_t i = 0; i < v->n_differences && i < VERIFY_SHOWN_MAX; i++)
		if (strstr(v->differences[i], words))
			return true;
	return false;
}

static void what_was_lived_does_not_differ(void **state)
{
	(void)state;
	for (int i = 0; i < n_scenes; i++) {
		struct bench b;

		bench_init(&b);
		scenes[i].play(&b);
		struct verify v = begin(&b);

		verify_order(&v, &b.arena, b.order, b.now_at);
		verify_order(&v, &b.arena, b.order, b.now_at + 10 * DAY); /* what runs, runs on in both */
		if (v.n_differences)
			fail_msg("%s: %s", scenes[i].name, v.differences[0]);
		assert_int_equal(v.n_clocks, 2 * b.order->n_clocks);
		bench_fini(&b);
	}
}

static bool is_same_step(const struct alarm *a, const struct alarm *b)
{
	return a->clock == b->clock && a->ref == b->ref && a->generation == b->generation &&
		a->step_is_after == b->step_is_after && a->step == b->step;
}

/* Two daemons take ids from blocks of their own: the later alarm of a step may have the lower one. */
static void ids_say_nothing_of_ages(void **state)
{
	struct bench b;
	int n = 0;

	(void)state;
	bench_init(&b);
	for (int i = 0; i < n_scenes; i++)
		if (strcmp(scenes[i].name, "retiered") == 0)
			scenes[i].play(&b);
	for (int i = 0; i < b.order->n_alarms; i++)
		for (int k = 0; k < i; k++) {
			struct alarm *late = &b.order->alarms[i], *early = &b.order->alarms[k];
			int64_t id = late->id;

			if (!is_same_step(late, early))
				continue;
			late->id = early->id;
			early->id = id;
			n++;
		}
	assert_true(n > 0);
	struct verify v = begin(&b);

	verify_order(&v, &b.arena, b.order, b.now_at);
	assert_int_equal(v.n_differences, 0);
	bench_fini(&b);
}

/* --- each kind of damage --------------------------------------------------------------------------- */

static struct clock *clock_in(struct order *o, enum clock_state state)
{
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].state == state)
			return &o->clocks[i];
	fail_msg("no clock is %s", word_name(WORDS_CLOCK_STATE, (int)state));
	return NULL;
}

static struct happening *find_what(struct order *o, const char *what)
{
	struct happening *h = o->happenings;

	while (h && strcmp(h->what, what) != 0)
		h = h->next;
	assert_non_null(h);
	return h;
}

static void spent(struct order *o)
{
	clock_in(o, CLOCK_MISSED)->spent_ms++;
}
static void since(struct order *o)
{
	clock_in(o, CLOCK_RUNNING)->since_at--;
}
static void limit(struct order *o)
{
	clock_in(o, CLOCK_RUNNING)->limit_ms++;
}
static void due(struct order *o)
{
	clock_in(o, CLOCK_RUNNING)->due_at++;
}
static void missed(struct order *o)
{
	clock_in(o, CLOCK_MET)->is_missed = true;
}
static void state_of(struct order *o)
{
	clock_in(o, CLOCK_MET)->state = CLOCK_CANCELLED;
}
static void revision(struct order *o)
{
	o->clocks[0].limit_rev++;
}
static void armed(struct order *o)
{
	o->clocks[0].next_due_at = 1;
}
static void over(struct order *o)
{
	o->clocks[0].over_ms++;
}
static void calendar(struct order *o)
{
	o->clocks[0].calendar = "always";
}
static void fewer_clocks(struct order *o)
{
	o->n_clocks--;
}
static void event_spent(struct order *o)
{
	o->clock_events->spent_ms++;
}
static void gap(struct order *o)
{
	o->happenings->next = o->happenings->next->next;
}
static void no_last(struct order *o)
{
	o->happenings = o->happenings->next;
}
static void backwards(struct order *o)
{
	o->happenings->next->at = o->happenings->at + 1;
}
static void last_state(struct order *o)
{
	o->state = ORDER_AT_CRC;
}
static void step_due(struct order *o)
{
	find_what(o, "step")->due_at--;
}
static void step_early(struct order *o)
{
	find_what(o, "step")->due_at += DAY;
}
static void step_named(struct order *o)
{
	find_what(o, "step")->step++;
}
static void step_twice(struct order *o)
{
	struct happening *h = find_what(o, "step"), *note = find_what(o, "dispatched");
	struct happening kept = *note;

	*note = *h;
	note->next = kept.next, note->seq = kept.seq, note->at = kept.at, note->state = kept.state;
}
static void alarm_count(struct order *o)
{
	o->alarms[0].count++;
}
static void alarm_state(struct order *o)
{
	o->alarms[0].state = ALARM_RAISED;
}
static void alarm_due(struct order *o)
{
	o->alarms[0].due_at--;
}
static void alarm_acked(struct order *o)
{
	o->alarms[0].acknowledged_at++;
}
static void fewer_alarms(struct order *o)
{
	o->n_alarms--;
}
static void arrived(struct order *o)
{
	o->arrived_at++;
}
static void promised(struct order *o)
{
	o->promised_at++;
}
static void finished(struct order *o)
{
	o->finished_at++;
}
static void was_signed(struct order *o)
{
	o->signed_at++;
}
static void cancelled(struct order *o)
{
	o->cancelled_at = o->last_at;
}
static void sent_back(struct order *o)
{
	o->n_sent_back++;
}
static void rework(struct order *o)
{
	o->tasks[0].rework++;
}
static void done(struct order *o)
{
	o->tasks[0].done_at++;
}
static void charged(struct order *o)
{
	o->returns[0].charged_ms--;
}
static void closed(struct order *o)
{
	o->returns[0].closed_at++;
}
static void version_low(struct order *o)
{
	o->version = 1;
}
static void version_high(struct order *o)
{
	o->version += 1000;
}
static void no_quota(struct order *o)
{
	o->quota = 77, o->quota_month = 2026 * 12 + 2;
}
static void other_month(struct order *o)
{
	o->quota = 1, o->quota_month = 2026 * 12 + 7;
}
static void agreed(struct order *o)
{
	o->agreed_month = 2026 * 12 + 2, o->agreed_lines = 9;
}

static const struct {
	void (*play)(struct bench *b);
	void (*damage)(struct order *o);
	const char *says;
} damages[] = {
	{scene_whole, spent, "time spent is stored as"},
	{scene_running, since, "time spent is stored as"},
	{scene_running, limit, "limit is stored as"},
	{scene_running, due, "due instant is stored as"},
	{scene_whole, missed, "missed is stored as yes, by the history it is no"},
	{scene_whole, state_of, "state is stored as cancelled, by the history it is met"},
	{scene_running, revision, "clock order, generation 1: limit revision is stored as"},
	{scene_running, armed, "next armed step is stored as"},
	{scene_whole, over, "time past the breach is stored as"},
	{scene_running, calendar, "calendar is stored as always, by the history it is office"},
	{scene_whole, fewer_clocks, "is not stored, by the history it started at"},
	{scene_whole, event_spent, "time spent is stored as"},
	{scene_whole, gap, "so there is a gap"},
	{scene_whole, no_last, "number of entries is stored as"},
	{scene_whole, backwards, "lies before the one it follows"},
	{scene_whole, last_state, "state is stored as at_crc, by the history it is awaiting_archive"},
	{scene_whole, step_due, "due instant is stored as"},
	{scene_whole, step_early, "before it was due"},
	{scene_whole, step_named, "by the history it was never due"},
	{scene_whole, step_named, "never fired, by the history it was due at"},
	{scene_running, step_twice, "fired twice"},
	{scene_whole, alarm_count, "count is stored as"},
	{scene_whole, alarm_state, "state is stored as raised, by the history it is cleared"},
	{scene_whole, alarm_due, "first due instant is stored as"},
	{scene_running, alarm_acked, "acknowledged at is stored as"},
	{scene_whole, fewer_alarms, "is not stored, by the history it was raised"},
	{scene_whole, arrived, "arrived_at is stored as"},
	{scene_whole, promised, "promised_at is stored as"},
	{scene_whole, finished, "finished_at is stored as"},
	{scene_whole, was_signed, "signed_at is stored as"},
	{scene_whole, cancelled, "cancelled_at is stored as"},
	{scene_whole, sent_back, "number of times sent back is stored as 1, by the history it is 0"},
	{scene_whole, rework, "task a: rework is stored as 2, by the history it is 1"},
	{scene_whole, done, "task a: done_at is stored as"},
	{scene_whole, charged, "charged time is stored as"},
	{scene_whole, closed, "closed_at is stored as"},
	{scene_whole, version_low, "version is stored as 1, by the history it is from"},
	{scene_whole, version_high, "version is stored as 10"},
	{scene_whole, no_quota, "holds a place of quota 77, which there is not"},
	{scene_whole, other_month, "holds a quota place of 2026-08, and was neither submitted"},
	{scene_whole, agreed, "lines counted as agreed is stored as 9"},
};

static void each_damage_is_found_and_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(damages); i++) {
		struct bench b;

		bench_init(&b);
		damages[i].play(&b);
		struct verify v = begin(&b);

		damages[i].damage(b.order);
		verify_order(&v, &b.arena, b.order, b.now_at);
		if (!says(&v, damages[i].says))
			fail_msg("damage %zu: nothing says \"%s\"; %lld differences, first %s", i,
				damages[i].says, (long long)v.n_differences,
				v.n_differences ? v.differences[0] : "");
		assert_memory_equal(v.differences[0], "F-000001: ", 10);
		bench_fini(&b);
	}
}

/* --- all orders --------------------------------------------------------------------------------------- */

static void only_the_first_hundred_are_kept(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b);
	scene_whole(&b);
	struct verify v = begin(&b);

	b.order->arrived_at++;
	for (int i = 0; i < VERIFY_SHOWN_MAX + 5; i++)
		verify_order(&v, &b.arena, b.order, b.now_at);
	assert_int_equal(v.n_differences, VERIFY_SHOWN_MAX + 5);
	assert_int_equal(v.n_orders, VERIFY_SHOWN_MAX + 5);
	bench_fini(&b);
}

static void places_are_what_the_orders_hold(void **state)
{
	struct quota_use quotas[] = {
		{.quota = 1, .month = 24314, .used = 2}, {.quota = 1, .month = 24315, .used = 0}};
	struct agreed_use lines[] = {{.unit = "key", .service = "pstn", .month = 24314, .used = 3}};
	const struct places stored = {quotas, 2, lines, 1};
	struct bench b;

	(void)state;
	bench_init(&b);
	scene_whole(&b);
	struct verify v = begin(&b);

	b.order->lines = b.order->agreed_lines = 3;
	b.order->agreed_month = b.order->quota_month = 24314;
	b.order->quota = 1;
	verify_order(&v, &b.arena, b.order, b.now_at);
	v.n_differences = 0;
	verify_places(&v, &stored);
	assert_int_equal(v.n_differences, 1);
	assert_string_equal(v.differences[0],
		"quota 1 in 2026-03: number of places taken is stored as 2, by the history it is 1");
	quotas[0].used = 1;
	lines[0].used = 4;
	verify_places(&v, &stored);
	assert_int_equal(v.n_differences, 2);
	assert_string_equal(v.differences[1],
		"agreed quantity of key, pstn in 2026-03: number of lines used is stored as 4, by the "
		"history it is 3");
	lines[0].used = 3;
	verify_places(&v, &stored);
	assert_int_equal(v.n_differences, 2);
	verify_places(&v, &(struct places){0}); /* neither row is there */
	assert_int_equal(v.n_differences, 4);
	bench_fini(&b);
}

enum { KPI_COLUMNS = 10 };
static void the_report_is_what_the_orders_add_up_to(void **state)
{
	static const char *columns[KPI_COLUMNS] = {"kind", "service", "tier", "orders", "finished",
		"missed", "tasks", "tasks_missed", "reworked", "on_time_rate"};
	struct cell cells[KPI_COLUMNS] = {{.type = CELL_TEXT, .text = "fault"},
		{.type = CELL_TEXT, .text = "pstn"}, {.type = CELL_TEXT, .text = "B"}};
	static const int64_t counts[] = {1, 1, 1, 2, 1, 2};
	struct found kpi = {.columns = columns, .n_columns = KPI_COLUMNS, .cells = cells, .n = 1};
	struct bench b;

	(void)state;
	bench_init(&b);
	scene_whole(&b);
	struct verify v = begin(&b);

	for (size_t i = 0; i < N_OF(counts); i++)
		cells[3 + i] = (struct cell){.type = CELL_INT, .integer = counts[i]};
	cells[9] = (struct cell){.type = CELL_REAL, .real = 0};
	verify_order(&v, &b.arena, b.order, b.now_at);
	verify_kpi(&v, &kpi);
	if (v.n_differences)
		fail_msg("%s", v.differences[0]);
	cells[9].real = 0.5;
	verify_kpi(&v, &kpi);
	assert_true(says(&v, "report.kpi, fault, pstn, tier B: on_time_rate is answered as 0.5"));
	cells[4].integer = 2;
	verify_kpi(&v, &kpi);
	assert_true(says(&v, "tier B: finished is stored as 2, by the history it is 1"));
	kpi.n = 0;
	verify_kpi(&v, &kpi);
	assert_true(says(&v, "tier B: tasks is stored as 0, by the history it is 2"));
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_lived_does_not_differ),
		cmocka_unit_test(ids_say_nothing_of_ages),
		cmocka_unit_test(each_damage_is_found_and_named),
		cmocka_unit_test(only_the_first_hundred_are_kept),
		cmocka_unit_test(places_are_what_the_orders_hold),
		cmocka_unit_test(the_report_is_what_the_orders_add_up_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
