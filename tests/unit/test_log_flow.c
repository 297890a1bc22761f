/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the table of data/README.md: what each action sends, wherever a case stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/log_flow.h"

/* The short names of what a case's actions send, in order. */
static void flow_run(const char *actions, char *sent)
{
	struct log_case of_case = {.state = LOG_EXECUTING};
	*sent = '\0';
	for (; *actions != '\0'; actions++) {
		enum log_action action = *actions == 't' ? LOG_TAKE
			: *actions == 'w'                    ? LOG_WAIT
			: *actions == 'r'                    ? LOG_RESOLVE
			: *actions == 'c'                    ? LOG_CLOSE
												 : LOG_NOTE;
		const enum log_step *steps = log_flow_steps(action, of_case.state);
		for (int i = 0; i < LOG_STEPS_MAX && steps[i] != STEP_END; i++) {
			const char *method = log_flow_method(&of_case, steps[i]);
			if (method == NULL)
				continue;
			strcat(sent, *sent != '\0' ? " " : "");
			strcat(sent, strchr(method, '.') + 1);
			strcat(sent, steps[i] == STEP_REFUSE ? "-" : "");
			log_flow_enter(&of_case, steps[i]);
		}
	}
}

static void actions_become_steps(void **state)
{
	static const struct {
		const char *actions, *sent;
	} rows[] = {
		{"n", "note"},
		{"t", "accept"},
		{"tt", "accept reassign"},
		{"w", "hold"},
		{"ww", "hold note"},
		{"wn", "hold resume note"},
		{"wt", "hold resume accept"},
		{"twt", "accept hold resume reassign"},
		{"r", "accept complete"},
		{"tr", "accept complete"},
		{"wr", "hold resume accept complete"},
		{"trt", "accept complete sign- accept"},
		{"trtt", "accept complete sign- accept reassign"},
		{"trr", "accept complete sign- accept complete"},
		{"trw", "accept complete note"},
		{"trn", "accept complete note"},
		{"trc", "accept complete sign archive"},
		{"c", "accept complete sign archive"},
		{"wc", "hold resume accept complete sign archive"},
		{"ctwrcn", "accept complete sign archive note note note note note"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char sent[512];
		flow_run(rows[i].actions, sent);
		assert_string_equal(sent, rows[i].sent);
	}
}

static void the_dispatcher_does_what_is_his(void **state)
{
	static const enum log_step his[] = {
		STEP_RESUME, STEP_REFUSE, STEP_HOLD, STEP_SIGN, STEP_ARCHIVE};
	static const enum log_step others[] = {STEP_TAKE, STEP_ACCEPT, STEP_COMPLETE, STEP_NOTE};

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(log_step_is_dispatchers(his[i]));
	for (int i = 0; i < 4; i++)
		assert_false(log_step_is_dispatchers(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(actions_become_steps),
		cmocka_unit_test(the_dispatcher_does_what_is_his),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
