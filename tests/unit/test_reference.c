/* SPDX-License-Identifier: Apache-2.0 */
/* Shows what "@o17.task.test" in a scenario stands for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/reference.h"

static void references_are_read(void **state)
{
	static const struct {
		const char *text;
		bool is_good;
		enum reference_kind kind;
		const char *name, *task;
	} rows[] = {
		{"@o17", true, REFERENCE_ID, "o17", NULL},
		{"@o-1_x", true, REFERENCE_ID, "o-1_x", NULL},
		{"@o17.order", true, REFERENCE_ORDER, "o17", NULL},
		{"@o17.return", true, REFERENCE_RETURN, "o17", NULL},
		{"@o17.task.test", true, REFERENCE_TASK, "o17", "test"},
		{"@o17.task.a.b", true, REFERENCE_TASK, "o17", "a.b"},
		{"@", false, REFERENCE_ID, NULL, NULL},
		{"@o17.", false, REFERENCE_ID, NULL, NULL},
		{"@o17.task", false, REFERENCE_ID, NULL, NULL},
		{"@o17.task.", false, REFERENCE_ID, NULL, NULL},
		{"@o17.alarm", false, REFERENCE_ID, NULL, NULL},
		{"@o 17", false, REFERENCE_ID, NULL, NULL},
		{"o17", false, REFERENCE_ID, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reference reference;
		assert_int_equal(reference_parse(rows[i].text, &reference), rows[i].is_good);
		if (!rows[i].is_good)
			continue;
		assert_int_equal(reference.kind, rows[i].kind);
		assert_string_equal(reference.name, rows[i].name);
		if (rows[i].task != NULL)
			assert_string_equal(reference.task, rows[i].task);
	}
}

/* o1 is 1, its return slip 7, its task "test" 5; nothing else is known. */
static json_t *known_find(void *arg, const struct reference *reference)
{
	++*(int *)arg;
	if (strcmp(reference->name, "o1") != 0)
		return NULL;
	switch (reference->kind) {
	case REFERENCE_ID:
	case REFERENCE_ORDER: return json_integer(1);
	case REFERENCE_RETURN: return json_integer(7);
	case REFERENCE_TASK: return strcmp(reference->task, "test") == 0 ? json_integer(5) : NULL;
	}
	return NULL;
}

static void references_are_replaced(void **state)
{
	static const struct {
		const char *params, *wanted; /* NULL: cannot be replaced */
		int n_found;
	} rows[] = {
		{"{'id': '@o1'}", "{'id': 1}", 1},
		{"{'id': '@o1.task.test', 'text': 'a@b'}", "{'id': 5, 'text': 'a@b'}", 1},
		{"{'ids': ['@o1', {'x': '@o1.return'}], 'n': null, 't': true, 'r': 1.5}",
			"{'ids': [1, {'x': 7}], 'n': null, 't': true, 'r': 1.5}", 2},
		{"{'text': '@@home', 'empty': ''}", "{'text': '@home', 'empty': ''}", 0},
		{"{}", "{}", 0},
		{"{'id': '@o2'}", NULL, 1},
		{"{'id': '@o1.task.gone'}", NULL, 1},
		{"{'a': ['@']}", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[256];
		int n_found = 0;
		const char *bad = NULL;
		strcpy(text, rows[i].params);
		for (char *p = text; *p != '\0'; p++)
			*p = *p == '\'' ? '"' : *p;
		json_t *params = json_loads(text, 0, NULL), *before = json_deep_copy(params);
		json_t *copy = reference_replace(params, known_find, &n_found, &bad);
		assert_true(json_equal(params, before));
		assert_int_equal(n_found, rows[i].n_found);
		assert_int_equal(copy != NULL, rows[i].wanted != NULL);
		if (rows[i].wanted != NULL) {
			strcpy(text, rows[i].wanted);
			for (char *p = text; *p != '\0'; p++)
				*p = *p == '\'' ? '"' : *p;
			json_t *wanted = json_loads(text, 0, NULL);
			assert_true(json_equal(copy, wanted));
			json_decref(wanted);
		}
		json_decref(copy);
		json_decref(before);
		json_decref(params);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_are_read),
		cmocka_unit_test(references_are_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
