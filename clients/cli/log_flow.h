/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_LOG_FLOW_H
#define CLI_LOG_FLOW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "log_map.h"

/* Where a case's order stands, as far as a replay has to know. */
enum log_state { LOG_EXECUTING, LOG_HELD, LOG_SIGNATURE, LOG_ARCHIVED, LOG_STATE_N };

enum log_step {
	STEP_END,
	/* by the dispatcher */
	STEP_RESUME,
	STEP_REFUSE,
	STEP_HOLD,
	STEP_SIGN,
	STEP_ARCHIVE,
	/* by the event's person */
	STEP_TAKE, /* accept, or reassign to this person */
	STEP_ACCEPT, /* only when nobody had */
	STEP_COMPLETE,
	STEP_NOTE,
};

#define LOG_STEPS_MAX 6

struct log_case {
	enum log_state state;
	bool is_raised;
	bool is_accepted; /* its task */
	json_int_t order, task; /* ids; 0 until answered */
};

/* What an action means where the case stands: steps up to STEP_END. */
const enum log_step *log_flow_steps(enum log_action action, enum log_state state);

/*
 * The request one step makes now, or NULL when there is nothing to do (an accepted task is not
 * accepted again), and the case as it stands after it.
 */
const char *log_flow_method(const struct log_case *of_case, enum log_step step);
void log_flow_enter(struct log_case *of_case, enum log_step step);
bool log_step_is_dispatchers(enum log_step step);
bool log_step_is_on_task(enum log_step step);

#endif
