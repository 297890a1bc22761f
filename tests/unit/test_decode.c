/* SPDX-License-Identifier: Apache-2.0 */
/* One line in, calls out: frames, ids, batches, and telling a replay (rules.md 20, 26; api.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "api/command.h"
#include "base/buf.h"
#include "base/die.h"

/* From the heap and without a final NUL, so that the sanitizer sees a step too far. */
static struct frame decode_bytes(const char *text, size_t len)
{
	char *copy = xmalloc(len ? len : 1);
	struct frame f;

	memcpy(copy, text, len);
	decode_frame(&arena, copy, len, NULL, &f);
	free(copy);
	return f;
}

static struct call decode_one(const char *text)
{
	struct frame f = decode_bytes(text, strlen(text));

	assert_int_equal(f.n_calls, 1);
	assert_false(f.is_array);
	return f.calls[0];
}

#define CALL(method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}"

/* --- frames --------------------------------------------------------------------------------- */

struct frame_row {
	const char *text;
	enum err err;
	const char *id, *field;
};

static const struct frame_row frame_rows[] = {
	{CALL("system.ping", "{}"), ERR_NONE, "1", NULL},
	{"  " CALL("system.ping", "{}") " \r", ERR_NONE, "1", NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":\"a\\nb\",\"method\":\"system.ping\"}", ERR_NONE, "\"a\\nb\"",
		NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":-7,\"method\":\"system.ping\"}", ERR_NONE, "-7", NULL},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"system.ping\"}", ERR_NONE, NULL, NULL},
	{"", ERR_PARSE, "null", NULL},
	{"   ", ERR_PARSE, "null", NULL},
	{"{", ERR_PARSE, "null", NULL},
	{"{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": ", ERR_PARSE, "null", "/method"},
	{"{}}", ERR_PARSE, "null", NULL},
	{"{} {}", ERR_PARSE, "null", NULL},
	{CALL("system.ping", "{}") "x", ERR_PARSE, "null", NULL},
	{"{'id':1}", ERR_PARSE, "null", NULL},
	{"{\"id\":01}", ERR_PARSE, "null", "/id"},
	{"{\"id\":NaN}", ERR_PARSE, "null", "/id"},
	{"{\"id\":1e999}", ERR_PARSE, "null", "/id"},
	{"{\"id\":99999999999999999999}", ERR_PARSE, "null", "/id"},
	{"\xef\xbb\xbf{}", ERR_PARSE, "null", NULL},
	{CALL("order.note", "{\"id\":1,\"text\":\"\xff\"}"), ERR_PARSE, "null", "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"\xc0\xaf\"}"), ERR_PARSE, "null", "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"\xed\xa0\x80\"}"), ERR_PARSE, "null", "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"\\ud800\"}"), ERR_PARSE, "null", "/params/text"},
	{CALL("order.note", "{\"id\":1,\"text\":\"a\tb\"}"), ERR_PARSE, "null", "/params/text"},
	{CALL("order.note", "{\"id\":1,\"a\\u0000b\":1}"), ERR_PARSE, "null", "/params/a\\u0000b"},
	{"1", ERR_INVALID_REQUEST, "null", NULL},
	{"\"x\"", ERR_INVALID_REQUEST, "null", NULL},
	{"null", ERR_INVALID_REQUEST, "null", NULL},
	{"{}", ERR_INVALID_REQUEST, "null", "/jsonrpc"},
	{"{\"id\":1,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "1", "/jsonrpc"},
	{"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "1",
		"/jsonrpc"},
	{"{\"jsonrpc\":2.0,\"id\":1,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "1", "/jsonrpc"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1}", ERR_INVALID_REQUEST, "1", "/method"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", ERR_INVALID_REQUEST, "1", "/method"},
	{"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "null",
		"/id"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "null",
		"/id"},
	{"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"system.ping\"}", ERR_INVALID_REQUEST, "null",
		"/id"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\",\"a/b~c\":1}", ERR_INVALID_REQUEST,
		"1", "/a~1b~0c"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"system.ping\"}", ERR_INVALID_REQUEST,
		"null", "/id"},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"system.ping\"}",
		ERR_INVALID_REQUEST, "1", "/method"},
	{CALL("order.dance", "{\"nonsense\":1}"), ERR_METHOD_NOT_FOUND, "1", "/method"},
	{CALL("order.get\\u0000", "{}"), ERR_METHOD_NOT_FOUND, "1", "/method"},
	{CALL("", "{}"), ERR_METHOD_NOT_FOUND, "1", "/method"},
	{CALL("system.ping", "[]"), ERR_INVALID_PARAMS, "1", "/params"},
	{CALL("system.ping", "null"), ERR_INVALID_PARAMS, "1", "/params"},
	{CALL("order.get", "{\"id\":1,\"id\":2}"), ERR_INVALID_PARAMS, "1", "/params/id"},
	{CALL("order.get", "{\"id\":1,\"\\u0069d\":2}"), ERR_INVALID_PARAMS, "1", "/params/\\u0069d"},
	{CALL("order.create", "{\"requirement\":{\"a\":[{},{\"b\":1,\"b\":2}]}}"), ERR_INVALID_PARAMS,
		"1", "/params/requirement/a/1/b"},
	{"{\"jsonrpc\":\"2.0\",\"method\":\"order.get\",\"params\":{\"x\":1,\"x\":1}}",
		ERR_INVALID_PARAMS, NULL, "/params/x"},
};

static void test_frames(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(frame_rows); i++) {
		const struct frame_row *row = &frame_rows[i];
		struct call c = decode_one(row->text);
		bool is_id = row->id ? c.id && strcmp(c.id, row->id) == 0 : !c.id;
		bool is_field = row->field ? c.fail.field && strcmp(c.fail.field, row->field) == 0
								   : !c.fail.field;

		if (c.fail.err != row->err || !is_id || !is_field)
			fail_msg("%s: %s, id %s, field %s", row->text, err_class(c.fail.err), c.id ? c.id : "-",
				c.fail.field ? c.fail.field : "-");
		assert_int_equal(c.request != NULL, row->err == ERR_NONE);
	}
}

static void test_nul_byte(void **state)
{
	static const char text[] = CALL("system.ping", "{\0}");

	(void)state;
	struct frame f = decode_bytes(text, sizeof(text) - 1);

	assert_int_equal(f.calls[0].fail.err, ERR_PARSE);
	assert_false(f.must_close);
}

static void test_every_cut_of_a_frame_is_refused(void **state)
{
	static const char text[] = "[" CALL(
		"order.note", "{\"id\":1,\"text\":\"a \\\"b\\u00e9 \xe7\xba\xbf\"}") "]";

	(void)state;
	for (size_t n = 0; n < sizeof(text) - 1; n++) {
		struct frame f = decode_bytes(text, n);

		assert_int_equal(f.n_calls, 1);
		assert_int_equal(f.calls[0].fail.err, ERR_PARSE);
		assert_false(f.must_close);
	}
}

/* --- depth and number of values ------------------------------------------------------------- */

static struct frame decode_nested(int depth)
{
	struct buf b;

	buf_init(&b);
	buf_put_str(&b,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"order.create\",\"params\":"
		"{\"requirement\":{\"x\":");
	for (int i = 4; i <= depth; i++)
		buf_put_char(&b, '[');
	for (int i = 4; i <= depth; i++)
		buf_put_char(&b, ']');
	buf_put_str(&b, "}}}");
	struct frame f = decode_bytes(b.data, b.len);

	buf_fini(&b);
	return f;
}

static void test_depth(void **state)
{
	(void)state;
	struct frame ok = decode_nested(32), deep = decode_nested(33), deeper = decode_nested(9000);

	assert_false(ok.must_close);
	assert_string_equal(ok.calls[0].fail.field, "/params/kind");
	assert_true(deep.must_close && deeper.must_close);
	assert_int_equal(deep.calls[0].fail.err, ERR_INVALID_REQUEST);
	assert_string_equal(deep.calls[0].id, "null");
}

/* The root, jsonrpc, id, method, params and ids are 6 values. */
static struct frame decode_values(int n, const char *value)
{
	struct buf b;

	buf_init(&b);
	buf_put_str(&b,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"feedback.read\",\"params\":"
		"{\"ids\":[");
	for (int i = 0; i < n; i++) {
		buf_put_str(&b, i ? " , " : " ");
		buf_put_str(&b, value);
	}
	buf_put_str(&b, "]}}");
	struct frame f = decode_bytes(b.data, b.len);

	buf_fini(&b);
	return f;
}

static void test_number_of_values(void **state)
{
	(void)state;
	struct frame ok = decode_values(4090, "{}"), many = decode_values(4091, "{}");

	assert_false(ok.must_close);
	assert_string_equal(ok.calls[0].fail.field, "/params/ids");
	assert_true(many.must_close);
	assert_int_equal(many.calls[0].fail.err, ERR_INVALID_REQUEST);
	/* what only looks like many values inside a text is one */
	assert_false(decode_values(1, "\"[[[[{{{{,,,,\\\\\\\"[[\"").must_close);
}

/* --- batches -------------------------------------------------------------------------------- */

static void test_a_batch_is_not_atomic(void **state)
{
	static const char text[] = "[ " CALL("system.ping", "{}") ",7," CALL("order.get",
		"{\"id\":0}") ",{\"jsonrpc\":\"2.0\",\"method\":\"system.ping\"} ," CALL("order.get",
		"{\"id\":1,\"id\":1}") "," CALL("order.get", "{\"id\":3}") " ] ";
	static const enum err wanted[] = {
		ERR_NONE, ERR_INVALID_REQUEST, ERR_INVALID_PARAMS, ERR_NONE, ERR_INVALID_PARAMS, ERR_NONE};

	(void)state;
	struct frame f = decode_bytes(text, sizeof(text) - 1);

	assert_true(f.is_array);
	assert_int_equal(f.n_calls, N_OF(wanted));
	for (size_t i = 0; i < N_OF(wanted); i++)
		assert_int_equal(f.calls[i].fail.err, wanted[i]);
	assert_null(f.calls[3].id);
	assert_string_equal(f.calls[4].fail.field, "/params/id");
	assert_int_equal(((struct request *)f.calls[5].request)->id, 3);
}

static struct frame decode_batch(int n)
{
	struct buf b;

	buf_init(&b);
	buf_put_char(&b, '[');
	for (int i = 0; i < n; i++) {
		buf_put_str(&b, i ? "," : "");
		buf_put_str(&b, CALL("system.ping", "{}"));
	}
	buf_put_char(&b, ']');
	struct frame f = decode_bytes(b.data, b.len);

	buf_fini(&b);
	return f;
}

static void test_size_of_a_batch(void **state)
{
	static const struct {
		int n;
		enum err err;
	} rows[] = {
		{0, ERR_INVALID_REQUEST}, {1, ERR_NONE}, {100, ERR_NONE}, {101, ERR_INVALID_REQUEST}};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct frame f = decode_batch(rows[i].n);

		assert_int_equal(f.calls[0].fail.err, rows[i].err);
		assert_int_equal(f.n_calls, rows[i].err ? 1 : rows[i].n);
		assert_int_equal(f.is_array, rows[i].err == ERR_NONE);
		assert_false(f.must_close);
	}
}

static void test_a_torn_batch_is_no_batch(void **state)
{
	static const char *const rows[] = {"[", "[1", "[1,", "[1,]", "[,]", "[,1]", "[1}", "[1]]",
		"[1] x", "[1][2]", "[{]", "[\"]", "[}", "[1 2]"};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct call c = decode_one(rows[i]);

		if (c.fail.err != ERR_PARSE)
			fail_msg("%s: %s", rows[i], err_class(c.fail.err));
	}
}

/* --- telling a replay from another request (rules.md 26) ------------------------------------ */

static void test_canonical(void **state)
{
	(void)state;
	struct call a = decode_one(
		CALL("order.note", "{\"text\":\"x\",\"idempotency_key\":\"k\",\"id\":1}"));
	struct call b = decode_one(
		CALL("order.note", "{ \"id\": 1 , \"idempotency_key\": \"k2\", \"text\": \"\\u0078\"}"));
	struct call other = decode_one(
		CALL("order.note", "{\"id\":2,\"text\":\"x\",\"idempotency_key\":\"k\"}"));
	struct call none = decode_one(CALL("order.note", "{\"id\":2,\"text\":\"x\"}"));

	assert_string_equal(a.canonical, "order.note {\"id\":1,\"text\":\"x\"}");
	assert_string_equal(a.canonical, b.canonical);
	assert_string_not_equal(a.canonical, other.canonical);
	assert_null(none.canonical);
}

/* --- a key beside the call (HTTP's Idempotency-Key) ------------------------------------------- */

struct key_row {
	const char *text, *key;
	enum err err;
	const char *field;
	const char *taken; /* the key of the request; NULL: none */
};

#define NOTE "\"id\":1,\"text\":\"x\""

static const struct key_row key_rows[] = {
	{CALL("order.note", "{" NOTE "}"), "k-1", ERR_NONE, NULL, "k-1"},
	{CALL("order.note", "{" NOTE ",\"idempotency_key\":\"mine\"}"), NULL, ERR_NONE, NULL, "mine"},
	{CALL("order.note", "{" NOTE ",\"idempotency_key\":\"k-1\"}"), "k-1", ERR_INVALID_PARAMS,
		"/params/idempotency_key", NULL},
	{CALL("order.note", "{" NOTE "}"), "\xff", ERR_INVALID_PARAMS, "/params/idempotency_key", NULL},
	{CALL("order.note", "{" NOTE "}"), "", ERR_INVALID_PARAMS, "/params/idempotency_key", NULL},
	{CALL("order.get", "{\"id\":1}"), "k-1", ERR_INVALID_PARAMS, "/params/idempotency_key", NULL},
	{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}", "k-1", ERR_INVALID_PARAMS,
		"/params/idempotency_key", NULL},
	{"[" CALL("order.note", "{" NOTE "}") "]", "k-1", ERR_INVALID_REQUEST, NULL, NULL},
};

static void test_a_key_beside_the_call(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(key_rows); i++) {
		const struct key_row *row = &key_rows[i];
		struct frame f;

		decode_frame(&arena, row->text, strlen(row->text), row->key, &f);
		assert_int_equal(f.n_calls, 1);
		assert_int_equal(f.calls[0].fail.err, row->err);
		if (row->field)
			assert_string_equal(f.calls[0].fail.field, row->field);
		if (row->taken) {
			const struct request *q = f.calls[0].request;

			assert_string_equal(q->idempotency_key, row->taken);
			assert_non_null(f.calls[0].canonical);
			assert_null(strstr(f.calls[0].canonical, row->taken));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_key_beside_the_call, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_frames, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_nul_byte, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(
			test_every_cut_of_a_frame_is_refused, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_depth, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_number_of_values, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_a_batch_is_not_atomic, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_size_of_a_batch, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_a_torn_batch_is_no_batch, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_canonical, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
