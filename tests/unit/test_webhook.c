/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a webhook's signature by a known answer, and what is a secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/courier.h"
#include "daemon/webhook.h"

/* The example of the Standard Webhooks libraries. */
static const char secret_text[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char id[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";

static void signature_is_the_known_one(void **state)
{
	static const struct {
		const char *id;
		int64_t timestamp_s;
		const char *body;
		bool is_same;
	} rows[] = {
		{id, 1614265330, "{\"test\": 2432232314}", true},
		{"msg_x", 1614265330, "{\"test\": 2432232314}", false},
		{id, 1614265331, "{\"test\": 2432232314}", false},
		{id, 1614265330, "{\"test\": 2432232315}", false},
	};
	struct webhook_secret s;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_true(webhook_read_secret(&s, secret_text));
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *is = webhook_sign(&a, &s, rows[i].id, rows[i].timestamp_s, rows[i].body);

		assert_int_equal(
			strcmp(is, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") == 0, rows[i].is_same);
	}
	arena_fini(&a);
}

static void what_is_a_secret(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{secret_text, true},
		{"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false},
		{"whsec_", false},
		{"whsec_c2hvcnQ=", false},
		{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", false}, /* cut short */
		{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!", false},
		{"", false},
	};
	struct webhook_secret s;

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(webhook_read_secret(&s, rows[i].text), rows[i].is);
}

static void letter_has_all_headers(void **state)
{
	struct notice n = {.order = 42,
		.seq = 7,
		.to = "r.one",
		.address = "https://h/x",
		.kind = KIND_FAULT,
		.order_state = ORDER_EXECUTING,
		.tier = TIER_A,
		.service = "pstn",
		.clock = CLOCK_ORDER,
		.severity = SEVERITY_MAJOR};
	struct webhook_secrets s = {.n = 2};
	struct letter l = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_true(webhook_read_secret(&s.each[0], secret_text));
	assert_true(webhook_read_secret(&s.each[1], "whsec_c2Vjb25kLXNlY3JldC1vZi0yNC1ieXRlcw=="));
	webhook_write(&a, &s, id, &n, 1, 1614265330999, &l);
	assert_string_equal(l.url, "https://h/x");
	assert_int_equal(l.n_headers, 5);
	assert_string_equal(l.headers[1], "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek");
	assert_string_equal(l.headers[2], "webhook-timestamp: 1614265330");
	assert_string_equal(l.headers[3],
		arena_fmt(&a, "webhook-signature: %s %s",
			webhook_sign(&a, &s.each[0], id, 1614265330, l.body),
			webhook_sign(&a, &s.each[1], id, 1614265330, l.body)));
	assert_non_null(strstr(l.body, "\"key\":\"F-000042/7/r.one\""));
	assert_null(l.mail_to);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signature_is_the_known_one),
		cmocka_unit_test(what_is_a_secret),
		cmocka_unit_test(letter_has_all_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
