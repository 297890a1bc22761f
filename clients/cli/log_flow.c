/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each action of a log does to its order, by where the order stands: the table of
 * data/README.md. Owns nothing; sends nothing.
 */
#include "log_flow.h"

static const enum log_step steps[LOG_ACTION_N][LOG_STATE_N][LOG_STEPS_MAX] = {
	[LOG_TAKE] =
		{
			[LOG_EXECUTING] = {STEP_TAKE},
			[LOG_HELD] = {STEP_RESUME, STEP_TAKE},
			[LOG_SIGNATURE] = {STEP_REFUSE, STEP_TAKE},
			[LOG_ARCHIVED] = {STEP_NOTE},
		},
	[LOG_WAIT] =
		{
			[LOG_EXECUTING] = {STEP_HOLD},
			[LOG_HELD] = {STEP_NOTE},
			[LOG_SIGNATURE] = {STEP_NOTE},
			[LOG_ARCHIVED] = {STEP_NOTE},
		},
	[LOG_RESOLVE] =
		{
			[LOG_EXECUTING] = {STEP_ACCEPT, STEP_COMPLETE},
			[LOG_HELD] = {STEP_RESUME, STEP_ACCEPT, STEP_COMPLETE},
			[LOG_SIGNATURE] = {STEP_REFUSE, STEP_ACCEPT, STEP_COMPLETE},
			[LOG_ARCHIVED] = {STEP_NOTE},
		},
	[LOG_CLOSE] =
		{
			[LOG_EXECUTING] = {STEP_ACCEPT, STEP_COMPLETE, STEP_SIGN, STEP_ARCHIVE},
			[LOG_HELD] = {STEP_RESUME, STEP_ACCEPT, STEP_COMPLETE, STEP_SIGN, STEP_ARCHIVE},
			[LOG_SIGNATURE] = {STEP_SIGN, STEP_ARCHIVE},
			[LOG_ARCHIVED] = {STEP_NOTE},
		},
	[LOG_NOTE] =
		{
			[LOG_EXECUTING] = {STEP_NOTE},
			[LOG_HELD] = {STEP_RESUME, STEP_NOTE},
			[LOG_SIGNATURE] = {STEP_NOTE},
			[LOG_ARCHIVED] = {STEP_NOTE},
		},
};

const enum log_step *log_flow_steps(enum log_action action, enum log_state state)
{
	return steps[action][state];
}

bool log_step_is_dispatchers(enum log_step step)
{
	return step == STEP_RESUME || step == STEP_REFUSE || step == STEP_HOLD || step == STEP_SIGN ||
		step == STEP_ARCHIVE;
}

bool log_step_is_on_task(enum log_step step)
{
	return step == STEP_TAKE || step == STEP_ACCEPT || step == STEP_COMPLETE;
}

const char *log_flow_method(const struct log_case *of_case, enum log_step step)
{
	switch (step) {
	case STEP_END: return NULL;
	case STEP_RESUME: return "order.resume";
	case STEP_REFUSE:
	case STEP_SIGN: return "order.sign";
	case STEP_HOLD: return "order.hold";
	case STEP_ARCHIVE: return "order.archive";
	case STEP_TAKE: return of_case->is_accepted ? "task.reassign" : "task.accept";
	case STEP_ACCEPT: return of_case->is_accepted ? NULL : "task.accept";
	case STEP_COMPLETE: return "task.complete";
	case STEP_NOTE: return "order.note";
	}
	return NULL;
}

void log_flow_enter(struct log_case *of_case, enum log_step step)
{
	switch (step) {
	case STEP_END:
	case STEP_NOTE:
	case STEP_SIGN: break; /* signing alone is not an end: archiving follows at once */
	case STEP_RESUME: of_case->state = LOG_EXECUTING; break;
	case STEP_HOLD: of_case->state = LOG_HELD; break;
	case STEP_ARCHIVE: of_case->state = LOG_ARCHIVED; break;
	case STEP_COMPLETE: of_case->state = LOG_SIGNATURE; break;
	case STEP_REFUSE: /* the task is issued again */
		of_case->state = LOG_EXECUTING;
		of_case->is_accepted = false;
		break;
	case STEP_TAKE:
	case STEP_ACCEPT: of_case->is_accepted = true; break;
	}
}
