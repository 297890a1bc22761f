/* SPDX-License-Identifier: Apache-2.0 */
/* Shows what a chain of seals says of rows that are as they were, and of each way in which they are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <endian.h>
#include <sodium.h>
#include <string.h>

#include "base/die.h"
#include "daemon/chain.h"

enum { ROWS = 4 };
static const struct sealed_row rows[ROWS] = {
	{11, 1, 1, "(one"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"}};

struct scene {
	unsigned char entries[ROWS * SEAL_ENTRY];
	struct seal_head before;
	struct seal seal;
};

static void put_number(unsigned char *at, int64_t v)
{
	uint64_t big = htobe64((uint64_t)v);

	memcpy(at, &big, sizeof(big));
}

/* The seal of those rows, with the number 3, behind ten others. */
static void scene_init(struct scene *s)
{
	crypto_hash_sha256_state state;

	memset(s, 0, sizeof(*s));
	s->before = (struct seal_head){.number = 2, .n_rows = 10, .hash = {7}};
	for (int i = 0; i < ROWS; i++) {
		unsigned char *at = s->entries + (size_t)i * SEAL_ENTRY;

		put_number(at, rows[i].id);
		put_number(at + 8, rows[i].order);
		put_number(at + 16, rows[i].seq);
		crypto_hash_sha256(at + 24, (const unsigned char *)rows[i].text, strlen(rows[i].text));
	}
	s->seal = (struct seal){
		.head = {.number = 3, .n_rows = 10 + ROWS}, .entries = s->entries, .n = ROWS};
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, s->before.hash, SEAL_HASH);
	crypto_hash_sha256_update(&state, s->entries, sizeof(s->entries));
	crypto_hash_sha256_final(&state, s->seal.head.hash);
}

static void rows_are_held_to_their_seal(void **state)
{
	static const struct {
		struct sealed_row rows[ROWS + 1];
		int n;
		int64_t nth, was, is; /* 0: there is none */
		enum chain_fault fault; /* 0: none */
	} cases[] = {
		{{{11, 1, 1, "(one"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"}}, 4, 0,
			0, 0, 0},
		{{{11, 1, 1, "(one"}, {12, 1, 2, "(too"}, {13, 2, 1, "(three"}, {15, 1, 3, "(flour"}}, 4,
			12, 12, 12, CHAIN_CHANGED},
		{{{11, 1, 2, "(one"}, {12, 1, 1, "(two"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"}}, 4, 11,
			11, 11, CHAIN_MOVED},
		{{{11, 1, 1, "(one"}, {13, 2, 1, "(three"}, {12, 1, 2, "(two"}, {15, 1, 3, "(four"}}, 4, 12,
			12, 12, CHAIN_MOVED},
		{{{11, 1, 1, "(one"}, {12, 3, 2, "(two"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"}}, 4, 12,
			12, 12, CHAIN_MOVED},
		{{{11, 1, 1, "(one"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"}}, 3, 12, 12, 0,
			CHAIN_REMOVED},
		{{{11, 1, 1, "(one"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"}}, 3, 14, 15, 0,
			CHAIN_REMOVED},
		{{{11, 1, 1, "(one"}}, 0, 11, 11, 0, CHAIN_REMOVED},
		{{{11, 1, 1, "(one"}, {99, 1, 9, "(new"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"},
			 {15, 1, 3, "(four"}},
			5, 12, 0, 99, CHAIN_ADDED},
		{{{11, 1, 1, "(one"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"}, {15, 1, 3, "(four"},
			 {99, 1, 9, "(new"}},
			5, 15, 0, 99, CHAIN_ADDED},
	};
	struct chain_break b;
	struct scene s;

	(void)state;
	scene_init(&s);
	for (size_t i = 0; i < N_OF(cases); i++) {
		assert_int_equal(chain_holds(&s.seal, cases[i].rows, cases[i].n, &b), cases[i].fault == 0);
		if (cases[i].fault == 0)
			continue;
		assert_int_equal(b.fault, cases[i].fault);
		assert_int_equal(b.nth, cases[i].nth);
		assert_int_equal(b.was.id, cases[i].was);
		assert_int_equal(b.is.id, cases[i].is);
	}
}

/* Made by who owns the store: one row twice in a seal, and none where the last should stand. */
static void a_row_sealed_twice_is_named(void **state)
{
	static const struct sealed_row three[] = {
		{11, 1, 1, "(one"}, {12, 1, 2, "(two"}, {13, 2, 1, "(three"}};
	struct chain_break b;
	struct scene s;

	(void)state;
	scene_init(&s);
	memcpy(s.entries + 3 * SEAL_ENTRY, s.entries, SEAL_ENTRY);
	assert_false(chain_holds(&s.seal, three, 3, &b));
	assert_int_equal(b.fault, CHAIN_MOVED);
	assert_int_equal(b.nth, 14);
	assert_int_equal(b.was.id, 11);
}

static void a_seal_follows_from_the_one_before(void **state)
{
	struct chain_break b;
	struct scene s;

	(void)state;
	scene_init(&s);
	assert_true(chain_follows(&s.before, &s.seal, &b));
	s.before.hash[31] ^= 1;
	assert_false(chain_follows(&s.before, &s.seal, &b));
	assert_int_equal(b.fault, CHAIN_SEAL_ALTERED);
	assert_int_equal(b.nth, 11);
	assert_int_equal(b.last, 14);
	scene_init(&s);
	s.entries[3 * SEAL_ENTRY] ^= 1;
	assert_false(chain_follows(&s.before, &s.seal, &b));
	scene_init(&s);
	s.before.n_rows = 9;
	assert_false(chain_follows(&s.before, &s.seal, &b));
	assert_int_equal(b.fault, CHAIN_SEAL_ALTERED);
	scene_init(&s);
	s.before.number = 1;
	assert_false(chain_follows(&s.before, &s.seal, &b));
	assert_int_equal(b.fault, CHAIN_SEAL_GONE);
	assert_int_equal(b.number, 2);
	scene_init(&s);
	s.seal.n = 0;
	s.seal.head.n_rows = 10;
	assert_false(chain_follows(&s.before, &s.seal, &b)); /* a seal of nothing is none */
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void heads_are_read_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *text;
		int n;
	} cases[] = {{A "@1", 1}, {A "@1," B "@22", 2}, {A "@1," B "@22," A "@3", -1}, {A, -1},
		{A "@", -1}, {A "@-1", -1}, {A "@1 ", -1}, {A "@1,", -1}, {"A" A "@1", -1}, {"a@1", -1},
		{A "a@1", -1}, {"", -1}};
	struct chain_head heads[2];

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_int_equal(chain_read_heads(cases[i].text, heads, 2), cases[i].n);
	assert_int_equal(chain_read_heads(A "@1," B "@22", heads, 2), 2);
	assert_int_equal(heads[1].n_rows, 22);
	assert_int_equal(heads[1].hash[31], 0xbb);
}

static void exported_heads_say_from_where_a_chain_is_another(void **state)
{
	struct seal_head at = {.number = 1, .n_rows = 10}, end = {.number = 2, .n_rows = 20};
	struct chain_head heads[3];
	struct chain_break b;

	(void)state;
	assert_int_equal(chain_read_heads(A "@10," B "@20," B "@30", heads, 3), 3);
	memset(at.hash, 0xaa, sizeof(at.hash));
	memset(end.hash, 0xbb, sizeof(end.hash));
	chain_meet(heads, 3, &at);
	assert_false(chain_has_all(heads, 3, &end, &b));
	assert_int_equal(b.fault, CHAIN_HEAD_OTHER);
	assert_int_equal(b.nth, 11);
	assert_int_equal(b.last, 20);
	chain_meet(heads, 3, &end);
	assert_false(chain_has_all(heads, 3, &end, &b));
	assert_int_equal(b.fault, CHAIN_HEAD_CUT);
	assert_int_equal(b.nth, 21);
	assert_int_equal(b.last, 30);
	assert_true(chain_has_all(heads, 2, &end, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_held_to_their_seal),
		cmocka_unit_test(a_row_sealed_twice_is_named),
		cmocka_unit_test(a_seal_follows_from_the_one_before),
		cmocka_unit_test(heads_are_read_whole_or_not_at_all),
		cmocka_unit_test(exported_heads_say_from_where_a_chain_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
