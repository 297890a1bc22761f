/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how a query's fields become a call, and that whatever stands in them stays inside its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "api/command.h"
#include "api/query.h"
#include "base/die.h"

static void fields_become_parameters(void **state)
{
	static const struct {
		struct query_field field;
		const char *params;
	} rows[] = {
		{{"topics", "alarms,orders"}, "{\"topics\":[\"alarms\",\"orders\"]}"},
		{{"topics", "alarms"}, "{\"topics\":[\"alarms\"]}"},
		{{"topics", "alarms,"}, "{\"topics\":[\"alarms\"]}"},
		{{"topics", ""}, "{\"topics\":[]}"},
		{{"station", "a,b"}, "{\"station\":\"a,b\"}"},
		{{"station", "\"},\"x\":{\""}, "{\"station\":\"\\\"},\\\"x\\\":{\\\"\"}"},
		{{"\"}", "\n"}, "{\"\\\"}\":\"\\n\"}"},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *line = query_spell_call(&a, "watch.start", &rows[i].field, 1);

		assert_string_equal(line,
			arena_fmt(&a,
				"{\"jsonrpc\":\"2.0\",\"id\":\"watch.start\",\"method\":\"watch.start\",\"params\":%s}",
				rows[i].params));
	}
	arena_fini(&a);
}

static void the_row_judges(void **state)
{
	static const struct {
		struct query_field fields[2];
		int n;
		enum err err;
	} rows[] = {
		{{{"topics", "alarms,orders"}, {"station", "km_line"}}, 2, ERR_NONE},
		{{{"topics", "alarms"}, {"topics", "orders"}}, 2, ERR_INVALID_PARAMS},
		{{{"topics", "weather"}}, 1, ERR_INVALID_PARAMS},
		{{{"topics", "alarms"}, {"colour", "red"}}, 2, ERR_INVALID_PARAMS},
		{{{"topics", "alarms"}, {"station", "\xff"}}, 2, ERR_PARSE},
		{{{"", ""}}, 0, ERR_INVALID_PARAMS},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *line = query_spell_call(&a, "watch.start", rows[i].fields, rows[i].n);
		struct frame frame;

		decode_frame(&a, line, strlen(line), NULL, &frame);
		assert_int_equal(frame.n_calls, 1);
		assert_int_equal(frame.calls[0].fail.err, rows[i].err);
	}
	arena_fini(&a);
}

static void a_body_stays_the_parameters(void **state)
{
	static const struct {
		const char *body;
		enum err err;
	} rows[] = {
		{"{\"token\":\"x\"}", ERR_NONE},
		{" {} ", ERR_NONE},
		{"{\"token\":\"x\",\"token\":\"y\"}", ERR_INVALID_PARAMS},
		{"{\"colour\":\"red\"}", ERR_INVALID_PARAMS},
		{"[]", ERR_INVALID_PARAMS},
		{"{},\"method\":\"system.ping\"", ERR_INVALID_REQUEST},
		{"{},\"params\":{}", ERR_INVALID_REQUEST},
		{"{},\"id\":2", ERR_INVALID_REQUEST},
		{"{},\"x\":2", ERR_INVALID_REQUEST},
		{"{}} {\"jsonrpc\":\"2.0\",\"method\":\"system.ping\"", ERR_PARSE},
		{"{}}", ERR_PARSE},
		{"", ERR_PARSE},
		{"{", ERR_PARSE},
		{"\xff", ERR_PARSE},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(rows); i++) {
		size_t len;
		const char *line = query_wrap_params(
			&a, "session.login", rows[i].body, strlen(rows[i].body), &len);
		struct frame frame;

		decode_frame(&a, line, len, NULL, &frame);
		assert_int_equal(frame.n_calls, 1);
		assert_false(frame.is_array);
		assert_int_equal(frame.calls[0].fail.err, rows[i].err);
	}
	arena_fini(&a);
}

static void a_body_with_nul_is_seen_whole(void **state)
{
	static const char body[] = "{}}\0{";
	struct frame frame;
	struct arena a;
	size_t len;

	(void)state;
	arena_init(&a);
	const char *line = query_wrap_params(&a, "session.login", body, sizeof(body) - 1, &len);
	decode_frame(&a, line, len, NULL, &frame);
	assert_int_equal(frame.calls[0].fail.err, ERR_PARSE);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_become_parameters),
		cmocka_unit_test(the_row_judges),
		cmocka_unit_test(a_body_stays_the_parameters),
		cmocka_unit_test(a_body_with_nul_is_seen_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
