/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that a cursor read is the cursor written, that foreign and broken ones are known as such, and that
 * one too long for what is under way becomes one that may repeat and never skips (rules.md 28). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arena_fixture.h"
#include "base/buf.h"
#include "store/inside.h"

static const char id[] = "0123456789abcdef0123456789abcdef";

static void pages_are_of_their_method(void **state)
{
	int64_t last = 0;
	const char *text = cursor_of_page(&arena, FIND_TASKS, 123456);

	(void)state;
	assert_true(cursor_read_page(text, FIND_TASKS, &last));
	assert_int_equal(last, 123456);
	assert_false(cursor_read_page(text, FIND_ORDERS, &last));
}

static void snapshots_come_back(void **state)
{
	static const char *const snapshots[] = {"10:10:", "10:12:", "10:20:10,14,19",
		"745:745:", "1099511627777:1099511627790:1099511627777,1099511627789"};

	(void)state;
	for (size_t i = 0; i < sizeof(snapshots) / sizeof(*snapshots); i++) {
		struct change_cursor c = {.since = snapshots[i]}, back;
		struct change_cursor page = {.since = "5:5:", .upto = snapshots[i], .xid = 12, .id = 99};
		const char *text = cursor_of_change(&arena, id, &c);

		assert_true(cursor_read_change(&arena, id, text, &back));
		assert_string_equal(back.since, snapshots[i]);
		assert_null(back.upto);
		assert_true(cursor_read_change(&arena, id, cursor_of_change(&arena, id, &page), &back));
		assert_string_equal(back.since, "5:5:");
		assert_string_equal(back.upto, snapshots[i]);
		assert_int_equal(back.xid, 12);
		assert_int_equal(back.id, 99);
	}
}

static void broken_ones_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"c",
		"c01234567",
		"c01234567.",
		"c01234567.a",
		"c01234567.a_",
		"c01234567.a_2_5",
		"c01234567.a_5_1_0",
		"c01234567.0_0",
		"c01234567.A_1",
		"c01234567.a_2x",
		"c01234567.a_2.",
		"c01234567.a_2.a_2.1",
		"c01234567.a_2.a_2.1.2.3",
		"c01234567.a_2.a_2.1.",
		"c76543210.a_2",
		"p2.5",
		"c01234567.-1_2",
		"c01234567.1111111111111111_2",
		"c01234567.100000000_1",
		"c01234567.ffffffff_1",
	};
	struct change_cursor c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (cursor_read_change(&arena, id, bad[i], &c))
			fail_msg("%s was taken for a cursor", bad[i]);
	assert_true(cursor_read_change(&arena, id, "c01234567.a_2_0_1", &c));
	assert_string_equal(c.since, "10:12:10,11");
}

/* n transactions under way, each 1000 after the other. */
static const char *crowd(int n)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	buf_put_fmt(&b, "1000:%d:", (n + 1) * 1000);
	for (int i = 0; i < n; i++)
		buf_put_fmt(&b, "%s%d", i ? "," : "", (i + 1) * 1000);
	text = arena_strn(&arena, b.data, b.len);
	buf_fini(&b);
	return text;
}

static void a_crowd_is_cut_not_lost(void **state)
{
	static const int crowds[] = {1, 30, 60, 64, 65, 500};

	(void)state;
	for (size_t i = 0; i < sizeof(crowds) / sizeof(*crowds); i++) {
		struct change_cursor c = {.since = crowd(crowds[i])}, back;
		const char *text = cursor_of_change(&arena, id, &c);

		assert_true(strlen(text) <= CURSOR_MAX);
		assert_true(cursor_read_change(&arena, id, text, &back));
		if (crowds[i] <= 30)
			assert_string_equal(back.since, c.since);
		else if (strcmp(back.since, c.since) != 0)
			assert_string_equal(back.since, "1000:1000:");
		c.upto = crowd(crowds[i]);
		c.xid = c.id = INT64_C(1) << 40;
		text = cursor_of_change(&arena, id, &c);
		assert_true(strlen(text) <= CURSOR_MAX);
		assert_true(cursor_read_change(&arena, id, text, &back));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pages_are_of_their_method, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(snapshots_come_back, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(broken_ones_are_refused, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(a_crowd_is_cut_not_lost, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
