/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows reading: what a viewer may see (rules.md 21), filters, pages, the change cursor of alarms
 * (rules.md 28) with transactions that commit out of order, loops, and the figures (rules.md 30).
 */
#include <libpq-fe.h>
#include <string.h>

#include "tests/store/test_store.h"

#define AT(n) (INT64_C(1772800000000) + (n))

static const char *database;
static struct bed bed;
static struct found found;

/* Orders 1 .. 5: 1 a full one with tasks at km_test and km_line, the others faults at the CRC. */
static int open_bed(void **state)
{
	struct order *o[5];
	static struct happening h[3];
	static struct clock_event e[2];
	static struct feedback f[2];

	(void)state;
	bed_open(&bed, database, false);
	o[0] = sample_full(&bed.arena, 1);
	o[0]->confirmation = 0;
	for (int i = 1; i < 5; i++)
		o[i] = sample_fault(&bed.arena, i + 1, INSTANT_NONE);
	o[1]->unit = "billing";
	o[2]->is_major = true;
	o[3]->clocks[0].is_missed = true;
	o[4]->title = "quiet line 100%";
	for (int i = 0; i < 3; i++)
		h[i] = (struct happening){.next = i < 2 ? &h[i + 1] : NULL,
			.seq = 3 - i,
			.at = AT(i),
			.by = "li.wei",
			.what = "note",
			.state = ORDER_DRAFT,
			.text = "n",
			.due_at = INSTANT_NONE};
	for (int i = 0; i < 2; i++)
		e[i] = (struct clock_event){.next = i < 1 ? &e[1] : NULL,
			.seq = 2 - i,
			.clock = i ? CLOCK_ORDER : CLOCK_TASK,
			.ref = i ? 0 : 100,
			.generation = 1,
			.at = AT(i),
			.change = CHANGE_START,
			.limit_ms = 5,
			.rule = "r"};
	for (int i = 0; i < 2; i++)
		f[i] = (struct feedback){.next = i < 1 ? &f[1] : NULL,
			.id = 2 - i,
			.order = 1,
			.at = AT(i),
			.to = "li.wei",
			.unit = "key_accounts",
			.what = "arrived",
			.read_at = i ? AT(9) : INSTANT_NONE,
			.read_by = i ? "li.wei" : NULL};
	o[0]->happenings = h;
	o[0]->clock_events = e;
	o[0]->feedbacks = f;
	assert_int_equal(bed_put(&bed, o, 5), STORE_OK);
	return 0;
}

static int close_bed(void **state)
{
	(void)state;
	bed_close(&bed);
	return 0;
}

static int find(enum find what, const struct viewer *v, struct request_find r)
{
	assert_int_equal(bed_find(&bed, what, v, &r, &found), STORE_OK);
	assert_false(found.is_bad_cursor);
	return found.n;
}

#define FIND(what, ...) \
	find(what, &sees_all, ({ \
		struct request_find r_ = find_all; \
		__VA_ARGS__; \
		r_; \
	}))

/* --- sight ---------------------------------------------------------------------------------------- */

static void sight_follows_unit_and_station(void **state)
{
	const char *at[] = {"km_line"}, *nowhere[] = {"dl_line"};
	struct viewer front = {.user = "x", .unit = "billing"},
				  station = {.user = "r", .stations = {at, 1}};
	struct viewer other = {.user = "r", .stations = {nowhere, 1}}, nobody = {.user = "n"};
	struct request_find one = find_all;

	(void)state;
	assert_int_equal(find(FIND_ORDERS, &sees_all, find_all), 5);
	assert_int_equal(find(FIND_ORDERS, &front, find_all), 1);
	assert_int_equal(found.orders[0]->id, 2);
	assert_int_equal(find(FIND_ORDERS, &station, find_all), 1);
	assert_int_equal(found.orders[0]->id, 1);
	assert_int_equal(find(FIND_ORDERS, &other, find_all), 0);
	assert_int_equal(find(FIND_ORDERS, &nobody, find_all), 0);
	one.head.id = 1;
	assert_int_equal(find(FIND_ORDER, &station, one), 1);
	assert_int_equal(found.orders[0]->n_tasks, 2);
	assert_int_equal(found.orders[0]->n_clocks, 3);
	assert_string_equal(found.orders[0]->customer, "Dianchi Hotel");
	assert_int_equal(find(FIND_ORDER, &other, one), 0);
	one.head.id = 101;
	assert_int_equal(find(FIND_TASK, &station, one), 1);
	assert_int_equal(found.ids[0], 101);
	assert_int_equal(find(FIND_TASK, &front, one), 0);
	assert_int_equal(find(FIND_TASKS, &other, find_all), 0);
	assert_int_equal(find(FIND_RETURNS, &station, find_all), 1);
	find(FIND_ALARMS, &station, find_all);
	assert_int_equal(found.n_alarms, 2);
	find(FIND_ALARMS, &other, find_all);
	assert_int_equal(found.n_alarms, 0);
}

static void filters_narrow(void **state)
{
	(void)state;
	assert_int_equal(FIND(FIND_ORDERS, r_.state = ORDER_AT_CRC), 4);
	assert_int_equal(FIND(FIND_ORDERS, r_.kind = KIND_CONTACT), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.tier = TIER_A), 4);
	assert_int_equal(FIND(FIND_ORDERS, r_.unit = "billing"), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.station = "km_test"), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.major = GIVEN_TRUE), 2);
	assert_int_equal(FIND(FIND_ORDERS, r_.major = GIVEN_FALSE), 3);
	assert_int_equal(FIND(FIND_ORDERS, r_.text = "QUIET"), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.text = "100%"), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.text = "0_%"), 0);
	assert_int_equal(FIND(FIND_ORDERS, r_.text = "无拨号"), 1);
	assert_int_equal(FIND(FIND_ORDERS, r_.text = "F-000005"), 1);
	assert_int_equal(found.orders[0]->id, 5);
	/* Long past on the real clock: all but none. */
	assert_int_equal(FIND(FIND_ORDERS, r_.overdue = GIVEN_TRUE), 5);
	assert_int_equal(FIND(FIND_TASKS, r_.state = TASK_DONE), 1);
	assert_int_equal(FIND(FIND_TASKS, r_.station = "km_line"), 1);
	assert_int_equal(FIND(FIND_TASKS, r_.order = 2), 0);
	assert_int_equal(FIND(FIND_TASKS, ), 2);
	assert_ptr_equal(found.orders[0], found.orders[1]);
	assert_int_equal(FIND(FIND_TASKS, r_.mine = GIVEN_TRUE), 0);
	assert_int_equal(FIND(FIND_RETURNS, r_.state = RETURN_OPEN), 0);
	assert_int_equal(FIND(FIND_RETURNS, r_.station = "km_line"), 1);
	FIND(FIND_ALARMS, r_.state = ALARM_CLEARED);
	assert_int_equal(found.n_alarms, 1);
	FIND(FIND_ALARMS, r_.severity = SEVERITY_CRITICAL, r_.station = "km_test", r_.order = 1);
	assert_int_equal(found.n_alarms, 1);
	assert_string_equal(found.alarms[0].task, "test");
	assert_int_equal(found.alarms[0].order_kind, KIND_CONTACT);
	FIND(FIND_ALARM, r_.head.id = 11);
	assert_int_equal(found.n_alarms, 1);
	assert_null(found.alarms[0].task);
	FIND(FIND_FEEDBACKS, r_.unread = GIVEN_TRUE);
	assert_non_null(found.feedbacks);
	assert_int_equal(found.feedbacks->id, 2);
	assert_null(found.feedbacks->next);
}

/* --- pages ------------------------------------------------------------------------------------------ */

static void pages_hold_every_row_once(void **state)
{
	const char *cursor = NULL;
	int n = 0, pages = 0;

	(void)state;
	do {
		FIND(FIND_ORDERS, r_.limit = 2, r_.cursor = cursor);
		for (int i = 0; i < found.n; i++)
			assert_int_equal(found.orders[i]->id, 5 - n++);
		cursor = found.next_cursor;
		pages++;
	} while (cursor);
	assert_int_equal(n, 5);
	assert_int_equal(pages, 3);
	cursor = NULL;
	for (n = 0; n == 0 || cursor; n++) {
		assert_int_equal(FIND(FIND_HISTORY, r_.head.id = 1, r_.limit = 2, r_.cursor = cursor), 1);
		assert_int_equal(found.happenings->seq, 2 * n + 1);
		cursor = found.next_cursor;
	}
	assert_int_equal(n, 2);
	FIND(FIND_CLOCK, r_.order = 1, r_.clock = CLOCK_TASK, r_.task = "test");
	assert_non_null(found.clock_events);
	assert_null(found.clock_events->next);
	FIND(FIND_CLOCK, r_.order = 1, r_.clock = CLOCK_ORDER);
	assert_int_equal(found.clock_events->seq, 1);
}

static void foreign_cursors_are_known(void **state)
{
	static const char *const bad[] = {
		"", "nonsense", "p3.1", "p2.", "p2.zz", "c00000000.1_1", "p2.1 "};
	struct request_find r = find_all;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		r.cursor = bad[i];
		assert_int_equal(bed_find(&bed, FIND_ORDERS, &sees_all, &r, &found), STORE_OK);
		assert_true(found.is_bad_cursor);
		r.since = bad[i];
		assert_int_equal(bed_find(&bed, FIND_ALARMS, &sees_all, &r, &found), STORE_OK);
		assert_true(found.is_bad_cursor);
		r.since = NULL;
	}
}

/* --- the change cursor ----------------------------------------------------------------------------------- */

/* What has changed after the cursor, which moves on. */
static int changed(const char **cursor, int limit)
{
	FIND(FIND_ALARMS, r_.since = *cursor, r_.limit = limit, r_.state = ALARM_RAISED);
	assert_non_null(found.cursor);
	*cursor = found.cursor;
	return found.n_alarms;
}

static void change(struct bed *by, struct order *o, int times)
{
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {.orders = &o, .n_orders = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;

	for (int i = 0; i < o->n_alarms; i++) {
		o->alarms[i].is_dirty = true;
		o->alarms[i].count += times;
	}
	assert_int_equal(bed_load(by, &wants, &batch), STORE_OK);
	assert_int_equal(bed_save(by, &save), STORE_OK);
}

static struct order *with_alarms(int64_t id, int n)
{
	struct order *o = sample_fault(&bed.arena, id, INSTANT_NONE);

	o->alarms = arena_new_n(&bed.arena, (size_t)n, struct alarm);
	o->n_alarms = n;
	for (int i = 0; i < n; i++)
		o->alarms[i] = (struct alarm){.id = id * 100 + i,
			.clock = CLOCK_ORDER,
			.generation = 1,
			.step = i,
			.limit_rev = 1,
			.count = 1,
			.severity = SEVERITY_MINOR,
			.state = ALARM_RAISED,
			.due_at = 1,
			.raised_at = 1,
			.last_at = 1,
			.acknowledged_at = INSTANT_NONE,
			.cleared_at = INSTANT_NONE,
			.is_new = true,
			.is_dirty = true};
	return o;
}

static void a_cursor_gives_each_change_once(void **state)
{
	struct order *o = with_alarms(60, 3);
	const char *cursor;

	(void)state;
	FIND(FIND_ALARMS, );
	cursor = found.cursor;
	assert_int_equal(changed(&cursor, 50), 0);
	change(&bed, o, 1);
	assert_int_equal(changed(&cursor, 50), 3);
	assert_int_equal(changed(&cursor, 50), 0);
	o->n_alarms = 1;
	o->alarms[0].state = ALARM_CLEARED;
	o->alarms[0].cleared_at = 5;
	o->alarms[0].cleared_why = "cancelled";
	change(&bed, o, 1);
	change(&bed, o, 1);
	assert_int_equal(changed(&cursor, 50), 1); /* cleared ones too, in their present form */
	assert_int_equal(found.alarms[0].alarm.count, 4);
	assert_int_equal(changed(&cursor, 50), 0);
}

/* A transaction begun before the question and committed after it is not skipped, one that committed
 * meanwhile is not repeated. */
static void out_of_order_commits_are_not_skipped(void **state)
{
	struct order *early = with_alarms(61, 1), *late = with_alarms(62, 1);
	const char *cursor;
	PGconn *pg;

	(void)state;
	change(&bed, early, 0);
	FIND(FIND_ALARMS, );
	cursor = found.cursor;
	pg = PQconnectdb(bed.conninfo);
	PQclear(
		PQexec(pg, "begin; update alarm set count = 9, changed_xid = feed_xid() where id = 6100"));
	change(&bed, late, 0);
	assert_int_equal(changed(&cursor, 50), 1);
	assert_int_equal(found.alarms[0].alarm.id, 6200);
	assert_int_equal(changed(&cursor, 50), 0);
	PQclear(PQexec(pg, "commit"));
	PQfinish(pg);
	assert_int_equal(changed(&cursor, 50), 1);
	assert_int_equal(found.alarms[0].alarm.id, 6100);
	assert_int_equal(found.alarms[0].alarm.count, 9);
	assert_int_equal(changed(&cursor, 50), 0);
}

/* A server that crashes gives the number of a transaction once more that nothing was committed of: a cursor from before
 * must not take it for seen. */
static void a_cursor_has_not_seen_what_was_not_committed(void **state)
{
	struct order *o = with_alarms(65, 1);
	char before[64];
	const char *cursor;

	(void)state;
	change(&bed, o, 0);
	FIND(FIND_ALARMS, );
	snprintf(before, sizeof(before), "%s", found.cursor);
	assert_null(bed_sql(&bed, "begin; select * from orders for update; rollback"));
	assert_null(bed_sql(&bed, "begin; update alarm set count = 7; rollback"));
	FIND(FIND_ALARMS, );
	assert_string_equal(found.cursor, before);
	cursor = found.cursor;
	assert_int_equal(changed(&cursor, 50), 0);
	assert_string_equal(cursor, before);
	change(&bed, o, 1);
	assert_int_equal(changed(&cursor, 50), 1);
}

/* More than fits one answer: the cursor stays within it, and what changes meanwhile comes after it. */
static void long_answers_are_cut_and_go_on(void **state)
{
	struct order *o = with_alarms(63, 7), *more = with_alarms(64, 2);
	const char *cursor;

	(void)state;
	FIND(FIND_ALARMS, );
	cursor = found.cursor;
	change(&bed, o, 0);
	assert_int_equal(changed(&cursor, 3), 3);
	change(&bed, more, 0);
	o->alarms += 6; /* 6306 moves on to the next answer */
	o->n_alarms = 1;
	change(&bed, o, 1);
	assert_int_equal(changed(&cursor, 3), 3);
	assert_int_equal(found.alarms[2].alarm.id, 6305);
	assert_int_equal(changed(&cursor, 3), 3);
	assert_int_equal(found.alarms[0].alarm.id, 6400);
	assert_int_equal(found.alarms[2].alarm.id, 6306);
	assert_int_equal(changed(&cursor, 3), 0);
}

/* --- the feed --------------------------------------------------------------------------------------------- */

#define ADD_HISTORY(seq) \
	"insert into history (order_id, seq, at, what, state) values (1, " seq ", 1, 'note', 'draft')"

/* A batch that locked another order first has the lower transaction id, and writes this one's rows later. */
static void an_orders_changes_come_in_its_sequence(void **state)
{
	static const int limits[] = {50, 1}; /* in one answer, and a page for each */
	const char *begin;
	PGconn *pg;

	(void)state;
	FIND(FIND_CHANGES, );
	begin = found.cursor;
	pg = PQconnectdb(bed.conninfo);
	PQclear(PQexec(pg, "begin; select pg_current_xact_id()"));
	assert_null(bed_sql(&bed, ADD_HISTORY("900")));
	PQclear(PQexec(pg, ADD_HISTORY("901") "; commit"));
	assert_null(bed_sql(&bed, ADD_HISTORY("902")));
	PQfinish(pg);
	for (size_t i = 0; i < N_OF(limits); i++) {
		int64_t seq = 900;

		for (const char *cursor = begin; seq <= 902; cursor = found.cursor) {
			FIND(FIND_CHANGES, r_.since = cursor, r_.limit = limits[i]);
			assert_true(found.n_changes > 0);
			for (int k = 0; k < found.n_changes; k++)
				assert_int_equal(found.changes[k].happening.seq, seq++);
		}
		FIND(FIND_CHANGES, r_.since = found.cursor, r_.limit = limits[i]);
		assert_int_equal(found.n_changes, 0);
	}
	FIND(FIND_CHANGES, r_.since = begin);
	FIND(FIND_CHANGES, r_.since = found.changes[0].cursor);
	assert_int_equal(found.n_changes, 2);
	assert_int_equal(found.changes[0].happening.seq, 901);
}

/* --- loops and figures ------------------------------------------------------------------------------------- */

static void loops_lists_the_broken_apart(void **state)
{
	(void)state;
	assert_null(bed_sql(&bed,
		"update orders set state = 'archived', archived_at = 1, finished_at = 1 where id = 3"));
	assert_int_equal(FIND(FIND_LOOPS, r_.limit = 2), 3);
	assert_int_equal(found.orders[0]->id, 3);
	assert_int_equal(found.ids[0], 1);
	assert_int_equal(found.orders[1]->id, 1); /* the oldest that is open */
	assert_int_equal(found.ids[1], 0);
	assert_non_null(found.next_cursor);
	assert_int_equal(FIND(FIND_LOOPS, r_.limit = 1, r_.cursor = found.next_cursor), 1);
	assert_int_equal(found.orders[0]->id, 4);
	assert_null(bed_sql(&bed,
		"update orders set state = 'cancelled', archived_at = null, cancelled_at = 1,"
		" finished_at = null where id = 3"));
}

static struct order *finished(
	int64_t id, enum tier tier, int64_t at, int64_t spent_ms, bool is_missed)
{
	struct order *o = sample_fault(&bed.arena, id, INSTANT_NONE);
	struct clock *c = &o->clocks[0];

	o->tier = tier;
	o->arrived_at = o->finished_at = at;
	o->state = ORDER_AWAITING_SIGNATURE;
	c->state = is_missed ? CLOCK_MISSED : CLOCK_MET;
	c->is_missed = is_missed;
	c->spent_ms = spent_ms;
	c->since_at = c->due_at = c->late_at = INSTANT_NONE;
	c->ended_at = at;
	o->tasks = arena_new(&bed.arena, struct task);
	o->n_tasks = 1;
	o->tasks[0] = (struct task){.id = id * 100,
		.name = "line",
		.station = id % 2 ? "odd" : "even",
		.area = "kunming",
		.state = TASK_DONE,
		.share_ppm = 1000000,
		.issued_at = at,
		.accepted_at = at,
		.done_at = at,
		.done_by = "r.one",
		.record = "done",
		.ready_at = INSTANT_NONE,
		.valid_until = INSTANT_NONE,
		.rework = id == 73,
		.is_dirty = true};
	return o;
}

static const struct cell *cell(int row, const char *column)
{
	for (int i = 0; i < found.n_columns; i++)
		if (strcmp(found.columns[i], column) == 0)
			return &found.cells[row * found.n_columns + i];
	fail_msg("no column %s", column);
	return NULL;
}

static void kpi(const char *const *by, int n_by)
{
	FIND(FIND_KPI, r_.from = AT(0) + 1000000000, r_.to = AT(0) + 9000000000,
		r_.by = ((struct names){(const char **)by, n_by}));
}

static void figures_are_those_of_a_hand(void **state)
{
	const char *tier[] = {"tier"}, *station[] = {"station", "kind"}, *month[] = {"month"},
			   *one[] = {"scope"};
	/* 2026-03-31T15:59:59.999Z is March in Shanghai, a millisecond later is April. */
	int64_t march = INT64_C(1774972799999);
	struct order *o[] = {finished(71, TIER_A, march, 1800000, false),
		finished(72, TIER_A, march + 1, 3600000, false),
		finished(73, TIER_A, march + 1, 10800000, true), finished(74, TIER_C, march, 1000, false)};
	struct on_time_target t = {
		.id = 1, .on_time_ppm = 980000, .goal_now_ms = -1, .goal_short_ms = -1, .goal_long_ms = -1};
	struct org_change change = {NULL, ORG_TARGET, &t};
	const struct org_change *list[] = {&change};
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {
		.orders = o, .n_orders = 4, .changes = list, .n_changes = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_save(&bed, &save), STORE_OK);
	kpi(tier, 1);
	assert_int_equal(found.n, 2);
	assert_string_equal(cell(0, "tier")->text, "A");
	assert_int_equal(cell(0, "finished")->integer, 3);
	assert_int_equal(cell(0, "missed")->integer, 1);
	assert_true(cell(0, "on_time_rate")->real == 2.0 / 3);
	assert_true(cell(0, "mean_s")->real == 5400);
	assert_true(cell(0, "median_s")->real == 3600);
	assert_int_equal(cell(0, "tasks")->integer, 3);
	assert_int_equal(cell(0, "reworked")->integer, 1);
	assert_int_equal(cell(0, "late_allowance")->integer, 0);
	assert_int_equal(cell(0, "short_by")->integer, 1);
	kpi(station, 2);
	assert_int_equal(found.n, 2);
	assert_string_equal(cell(1, "station")->text, "odd");
	assert_string_equal(cell(1, "kind")->text, "fault");
	assert_int_equal(cell(1, "finished")->integer, 2);
	kpi(month, 1);
	assert_int_equal(found.n, 2);
	assert_string_equal(cell(0, "month")->text, "2026-03");
	assert_string_equal(cell(1, "month")->text, "2026-04");
	assert_int_equal(cell(1, "orders")->integer, 2);
	kpi(one, 1);
	assert_int_equal(found.n, 1);
	assert_string_equal(cell(0, "scope")->text, "local");
	kpi(NULL, 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(cell(0, "finished")->integer, 4);
}

int run_read_tests(const char *of)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sight_follows_unit_and_station),
		cmocka_unit_test(filters_narrow),
		cmocka_unit_test(pages_hold_every_row_once),
		cmocka_unit_test(foreign_cursors_are_known),
		cmocka_unit_test(a_cursor_gives_each_change_once),
		cmocka_unit_test(out_of_order_commits_are_not_skipped),
		cmocka_unit_test(a_cursor_has_not_seen_what_was_not_committed),
		cmocka_unit_test(long_answers_are_cut_and_go_on),
		cmocka_unit_test(an_orders_changes_come_in_its_sequence),
		cmocka_unit_test(loops_lists_the_broken_apart),
		cmocka_unit_test(figures_are_those_of_a_hand),
	};

	database = of;
	return cmocka_run_group_tests_name(database, tests, open_bed, close_bed);
}
