/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the snapshot of the organisation: sorted, replaced whole, found by every key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "core/org.h"

static void rows_are_sorted_and_replaced(void **state)
{
	struct org *g = org_new();
	char name[16];

	(void)state;
	for (int i = 99; i >= 0; i--) {
		snprintf(name, sizeof(name), "s%02d", i);
		org_put(g, ORG_STATION, &(struct station){name, "net", "kunming", "old", NULL});
	}
	org_put(g, ORG_STATION, &(struct station){"s42", "net", "dali", "new", NULL});
	assert_int_equal(org_count(g, ORG_STATION), 100);
	assert_string_equal(((const struct station *)org_at(g, ORG_STATION, 42))->title, "new");
	assert_string_equal(org_get_station(g, "s42")->area, "dali");
	assert_null(org_get_station(g, "s100"));
	assert_null(org_get_station(g, NULL));
	org_free(g);
}

static void people_are_found_by_uid_unless_disabled(void **state)
{
	struct org *g = org_new();
	struct user u = {.name = "li.wei", .uid = 1000, .absent_until = 50};

	(void)state;
	org_put(g, ORG_USER, &u);
	assert_string_equal(org_get_user_by_uid(g, 1000)->name, "li.wei");
	assert_null(org_get_user_by_uid(g, -1));
	assert_true(user_is_absent(org_get_user(g, "li.wei"), 49));
	assert_false(user_is_absent(org_get_user(g, "li.wei"), 50));
	u.is_disabled = true;
	org_put(g, ORG_USER, &u);
	assert_null(org_get_user_by_uid(g, 1000));
	org_free(g);
}

static void tokens_are_found_by_their_whole_hash(void **state)
{
	struct org *g = org_new();
	struct token t = {.id = 7, .user = "li.wei", .hash = {1, 2, 3}};
	unsigned char near[32] = {1, 2, 4};

	(void)state;
	org_put(g, ORG_TOKEN, &t);
	assert_int_equal(org_get_token_by_hash(g, t.hash)->id, 7);
	assert_null(org_get_token_by_hash(g, near));
	assert_string_equal(org_get_token(g, 7)->user, "li.wei");
	org_free(g);
}

static void months_are_those_of_the_zone(void **state)
{
	static const int64_t starts[] = {1000, 2000, 4000};
	struct org *g = org_new();

	(void)state;
	org_set_months(g, 2026 * 12, starts, 3);
	assert_int_equal(org_get_month(g, 999), -1);
	assert_int_equal(org_get_month(g, 1000), 2026 * 12);
	assert_int_equal(org_get_month(g, 1999), 2026 * 12);
	assert_int_equal(org_get_month(g, 2000), 2026 * 12 + 1);
	assert_int_equal(org_get_month(g, 4000), 2026 * 12 + 2);
	org_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_sorted_and_replaced),
		cmocka_unit_test(people_are_found_by_uid_unless_disabled),
		cmocka_unit_test(tokens_are_found_by_their_whole_hash),
		cmocka_unit_test(months_are_those_of_the_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
