/* SPDX-License-Identifier: Apache-2.0 */
/* Shows who is remembered, who is forgotten, and that there is a bound to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "daemon/throttle.h"

enum { RATE = 10 };

static void who_has_nothing_worth_remembering_is_forgotten(void **state)
{
	struct throttles *all = throttles_new(RATE);
	struct throttle *t = throttle_enter(all, "127.0.0.1", 0);

	(void)state;
	assert_ptr_equal(throttle_enter(all, "127.0.0.1", 0), t);
	assert_int_equal(t->n_connections, 2);
	throttle_leave(all, t, 0);
	assert_int_equal(throttles_count(all), 1);
	throttle_leave(all, t, 0);
	assert_int_equal(throttles_count(all), 0);
	throttles_free(all);
}

static void wrong_logins_outlive_the_connection_until_all_is_calm(void **state)
{
	struct throttles *all = throttles_new(RATE);
	struct throttle *t = throttle_enter(all, "a", 0);

	(void)state;
	patience_lose(&t->patience, 0);
	throttle_leave(all, t, 1);
	t = throttle_enter(all, "a", 2);
	assert_int_equal(patience_lose(&t->patience, 2), 2 * PATIENCE_FIRST_MS);
	throttle_leave(all, t, 2);
	throttle_leave(all, throttle_enter(all, "b", 3), 3);
	assert_int_equal(throttles_count(all), 1); /* a alone */
	throttle_leave(all, throttle_enter(all, "b", 60000), 60000);
	assert_int_equal(throttles_count(all), 0); /* b's coming made room */
	throttles_free(all);
}

static void calls_of_one_are_not_those_of_another(void **state)
{
	struct throttles *all = throttles_new(RATE);
	int n = 0;

	(void)state;
	while (n < 1000 && throttle_take_call(all, throttle_get(all, "user li.wei", 0), 0))
		n++;
	assert_int_equal(n, 4 * RATE);
	assert_true(throttle_take_call(all, throttle_get(all, "user noc", 0), 0));
	assert_false(throttle_take_call(all, throttle_get(all, "user li.wei", 99), 99));
	assert_true(throttle_take_call(all, throttle_get(all, "user li.wei", 100), 100));
	throttles_free(all);
}

static void a_flood_of_sources_has_a_bound_and_keeps_those_connected(void **state)
{
	struct throttles *all = throttles_new(RATE);
	struct throttle *here = throttle_enter(all, "here", 0), *t;
	char name[THROTTLE_NAME];

	(void)state;
	patience_lose(&here->patience, 0);
	for (int i = 0; i < 3 * THROTTLES_IDLE_MAX; i++) {
		snprintf(name, sizeof(name), "2001:db8:%x::/64", (unsigned)i);
		t = throttle_enter(all, name, 0);
		patience_lose(&t->patience, 0);
		throttle_leave(all, t, 0);
		assert_true(throttles_count(all) <= THROTTLES_IDLE_MAX + 2);
	}
	t = throttle_get(all, name, 0); /* the last one is known still */
	assert_int_equal(patience_lose(&t->patience, 0), 2 * PATIENCE_FIRST_MS);
	assert_ptr_equal(throttle_enter(all, "here", 0), here);
	assert_int_equal(patience_lose(&here->patience, 0), 2 * PATIENCE_FIRST_MS);
	throttles_free(all);
}

static void a_long_name_is_cut_to_one_and_the_same(void **state)
{
	struct throttles *all = throttles_new(RATE);
	char name[3 * THROTTLE_NAME];

	(void)state;
	snprintf(name, sizeof(name), "%0*d", (int)sizeof(name) - 1, 1);
	struct throttle *t = throttle_enter(all, name, 0);
	assert_ptr_equal(throttle_enter(all, name, 0), t);
	throttles_free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_nothing_worth_remembering_is_forgotten),
		cmocka_unit_test(wrong_logins_outlive_the_connection_until_all_is_calm),
		cmocka_unit_test(calls_of_one_are_not_those_of_another),
		cmocka_unit_test(a_flood_of_sources_has_a_bound_and_keeps_those_connected),
		cmocka_unit_test(a_long_name_is_cut_to_one_and_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
