/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the schema's runner: applied once, checked by what was applied, a newer one refused; and the rows
 * of the organisation, which a new store begins with, coming back through the snapshot; and its words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/rows.h"
#include "tests/store/test_store.h"

static char conninfo[256], text[512];

static void name_database(const char *database)
{
	snprintf(conninfo, sizeof(conninfo), "%s dbname=%s", getenv("SLIPLOOP_TEST_CLUSTER"), database);
}

static struct step steps[] = {
	{.value = 500000, .severity = SEVERITY_WARNING, .tell = TELL_HOLDER},
	{.is_after = true,
		.value = 60000,
		.severity = SEVERITY_CRITICAL,
		.tell = TELL_LEADER,
		.is_plain = true,
		.is_major = true,
		.is_hand_over = true,
		.repeat = 3,
		.every = 1000},
};
static const char *two[] = {"line", "test"};
static struct route_node nodes[] = {
	{.name = "line", .station = "km_line", .share_ppm = 400000},
	{.name = "test", .station = "km_test", .after = {two, 1}, .share_ppm = -1},
};
static struct unit unit = {"key_accounts", "大客户部", UNIT_FRONT, BIT(REVIEW_CLERK), true};
static struct station station = {"km_line", "works", "kunming", "线路", NULL};
static struct user user = {"li.wei", "李伟", BIT(ROLE_CLERK) | BIT(ROLE_ADMIN), "key_accounts",
	{two, 2}, 1000, {two, 1}, 5, true, "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA"};
static struct customer customer = {
	"hotel", "K-1", "Dianchi", "key_accounts", "li.wei", TIER_B, "[{\"a\":1}]"};
static struct token token = {.id = 1,
	.user = "li.wei",
	.hash = {1, 2, 255},
	.issued_at = 5,
	.expires_at = INSTANT_NONE,
	.revoked_at = 6,
	.issued_by = "li.wei",
	.opened_with = OPENED_BY_PASSWORD};
static struct hold_reason reason = {"no_access", "no access", "无法进场", true};
static struct limit limit = {.id = 1,
	.clock = CLOCK_ORDER,
	.kind = KIND_FAULT,
	.service = "pstn",
	.resource = RESOURCE_DISPATCHABLE,
	.tier = TIER_A,
	.fault = FAULT_LINE,
	.customer = "hotel",
	.lines_from = 1,
	.lines_to = 10,
	.is_rework = true,
	.limit_ms = 5000,
	.calendar = "always",
	.source = "ours",
	.from_version = 1};
static struct ladder ladder = {1, TIER_A, CLOCK_ORDER, steps, 2, 1, 0};
static struct quota quota = {1, "pstn", RESOURCE_DISPATCHABLE, TIER_A, 30, "handbook"};
static struct on_time_target target = {1, KIND_FAULT, "pstn", 980000, "handbook", 5000, -1, 3000};
static struct route route = {"two_ends", KIND_FAULT, "pstn", nodes, 2};

static struct interval morning_and_night[] = {{540, 720}, {1320, 360}};
static struct working_day dated[] = {
	{.day = 20362}, {.day = 20371, .hours = {morning_and_night, 1}}};
static struct zone_shift shifts[] = {{INT64_MIN, 29152000}, {INT64_C(684867600000), 28800000}};
static struct calendar calendar = {.id = 1,
	.name = "office",
	.zone = "Asia/Shanghai",
	.week = {{morning_and_night, 2}},
	.days = dated,
	.n_days = 2,
	.shifts = shifts,
	.n_shifts = 2,
	.from_version = 1};
static struct forecast forecast = {1, "key_accounts", "pstn", 24314, FORECAST_AGREED, 40};

static const struct org_change changes[] = {
	{NULL, ORG_UNIT, &unit},
	{NULL, ORG_STATION, &station},
	{NULL, ORG_USER, &user},
	{NULL, ORG_CUSTOMER, &customer},
	{NULL, ORG_TOKEN, &token},
	{NULL, ORG_HOLD_REASON, &reason},
	{NULL, ORG_LIMIT, &limit},
	{NULL, ORG_LADDER, &ladder},
	{NULL, ORG_QUOTA, &quota},
	{NULL, ORG_TARGET, &target},
	{NULL, ORG_ROUTE, &route},
	{NULL, ORG_CALENDAR, &calendar},
	{NULL, ORG_FORECAST, &forecast},
};
enum { N_CHANGES = sizeof(changes) / sizeof(*changes) };

static void migrating_twice_is_once(void **state)
{
	const struct org_change *list[N_CHANGES];
	struct schema_seed seed = {list, N_CHANGES};

	(void)state;
	for (int i = 0; i < N_CHANGES; i++)
		list[i] = &changes[i];
	name_database("fresh");
	assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_BEHIND);
	for (int i = 0; i < 2; i++) {
		if (schema_migrate(conninfo, &seed, false, text, sizeof(text)) != 0)
			fail_msg("%s", text);
		assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_OK);
	}
	assert_int_equal(schema_print_status(conninfo), 0);
}

static void same_text(const char *a, const char *b)
{
	assert_int_equal(a == NULL, b == NULL);
	if (a)
		assert_string_equal(a, b);
}

static void seeds_come_back(void **state)
{
	struct org *g = org_new();
	struct bed bed;

	(void)state;
	bed_open(&bed, "fresh", false);
	assert_int_equal(bed_refresh(&bed, g), STORE_OK);
	assert_int_equal(org_get_config_version(g), 1);
	assert_int_equal(org_get_policy_version(g), 1);
	assert_string_equal(org_get_zone(g), "Asia/Shanghai");
	for (int i = 0; i < ORG_N; i++)
		assert_int_equal(org_count(g, (enum org_noun)i), 1);
	const struct user *u = org_get_user(g, "li.wei");
	assert_int_equal(u->roles, user.roles);
	assert_int_equal(u->uid, 1000);
	assert_int_equal(u->absent_until, 5);
	assert_true(u->is_disabled);
	assert_int_equal(u->stations.n, 2);
	assert_string_equal(u->stations.at[1], "test");
	const struct token *k = org_get_token(g, 1);
	assert_memory_equal(k->hash, token.hash, 32);
	assert_int_equal(k->expires_at, INSTANT_NONE);
	const struct limit *l = org_at(g, ORG_LIMIT, 0);
	assert_int_equal(l->clock, CLOCK_ORDER);
	same_text(l->customer, "hotel");
	const struct calendar *days = org_get_calendar(g, "office", 1);
	assert_string_equal(hours_spell(&bed.arena, &days->week[0]), "09:00-12:00 22:00-06:00");
	assert_int_equal(days->week[1].n, 0);
	assert_int_equal(days->n_days, 2);
	assert_int_equal(days->days[0].hours.n, 0);
	assert_int_equal(days->days[1].hours.at[0].to, 720);
	assert_int_equal(days->n_shifts, 2);
	assert_true(days->shifts[0].at == INT64_MIN && days->shifts[1].offset_ms == 28800000);
	assert_int_equal(org_get_agreed(g, "key_accounts", "pstn", 24314), 40);
	assert_int_equal(org_get_agreed(g, "key_accounts", "pstn", 24315), -1);
	assert_int_equal(l->lines_to, 10);
	assert_int_equal(l->limit_ms, 5000);
	assert_int_equal(l->to_version, 0);
	const struct ladder *d = org_at(g, ORG_LADDER, 0);
	assert_int_equal(d->n_steps, 2);
	assert_memory_equal(&d->steps[1], &steps[1], sizeof(steps[1]));
	const struct route *r = org_get_route(g, "two_ends");
	assert_int_equal(r->n_nodes, 2);
	assert_string_equal(r->nodes[1].after.at[0], "line");
	assert_int_equal(r->nodes[1].share_ppm, -1);
	const struct customer *c = org_get_customer(g, "hotel");
	same_text(c->contacts, customer.contacts);
	/* 2026-03-31T16:00Z is April in Shanghai. */
	assert_int_equal(org_get_month(g, INT64_C(1774972799999)), 2026 * 12 + 2);
	assert_int_equal(org_get_month(g, INT64_C(1774972800000)), 2026 * 12 + 3);
	org_free(g);
	bed_close(&bed);
}

/* rules.md 9: an old row ends where the new begins; routes are replaced whole. */
static void changes_raise_the_versions(void **state)
{
	struct limit ended = limit, next = limit;
	struct route shorter = route;
	struct org_change change[3] = {
		{NULL, ORG_LIMIT, &ended}, {NULL, ORG_LIMIT, &next}, {NULL, ORG_ROUTE, &shorter}};
	const struct org_change *list[] = {&change[0], &change[1], &change[2]};
	struct batch_wants wants = {.is_org = true, .due_before = INSTANT_NONE};
	struct audit audit = {7, "admin", "policy.put", "limits"};
	struct batch_save save = {.changes = list,
		.n_changes = 3,
		.audits = &audit,
		.n_audits = 1,
		.virtual_now = INSTANT_NONE};
	struct org *g = org_new();
	struct batch batch;
	struct bed bed;

	(void)state;
	ended.to_version = 2;
	next.id = 2;
	next.from_version = 2;
	next.limit_ms = 6000;
	shorter.n_nodes = 1;
	bed_open(&bed, "fresh", false);
	assert_int_equal(bed_refresh(&bed, g), STORE_OK);
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(batch.config_version, 1);
	assert_int_equal(bed_save(&bed, &save), STORE_OK);
	assert_int_equal(bed_refresh(&bed, g), STORE_OK);
	assert_int_equal(org_get_config_version(g), 2);
	assert_int_equal(org_get_policy_version(g), 2);
	assert_int_equal(org_count(g, ORG_LIMIT), 2);
	assert_int_equal(((const struct limit *)org_at(g, ORG_LIMIT, 0))->to_version, 2);
	assert_int_equal(org_get_route(g, "two_ends")->n_nodes, 1);
	assert_int_equal(bed_number(&bed, "select count(*) from audit where method = 'policy.put'"), 1);
	org_free(g);
	bed_close(&bed);
}

static void a_store_is_virtual_or_real_for_life(void **state)
{
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {.virtual_now = 2000000};
	struct found found;
	struct batch batch;
	struct bed bed;

	(void)state;
	bed_open(&bed, "virtual", true);
	assert_int_equal(bed_load(&bed, &wants, &batch), STORE_OK);
	assert_int_equal(batch.now_at, 1000000);
	assert_int_equal(bed_save(&bed, &save), STORE_OK);
	assert_int_equal(bed_find(&bed, FIND_HEALTH, &sees_all, &find_all, &found), STORE_OK);
	assert_int_equal(found.now_at, 2000000);
	assert_string_equal(bed_sql(&bed, "update store_state set virtual_now = 5"), "23001");
	assert_string_equal(
		bed_sql(&bed, "update store_state set is_virtual = false, virtual_now = null"), "23001");
	bed_close(&bed);
}

static void another_schema_is_refused(void **state)
{
	struct bed bed;

	(void)state;
	bed_open(&bed, "changed", false);
	assert_null(bed_sql(&bed, "update schema_migration set checksum = 'x'"));
	name_database("changed");
	assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_CHANGED);
	assert_int_equal(schema_migrate(conninfo, NULL, false, text, sizeof(text)), -1);
	assert_null(
		bed_sql(&bed, "update schema_migration set number = number + 998, name = '999_later'"));
	assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_NEWER);
	assert_int_equal(schema_migrate(conninfo, NULL, false, text, sizeof(text)), -1);
	assert_non_null(strstr(text, "999"));
	assert_int_equal(schema_print_status(conninfo), -1);
	bed_close(&bed);
	name_database("nowhere");
	assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_AWAY);
}

/* A word the daemon does not know ends it: each column read as one has a CHECK of its own, with exactly its words. */
static void words_are_those_of_the_product(void **state)
{
	static const struct {
		const char *table;
		const struct row_type *type;
	} rows[] = {
		{"orders", &row_order},
		{"clock", &row_clock},
		{"task", &row_task},
		{"return_slip", &row_return},
		{"alarm", &row_alarm},
		{"clock_event", &row_clock_event},
		{"unit", &row_unit},
		{"customer", &row_customer},
		{"limit_row", &row_limit},
		{"ladder", &row_ladder},
		{"ladder_step", &row_step},
		{"quota", &row_quota},
		{"target", &row_target},
		{"route", &row_route},
		{"forecast", &row_forecast},
	};
	char names[512], sql[2048];
	struct bed bed;
	int n = 0;

	(void)state;
	bed_open(&bed, "fresh", false);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int k = 0; k < rows[i].type->n; k++) {
			const struct field *f = &rows[i].type->fields[k];
			int len = 0;

			if (f->type != FIELD_WORD)
				continue;
			for (int word = 1; word <= word_count(f->words); word++)
				len += snprintf(names + len, sizeof(names) - (size_t)len, "%s%s",
					word > 1 ? "," : "", word_name(f->words, word));
			/* What a return slip sent to wait was one of two. */
			const char *are = strcmp(f->name, "before_return") == 0 ? "<@" : "=";
			snprintf(sql, sizeof(sql),
				"select coalesce((select array_agg(word[1] order by word[1]) from pg_constraint c"
				" join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum],"
				" regexp_matches(pg_get_constraintdef(c.oid), '''([^'']*)''', 'g') word"
				" where c.contype = 'c' and c.conrelid = '%s'::regclass and a.attname = '%s')"
				" %s (select array_agg(w order by w) from unnest('{%s}'::text[]) w), false)::int",
				rows[i].table, f->name, are, names);
			if (bed_number(&bed, sql) != 1)
				fail_msg("%s.%s has no CHECK for %s", rows[i].table, f->name, names);
			n++;
		}
	assert_int_equal(n, 36); /* so that none is passed over unseen */
	bed_close(&bed);
}

/* The daemon's own role: it adds to the history and cannot change it. */
static void the_daemons_role_may_only_add(void **state)
{
	struct bed bed;

	(void)state;
	bed_open(&bed, "fresh", false);
	assert_null(bed_sql(&bed,
		"set role sliploop_daemon; insert into history (order_id, seq, at, what, state)"
		" values (1, 1, 1, 'x', 'draft')"));
	assert_string_equal(bed_sql(&bed, "set role sliploop_daemon; delete from history"), "42501");
	assert_string_equal(
		bed_sql(&bed, "set role sliploop_daemon; update clock_event set n = 1"), "42501");
	assert_string_equal(
		bed_sql(&bed, "set role sliploop_daemon; update schema_migration set number = 7"), "42501");
	assert_null(bed_sql(&bed,
		"set role sliploop_daemon; insert into seal (number, n_rows, upto_xid, upto_id, entries, head, sealed_at)"
		" select 1, 0, '1', 0, '', head, 1 from seal"));
	assert_string_equal(
		bed_sql(&bed, "set role sliploop_daemon; update seal set n_rows = 1"), "42501");
	assert_string_equal(bed_sql(&bed, "set role sliploop_daemon; delete from seal"), "42501");
	assert_string_equal(bed_sql(&bed, "set role sliploop_daemon; truncate seal"), "42501");
	assert_string_equal(bed_sql(&bed, "delete from seal"), "23001");
	bed_close(&bed);
}

/* Daemons of the version before are at work meanwhile. What ends a transaction here as a deadlock would, the first
 * times, counts by a sequence, which a rollback leaves as it is. */
static void a_deadlock_is_tried_again(void **state)
{
	struct bed bed = {0};

	(void)state;
	name_database("circle");
	snprintf(bed.conninfo, sizeof(bed.conninfo), "%s", conninfo);
	assert_null(bed_sql(&bed,
		"create sequence tried; create function refuse() returns event_trigger language plpgsql as $$"
		" begin if nextval('tried') <= 22 then raise 'in a circle' using errcode = '40P01'; end if; end $$;"
		" create event trigger refuse on ddl_command_start when tag in ('ALTER TABLE') execute function refuse()"));
	assert_int_equal(schema_migrate(conninfo, NULL, false, text, sizeof(text)), -1);
	assert_non_null(strstr(text, "in a circle"));
	assert_int_equal(bed_number(&bed, "select last_value from tried"), 20);
	if (schema_migrate(conninfo, NULL, false, text, sizeof(text)) != 0)
		fail_msg("%s", text);
	assert_int_equal(schema_check(conninfo, text, sizeof(text)), SCHEMA_OK);
}

int run_schema_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(migrating_twice_is_once),
		cmocka_unit_test(seeds_come_back),
		cmocka_unit_test(changes_raise_the_versions),
		cmocka_unit_test(a_store_is_virtual_or_real_for_life),
		cmocka_unit_test(words_are_those_of_the_product),
		cmocka_unit_test(the_daemons_role_may_only_add),
		cmocka_unit_test(another_schema_is_refused),
		cmocka_unit_test(a_deadlock_is_tried_again),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
