/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how parameters are laid: arrays in Postgres' binary format, text[] spelt inside a text, nulls;
 * and how names are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/order.h"
#include "core/org.h"
#include "store/rows.h"

static void names_are_quoted(void **state)
{
	static const struct {
		const char *at[3];
		int n;
		const char *text;
	} cases[] = {
		{{0}, 0, "{}"},
		{{"a"}, 1, "{\"a\"}"},
		{{"", "NULL"}, 2, "{\"\",\"NULL\"}"},
		{{"a,b", "{c}"}, 2, "{\"a,b\",\"{c}\"}"},
		{{"say \"x\"", "back\\slash", "线路"}, 3, "{\"say \\\"x\\\"\",\"back\\\\slash\",\"线路\"}"},
	};
	struct buf b;

	(void)state;
	buf_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct names names = {(const char **)cases[i].at, cases[i].n};

		buf_clear(&b);
		names_spell(&b, &names);
		assert_string_equal(b.data, cases[i].text);
	}
	buf_fini(&b);
}

static void scalars_are_big_endian_or_null(void **state)
{
	struct params p;

	(void)state;
	params_init(&p);
	params_put_int(&p, 258);
	params_put_at(&p, INSTANT_NONE);
	params_put_text(&p, NULL);
	params_put_text(&p, "x");
	params_put_bool(&p, true);
	params_put_word(&p, WORDS_TIER, 0);
	params_put_word(&p, WORDS_TIER, TIER_B);
	assert_int_equal(p.n, 7);
	assert_memory_equal(p.data[0].data, "\0\0\0\0\0\0\1\2", 8);
	assert_int_equal(p.data[0].len, 8);
	assert_true(p.is_null[1]);
	assert_true(p.is_null[2]);
	assert_string_equal(p.data[3].data, "x");
	assert_memory_equal(p.data[4].data, "\1", 1);
	assert_true(p.is_null[5]);
	assert_string_equal(p.data[6].data, "B");
	params_clear(&p);
	params_put_int(&p, 1);
	assert_int_equal(p.n, 1);
	assert_false(p.is_null[0]);
	params_fini(&p);
}

static void arrays_carry_their_type_and_nulls(void **state)
{
	static const char ints[] = "\0\0\0\1"
							   "\0\0\0\1"
							   "\0\0\0\24"
							   "\0\0\0\2"
							   "\0\0\0\1"
							   "\0\0\0\10"
							   "\0\0\0\0\0\0\0\7"
							   "\0\0\0\10"
							   "\377\377\377\377\377\377\377\377";
	static const char texts[] = "\0\0\0\1"
								"\0\0\0\1"
								"\0\0\0\31"
								"\0\0\0\2"
								"\0\0\0\1"
								"\0\0\0\2"
								"ab"
								"\377\377\377\377";
	static const char none[] = "\0\0\0\0"
							   "\0\0\0\1"
							   "\0\0\0\24";
	struct params p;

	(void)state;
	params_init(&p);
	params_begin_ints(&p, 2);
	params_add_int(&p, 7);
	params_add_int(&p, -1);
	params_begin_texts(&p, 2);
	params_add_text(&p, "ab");
	params_add_text(&p, NULL);
	params_begin_ints(&p, 0);
	assert_int_equal(p.data[0].len, sizeof(ints) - 1);
	assert_memory_equal(p.data[0].data, ints, sizeof(ints) - 1);
	assert_int_equal(p.data[1].len, sizeof(texts) - 1);
	assert_memory_equal(p.data[1].data, texts, sizeof(texts) - 1);
	assert_int_equal(p.data[2].len, sizeof(none) - 1);
	assert_memory_equal(p.data[2].data, none, sizeof(none) - 1);
	params_fini(&p);
}

/* What means "none" in a struct is null in the store: the element's length is -1. */
static void none_becomes_null(void **state)
{
	static const struct clock empty = {.kind = CLOCK_ORDER,
		.state = CLOCK_RUNNING,
		.since_at = INSTANT_NONE,
		.due_at = INSTANT_NONE,
		.started_at = 5,
		.ended_at = INSTANT_NONE,
		.next_due_at = INSTANT_NONE};
	static const char *const nulls[] = {
		"paused_by", "since_at", "due_at", "ended_at", "next_due_at", "calendar"};
	const void *rows[] = {&empty};
	struct params p;

	(void)state;
	params_init(&p);
	params_put_rows(&p, &row_clock, rows, 1);
	assert_int_equal(p.n, row_clock.n);
	for (int i = 0; i < p.n; i++) {
		bool is_null = false;

		for (size_t k = 0; k < sizeof(nulls) / sizeof(*nulls); k++)
			is_null |= strcmp(row_clock.fields[i].name, nulls[k]) == 0;
		assert_int_equal(is_null, memcmp(p.data[i].data + 20, "\377\377\377\377", 4) == 0);
	}
	params_fini(&p);
}

/* A text[] as the server sends it, which nothing but its type constrains; the bytes end where it does. */
static void names_come_without_what_is_none(void **state)
{
#define INT(n) "\0\0\0" n
#define TYPE INT("\0") INT("\31")
#define NULL_ELEMENT "\377\377\377\377"
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *bytes;
		size_t size;
		const char *names[2];
	} cases[] = {
		{BYTES(INT("\0") TYPE), {0}},
		{BYTES(INT("\1") TYPE INT("\2") INT("\1") INT("\1") "a" INT("\0")), {"a", ""}},
		{BYTES(INT("\1") TYPE INT("\3") INT("\1") NULL_ELEMENT INT("\1") "a" NULL_ELEMENT), {"a"}},
		{BYTES(INT("\1") TYPE INT("\1") INT("\1") NULL_ELEMENT), {0}},
		{BYTES(INT("\2") TYPE INT("\1") INT("\1") INT("\2") INT("\1") INT("\1") "a" INT("\1") "b"),
			{0}},
	};
	static const struct field field = {"told", FIELD_NAMES, 0, 0};
	static const struct row_type type = {&field, 1, sizeof(struct names)};
	PGresAttDesc column = {.name = (char *)"told", .format = 1};
	struct names names;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
		int n = 0;

		assert_true(PQsetResultAttrs(res, 1, &column));
		assert_true(PQsetvalue(res, 0, 0, (char *)cases[i].bytes, (int)cases[i].size));
		row_get(&a, &type, res, 0, 0, &names);
		for (; n < 2 && cases[i].names[n]; n++) {
			assert_true(n < names.n);
			assert_string_equal(names.at[n], cases[i].names[n]);
		}
		assert_int_equal(names.n, n);
		PQclear(res);
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_quoted),
		cmocka_unit_test(scalars_are_big_endian_or_null),
		cmocka_unit_test(arrays_carry_their_type_and_nulls),
		cmocka_unit_test(none_becomes_null),
		cmocka_unit_test(names_come_without_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
