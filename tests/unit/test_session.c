/* SPDX-License-Identifier: Apache-2.0 */
/* Shows who may open a session, how long it is good for, which row it takes, and what ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/die.h"
#include "core_fixture.h"

enum { SESSIONS = 64 }; /* decide_session.c */

static const char stored[] = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$0123456789abcdef";

static void put_changes(struct bench *b)
{
	for (const struct org_change *c = b->changes; c; c = c->next)
		org_put(b->org, c->noun, c->row);
	b->changes = NULL;
}

static void give_password(struct bench *b, const char *who)
{
	struct user u = *org_get_user(b->org, who);

	u.password = stored;
	org_put(b->org, ORG_USER, &u);
}

static struct request_token by_password(void)
{
	struct request_token r = {.ttl_ms = HOUR, .opened_with = OPENED_BY_PASSWORD};

	memcpy(r.password_end, stored + strlen(stored) - PASSWORD_END, PASSWORD_END);
	return r;
}

/* The row it took; NULL: refused. */
static const struct token *open_session(
	struct bench *b, const char *who, const struct request_token *r)
{
	if (bench_do(b, who, decide_session_open, r) != ERR_NONE)
		return NULL;
	int64_t id = ((const struct token *)b->changes->row)->id;

	put_changes(b);
	return org_get_token(b->org, id);
}

static int64_t issue(struct bench *b, int64_t ttl_ms)
{
	struct request_token r = {.user = "am", .ttl_ms = ttl_ms, .hash = {9}};

	assert_int_equal(bench_do(b, "root", decide_token_issue, &r), ERR_NONE);
	int64_t id = ((const struct token *)b->changes->row)->id;

	put_changes(b);
	return id;
}

static void by_the_password_that_was_checked(void **state)
{
	struct request_token r = by_password();
	struct bench b;

	(void)state;
	bench_init(&b);
	assert_null(open_session(&b, "am", &r)); /* he has none */
	assert_int_equal(b.fail.err, ERR_UNAUTHENTICATED);
	give_password(&b, "am");
	const struct token *t = open_session(&b, "am", &r);
	assert_non_null(t);
	assert_string_equal(t->user, "am");
	assert_string_equal(t->issued_by, "am");
	assert_int_equal(t->opened_with, OPENED_BY_PASSWORD);
	assert_true(t->expires_at == T0 + HOUR);
	r.password_end[0] ^= 1;
	assert_null(open_session(&b, "am", &r)); /* another one meanwhile */
	bench_fini(&b);
}

static void no_longer_than_the_token(void **state)
{
	struct request_token r = {.ttl_ms = HOUR};
	struct bench b;

	(void)state;
	bench_init(&b);
	r.opened_with = issue(&b, MINUTE);
	assert_true(open_session(&b, "am", &r)->expires_at == T0 + MINUTE);
	r.opened_with = issue(&b, DAY);
	assert_true(open_session(&b, "am", &r)->expires_at == T0 + HOUR);
	r.opened_with = issue(&b, -1);
	const struct token *t = open_session(&b, "am", &r);
	assert_true(t->expires_at == T0 + HOUR);
	assert_true(org_token_is_good(b.org, t, T0 + HOUR - 1));
	assert_false(org_token_is_good(b.org, t, T0 + HOUR));
	assert_false(org_token_is_good(b.org, NULL, T0));

	int64_t own = r.opened_with;
	r.opened_with = t->id;
	assert_null(open_session(&b, "am", &r)); /* a session opens no other */
	r.opened_with = 77;
	assert_null(open_session(&b, "am", &r));
	struct request_token revoke = {.head.id = own};
	assert_int_equal(bench_do(&b, "root", decide_token_revoke, &revoke), ERR_NONE);
	put_changes(&b);
	assert_false(org_token_is_good(b.org, t, T0));
	r.opened_with = own;
	assert_null(open_session(&b, "am", &r));
	assert_int_equal(b.fail.err, ERR_UNAUTHENTICATED);
	bench_fini(&b);
}

static void who_ends_it(void **state)
{
	struct request_token r = by_password(), end = {.ttl_ms = -1};
	struct bench b;

	(void)state;
	bench_init(&b);
	give_password(&b, "am");
	r.hash[0] = 5;
	end.head.id = open_session(&b, "am", &r)->id;
	assert_int_equal(bench_do(&b, "am", decide_session_close, &end), ERR_NOT_FOUND);
	end.hash[0] = 5;
	assert_int_equal(bench_do(&b, "am2", decide_session_close, &end), ERR_NOT_FOUND);
	for (int i = 0; i < 2; i++) {
		b.now_at = T0 + i * MINUTE;
		assert_int_equal(bench_do(&b, "am", decide_session_close, &end), ERR_NONE);
		put_changes(&b);
		assert_true(org_get_token(b.org, end.head.id)->revoked_at == T0);
	}
	end.head.id = issue(&b, -1);
	end.hash[0] = 9;
	assert_int_equal(bench_do(&b, "am", decide_session_close, &end), ERR_NOT_FOUND);
	bench_fini(&b);
}

static void another_password_ends_those_by_the_old_one(void **state)
{
	struct request_token by_token = {.ttl_ms = HOUR}, r = by_password();
	struct request_password change = {
		.user = "am", .password = "12345678", .stored = "$argon2id$x"};
	struct bench b;

	(void)state;
	bench_init(&b);
	give_password(&b, "am");
	give_password(&b, "am2");
	by_token.opened_with = issue(&b, -1);
	int64_t kept = open_session(&b, "am", &by_token)->id;
	int64_t others = open_session(&b, "am2", &r)->id;
	int64_t one = open_session(&b, "am", &r)->id, two = open_session(&b, "am", &r)->id;
	assert_int_equal(bench_do(&b, "am", decide_user_password, &change), ERR_NONE);
	assert_int_equal(b.changes->noun, ORG_USER);
	put_changes(&b);
	assert_false(org_token_is_good(b.org, org_get_token(b.org, one), T0));
	assert_false(org_token_is_good(b.org, org_get_token(b.org, two), T0));
	assert_true(org_token_is_good(b.org, org_get_token(b.org, kept), T0));
	assert_true(org_token_is_good(b.org, org_get_token(b.org, others), T0));
	bench_fini(&b);
}

static void rows_are_taken_again(void **state)
{
	struct request_token r = by_password();
	struct bench b;

	(void)state;
	bench_init(&b);
	give_password(&b, "am");
	give_password(&b, "am2");
	for (int i = 0; i < SESSIONS; i++) {
		b.now_at = T0 + i;
		assert_int_equal(open_session(&b, "am", &r)->id, i + 1);
	}
	assert_null(open_session(&b, "am", &r));
	assert_int_equal(b.fail.err, ERR_OVERLOADED);
	assert_int_equal(open_session(&b, "am2", &r)->id, SESSIONS + 1);

	b.now_at = T0 + MINUTE + 1; /* the two first rest: the older one makes room */
	assert_int_equal(open_session(&b, "am", &r)->id, 1);
	b.now_at = T0 + 2 * MINUTE;
	struct request_token end = {.head.id = 7};
	assert_int_equal(bench_do(&b, "am", decide_session_close, &end), ERR_NONE);
	put_changes(&b);
	assert_int_equal(open_session(&b, "am", &r)->id, 7); /* what has ended goes first */
	b.now_at = T0 + DAY;
	open_session(&b, "am", &r);
	open_session(&b, "am", &r);
	assert_int_equal(org_count(b.org, ORG_TOKEN), SESSIONS + 1);
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_password_that_was_checked),
		cmocka_unit_test(no_longer_than_the_token),
		cmocka_unit_test(who_ends_it),
		cmocka_unit_test(another_password_ends_those_by_the_old_one),
		cmocka_unit_test(rows_are_taken_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
