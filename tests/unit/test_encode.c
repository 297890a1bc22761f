/* SPDX-License-Identifier: Apache-2.0 */
/* Answers: an order as api.md shows it, errors with what a program needs, the envelope. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answer_fixture.h"

/* --- orders --------------------------------------------------------------------------------- */

static json_t *encode(struct scene *s, const char *method, struct decision *d)
{
	d->arena = &s->b.arena;
	d->org = s->b.org;
	d->order = s->b.order;
	return answer_parse(encode_decided(&s->view, command_get(method), d));
}

static void test_order(void **state)
{
	static const struct {
		const char *path, *wanted;
	} rows[] = {
		{"order/id", "1"},
		{"order/number", "\"F-000001\""},
		{"order/kind", "\"fault\""},
		{"order/tier", "\"A\""},
		{"order/state", "\"executing\""},
		{"order/requirement", "{}"},
		{"order/purpose", "null"},
		{"order/hold", "null"},
		{"order/sent_back", "null"},
		{"order/major", "false"},
		{"order/confirmation", "null"},
		{"order/resource", "null"},
		{"order/sites", "[]"},
		{"order/arrived_at", "\"2026-03-02T08:00:00.000Z\""},
		{"order/due_at", "\"2026-03-02T10:00:00.000Z\""},
		{"order/promised_at", "\"2026-03-02T10:00:00.000Z\""},
		{"order/finished_at", "null"},
		{"order/clocks/0/clock", "\"order\""},
		{"order/clocks/0/task", "null"},
		{"order/clocks/0/return", "null"},
		{"order/clocks/0/state", "\"running\""},
		{"order/clocks/0/limit", "\"PT2H\""},
		{"order/clocks/0/calendar", "\"always\""},
		{"order/clocks/0/spent", "\"PT30M\""},
		{"order/clocks/0/missed", "false"},
		{"order/clocks/0/generation", "1"},
		{"order/clocks/0/paused_by", "null"},
		{"order/tasks/0/name", "\"fix\""},
		{"order/tasks/0/station", "\"line\""},
		{"order/tasks/0/area", "\"kunming\""},
		{"order/tasks/0/state", "\"issued\""},
		{"order/tasks/0/holder", "null"},
		{"order/tasks/0/after", "[]"},
		{"order/tasks/0/share", "1.0"},
		{"order/tasks/0/answer", "null"},
		{"order/tasks/0/rework", "0"},
		{"order/returns", "[]"},
		{"order/loops",
			"{\"customer\":\"open\",\"exception\":\"closed\",\"originator\":\"open\","
			"\"record\":\"open\"}"},
	};
	struct scene *s = *state;
	struct decision d = {0};
	json_t *root = encode(s, "order.note", &d);

	for (size_t i = 0; i < N_OF(rows); i++)
		answer_check(root, rows[i].path, rows[i].wanted);
	json_decref(root);
}

static void test_clocks_name_their_tasks(void **state)
{
	struct scene *s = *state;
	struct decision d = {0};
	json_t *root = encode(s, "order.note", &d), *clock;
	size_t i;
	int n = 0;

	json_array_foreach(answer_at(root, "order/clocks"), i, clock)
	{
		const char *kind = json_string_value(json_object_get(clock, "clock"));

		if (strcmp(kind, "accept") != 0 && strcmp(kind, "task") != 0)
			continue;
		answer_check(clock, "task", "\"fix\"");
		n++;
	}
	assert_int_equal(n, 2);
	json_decref(root);
}

static void test_held_and_returned(void **state)
{
	static const struct request_text hold = {.text = "no_access", .note = "locked \"gate\""};
	static const struct request_return back = {
		.kind = RETURN_CANNOT_COMPLETE, .to = "crc", .text = "no pole"};
	struct scene *s = *state;
	struct decision d = {0};

	assert_int_equal(bench_do_task(&s->b, "op.line", "fix", decide_return, &back), ERR_NONE);
	assert_int_equal(bench_do(&s->b, "disp", decide_hold, &hold), ERR_NONE);
	d.slip = &s->b.order->returns[0];
	json_t *root = encode(s, "return.accept", &d);

	answer_check(root, "order/hold/reason", "\"no_access\"");
	answer_check(root, "order/hold/stops_clock", "true");
	answer_check(root, "order/hold/note", "\"locked \\\"gate\\\"\"");
	answer_check(root, "order/due_at", "null");
	answer_check(root, "order/clocks/0/state", "\"paused\"");
	answer_check(root, "order/clocks/0/running_since", "null");
	answer_check(root, "return/raised_by_task", "\"fix\"");
	answer_check(root, "return/to", "\"crc\"");
	answer_check(root, "return/kind", "\"cannot_complete\"");
	answer_check(root, "return/state", "\"open\"");
	answer_check(root, "return/charged", "null");
	answer_check(root, "order/returns/0/raised_at", "\"2026-03-02T08:30:00.000Z\"");
	answer_check(root, "order/loops/exception", "\"open\"");
	json_decref(root);
}

static void test_task_answers_with_its_order(void **state)
{
	struct scene *s = *state;
	struct decision d = {.task = &s->b.order->tasks[0]};
	json_t *root = encode(s, "task.accept", &d);

	answer_check(root, "task/name", "\"fix\"");
	answer_check(root, "order/state", "\"executing\"");
	assert_int_equal(json_object_size(root), 2);
	json_decref(root);
}

static void test_texts_are_escaped(void **state)
{
	struct scene *s = *state;
	struct decision d = {0};

	s->b.order->title = "a\"b\\c\n\t\x7f\xe2\x80\xa8\xe2\x80\xa9\xe2\x82\xac\xe7\xba\xbf\x01";
	d.arena = &s->b.arena;
	d.order = s->b.order;
	const char *text = encode_decided(&s->view, command_get("order.note"), &d);

	assert_non_null(strstr(text,
		"\"title\":\"a\\\"b\\\\c\\n\\t\\u007f\\u2028\\u2029\xe2\x82\xac\xe7\xba\xbf\\u0001\""));
	assert_null(strchr(text, '\n'));
	json_t *root = answer_parse(text);

	assert_string_equal(json_string_value(answer_at(root, "order/title")), s->b.order->title);
	json_decref(root);
}

/* --- puts ------------------------------------------------------------------------------------ */

static void test_token_is_told_once(void **state)
{
	static const struct token token = {
		.id = 3, .user = "am", .hash = {0xab}, .expires_at = T0, .revoked_at = INSTANT_NONE};
	struct scene *s = *state;
	struct org_change change = {.noun = ORG_TOKEN, .row = (void *)&token};
	struct decision d = {.changes = &change};
	const struct command *issue = command_get("token.issue"), *revoke = command_get("token.revoke");

	assert_string_equal(encode_decided(&s->view, issue, &d),
		"{\"id\":3,\"user\":\"am\",\"expires_at\":\"2026-03-02T08:00:00.000Z\"}");
	s->view.secret = "s3cret";
	assert_string_equal(encode_decided(&s->view, issue, &d),
		"{\"id\":3,\"token\":\"s3cret\",\"user\":\"am\","
		"\"expires_at\":\"2026-03-02T08:00:00.000Z\"}");
	assert_null(strstr(encode_decided(&s->view, revoke, &d), "s3cret"));
	assert_null(strstr(encode_decided(&s->view, revoke, &d), "hash"));
}

static void test_limits_tell_what_replaced_them(void **state)
{
	struct limit ended = {.id = 1,
		.clock = CLOCK_INTAKE,
		.tier = TIER_A,
		.limit_ms = 1,
		.calendar = "always",
		.to_version = 2};
	struct limit put = {
		.id = 9, .clock = CLOCK_INTAKE, .tier = TIER_A, .limit_ms = HOUR, .calendar = "always"};
	struct limit gone = {.id = 2,
		.clock = CLOCK_INTAKE,
		.tier = TIER_B,
		.limit_ms = 1,
		.calendar = "always",
		.to_version = 2};
	struct org_change first = {.noun = ORG_LIMIT, .row = &ended};
	struct org_change second = {.next = &first, .noun = ORG_LIMIT, .row = &put};
	struct org_change third = {.next = &second, .noun = ORG_LIMIT, .row = &gone};
	struct scene *s = *state;
	struct decision d = {.changes = &third};

	assert_string_equal(encode_decided(&s->view, command_get("policy.put"), &d),
		"{\"limits\":[{\"clock\":\"intake\",\"tier\":\"A\",\"limit\":\"PT1H\",\"calendar\":"
		"\"always\"},{\"clock\":\"intake\",\"tier\":\"B\",\"limit\":null,\"calendar\":"
		"\"always\"}]}");
}

static void test_lists_come_in_pages(void **state)
{
	struct scene *s = *state;
	const char *cursor = NULL;
	int n = 0, n_pages = 0;

	do {
		json_t *page = answer_parse(encode_org_items(&s->view, ORG_USER, cursor, 4));
		const char *next = json_string_value(json_object_get(page, "next_cursor"));

		n += (int)json_array_size(json_object_get(page, "items"));
		cursor = next ? arena_str(&s->b.arena, next) : NULL;
		n_pages++;
		json_decref(page);
	} while (cursor);
	assert_int_equal(n, org_count(s->b.org, ORG_USER));
	assert_int_equal(n_pages, (n + 3) / 4);
	assert_null(encode_org_items(&s->view, ORG_USER, "nobody", 4));
	assert_null(encode_org_one(&s->view, ORG_ROUTE, "nowhere"));
}

/* What is listed can be put again: the one encoder and the one decoder agree. */
static void test_what_is_listed_may_be_put(void **state)
{
	static const struct {
		enum org_noun noun;
		const char *method, *plural;
	} rows[] = {{ORG_UNIT, "unit.put", NULL}, {ORG_STATION, "station.put", NULL},
		{ORG_USER, "user.put", NULL}, {ORG_CUSTOMER, "customer.put", NULL},
		{ORG_HOLD_REASON, "hold_reason.put", NULL}, {ORG_LADDER, "ladder.put", NULL},
		{ORG_LIMIT, "policy.put", "limits"}, {ORG_QUOTA, "quota.put", "quotas"}};
	struct scene *s = *state;

	for (size_t i = 0; i < N_OF(rows); i++) {
		json_t *list = answer_parse(encode_org_items(&s->view, rows[i].noun, NULL, 1000));
		json_t *item;
		size_t k;

		json_array_foreach(json_object_get(list, "items"), k, item)
		{
			json_t *params = rows[i].plural ? json_pack("{s:[O]}", rows[i].plural, item)
											: json_incref(item);
			json_t *call = json_pack("{s:s,s:i,s:s,s:O}", "jsonrpc", "2.0", "id", 1, "method",
				rows[i].method, "params", params);
			char *text = json_dumps(call, 0);
			struct frame f;

			decode_frame(&s->b.arena, text, strlen(text), NULL, &f);
			if (f.calls[0].fail.err != ERR_NONE)
				fail_msg("%s: %s at %s", text, f.calls[0].fail.en, f.calls[0].fail.field);
			free(text);
			json_decref(call);
			json_decref(params);
		}
		json_decref(list);
	}
}

/* --- the envelope and errors ----------------------------------------------------------------- */

/* What stands in the way of all calls: which it is, what to do, and when to try again. */
static void test_unavailable_says_when_to_try_again(void **state)
{
	static const struct {
		struct failure failure;
		const char *message, *outage, *retry_after;
		enum lang lang;
	} rows[] = {
		{{.err = ERR_UNAVAILABLE}, "the store is away; nothing was changed: try again", NULL,
			"PT1S", LANG_EN},
		{{.err = ERR_OVERLOADED}, "too busy: try again shortly", NULL, "PT1S", LANG_EN},
		{{.err = ERR_UNAVAILABLE, .outage = OUTAGE_FULL, .en = "said by Postgres"},
			"the disk under the database is full; nothing was changed", "disk_full", "PT10S",
			LANG_EN},
		{{.err = ERR_UNAVAILABLE, .outage = OUTAGE_FULL}, "数据库所在磁盘已满，未作任何更改",
			"disk_full", "PT10S", LANG_ZH_CN},
		/* By the clocks nothing is refused: it was something else. */
		{{.err = ERR_UNAVAILABLE, .outage = OUTAGE_CLOCK, .en = "busy"}, "busy", NULL, "PT1S",
			LANG_EN},
		{{.err = ERR_NOT_FOUND, .outage = OUTAGE_FULL}, "no such thing, or not yours to see", NULL,
			NULL, LANG_EN},
	};
	struct scene *s = *state;

	for (size_t i = 0; i < N_OF(rows); i++) {
		json_t *root = answer_parse(
			encode_error(&s->b.arena, "7", "t-1", &rows[i].failure, rows[i].lang, NULL, NULL));
		json_t *error = json_object_get(root, "error"), *data = json_object_get(error, "data");
		const char *outage = json_string_value(json_object_get(data, "outage"));
		const char *retry_after = json_string_value(json_object_get(data, "retry_after"));

		assert_string_equal(json_string_value(json_object_get(error, "message")), rows[i].message);
		assert_string_equal(outage ? outage : "", rows[i].outage ? rows[i].outage : "");
		assert_string_equal(
			retry_after ? retry_after : "", rows[i].retry_after ? rows[i].retry_after : "");
		assert_int_equal(json_object_get(data, "advice") != NULL, outage != NULL);
		json_decref(root);
	}
}

static void test_health_tells_the_fuller_queue(void **state)
{
	static const struct {
		int64_t first[2], second[2];
		const char *queue, *queue_max;
	} rows[] = {
		{{0, 4096}, {0, 4096}, "0", "4096"},
		{{10, 4096}, {20, 4096}, "20", "4096"},
		{{20, 4096}, {10, 4096}, "20", "4096"},
		/* Half full both: half, never all of one. */
		{{2048, 4096}, {2048, 4096}, "2048", "4096"},
		{{4096, 4096}, {4000, 4096}, "4096", "4096"},
		/* In proportion, not by number. */
		{{400, 4096}, {40, 64}, "40", "64"},
		{{40, 64}, {400, 4096}, "40", "64"},
		{{0, 64}, {1, 4096}, "1", "4096"},
	};
	struct scene *s = *state;

	for (size_t i = 0; i < N_OF(rows); i++) {
		struct health h = {.oldest_due_at = INSTANT_NONE};

		health_add_queue(&h, rows[i].first[0], rows[i].first[1]);
		health_add_queue(&h, rows[i].second[0], rows[i].second[1]);
		json_t *root = answer_parse(encode_health(&s->b.arena, &h));

		answer_check(root, "queue", rows[i].queue);
		answer_check(root, "queue_max", rows[i].queue_max);
		json_decref(root);
	}
}

static void test_envelope(void **state)
{
	struct scene *s = *state;
	struct arena *a = &s->b.arena;
	const char *two[] = {encode_result(a, "1", "{}", false), encode_result(a, "2", "{}", false)};

	assert_string_equal(two[0], "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
	assert_string_equal(encode_result(a, "\"x\"", "{\"a\":1}", true),
		"{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"replayed\":true,\"a\":1}}\n");
	assert_string_equal(encode_result(a, "1", "{}", true),
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"replayed\":true}}\n");
	assert_string_equal(encode_batch(a, two, 2),
		"[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},"
		"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}]\n");
}

static json_t *error_of(struct scene *s, const struct failure *f, enum lang lang,
	const char *method, const struct order *o)
{
	const struct command *c = method ? command_get(method) : NULL;

	return answer_parse(encode_error(&s->b.arena, "7", "t-1", f, lang, c, o));
}

static void test_errors(void **state)
{
	struct scene *s = *state;
	struct failure conflict = {.err = ERR_CONFLICT, .field = "/params/if_version", .version = 9};
	json_t *root = error_of(s, &conflict, LANG_EN, "order.note", NULL);

	answer_check(root, "error/code", "-32005");
	answer_check(root, "error/data",
		"{\"class\":\"conflict\",\"field\":\"/params/if_version\",\"retriable\":false,"
		"\"trace\":\"t-1\",\"version\":9}");
	answer_check(root, "id", "7");
	json_decref(root);
	for (int e = ERR_NONE + 1; e < ERR_N; e++) {
		struct failure f = {.err = (enum err)e};
		json_t *en = error_of(s, &f, LANG_EN, NULL, NULL);
		json_t *zh = error_of(s, &f, LANG_ZH_CN, NULL, NULL);

		assert_string_equal(
			json_string_value(answer_at(en, "error/data/class")), err_class((enum err)e));
		assert_false(json_equal(answer_at(en, "error/message"), answer_at(zh, "error/message")));
		assert_true(json_equal(answer_at(en, "error/data"), answer_at(zh, "error/data")));
		json_decref(en);
		json_decref(zh);
	}
}

struct allowed_row {
	const char *method, *state, *wanted;
	bool is_held, has_order;
};

static const struct allowed_row allowed_rows[] = {
	{"order.submit", "at_crc",
		"[\"order.amend\",\"order.assign\",\"order.authorise_grading\",\"order.cancel\","
		"\"order.dispatch\",\"order.note\",\"order.resolve_major\",\"order.retier\","
		"\"order.send_back\"]",
		false, false},
	{"order.sign", "archived", "[\"order.note\"]", false, false},
	{"order.sign", "executing",
		"[\"order.amend\",\"order.assign\",\"order.authorise_grading\",\"order.cancel\","
		"\"order.dispatch\",\"order.hold\",\"order.note\",\"order.resolve_major\","
		"\"order.retier\"]",
		false, true},
	{"order.dispatch", "executing",
		"[\"order.amend\",\"order.cancel\",\"order.note\",\"order.resume\",\"order.retier\"]", true,
		true},
	{"task.complete", "issued",
		"[\"task.accept\",\"task.escalate\",\"task.reassign\",\"task.return\"]", false, true},
	{"task.accept", "waiting", "[]", false, true},
	{"task.accept", "awaiting_signature",
		"[\"order.amend\",\"order.assign\",\"order.authorise_grading\",\"order.cancel\","
		"\"order.note\",\"order.resolve_major\",\"order.sign\"]",
		false, false},
	{"return.accept", "disputed", "[\"return.rule\"]", false, true},
	{"return.rule", "open", "[\"return.accept\",\"return.dispute\",\"return.settle\"]", false,
		true},
	{"alarm.acknowledge", "cleared", "[]", false, true},
};

static void test_wrong_state_says_what_is_allowed(void **state)
{
	struct scene *s = *state;

	for (size_t i = 0; i < N_OF(allowed_rows); i++) {
		const struct allowed_row *row = &allowed_rows[i];
		struct failure f = {.err = ERR_WRONG_STATE, .state = row->state};

		s->b.order->hold.reason = row->is_held ? "other" : NULL;
		json_t *root = error_of(s, &f, LANG_EN, row->method, row->has_order ? s->b.order : NULL);

		assert_string_equal(json_string_value(answer_at(root, "error/data/state")), row->state);
		answer_check(root, "error/data/allowed", row->wanted);
		answer_check(root, "error/data/held", row->is_held ? "true" : "absent");
		json_decref(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_clocks_name_their_tasks, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_held_and_returned, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_task_answers_with_its_order, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_texts_are_escaped, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_token_is_told_once, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_limits_tell_what_replaced_them, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_lists_come_in_pages, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_what_is_listed_may_be_put, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_unavailable_says_when_to_try_again, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_health_tells_the_fuller_queue, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_envelope, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_errors, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
			test_wrong_state_says_what_is_allowed, scene_setup, scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
