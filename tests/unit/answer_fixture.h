/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_ANSWER_FIXTURE_H
#define SL_TESTS_ANSWER_FIXTURE_H

#include <jansson.h>

#include "api/command.h"
#include "core_fixture.h"

struct scene { /* a tier A fault being executed by "line", some of the time gone */
	struct bench b;
	struct view view;
};

int scene_setup(void **state);
int scene_teardown(void **state);

json_t *answer_parse(const char *text); /* fails the test when it is not JSON */
json_t *answer_at(json_t *value, const char *path); /* "order/clocks/0/state" */
/* The value at a path as compact text, "absent" where there is none. */
void answer_check(json_t *root, const char *path, const char *wanted);

#endif
