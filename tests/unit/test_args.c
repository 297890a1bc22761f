/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how KEY=VALUE of the command line becomes JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "clients/cli/args.h"

static void values_are_read(void **state)
{
	static const struct {
		const char *arg, *json; /* NULL: refused */
	} rows[] = {
		{"id=42", "{\"id\": 42}"},
		{"id=-1", "{\"id\": -1}"},
		{"share=0.5", "{\"share\": 0.5}"},
		{"submit=true", "{\"submit\": true}"},
		{"limit=null", "{\"limit\": null}"},
		{"roles=[\"operator\"]", "{\"roles\": [\"operator\"]}"},
		{"answer={\"result\": \"available\"}", "{\"answer\": {\"result\": \"available\"}}"},
		{"tier=A", "{\"tier\": \"A\"}"},
		{"text=", "{\"text\": \"\"}"},
		{"text=a=b", "{\"text\": \"a=b\"}"},
		{"text=[not json", "{\"text\": \"[not json\"}"},
		{"text=\"quoted\"", "{\"text\": \"\\\"quoted\\\"\"}"},
		{"text=True", "{\"text\": \"True\"}"},
		{"text=042", "{\"text\": \"042\"}"},
		{"title=昆明 电信", "{\"title\": \"昆明 电信\"}"},
		{"text:=\"42\"", "{\"text\": \"42\"}"},
		{"id:=42", "{\"id\": 42}"},
		{"to:=null", "{\"to\": null}"},
		{"id:=", NULL},
		{"id:=nonsense", NULL},
		{":=1", NULL},
		{"=1", NULL},
		{"id", NULL},
		{"text=\xff", NULL},
		{"\xff=1", NULL},
		{"a={\"b\": 1, \"b\": 2}", "{\"a\": \"{\\\"b\\\": 1, \\\"b\\\": 2}\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		json_t *params = json_object();
		char why[ARGS_WHY_MAX] = "";
		assert_int_equal(args_put(params, rows[i].arg, why), rows[i].json != NULL);
		if (rows[i].json != NULL) {
			json_t *wanted = json_loads(rows[i].json, 0, NULL);
			assert_non_null(wanted);
			assert_true(json_equal(params, wanted));
			json_decref(wanted);
		} else {
			assert_int_not_equal(strlen(why), 0);
			assert_int_equal(json_object_size(params), 0);
		}
		json_decref(params);
	}
}

static void a_key_stands_once(void **state)
{
	json_t *params = json_object();
	char why[ARGS_WHY_MAX];

	(void)state;
	assert_true(args_put(params, "id=1", why));
	assert_false(args_put(params, "id=2", why));
	assert_int_equal(json_integer_value(json_object_get(params, "id")), 1);
	json_decref(params);
}

static void a_file_is_text(void **state)
{
	char path[] = "/tmp/sliploop-args-XXXXXX", arg[64], why[ARGS_WHY_MAX];
	int fd = mkstemp(path);
	json_t *params = json_object();

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "42\n", 3), 3);
	close(fd);
	snprintf(arg, sizeof arg, "ics=@%s", path);
	assert_true(args_put(params, arg, why));
	assert_string_equal(json_string_value(json_object_get(params, "ics")), "42\n");
	unlink(path);
	snprintf(arg, sizeof arg, "gone=@%s", path);
	assert_false(args_put(params, arg, why));
	json_decref(params);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(a_key_stands_once),
		cmocka_unit_test(a_file_is_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
