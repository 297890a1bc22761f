/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that the CSRF value is a token's own, the same each time, and none that the store could tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sodium.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/secret.h"

static void a_value_of_its_own(void **state)
{
	char one[SECRET_CSRF], other[SECRET_CSRF], stored[SECRET_CSRF];
	unsigned char hash[32];

	(void)state;
	secret_spell_csrf(one, "slt_1");
	secret_spell_csrf(other, "slt_2");
	secret_hash("slt_1", hash);
	sodium_bin2hex(stored, sizeof(stored), hash, sizeof(hash));
	assert_int_equal(strlen(one), SECRET_CSRF - 1);
	assert_string_not_equal(one, other);
	assert_string_not_equal(one, stored);
	assert_string_equal(one, secret_spell_csrf(other, "slt_1"));
	assert_true(secret_is_csrf(one, "slt_1"));
	assert_false(secret_is_csrf(one, "slt_2"));
	assert_false(secret_is_csrf(stored, "slt_1"));
}

static void what_is_near_is_not_it(void **state)
{
	char csrf[SECRET_CSRF + 1];

	(void)state;
	assert_false(secret_is_csrf(NULL, "t"));
	assert_false(secret_is_csrf("", "t"));
	for (int i = 0; i < SECRET_CSRF - 1; i++) {
		secret_spell_csrf(csrf, "t");
		csrf[i] ^= 1;
		assert_false(secret_is_csrf(csrf, "t"));
	}
	secret_spell_csrf(csrf, "t");
	csrf[SECRET_CSRF - 1] = '0';
	csrf[SECRET_CSRF] = '\0';
	assert_false(secret_is_csrf(csrf, "t"));
	csrf[SECRET_CSRF - 2] = '\0';
	assert_false(secret_is_csrf(csrf, "t"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_of_its_own),
		cmocka_unit_test(what_is_near_is_not_it),
	};

	must(sodium_init() >= 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
