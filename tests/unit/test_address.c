/* SPDX-License-Identifier: Apache-2.0 */
/* Shows which texts are addresses, which of those stay on this machine, and how they are spelt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/address.h"

static void addresses_and_their_spelling(void **state)
{
	static const struct {
		const char *text, *spelt; /* spelt NULL: no address */
		bool is_loopback;
	} rows[] = {
		{"127.0.0.1:8080", "127.0.0.1:8080", true},
		{"127.9.9.9:0", "127.9.9.9:0", true},
		{"localhost:80", "127.0.0.1:80", true},
		{"[::1]:65535", "[::1]:65535", true},
		{"[0:0:0:0:0:0:0:1]:1", "[::1]:1", true},
		{"0.0.0.0:80", "0.0.0.0:80", false},
		{"128.0.0.1:80", "128.0.0.1:80", false},
		{"[::]:80", "[::]:80", false},
		{"[::ffff:127.0.0.1]:80", "[::ffff:127.0.0.1]:80", false},
		{"[fe80::1]:80", "[fe80::1]:80", false},
		{"", NULL, false},
		{":80", NULL, false},
		{"8080", NULL, false},
		{"127.0.0.1", NULL, false},
		{"127.0.0.1:", NULL, false},
		{"127.0.0.1:+1", NULL, false},
		{"127.0.0.1:80x", NULL, false},
		{"127.0.0.1:65536", NULL, false},
		{"127.1:80", NULL, false},
		{"::1:80", NULL, false},
		{"[::1:80", NULL, false},
		{"[::1]x:80", NULL, false},
		{"[127.0.0.1]:80", NULL, false},
		{"example.org:80", NULL, false},
		{"[00000:00000:00000:00000:00000:00000:00000:00000:00000]:80", NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct address a;
		char text[ADDRESS_TEXT];
		bool is_one = address_read(&a, rows[i].text);

		assert_int_equal(is_one, rows[i].spelt != NULL);
		if (!is_one)
			continue;
		assert_string_equal(address_spell(&a, text), rows[i].spelt);
		assert_int_equal(address_is_loopback(&a), rows[i].is_loopback);
	}
}

static void sources_are_told_apart_by_host(void **state)
{
	static const struct {
		const char *text, *source;
	} rows[] = {
		{"127.0.0.1:8080", "127.0.0.1"},
		{"127.0.0.1:8081", "127.0.0.1"},
		{"[::1]:1", "::/64"},
		{"[2001:db8:1:2:3:4:5:6]:7", "2001:db8:1:2::/64"},
		{"[2001:db8:1:2:ffff::]:8", "2001:db8:1:2::/64"},
		{"[2001:db8:1:3::1]:7", "2001:db8:1:3::/64"},
		{"[::ffff:10.1.2.3]:7", "10.1.2.3"},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct address a;
		char text[ADDRESS_TEXT];

		assert_true(address_read(&a, rows[i].text));
		assert_string_equal(address_spell_source(&a, text), rows[i].source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_and_their_spelling),
		cmocka_unit_test(sources_are_told_apart_by_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
