/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that a password kept apart reaches libpq as it is, and only where the connection string has none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <libpq-fe.h>
#include <cmocka.h>

#include "base/die.h"
#include "store/store.h"

/* What libpq makes of a setting in a connection string; "": it is not there. */
static void assert_setting(const char *conninfo, const char *keyword, const char *wanted)
{
	char *wrong = NULL;
	PQconninfoOption *settings = PQconninfoParse(conninfo, &wrong);
	const char *value = NULL;

	if (!settings)
		fail_msg("%s: %s", conninfo, wrong);
	for (const PQconninfoOption *s = settings; s && s->keyword; s++)
		if (strcmp(s->keyword, keyword) == 0)
			value = s->val;
	assert_string_equal(value ? value : "", wanted);
	PQconninfoFree(settings);
}

static void joined_as_it_is(void **state)
{
	static const struct {
		const char *conninfo, *password;
		const char *host, *dbname, *wanted;
	} rows[] = {
		{"host=/run/pg dbname=x", "secret", "/run/pg", "x", "secret"},
		{"host=/run/pg dbname=x", "it's a \\ b' ", "/run/pg", "x", "it's a \\ b' "},
		{"host='/run/my pg' dbname = 'a\\'b'", "p", "/run/my pg", "a'b", "p"},
		{"postgresql://h/x?connect_timeout=3", "p@ss=word&", "h", "x", "p@ss=word&"},
		{"host=h dbname=x password=mine", "secret", "h", "x", "mine"},
		{"postgresql://u:mine@h/x", "secret", "h", "x", "mine"},
		{"", "secret", "", "", "secret"},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct buf out;
		char why[256] = "";

		buf_init(&out);
		assert_true(
			store_join_password(&out, rows[i].conninfo, rows[i].password, why, sizeof(why)));
		assert_string_equal(why, "");
		assert_setting(out.data, "host", rows[i].host);
		assert_setting(out.data, "dbname", rows[i].dbname);
		assert_setting(out.data, "password", rows[i].wanted);
		buf_fini(&out);
	}
}

static void nonsense_is_refused(void **state)
{
	static const char *const rows[] = {"x", "no_such_setting=1", "host='open", "postgresql://[h"};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct buf out;
		char why[256] = "";

		buf_init(&out);
		assert_false(store_join_password(&out, rows[i], "secret", why, sizeof(why)));
		assert_int_equal(strncmp(why, "--store: ", 9), 0);
		assert_null(strstr(why, "secret"));
		buf_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_as_it_is),
		cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
