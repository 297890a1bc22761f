/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the scene that tests of answers look at, and the reading of an answer by paths. It never
 * decides what an answer should be.
 */
#include "answer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int scene_setup(void **state)
{
	static const char *const one[][3] = {{"fix", "line", NULL}};
	static struct scene s;

	bench_init(&s.b);
	bench_fault(&s.b, TIER_A);
	bench_dispatch(&s.b, one, 1);
	s.b.now_at = T0 + 30 * MINUTE;
	s.view = (struct view){.arena = &s.b.arena, .org = s.b.org, .now_at = s.b.now_at};
	*state = &s;
	return 0;
}

int scene_teardown(void **state)
{
	struct scene *s = *state;

	bench_fini(&s->b);
	return 0;
}

json_t *answer_parse(const char *text)
{
	json_error_t error;
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	if (!value)
		fail_msg("%s: %s", error.text, text);
	return value;
}

json_t *answer_at(json_t *value, const char *path)
{
	char step[64];

	while (*path) {
		size_t n = strcspn(path, "/");

		snprintf(step, sizeof(step), "%.*s", (int)n, path);
		value = json_is_array(value) ? json_array_get(value, (size_t)atoi(step))
									 : json_object_get(value, step);
		path += n + (path[n] == '/');
	}
	return value;
}

void answer_check(json_t *root, const char *path, const char *wanted)
{
	json_t *value = answer_at(root, path);
	char text[512] = "absent";

	if (value) {
		size_t n = json_dumpb(value, text, sizeof(text) - 1,
			JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(6));

		assert_true(n < sizeof(text));
		text[n] = '\0';
	}
	if (strcmp(text, wanted) != 0)
		fail_msg("%s is %s, not %s", path, text, wanted);
}
