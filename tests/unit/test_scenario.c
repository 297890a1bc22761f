/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that a scenario is checked whole before anything is done with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>

#include "clients/cli/scenario.h"

static bool text_check(const char *text, struct scenario *scenario, char *why)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	assert_non_null(file);
	bool is_read = scenario_read(scenario, file, why);
	fclose(file);
	return is_read;
}

static void lines_are_read(void **state)
{
	struct scenario scenario;
	char why[SCENARIO_WHY_MAX] = "";

	(void)state;
	assert_true(
		text_check("# a day\n\n"
				   "{\"at\": \"2026-03-02T08:15:00.000Z\", \"as\": \"wang.fang\", \"do\":"
				   " \"order.create\", \"params\": {\"kind\": \"fault\"}, \"save\": \"o17\"}\n"
				   "  # indented\n"
				   "{\"do\": \"order.note\", \"params\": {\"id\": \"@o17\", \"text\": \"@@\"},"
				   " \"expect\": \"wrong_state\"}\n"
				   "{\"note\": \"evening\"}\n"
				   "{\"at\": \"2026-03-02T20:00:00Z\", \"advance\": true}",
			&scenario, why));
	assert_int_equal(scenario.n_lines, 4);
	assert_int_equal(scenario.lines[0].number, 3);
	assert_string_equal(scenario.lines[0].as, "wang.fang");
	assert_string_equal(scenario.lines[0].save, "o17");
	assert_null(scenario.lines[1].as);
	assert_string_equal(scenario.lines[1].expect, "wrong_state");
	assert_string_equal(scenario.lines[2].note, "evening");
	assert_null(scenario.lines[3].method);
	scenario_fini(&scenario);
}

static void bad_lines_are_named(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"\n{\n", "line 2: "},
		{"[]\n", "line 1: a JSON object is expected"},
		{"{\"do\": \"x.y\", \"what\": 1}\n", "line 1: unknown key \"what\""},
		{"{\"do\": 1}\n", "line 1: \"do\" has the wrong type"},
		{"{\"do\": \"x.y\", \"params\": []}\n", "line 1: \"params\" has the wrong type"},
		{"{\"at\": \"soon\", \"do\": \"x.y\"}\n", "line 1: \"at\" is not an instant: soon"},
		{"{\"as\": \"x\"}\n", "line 1: nothing is done: \"do\" is missing"},
		{"{}\n", "line 1: the line says nothing"},
		{"{\"do\": \"x.y\", \"expect\": \"angry\"}\n",
			"line 1: no error class is called \"angry\""},
		{"{\"do\": \"x.y\", \"params\": {\"id\": \"@o1\"}}\n",
			"line 1: nothing was saved as \"o1\" before"},
		{"{\"do\": \"x.y\", \"params\": {\"id\": \"@o1\"}, \"save\": \"o1\"}\n",
			"line 1: nothing was saved as \"o1\" before"},
		{"{\"do\": \"x.y\", \"params\": {\"id\": \"@o1.x\"}}\n", "line 1: not a reference: @o1.x"},
		{"{\"do\": \"x.y\", \"save\": \"o1\"}\n{\"do\": \"x.y\", \"save\": \"o1\"}\n",
			"line 2: \"o1\" is saved twice"},
		{"{\"do\": \"x.y\", \"save\": \"o1.task.x\"}\n",
			"line 1: \"o1.task.x\" cannot be a saved name"},
		{"{\"at\": \"2026-03-02\", \"note\": \"\"}\n{\"at\": \"2026-03-01\", \"note\": \"\"}\n",
			"line 2: its instant is before the line's above"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct scenario scenario;
		char why[SCENARIO_WHY_MAX] = "";
		assert_false(text_check(rows[i].text, &scenario, why));
		assert_int_equal(strncmp(why, rows[i].why, strlen(rows[i].why)), 0);
		scenario_fini(&scenario);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(bad_lines_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
