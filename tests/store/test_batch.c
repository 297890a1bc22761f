/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows that what was saved is loaded again, field by field; that the store refuses what must not be
 * (rules.md 2, 4, 11, 17); and what becomes of a batch when somebody else is first or the connection goes.
 */
#include <stdio.h>
#include <string.h>

#include "store/rows.h"
#include "tests/store/test_store.h"

static struct bed bed;

static int open_bed(void **state)
{
	(void)state;
	bed_open(&bed, "batch", false);
	return 0;
}

static int close_bed(void **state)
{
	(void)state;
	bed_close(&bed);
	return 0;
}

/* --- the round trip ------------------------------------------------------------------------------ */

static void same_field(const struct field *f, char *a, char *b)
{
	const struct names *x = (const struct names *)a, *y = (const struct names *)b;
	size_t size = field_size(f->type);

	if (f->type == FIELD_TEXT) {
		const char *s = *(const char **)a, *t = *(const char **)b;

		if ((s == NULL) != (t == NULL) || (s && strcmp(s, t) != 0))
			fail_msg("%s: %s is not %s", f->name, t ? t : "null", s ? s : "null");
	} else if (f->type == FIELD_NAMES || f->type == FIELD_NAMES0) {
		assert_int_equal(x->n, y->n);
		for (int i = 0; i < x->n; i++)
			assert_string_equal(x->at[i], y->at[i]);
	} else if (memcmp(a, b, size) != 0) {
		fail_msg("%s did not come back as it was", f->name);
	}
	memset(a, 0, size);
	memset(b, 0, size);
}

/* Every field is the same; and what the lists of fields do not know is nothing but marks. */
static void same_row(const struct row_type *t, const void *saved, const void *loaded,
	size_t n_marks, const size_t *marks)
{
	char *a = arena_copy(&bed.arena, saved, t->size), *b = arena_copy(&bed.arena, loaded, t->size);

	for (int i = 0; i < t->n; i++)
		same_field(&t->fields[i], a + t->fields[i].offset, b + t->fields[i].offset);
	for (size_t i = 0; i < n_marks; i++)
		a[marks[i]] = b[marks[i]] = 0;
	if (t != &row_order && t != &row_slip)
		assert_memory_equal(a, b, t->size);
}

#define SAME(type, saved, loaded, ...) \
	do { \
		const size_t marks_[] = {__VA_ARGS__}; \
		same_row(type, saved, loaded, sizeof(marks_) / sizeof(*marks_), marks_); \
	} while (0)

static void same_order(const struct order *a, const struct order *b)
{
	SAME(&row_order, a, b, offsetof(struct order, is_dirty));
	SAME(&row_slip, a, b, offsetof(struct order, is_dirty));
	assert_int_equal(a->n_clocks, b->n_clocks);
	for (int i = 0; i < a->n_clocks; i++)
		SAME(&row_clock, &a->clocks[i], &b->clocks[i], offsetof(struct clock, is_dirty));
	assert_int_equal(a->n_tasks, b->n_tasks);
	for (int i = 0; i < a->n_tasks; i++)
		SAME(&row_task, &a->tasks[i], &b->tasks[i], offsetof(struct task, is_dirty));
	assert_int_equal(a->n_returns, b->n_returns);
	for (int i = 0; i < a->n_returns; i++)
		SAME(&row_return, &a->returns[i], &b->returns[i], offsetof(struct return_slip, is_dirty));
	assert_int_equal(a->n_alarms, b->n_alarms);
	for (int i = 0; i < a->n_alarms; i++)
		SAME(&row_alarm, &a->alarms[i], &b->alarms[i], offsetof(struct alarm, is_dirty),
			offsetof(struct alarm, is_new));
}

static void every_field_comes_back(void **state)
{
	struct order *o = sample_full(&bed.arena, 11),
				 *cited = sample_fault(&bed.arena, 4, INSTANT_NONE);

	(void)state;
	assert_int_equal(bed_put(&bed, &cited, 1), STORE_OK);
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	same_order(o, bed_get(&bed, 11));
	/* And after a change, which is the same statement's other half. */
	o->is_new = false;
	o->hold = (struct hold){0};
	o->state = ORDER_AWAITING_SIGNATURE;
	o->clocks[0].state = CLOCK_MISSED;
	o->clocks[0].since_at = o->clocks[0].due_at = INSTANT_NONE;
	o->clocks[0].late_at = o->clocks[0].next_due_at = INSTANT_NONE;
	o->clocks[0].ended_at = o->last_at;
	o->tasks[1].state = TASK_CANCELLED;
	o->returns[0].state = RETURN_CLOSED;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	o->hold.since = INSTANT_NONE; /* as it is when there is none */
	same_order(o, bed_get(&bed, 11));
}

/* A mark on the way: what is not dirty is not written. */
static void only_what_is_dirty_is_written(void **state)
{
	struct order *o = sample_fault(&bed.arena, 12, INSTANT_NONE);

	(void)state;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	o->is_new = o->is_dirty = o->is_slip_dirty = o->clocks[0].is_dirty = false;
	o->version = 99;
	o->title = "changed";
	o->clocks[0].spent_ms = 99;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	o = bed_get(&bed, 12);
	assert_int_equal(o->version, 1);
	assert_string_equal(o->title, "no dial tone");
	assert_int_equal(o->clocks[0].spent_ms, 0);
}

/* Of an order that was loaded, to which something has happened: what else of its row is the store's stays. */
static void what_only_happened_is_stamped(void **state)
{
	struct order *o = sample_fault(&bed.arena, 17, INSTANT_NONE);

	(void)state;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	o = bed_get(&bed, 17);
	o->is_dirty = true;
	o->version++;
	o->last_at++;
	o->n_happenings++;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	same_order(o, bed_get(&bed, 17));
	o->is_major = true;
	o->n_sent_back++;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	same_order(o, bed_get(&bed, 17));
}

static void things_are_found_by_their_own_ids(void **state)
{
	int64_t tasks[] = {1101, 1101, 424242}, alarm = 111, slip = 11;
	struct batch_wants wants = {.tasks = tasks,
		.n_tasks = 3,
		.alarms = &alarm,
		.n_alarms = 1,
		.returns = &slip,
		.n_returns = 1,
		.due_before = INSTANT_NONE};
	struct batch batch;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_int_equal(batch.n_orders, 2); /* and the confirmation it cites */
	assert_int_equal(batch.n_tasks, 1);
	assert_int_equal(batch.tasks[0].id, 1101);
	assert_int_equal(batch.tasks[0].order->id, 11);
	assert_int_equal(batch.n_returns, 1);
	assert_int_equal(batch.n_alarms, 1); /* a cleared one, and found all the same */
}

/* --- due orders -------------------------------------------------------------------------------------- */

static void due_orders_come_nearest_first(void **state)
{
	struct order *o[4];
	struct batch_wants wants = {.due_before = 3000, .due_max = 2, .is_skip_locked = true};
	struct batch batch;

	(void)state;
	for (int i = 0; i < 4; i++)
		o[i] = sample_fault(&bed.arena, 20 + i, 4000 - 1000 * i); /* 4000, 3000, 2000, 1000 */
	assert_int_equal(bed_put(&bed, o, 4), STORE_OK);
	for (int is_skip = 0; is_skip < 2; is_skip++) {
		wants.is_skip_locked = is_skip;
		assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
		assert_int_equal(bed_drop(&bed), STORE_OK);
		assert_int_equal(batch.n_orders, 2);
		assert_int_equal(batch.orders[0]->id, 22);
		assert_int_equal(batch.orders[1]->id, 23);
		assert_int_equal(batch.orders[1]->n_clocks, 1);
		assert_int_equal(batch.next_due_at, 3000); /* of an order not in the batch */
	}
	assert_null(bed_sql(&bed, "update clock set next_due_at = null where next_due_at > 10000"));
	wants.due_before = INT64_MAX; /* the store's own now */
	wants.due_max = 100;
	wants.is_skip_locked = true;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_int_equal(batch.n_orders, 4);
}

/* What another daemon holds is left to him. */
static void held_orders_are_skipped(void **state)
{
	struct bed other;
	int64_t held = 23;
	struct batch_wants wants = {.orders = &held, .n_orders = 1, .due_before = INSTANT_NONE};
	struct batch_wants due = {.due_before = 2000, .due_max = 100, .is_skip_locked = true};
	struct batch batch;

	(void)state;
	bed_open(&other, "batch", false);
	assert_int_equal(bed_load(&other, &wants, &batch), STORE_OK);
	assert_int_equal(bed_load(&bed, &due, &batch), STORE_OK);
	assert_int_equal(batch.n_orders, 1);
	assert_int_equal(batch.orders[0]->id, 22);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_int_equal(bed_drop(&other), STORE_OK);
	bed_close(&other);
}

/* --- fences ------------------------------------------------------------------------------------------- */

static struct happening step_of(int64_t seq, int64_t due_at)
{
	return (struct happening){.seq = seq,
		.at = due_at + 5,
		.what = "step",
		.state = ORDER_AT_CRC,
		.clock = CLOCK_ORDER,
		.generation = 1,
		.limit_rev = 1,
		.step = 500000,
		.due_at = due_at,
		.severity = SEVERITY_WARNING};
}

/* rules.md 4: the second firing of a step is refused by the store, and the batch is to be tried anew. */
static void a_step_fires_once(void **state)
{
	struct order *o = sample_fault(&bed.arena, 30, INSTANT_NONE);
	struct happening first = step_of(1, 1000), again = step_of(2, 1000), next = step_of(2, 2000);

	(void)state;
	o->happenings = &first;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	o->happenings = &again;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_RETRY);
	next.limit_rev = 2;
	o->happenings = &next;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	next = step_of(3, 2000);
	next.at = 1999; /* early */
	next.repeat = 1;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_BAD_ROW);
	assert_int_equal(bed_number(&bed, "select count(*) from history where order_id = 30"), 2);
}

static void a_key_is_stored_once(void **state)
{
	struct stored_answer mine = {"li.wei", "k1", "{\"m\":1}", "{\"order\":{}}"};
	struct batch_wants wants = {.keys = &mine, .n_keys = 1, .due_before = INSTANT_NONE};
	struct batch_save save = {.answers = &mine, .n_answers = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;

	(void)state;
	assert_null(bed_sql(&bed,
		"insert into idempotency values ('li.wei', 'old', '{}', '{}', 5), ('li.wei', 'new', '{}', '{}',"
		" floor(extract(epoch from now() - interval '6 days 23 hours') * 1000))"));
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(batch.n_answers, 0);
	assert_int_equal(bed_save(&bed, &save), STORE_OK);
	/* rules.md 26: kept 7 days; what is older goes when new ones come. */
	assert_int_equal(bed_number(&bed, "select count(*) from idempotency where key = 'old'"), 0);
	assert_int_equal(bed_number(&bed, "select count(*) from idempotency where key = 'new'"), 1);
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(batch.n_answers, 1);
	assert_string_equal(batch.answers[0].user, "li.wei");
	assert_string_equal(batch.answers[0].request, mine.request);
	assert_string_equal(batch.answers[0].answer, mine.answer);
	assert_int_equal(bed_save(&bed, &save), STORE_RETRY);
}

/* Being second to a key is nothing to tell of, and what another connection met is no answer to a call. */
static void each_connection_tells_its_own_trouble(void **state)
{
	struct stored_answer mine = {"li.wei", "k2", "{}", "{}"};
	struct batch_wants wants = {.keys = &mine, .n_keys = 1, .due_before = INSTANT_NONE};
	struct batch_save save = {.answers = &mine, .n_answers = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;
	struct found found;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_save(&bed, &save), STORE_OK);
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_save(&bed, &save), STORE_RETRY);
	assert_null(bed_sql(&bed, "alter table alarm rename to gone"));
	assert_int_equal(bed_find(&bed, FIND_ALARMS, &sees_all, &find_all, &found), STORE_REFUSED);
	assert_non_null(strstr(store_problem(bed.store, CHANNEL_READ), "a table is missing"));
	assert_null(bed_sql(&bed, "alter table gone rename to alarm"));
	assert_string_equal(store_outage(bed.store), "");
	/* And it is over with what goes well. */
	assert_int_equal(bed_find(&bed, FIND_ALARMS, &sees_all, &find_all, &found), STORE_OK);
	assert_string_equal(store_problem(bed.store, CHANNEL_READ), "");
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_string_equal(store_problem(bed.store, CHANNEL_BATCH), "");
	assert_int_equal(bed_drop(&bed), STORE_OK);
}

/* rules.md 17: a confirmation is used by one living contact order. */
static void a_confirmation_serves_one(void **state)
{
	struct order *o = sample_full(&bed.arena, 31); /* cites 4, as order 11 does */

	(void)state;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_RETRY);
	o->state = ORDER_DRAFT;
	o->hold = (struct hold){0};
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
}

static void ids_are_dense_where_they_are_numbers(void **state)
{
	struct batch_wants wants = {
		.need = {[ID_ORDER] = 3, [ID_TASK] = 10}, .due_before = INSTANT_NONE};
	struct id_pool *ids = &bed.ids;
	struct batch batch;
	struct bed other;
	int64_t first;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	first = ids->next[ID_ORDER];
	assert_int_equal(ids->end[ID_ORDER], first + 3);
	assert_true(ids->end[ID_TASK] - ids->next[ID_TASK] >= 10);
	ids->next[ID_ORDER] += 2; /* two used, one left: three more wanted, two are taken */
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_int_equal(ids->next[ID_ORDER], first + 2);
	assert_int_equal(ids->end[ID_ORDER], first + 5);
	bed_open(&other, "batch", false);
	assert_int_equal(bed_load(&other, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&other), STORE_OK);
	assert_int_equal(other.ids.next[ID_ORDER], first + 5);
	bed_close(&other);
	ids->next[ID_ORDER] += 2; /* what follows ours is another's: a block of its own */
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_int_equal(ids->next[ID_ORDER], first + 8);
	assert_int_equal(ids->end[ID_ORDER], first + 11);
}

/* --- refused rows --------------------------------------------------------------------------------------- */

static void wrong_rows_are_refused(void **state)
{
	static const struct {
		const char *sql, *state;
	} cases[] = {
		/* rules.md 2, and a paused clock has no due instant */
		{"update clock set state = 'paused', paused_by = 'hold', since_at = null where order_id = 12",
			"23514"},
		{"update clock set due_at = null where order_id = 12", "23514"},
		{"update clock set paused_by = 'hold' where order_id = 12", "23514"},
		{"update clock set state = 'met', since_at = null, due_at = null, ended_at = 5, next_due_at = 6"
		 " where order_id = 12",
			"23514"},
		{"update clock set state = 'stopped' where order_id = 12", "23514"},
		{"update orders set state = 'archived' where id = 12", "23514"},
		{"update orders set hold_reason = 'other', hold_since = 1 where id = 12", "23514"},
		{"update task set state = 'done' where order_id = 11 and name = 'line'", "23514"},
		{"update alarm set state = 'cleared' where id = 110", "23514"},
		{"update alarm set raised_at = due_at - 1 where id = 110", "23514"},
		/* rules.md 11: one unsettled slip a task */
		{"insert into return_slip (order_id, id, raised_by_task, kind, state, raised_at) values"
		 " (11, 901, 1101, 'error', 'open', 1), (11, 902, 1101, 'error', 'disputed', 1)",
			"23505"},
		{"insert into alarm (order_id, id, clock, ref, generation, step_is_after, step, limit_rev, repeat,"
		 " count, severity, state, due_at, raised_at, last_at, told) select order_id, 903, clock, ref,"
		 " generation, step_is_after, step, limit_rev, repeat, count, severity, 'raised', due_at, raised_at,"
		 " last_at, told from alarm where id = 110",
			"23505"},
		/* history only grows */
		{"update history set what = 'x'", "23001"},
		{"delete from history", "23001"},
		{"truncate history", "23001"},
		{"delete from clock_event", "23001"},
		{"update audit set method = 'x'", "23001"},
		{"update store_state set is_virtual = true, virtual_now = 1", "23001"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *said = bed_sql(&bed, cases[i].sql);

		if (!said || strcmp(said, cases[i].state) != 0)
			fail_msg("%s: %s", cases[i].sql, said ? said : "let through");
	}
}

/* --- outages ---------------------------------------------------------------------------------------------- */

static const char kill_batch[] =
	"select pg_terminate_backend(pid) from pg_stat_activity"
	" where application_name = 'sliploopd' and datname = current_database() and state <> 'idle'";

static void wait_until_back(int n_came)
{
	for (int i = 0; i < 400 && bed.n_came == n_came; i++)
		bed_turn(&bed);
	assert_int_equal(bed.n_came, n_came + 1);
	assert_true(store_is_ready(bed.store));
	assert_string_equal(store_outage(bed.store), "");
}

/* The backend dies between load and save: nothing was changed, and the next batch goes well. */
static void a_lost_transaction_is_away(void **state)
{
	struct order *o = sample_fault(&bed.arena, 40, INSTANT_NONE);
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {.orders = &o, .n_orders = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;
	int n_came = bed.n_came;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_null(bed_sql(&bed, kill_batch));
	wait_until_back(n_came);
	assert_int_equal(bed.n_went, 1);
	assert_int_equal(bed_save(&bed, &save), STORE_AWAY);
	assert_int_equal(bed_number(&bed, "select count(*) from orders where id = 40"), 0);
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
}

/* The backend dies while COMMIT is under way: nobody knows, and that is what is said. */
static void a_lost_commit_is_unknown(void **state)
{
	struct order *o = sample_fault(&bed.arena, 41, INSTANT_NONE);
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {.orders = &o, .n_orders = 1, .virtual_now = INSTANT_NONE};
	struct batch batch;
	int n_came = bed.n_came;

	(void)state;
	assert_null(bed_sql(&bed,
		"create function stall() returns trigger language plpgsql as"
		" $$ begin perform pg_sleep(60); return null; end $$;"
		" create constraint trigger stall after insert on slip deferrable initially deferred"
		" for each row execute function stall()"));
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	bed.is_done = false;
	store_save(bed.store, CHANNEL_BATCH, &save, bed_done, &bed);
	while (!bed_number(&bed, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"))
		bed_turn(&bed);
	assert_null(bed_sql(&bed, kill_batch));
	assert_int_equal(bed_wait(&bed), STORE_UNKNOWN);
	wait_until_back(n_came);
	assert_null(bed_sql(&bed, "drop trigger stall on slip; drop function stall()"));
	assert_int_equal(bed_number(&bed, "select count(*) from orders where id = 41"), 0);
}

/* An id that another order's row has, wherever it came from, takes nothing from that order. */
static void an_id_of_another_order_is_refused(void **state)
{
	struct order *mine = sample_full(&bed.arena, 19);

	(void)state;
	mine->confirmation = 0;
	mine->alarms[0].id = 111;
	assert_int_equal(bed_put(&bed, &mine, 1), STORE_RETRY);
	assert_int_equal(bed_number(&bed, "select order_id from alarm where id = 111"), 11);
	assert_int_equal(bed_number(&bed, "select count(*) from orders where id = 19"), 0);
}

/* A server that crashes forgets a block it gave away, unless a commit came after it: it gives it away again. */
static void ids_of_a_lost_connection_are_not_used(void **state)
{
	struct batch_wants wants = {.need = {[ID_ALARM] = 4}, .due_before = INSTANT_NONE};
	struct batch batch;
	char forget[96];
	int n_came = bed.n_came;
	int64_t again;

	(void)state;
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	snprintf(forget, sizeof(forget), "select setval('alarm_id_seq', %lld, false)",
		(long long)bed.ids.next[ID_ALARM]);
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_null(bed_sql(&bed, kill_batch));
	wait_until_back(n_came);
	assert_int_equal(bed_drop(&bed), STORE_AWAY);
	assert_null(bed_sql(&bed, forget));
	again = bed_number(&bed, "select first from take_ids('alarm_id_seq', 4, 0, 0)");
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(&bed), STORE_OK);
	assert_true(bed.ids.next[ID_ALARM] >= again + 4);
}

/* A call while the store is away is answered, later, and with that. */
static void while_away_calls_are_answered(void **state)
{
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct found found;
	struct batch batch;
	int n_came = bed.n_came;

	(void)state;
	assert_null(bed_sql(&bed,
		"select pg_terminate_backend(pid) from pg_stat_activity"
		" where application_name = 'sliploopd' and datname = current_database()"));
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_AWAY);
	assert_int_equal(bed_find(&bed, FIND_HEALTH, &sees_all, &find_all, &found), STORE_AWAY);
	wait_until_back(n_came);
	assert_int_equal(bed_find(&bed, FIND_HEALTH, &sees_all, &find_all, &found), STORE_OK);
	assert_int_equal(
		found.schema_version, bed_number(&bed, "select max(number) from schema_migration"));
}

/* A probe that the store refuses leaves nothing behind: what was asked right after it is done. */
static void a_failed_probe_fails_alone(void **state)
{
	struct bed after = bed; /* waits for the second call */
	struct store_check check;

	(void)state;
	assert_null(bed_sql(
		&bed, "alter table idempotency add constraint no_probe check (user_name <> '') not valid"));
	bed.is_done = after.is_done = false;
	store_probe(bed.store, bed_done, &bed);
	store_check(bed.store, &check, bed_done, &after);
	while (!after.is_done)
		bed_turn(&bed);
	assert_true(bed.is_done);
	assert_int_not_equal(bed.outcome, STORE_OK);
	assert_int_equal(after.outcome, STORE_OK);
	assert_null(bed_sql(&bed, "alter table idempotency drop constraint no_probe"));
	bed.is_done = false;
	store_probe(bed.store, bed_done, &bed);
	assert_int_equal(bed_wait(&bed), STORE_OK);
	bed.is_done = false; /* when this is answered the probe's transaction has been left */
	store_check(bed.store, &check, bed_done, &bed);
	assert_int_equal(bed_wait(&bed), STORE_OK);
}

int run_batch_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_comes_back),
		cmocka_unit_test(only_what_is_dirty_is_written),
		cmocka_unit_test(what_only_happened_is_stamped),
		cmocka_unit_test(things_are_found_by_their_own_ids),
		cmocka_unit_test(due_orders_come_nearest_first),
		cmocka_unit_test(held_orders_are_skipped),
		cmocka_unit_test(a_step_fires_once),
		cmocka_unit_test(a_key_is_stored_once),
		cmocka_unit_test(each_connection_tells_its_own_trouble),
		cmocka_unit_test(a_confirmation_serves_one),
		cmocka_unit_test(ids_are_dense_where_they_are_numbers),
		cmocka_unit_test(wrong_rows_are_refused),
		cmocka_unit_test(a_lost_transaction_is_away),
		cmocka_unit_test(a_lost_commit_is_unknown),
		cmocka_unit_test(an_id_of_another_order_is_refused),
		cmocka_unit_test(ids_of_a_lost_connection_are_not_used),
		cmocka_unit_test(while_away_calls_are_answered),
		cmocka_unit_test(a_failed_probe_fails_alone),
	};

	return cmocka_run_group_tests_name("batch", tests, open_bed, close_bed);
}
