/* SPDX-License-Identifier: Apache-2.0 */
/* Shows which addresses a webhook may be sent to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/reach.h"

static void which_is_public(void **state)
{
	static const struct {
		const char *address;
		bool is;
	} rows[] = {
		{"8.8.8.8", true},
		{"1.1.1.1", true},
		{"100.63.255.255", true},
		{"100.64.0.0", false},
		{"100.127.255.255", false},
		{"100.128.0.0", true},
		{"172.15.255.255", true},
		{"172.16.0.0", false},
		{"172.31.255.255", false},
		{"172.32.0.0", true},
		{"223.255.255.255", true},
		{"224.0.0.1", false},
		{"255.255.255.255", false},
		{"0.0.0.0", false},
		{"10.1.2.3", false},
		{"127.0.0.1", false},
		{"127.255.255.254", false},
		{"169.254.169.254", false},
		{"192.168.0.1", false},
		{"198.18.0.1", false},
		{"198.19.255.255", false},
		{"198.20.0.0", true},
		{"203.0.113.9", false},
		{"::", false},
		{"::1", false},
		{"::7f00:1", false},
		{"::ffff:127.0.0.1", false},
		{"::ffff:8.8.8.8", true},
		{"64:ff9b::a00:1", false}, /* 10.0.0.1 behind a translator */
		{"64:ff9b::808:808", true},
		{"2002:a00:1::", false}, /* 10.0.0.1 by 6to4 */
		{"2002:808:808::1", true},
		{"2001:0:1::", false},
		{"2001:db8::1", false},
		{"2001:4860:4860::8888", true},
		{"2606:4700::1111", true},
		{"3fff:1::1", false},
		{"fc00::1", false},
		{"fd12:3456::1", false},
		{"fe80::1", false},
		{"fec0::1", false},
		{"ff02::1", false},
		{"100::1", false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct sockaddr_in v4 = {.sin_family = AF_INET};
		struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
		const void *address = &v4;

		if (inet_pton(AF_INET, rows[i].address, &v4.sin_addr) != 1) {
			assert_int_equal(inet_pton(AF_INET6, rows[i].address, &v6.sin6_addr), 1);
			address = &v6;
		}
		if (reach_is_public(address) != rows[i].is)
			fail_msg("%s", rows[i].address);
	}
}

static void other_families_are_not(void **state)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "/run/x"};

	(void)state;
	assert_false(reach_is_public((const struct sockaddr *)&un));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(which_is_public),
		cmocka_unit_test(other_families_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
