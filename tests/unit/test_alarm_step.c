/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how an alarm's step is spelled: the share of the limit to its last digit, or the span after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/die.h"
#include "clients/cli/alarm_step.h"

static void steps_are_spelled(void **state)
{
	static const struct {
		const char *alarm, *wanted;
	} rows[] = {
		{"{\"step\": 1}", "100 %"},
		{"{\"step\": 0.9}", "90 %"},
		{"{\"step\": 0.125}", "12.5 %"},
		{"{\"step\": 0.000001}", "0.0001 %"},
		{"{\"step\": 0.999999}", "99.9999 %"},
		{"{\"step\": 1.5}", "150 %"},
		{"{\"step\": 99.999999}", "9999.9999 %"},
		{"{\"step\": 100.0}", "10000 %"},
		{"{\"step\": \"PT30M\"}", "+ 30 min"},
		{"{\"step\": \"PT2H5M\"}", "+ 2 h 05 min"},
		{"{\"step\": null}", ""},
		{"{\"step\": \"soon\"}", ""},
		{"{}", ""},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		json_t *alarm = json_loads(rows[i].alarm, 0, NULL);
		char text[MOMENT_TEXT_MAX];

		assert_non_null(alarm);
		alarm_step_text(alarm, text);
		assert_string_equal(text, rows[i].wanted);
		json_decref(alarm);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(steps_are_spelled)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
