/* SPDX-License-Identifier: Apache-2.0 */
/* Shows where the clients look for the daemon's socket, and what they take for a token in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/die.h"
#include "client/sliploop.h"

static char dir[] = "/tmp/test_place.XXXXXX";

static int dir_make(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL;
}

static int dir_remove(void **state)
{
	(void)state;
	return rmdir(dir);
}

/* A file of the test's folder with that text in it; its name. */
static const char *file_put(const char *name, const char *text)
{
	static char path[128];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void variable_put(const char *name, const char *value)
{
	assert_int_equal(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static void the_socket_is_found(void **state)
{
	static const char at_last[] = "/run/sliploop/sliploop.sock";
	char there[128];
	const struct {
		const char *named, *runtime, *wanted;
	} rows[] = {
		{NULL, NULL, at_last}, {"", "", at_last}, {"/x/y.sock", NULL, "/x/y.sock"},
		{"y.sock", dir, "y.sock"}, {NULL, dir, there}, {"", dir, there},
		{NULL, "/nonexistent", at_last},
		{NULL, dir + 1, at_last}, /* a relative one is none, as its specification has it */
	};

	(void)state;
	snprintf(there, sizeof there, "%s", file_put("sliploop.sock", ""));
	for (size_t i = 0; i < N_OF(rows); i++) {
		variable_put("SLIPLOOP_SOCKET", rows[i].named);
		variable_put("XDG_RUNTIME_DIR", rows[i].runtime);
		assert_string_equal(sliploop_socket_default(), rows[i].wanted);
	}
	assert_int_equal(unlink(there), 0);
}

static void a_token_is_read(void **state)
{
	static const struct {
		const char *text, *wanted; /* NULL: there is none */
	} rows[] = {
		{"abc", "abc"},
		{"abc\n", "abc"},
		{"abc\r\nmore\n", "abc"},
		{"abc # of noc\n", "abc"},
		{"", NULL},
		{"\n", NULL},
		{"\nabc\n", NULL},
		{" abc\n", NULL},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		char token[SLIPLOOP_TOKEN_MAX];
		const char *path = file_put("token", rows[i].text);

		errno = EBADF;
		assert_int_equal(sliploop_token_read(path, token), rows[i].wanted != NULL);
		assert_int_equal(errno, 0);
		if (rows[i].wanted != NULL)
			assert_string_equal(token, rows[i].wanted);
		assert_int_equal(unlink(path), 0);
	}
}

static void why_a_file_cannot_be_read(void **state)
{
	char token[SLIPLOOP_TOKEN_MAX];

	(void)state;
	assert_false(sliploop_token_read("/nonexistent/token", token));
	assert_int_equal(errno, ENOENT);
	assert_false(sliploop_token_read(dir, token));
	assert_int_equal(errno, EISDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_socket_is_found),
		cmocka_unit_test(a_token_is_read),
		cmocka_unit_test(why_a_file_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, dir_make, dir_remove);
}
