/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of alarm.*, feedback.* and clock.explain: what is told, and its receipt. */
#include "api/commands.h"
#include "api/rows.h"

#define REQUIRED .flags = PARAM_REQUIRED
#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

static const struct param acknowledge_params[] = {
	P_ID("the alarm"),
	P("note", PARAM_TEXT, request_text, note, OPTIONAL, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params acknowledge = PARAMS(request_text, acknowledge_params);
const struct command cmd_alarm_acknowledge = {
	.name = "alarm.acknowledge",
	.doc = "Acknowledge an alarm: its own repeats end, the ladder's other steps do not.",
	.roles = ROLES_BUT_MONITOR,
	.params = &acknowledge,
	.target = TARGET_ALARM,
	.guard = {OWNER_NOT_MONITOR, 0, 0, 0, true},
	.decide = decide_acknowledge,
	.shape = SHAPE_ALARM,
};

static const struct param get_params[] = {P_ID("the alarm")};
static const struct params get = F_PARAMS(get_params);
const struct command cmd_alarm_get = {
	.name = "alarm.get",
	.doc = "An alarm.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &get,
	.find = FIND_ALARM,
	.shape = SHAPE_ALARM,
	.errors = E(NOT_FOUND),
};

static const struct param list_params[] = {
	F("state", PARAM_WORD, state, OPTIONAL, .words = WORDS_ALARM_STATE),
	F("since", PARAM_TEXT, since, OPTIONAL, .max = 256,
		.doc = "a cursor: what changed after it, in its present form, whatever its state"),
	F("station", PARAM_NAME, station, OPTIONAL),
	F("severity", PARAM_WORD, severity, OPTIONAL, .words = WORDS_SEVERITY),
	F_PAGE(200, 1000),
};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_alarm_list = {
	.name = "alarm.list",
	.doc =
		"The alarms one may see, with a cursor to ask again what has changed. What another daemon of "
		"the store has changed is in it after 100 ms at most.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &list,
	.find = FIND_ALARMS,
	.shape = SHAPE_ITEMS,
};

static const struct param feedback_list_params[] = {
	F("unread", PARAM_BOOL, unread, OPTIONAL, .otherwise = GIVEN_NOT),
	F("order", PARAM_ID, order, OPTIONAL),
	F_PAGE(50, 1000),
};
static const struct params feedback_list = F_PARAMS(feedback_list_params);
const struct command cmd_feedback_list = {
	.name = "feedback.list",
	.doc = "The feedback slips to the caller, or to the clerk's unit.",
	.roles = OF_ROLES(R(ACCOUNT_MANAGER) | R(CLERK)),
	.act = ACT_FIND,
	.params = &feedback_list,
	.find = FIND_FEEDBACKS,
	.shape = SHAPE_ITEMS,
};

static const struct param feedback_read_params[] = {
	P("ids", PARAM_IDS, request_ids, ids, REQUIRED, .max = 1000,
		.count = offsetof(struct request_ids, n_ids)),
	P_KEY,
};
static const struct params feedback_read = PARAMS(request_ids, feedback_read_params);
const struct command cmd_feedback_read = {
	.name = "feedback.read",
	.doc = "Record that feedback slips were received.",
	.roles = OF_ROLES(R(ACCOUNT_MANAGER) | R(CLERK)),
	.params = &feedback_read,
	.target = TARGET_FEEDBACKS,
	.guard = {OWNER_ANY, 0, 0, 0, true},
	.decide = decide_feedback_read,
	.shape = SHAPE_FEEDBACK_READ,
	.errors = E(NOT_FOUND),
};

static const struct param explain_params[] = {
	F("order", PARAM_ID, order, REQUIRED),
	F("clock", PARAM_WORD, clock, REQUIRED, .words = WORDS_CLOCK_KIND),
	F("task", PARAM_NAME, task, OPTIONAL,
		.doc = "whose clock: of accept and task; of return: the task that raised the slip"),
};
static const struct params explain = F_PARAMS(explain_params);
const struct command cmd_clock_explain = {
	.name = "clock.explain",
	.doc = "A clock's segments, each with the rule that made it, counted up to `at`.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &explain,
	.find = FIND_CLOCK,
	.shape = SHAPE_CLOCK,
	.errors = E(NOT_FOUND),
};
