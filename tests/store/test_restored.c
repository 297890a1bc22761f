/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a store that was restored (schema 010): that it is seen, taken up once, and that what changes from then on is
 * numbered above all there is and all that clients may have been told of. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "tests/store/test_store.h"

#define BASE (INT64_C(1) << 40)
#define AHEAD 1000000000 /* a transaction that this server will not come to */
#define ADD_AHEAD \
	"insert into history (order_id, seq, at, what, state, xid)" \
	" values (70, 900, 1, 'note', 'draft', '1000000000')"

static char conninfo[256], text[512];

static void name_database(const char *database)
{
	snprintf(conninfo, sizeof(conninfo), "%s dbname=%s", getenv("SLIPLOOP_TEST_CLUSTER"), database);
}

static enum schema_state check(void)
{
	return schema_check(conninfo, text, sizeof(text));
}

static void migrate(void)
{
	if (schema_migrate(conninfo, NULL, false, text, sizeof(text)) != 0)
		fail_msg("%s", text);
}

/* How many changes there are since; -1: that is no place of this store. */
static int changed_since(struct bed *bed, const char *cursor)
{
	struct request_find r = find_all;
	struct found found;

	r.since = cursor;
	if (bed_find(bed, FIND_CHANGES, &sees_all, &r, &found) != STORE_OK)
		fail_msg("%s: %s", cursor, store_problem(bed->store, CHANNEL_READ));
	return found.is_bad_cursor ? -1 : found.n_changes;
}

static const char *read_cursor(struct bed *bed)
{
	struct found found;

	assert_int_equal(bed_find(bed, FIND_CHANGES, &sees_all, &find_all, &found), STORE_OK);
	return found.cursor;
}

/* As the lost store would have given it out. */
static const char *spell_cursor(struct bed *bed, int64_t xid)
{
	return arena_fmt(
		&bed->arena, "c%.8s.%llx_0", store_get_id(bed->store), (unsigned long long)xid);
}

static void what_comes_from_ahead_is_taken_up(void **state)
{
	struct happening note = {
		.seq = 1, .at = 1, .what = "note", .state = ORDER_AT_CRC, .due_at = INSTANT_NONE};
	struct bed bed;
	const char *before;
	struct order *o;

	(void)state;
	name_database("restored");
	assert_int_equal(check(), SCHEMA_OK);
	bed_open(&bed, "restored", false);
	o = sample_fault(&bed.arena, 70, INSTANT_NONE);
	o->happenings = &note;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	before = read_cursor(&bed);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, AHEAD)), -1);
	assert_null(bed_sql(&bed, ADD_AHEAD));

	assert_int_equal(check(), SCHEMA_RESTORED);
	assert_non_null(strstr(text, "sliploopd migrate"));
	assert_int_equal(schema_print_status(conninfo), -1);
	migrate();
	assert_non_null(strstr(text, "comes from elsewhere"));
	assert_int_equal(check(), SCHEMA_OK);
	migrate();
	assert_null(strstr(text, "comes from elsewhere"));
	assert_int_equal(bed_number(&bed, "select feed_base()"), BASE);
	assert_int_equal(bed_number(&bed, "select feed_kept()"), AHEAD);
	assert_int_equal(
		bed_number(&bed, "select nextval(pg_get_serial_sequence('outbox', 'id'))"), 1000000001);

	/* Its connections were open before: what they have planned is planned anew. */
	note.seq = 2;
	o->is_new = false;
	assert_int_equal(bed_put(&bed, &o, 1), STORE_OK);
	assert_true(bed_number(&bed, "select xid::text::bigint from history where seq = 2") > BASE);
	assert_int_equal(changed_since(&bed, before), 2);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, AHEAD + 1)), 1);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, AHEAD + 2)), -1);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, BASE - 1)), -1);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, BASE + 1)), 1);
	assert_int_equal(changed_since(&bed, spell_cursor(&bed, 2 * BASE + 5)), -1);
	assert_int_equal(changed_since(&bed, read_cursor(&bed)), 0);
	bed_close(&bed);
}

/* No row is from ahead, but the numbers are given elsewhere: it works as it is, and is taken up when it is migrated. */
static void what_has_moved_is_taken_up(void **state)
{
	struct bed bed;

	(void)state;
	name_database("moved");
	for (int i = 1; i <= 2; i++) {
		bed_open(&bed, "moved", false);
		assert_null(bed_sql(&bed, "update store_state set feed_place = 'elsewhere'"));
		assert_int_equal(check(), SCHEMA_MOVED);
		assert_non_null(strstr(text, "sliploopd migrate"));
		migrate();
		assert_int_equal(check(), SCHEMA_OK);
		assert_int_equal(bed_number(&bed, "select feed_base()"), i * BASE);
		bed_close(&bed);
	}
}

/* What nobody has restored costs nothing for it: no call is left of the functions. */
static void the_functions_are_inlined(void **state)
{
	static const char *const statements[] = {
		"explain verbose select feed_snapshot()",
		"explain verbose insert into history (order_id, seq, at, what, state) values (1, 1, 1, '', '')",
		"explain verbose update alarm set changed_xid = feed_xid()",
	};
	PGconn *pg;

	(void)state;
	name_database("read");
	pg = PQconnectdb(conninfo);
	for (size_t i = 0; i < N_OF(statements); i++) {
		PGresult *plan = PQexec(pg, statements[i]);
		int n_ours = 0, n_servers = 0;

		for (int k = 0; k < PQntuples(plan); k++) {
			n_ours += strstr(PQgetvalue(plan, k, 0), "feed_") != NULL;
			n_servers += strstr(PQgetvalue(plan, k, 0), "pg_current_") != NULL;
		}
		PQclear(plan);
		assert_int_equal(n_ours, 0);
		assert_int_equal(n_servers, 1);
	}
	PQfinish(pg);
}

int run_restored_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_from_ahead_is_taken_up),
		cmocka_unit_test(what_has_moved_is_taken_up),
		cmocka_unit_test(the_functions_are_inlined),
	};

	return cmocka_run_group_tests_name("restored", tests, NULL, NULL);
}
