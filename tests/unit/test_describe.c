/* SPDX-License-Identifier: Apache-2.0 */
/* rpc.discover describes every row of the command table, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "answer_fixture.h"

static void test_discover_describes_every_method(void **state)
{
	struct scene *s = *state;
	json_t *root = answer_parse(encode_discover(&s->b.arena));

	assert_int_equal(json_array_size(answer_at(root, "methods")), n_commands);
	for (int i = 0; i < n_commands; i++) {
		json_t *method = json_array_get(answer_at(root, "methods"), (size_t)i);

		assert_string_equal(json_string_value(answer_at(method, "name")), commands[i]->name);
		assert_int_equal(json_array_size(answer_at(method, "params")), commands[i]->params->n);
		assert_true(json_array_size(answer_at(method, "errors")) > 0);
		assert_non_null(answer_at(method, "result/schema/properties"));
	}
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_discover_describes_every_method, scene_setup, scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
