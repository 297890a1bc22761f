/* SPDX-License-Identifier: Apache-2.0 */
/* What each parameter may be, where it is refused, and what is not given (rules.md 20; api.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "api/command.h"
#include "base/die.h"

static struct call decode_one(const char *text)
{
	struct frame f;

	decode_frame(&arena, text, strlen(text), NULL, &f);
	assert_int_equal(f.n_calls, 1);
	return f.calls[0];
}

#define CALL(method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}"

/* --- parameters: refused, and where --------------------------------------------------------- */

#define CREATE(more) \
	CALL("order.create", \
		"{\"kind\":\"fault\",\"service\":\"pstn\",\"customer\":\"x\",\"title\":\"x\"" more "}")
#define STEPS(step) CALL("ladder.put", "{\"tier\":\"A\",\"steps\":[" step "]}")
#define TELL "\"severity\":\"minor\",\"tell\":\"holder\""
#define LIMIT(more) CALL("policy.put", "{\"limits\":[{\"clock\":\"order\"" more "}]}")
#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

struct refused_row {
	const char *text, *field;
};

static const struct refused_row refused_rows[] = {
	{CALL("order.get", "{}"), "/params/id"},
	{CALL("order.get", "{\"id\":null}"), "/params/id"},
	{CALL("order.get", "{\"id\":\"one\"}"), "/params/id"},
	{CALL("order.get", "{\"id\":\"1\"}"), "/params/id"},
	{CALL("order.get", "{\"id\":1.0}"), "/params/id"},
	{CALL("order.get", "{\"id\":0}"), "/params/id"},
	{CALL("order.get", "{\"id\":-1}"), "/params/id"},
	{CALL("order.get", "{\"id\":true}"), "/params/id"},
	{CALL("order.get", "{\"id\":1,\"colour\":\"red\"}"), "/params/colour"},
	{CALL("order.get", "{\"id\":1,\"a/b~\xe7\xba\xbf\":1}"), "/params/a~1b~0\xe7\xba\xbf"},
	{CALL("order.get", "{\"id\":1,\"\":1}"), "/params/"},
	{CALL("order.get", "{\"id\":1,\"if_version\":1}"), "/params/if_version"},
	{CALL("order.note", "{\"id\":1,\"text\":\"x\",\"if_version\":-1}"), "/params/if_version"},
	{CALL("order.note", "{\"id\":1,\"text\":\"\"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\" \\n\\t \"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"a\\u0000b\"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"a\\u0007b\"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"a\\u007fb\"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"a\\u0085b\"}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":7}"), "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"x\",\"idempotency_key\":\"\"}"),
		"/params/idempotency_key"},
	{CALL("order.note", "{\"id\":1,\"text\":\"x\",\"idempotency_key\":5}"),
		"/params/idempotency_key"},
	{CALL("order.note", "{\"id\":1,\"text\":\"x\",\"idempotency_key\":\"" X64 X64 "x\"}"),
		"/params/idempotency_key"},
	{CREATE(",\"tier\":\"D\""), "/params/tier"},
	{CREATE(",\"tier\":\"a\""), "/params/tier"},
	{CREATE(",\"tier\":1"), "/params/tier"},
	{CREATE(",\"tier\":\"A\\u0000\""), "/params/tier"},
	{CREATE(",\"lines\":0"), "/params/lines"},
	{CREATE(",\"lines\":1000001"), "/params/lines"},
	{CREATE(",\"lines\":2.5"), "/params/lines"},
	{CREATE(",\"submit\":1"), "/params/submit"},
	{CREATE(",\"submit\":\"true\""), "/params/submit"},
	{CREATE(",\"unit\":\"Key Accounts\""), "/params/unit"},
	{CREATE(",\"unit\":\".hidden\""), "/params/unit"},
	{CREATE(",\"unit\":\"" X64 "x\""), "/params/unit"},
	{CREATE(",\"sites\":\"x\""), "/params/sites"},
	{CREATE(",\"sites\":[\"a\",7]"), "/params/sites/1"},
	{CREATE(",\"sites\":[\"a\",\"b\",\"a\"]"), "/params/sites/2"},
	{CREATE(",\"requirement\":[]"), "/params/requirement"},
	{CREATE(",\"requirement\":{\"a\":[\"x\\u0000\"]}"), "/params/requirement"},
	{CREATE(",\"confirmation\":0"), "/params/confirmation"},
	{CALL("order.dispatch", "{\"id\":1,\"tasks\":[{\"name\":\"a\"}]}"), "/params/tasks/0/station"},
	{CALL("order.dispatch", "{\"id\":1,\"tasks\":[{\"name\":\"a\",\"station\":\"s\"},7]}"),
		"/params/tasks/1"},
	{CALL("order.dispatch",
		 "{\"id\":1,\"tasks\":[{\"name\":\"a\",\"station\":\"s\",\"share\":1.5}]}"),
		"/params/tasks/0/share"},
	{CALL(
		 "order.dispatch", "{\"id\":1,\"tasks\":[{\"name\":\"a\",\"station\":\"s\",\"share\":0}]}"),
		"/params/tasks/0/share"},
	{CALL("order.dispatch",
		 "{\"id\":1,\"tasks\":[{\"name\":\"a\",\"station\":\"s\",\"after\":[\"b\",\"B\"]}]}"),
		"/params/tasks/0/after/1"},
	{CALL("task.complete", "{\"id\":1,\"record\":\"x\",\"answer\":{}}"), "/params/answer/result"},
	{CALL("task.complete", "{\"id\":1,\"record\":\"x\",\"answer\":\"available\"}"),
		"/params/answer"},
	{CALL("task.complete",
		 "{\"id\":1,\"record\":\"x\",\"answer\":{\"result\":\"impossible\","
		 "\"ready_at\":\"soon\"}}"),
		"/params/answer/ready_at"},
	{CALL("order.archive", "{\"id\":1,\"grades\":{\"time\":6,\"quality\":1}}"),
		"/params/grades/time"},
	{CALL("order.archive", "{\"id\":1,\"grades\":{\"time\":5}}"), "/params/grades/quality"},
	{CALL("time.advance", "{\"to\":\"2026-02-30T00:00:00Z\"}"), "/params/to"},
	{CALL("session.set", "{\"lang\":\"fr\"}"), "/params/lang"},
	{CALL("token.issue", "{\"user\":\"x\",\"ttl\":\"P1M\"}"), "/params/ttl"},
	{CALL("token.issue", "{\"user\":\"x\",\"ttl\":\"PT0.5S\"}"), "/params/ttl"},
	{CALL("feedback.read", "{\"ids\":[1,0]}"), "/params/ids/1"},
	{CALL("feedback.read", "{\"ids\":[1,2,1]}"), "/params/ids/2"},
	{CALL("order.list", "{\"limit\":1001}"), "/params/limit"},
	{CALL("order.list", "{\"limit\":0}"), "/params/limit"},
	{CALL("order.list", "{\"state\":\"\"}"), "/params/state"},
	{LIMIT(""), "/params/limits/0/limit"},
	{LIMIT(",\"limit\":\"P1Y\""), "/params/limits/0/limit"},
	{LIMIT(",\"limit\":\"PT0S\""), "/params/limits/0/limit"},
	{LIMIT(",\"limit\":\"P1D\",\"lines\":[0,1]"), "/params/limits/0/lines"},
	{LIMIT(",\"limit\":\"P1D\",\"lines\":[5,4]"), "/params/limits/0/lines"},
	{LIMIT(",\"limit\":\"P1D\",\"lines\":[5]"), "/params/limits/0/lines"},
	{LIMIT(",\"limit\":\"P1D\",\"lines\":[null,4]"), "/params/limits/0/lines"},
	{LIMIT(",\"limit\":\"P1D\",\"colour\":1"), "/params/limits/0/colour"},
	{STEPS("{" TELL "}"), "/params/steps/0"},
	{STEPS("{\"at\":0.5,\"after\":\"PT1H\"," TELL "}"), "/params/steps/0/after"},
	{STEPS("{\"at\":\"PT1H\"," TELL "}"), "/params/steps/0/at"},
	{STEPS("{\"after\":0.5," TELL "}"), "/params/steps/0/after"},
	{STEPS("{\"at\":0," TELL "}"), "/params/steps/0/at"},
	{STEPS("{\"at\":0.5,\"repeat\":2," TELL "}"), "/params/steps/0"},
	{STEPS("{\"at\":0.5,\"every\":0.1," TELL "}"), "/params/steps/0"},
	{STEPS("{\"at\":0.5,\"repeat\":2,\"every\":\"PT1H\"," TELL "}"), "/params/steps/0/every"},
	{STEPS("{\"after\":\"PT1H\",\"repeat\":2,\"every\":0.5," TELL "}"), "/params/steps/0/every"},
	{CALL("report.kpi",
		 "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\",\"by\":[]}"),
		"/params"},
	{CALL("report.kpi",
		 "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-02-01T00:00:00Z\",\"by\":[\"x\"]}"),
		"/params/by/0"},
};

static void test_refused_parameters(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(refused_rows); i++) {
		const struct refused_row *row = &refused_rows[i];
		struct call c = decode_one(row->text);

		if (c.fail.err != ERR_INVALID_PARAMS || strcmp(c.fail.field, row->field) != 0)
			fail_msg("%s: %s at %s", row->text, err_class(c.fail.err),
				c.fail.field ? c.fail.field : "-");
		assert_true(c.fail.en && c.fail.en[0] && c.fail.zh && c.fail.zh[0]);
		assert_non_null(c.command);
	}
}

/* --- parameters: taken ---------------------------------------------------------------------- */

static const void *take(const char *text)
{
	struct call c = decode_one(text);

	if (c.fail.err != ERR_NONE)
		fail_msg("%s: %s at %s", text, c.fail.en, c.fail.field);
	return c.request;
}

static void test_create_takes_everything(void **state)
{
	(void)state;
	const struct request_create *r = take(CREATE(
		",\"tier\":\"B\",\"unit\":\"key-1.x_\",\"lines\":3"
		",\"description\":\"\",\"requirement\":{\"z\":1, \"a\":[null,1.5,\"\xe7\xba\xbf\"]}"
		",\"sites\":[\"Kunming\",\"Dali\"],\"needs_leader\":true,\"submit\":true"
		",\"confirmation\":9,\"override\":\"why\",\"idempotency_key\":\"k\",\"fault\":\"line\""
		",\"purpose\":null"));

	assert_int_equal(r->kind, KIND_FAULT);
	assert_int_equal(r->tier, TIER_B);
	assert_string_equal(r->unit, "key-1.x_");
	assert_string_equal(r->description, "");
	assert_string_equal(r->requirement, "{\"z\":1,\"a\":[null,1.5,\"\xe7\xba\xbf\"]}");
	assert_int_equal(r->sites.n, 2);
	assert_string_equal(r->sites.at[1], "Dali");
	assert_int_equal(r->needs_leader, GIVEN_TRUE);
	assert_int_equal(r->submit, GIVEN_TRUE);
	assert_int_equal(r->confirmation, 9);
	assert_int_equal(r->fault, FAULT_LINE);
	assert_int_equal(r->purpose, 0);
	assert_int_equal(r->lines, 3);
	assert_string_equal(r->head.idempotency_key, "k");
	assert_int_equal(r->head.if_version, -1);
}

static void test_what_is_not_given(void **state)
{
	(void)state;
	const struct request_create *create = take(CREATE(""));
	const struct request_amend *amend = take(CALL("order.amend", "{\"id\":4,\"if_version\":0}"));
	const struct request_find *find = take(CALL("order.get", "{\"id\":4}"));
	const struct request_complete *done = take(
		CALL("task.complete", "{\"id\":4,\"record\":\"x\"}"));
	const struct request_unit *unit = take(
		CALL("unit.put", "{\"name\":\"x\",\"kind\":\"front\",\"title\":\"x\",\"reviews\":null}"));

	assert_true(create->tier == 0 && create->lines == 1 && create->submit == GIVEN_FALSE);
	assert_true(!create->description && !create->requirement && create->sites.n == 0);
	assert_true(amend->lines == -1 && amend->needs_leader == GIVEN_NOT);
	assert_true(amend->has_sites == GIVEN_NOT && amend->head.if_version == 0);
	assert_true(find->from == INSTANT_NONE && find->overdue == GIVEN_NOT && find->limit == 50);
	assert_true(find->head.if_version == -1 && find->head.id == 4);
	assert_true(done->answer == 0 && done->ready_at == INSTANT_NONE);
	assert_true(unit->has_reviews == GIVEN_NOT && unit->confirmation_direct == GIVEN_TRUE);
}

static void test_rows_and_objects(void **state)
{
	(void)state;
	const struct request_dispatch *d = take(CALL("order.dispatch",
		"{\"id\":1,\"tasks\":[{\"name\":\"a\",\"station\":\"s\"},{\"name\":\"b\",\"station\":\"t\","
		"\"after\":[\"a\"],\"share\":0.333333}]}"));
	const struct request_complete *c = take(CALL("task.complete",
		"{\"id\":1,\"record\":\"x\",\"answer\":{\"result\":\"needs_build\","
		"\"ready_at\":\"2026-03-07T00:00:00+08:00\",\"reference\":\"r\"}}"));
	const struct request_sign *s = take(
		CALL("order.sign", "{\"id\":1,\"accepted\":false,\"by\":\"Mr Li\",\"redo\":[\"a\"]}"));

	assert_int_equal(d->n_tasks, 2);
	assert_int_equal(d->tasks[0].share_ppm, -1);
	assert_int_equal(d->tasks[1].share_ppm, 333333);
	assert_string_equal(d->tasks[1].after.at[0], "a");
	assert_int_equal(c->answer, ANSWER_NEEDS_BUILD);
	assert_true(c->ready_at == 1772812800000 && c->valid_until == INSTANT_NONE);
	assert_string_equal(c->reference, "r");
	assert_int_equal(s->accepted, GIVEN_FALSE);
	assert_string_equal(s->redo.at[0], "a");
}

static void test_policy_rows(void **state)
{
	(void)state;
	const struct request_limits *l = take(
		LIMIT(",\"lines\":[21,null],\"tier\":\"A\",\"limit\":\"PT0.001S\"},{\"clock\":\"task\","
			  "\"rework\":true,\"limit\":null,\"calendar\":\"station\""));
	const struct request_ladder *p = take(STEPS(
		"{\"at\":1.25,\"repeat\":4,\"every\":0.25," TELL
		"},{\"after\":\"PT0S\",\"repeat\":1,\"every\":\"PT30M\",\"plain\":true,\"major\":true,"
		"\"hand_over\":true," TELL "}"));

	assert_int_equal(l->n_limits, 2);
	assert_true(l->limits[0].lines_from == 21 && l->limits[0].lines_to == 0);
	assert_true(l->limits[0].limit_ms == 1 && l->limits[0].tier == TIER_A);
	assert_string_equal(l->limits[0].calendar, "always");
	assert_true(l->limits[1].is_rework && l->limits[1].limit_ms == -1);
	assert_string_equal(l->limits[1].calendar, "station");
	assert_true(p->steps[0].value == 1250000 && p->steps[0].every == 250000);
	assert_true(!p->steps[0].is_after && p->steps[0].repeat == 4);
	assert_true(p->steps[1].is_after && p->steps[1].value == 0 && p->steps[1].every == 1800000);
	assert_true(p->steps[1].is_plain && p->steps[1].is_major && p->steps[1].is_hand_over);
	assert_int_equal(p->clock, 0);
}

static void test_choices(void **state)
{
	(void)state;
	const struct request_session *s = take(CALL("session.set", "{\"lang\":\"zh-CN\"}"));
	const struct request_find *f = take(CALL("report.kpi",
		"{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-02-01T00:00:00Z\","
		"\"by\":[\"tier\",\"month\"]}"));

	assert_string_equal(s->lang, "zh-CN");
	assert_int_equal(f->by.n, 2);
	assert_string_equal(f->by.at[1], "month");
}

/* --- the seed of a new store ---------------------------------------------------------------- */

static int count(const struct org_change *c, enum org_noun noun)
{
	int n = 0;

	for (; c; c = c->next)
		n += c->noun == noun;
	return n;
}

static void test_sla(void **state)
{
	static const char json[] =
		"{\"limits\":[{\"clock\":\"intake\",\"tier\":\"A\",\"limit\":"
		"\"PT10M\",\"calendar\":\"always\",\"source\":\"ours\"}],\"quotas\":[{\"service\":\"pstn\","
		"\"resource\":\"dispatchable\",\"tier\":\"A\",\"orders_a_month\":30}],\"targets\":"
		"[{\"on_time\":0.98}],\"hold_reasons\":[{\"name\":\"o\",\"en\":\"o\","
		"\"zh\":\"\xe5\x85\xb6\","
		"\"stops_clock\":false}],\"ladders\":[{\"tier\":\"A\",\"steps\":[{\"at\":0.5,\"severity\":"
		"\"warning\",\"tell\":\"holder\"}]}]}";
	const char *why;

	(void)state;
	const struct org_change *c = decode_sla(&arena, json, &why);

	assert_non_null(c);
	assert_null(why);
	assert_int_equal(count(c, ORG_LIMIT), 1);
	assert_int_equal(count(c, ORG_QUOTA), 1);
	assert_int_equal(count(c, ORG_TARGET), 1);
	assert_int_equal(count(c, ORG_HOLD_REASON), 1);
	assert_int_equal(count(c, ORG_LADDER), 1);
	assert_true(((const struct limit *)c->row)->id == 1);
	assert_true(((const struct limit *)c->row)->limit_ms == 600000);
}

static void test_sla_that_is_refused(void **state)
{
	static const char *const rows[] = {"", "[]", "{}", "{\"limits\":{}}",
		"{\"limits\":[{\"clock\":\"order\",\"limit\":\"P1Y\"}]}"};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *why = NULL;

		assert_null(decode_sla(&arena, rows[i], &why));
		assert_non_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_refused_parameters, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_create_takes_everything, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_what_is_not_given, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_rows_and_objects, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_policy_rows, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_choices, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_sla, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_sla_that_is_refused, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
