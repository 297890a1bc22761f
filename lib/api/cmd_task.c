/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of task.*: what a station does with the work issued to it. */
#include "api/commands.h"
#include "api/rows.h"

#define REQUIRED .flags = PARAM_REQUIRED
#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

#define IS(state_) BIT(TASK_##state_)
#define WORKING (IS(ISSUED) | IS(ACCEPTED))

/* A command on one task of an order that is being executed. */
#define TASK(name_, doc_, roles_, params_, decide_, owner_, states_, ...) \
	const struct command cmd_task_##name_ = {.name = "task." #name_, \
		.doc = doc_, \
		.roles = OF_ROLES(roles_), \
		.params = &params_, \
		.target = TARGET_TASK, \
		.guard = {owner_, IN(EXECUTING), states_, 0, false}, \
		.decide = decide_, \
		.shape = SHAPE_TASK, \
		__VA_ARGS__}
#define ROLES_STATION R(OPERATOR) | R(STATION_MANAGER)

static const struct param plain_params[] = {P_TASK_ID, P_VERSION, P_KEY};
static const struct params plain = PARAMS(request_text, plain_params);
TASK(accept, "Receive and verify a task.", ROLES_STATION, plain, decide_accept, OWNER_STATION,
	IS(ISSUED), .errors = E(NO_POLICY));

static const struct param answer_params[] = {
	P("result", PARAM_WORD, request_complete, answer, REQUIRED, .words = WORDS_ANSWER),
	P("reference", PARAM_TEXT, request_complete, reference, OPTIONAL, .max = 256),
	P("ready_at", PARAM_INSTANT, request_complete, ready_at, OPTIONAL,
		.doc = "when what needs building is ready"),
	P("valid_until", PARAM_INSTANT, request_complete, valid_until, OPTIONAL),
};
static const struct params answer = PARAMS(request_complete, answer_params);
static const struct param complete_params[] = {
	P_TASK_ID,
	P("record", PARAM_TEXT, request_complete, record, REQUIRED, .max = 4096,
		.doc = "what was done"),
	P("cause", PARAM_TEXT, request_complete, cause, OPTIONAL, .max = 1024, .doc = "of a fault"),
	P("side", PARAM_WORD, request_complete, side, OPTIONAL, .words = WORDS_SIDE,
		.doc = "of a fault"),
	P("impact", PARAM_TEXT, request_complete, impact, OPTIONAL, .max = 1024, .doc = "of a fault"),
	P("explanation", PARAM_TEXT, request_complete, explanation, OPTIONAL, .max = 4096,
		.doc = "of a fault"),
	{.name = "answer",
		.type = PARAM_OBJECT,
		OPTIONAL,
		.row = &answer,
		.doc = "of a resource check"},
	P_VERSION,
	P_KEY,
};
static const struct params complete = PARAMS(request_complete, complete_params);
TASK(complete, "Complete a task with a record of what was done.", ROLES_STATION, complete,
	decide_complete, OWNER_STATION, IS(ACCEPTED), .errors = E(NO_POLICY));

static const struct param return_params[] = {
	P_TASK_ID,
	P("to", PARAM_NAME, request_return, to, REQUIRED, .doc = "a task's name, or crc"),
	P("kind", PARAM_WORD, request_return, kind, REQUIRED, .words = WORDS_RETURN_KIND),
	P("text", PARAM_TEXT, request_return, text, REQUIRED, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params give_back = PARAMS(request_return, return_params);
TASK(return, "Raise a return slip against the task that erred, or against the CRC.", ROLES_STATION,
	give_back, decide_return, OWNER_STATION, WORKING, .errors = E(NO_POLICY),
	.needs = NEEDS_RETURN_ID);

static const struct param reassign_params[] = {
	P_TASK_ID,
	P("to", PARAM_NAME, request_person, person, REQUIRED, .doc = "a user of the station"),
	P_VERSION,
	P_KEY,
};
static const struct params reassign = PARAMS(request_person, reassign_params);
TASK(reassign, "Give a task to another holder of the station.", ROLES_STATION, reassign,
	decide_reassign, OWNER_STATION, WORKING);

static const struct param escalate_params[] = {
	P_TASK_ID,
	P("reason", PARAM_TEXT, request_text, text, REQUIRED, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params escalate = PARAMS(request_text, escalate_params);
TASK(escalate, "The station manager makes what the station cannot solve a major issue.",
	R(STATION_MANAGER), escalate, decide_escalate, OWNER_STATION_MANAGER, WORKING);

static const struct param get_params[] = {P_TASK_ID};
static const struct params get = F_PARAMS(get_params);
const struct command cmd_task_get = {
	.name = "task.get",
	.doc = "A task, and the order it belongs to.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &get,
	.find = FIND_TASK,
	.shape = SHAPE_TASK,
	.errors = E(NOT_FOUND),
};

static const struct param list_params[] = {
	F("station", PARAM_NAME, station, OPTIONAL),
	F("state", PARAM_WORD, state, OPTIONAL, .words = WORDS_TASK_STATE),
	F("mine", PARAM_BOOL, mine, OPTIONAL, .otherwise = GIVEN_NOT, .doc = "those the caller holds"),
	F_PAGE(50, 1000),
};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_task_list = {
	.name = "task.list",
	.doc = "The tasks one may see, in pages.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &list,
	.find = FIND_TASKS,
	.shape = SHAPE_ITEMS,
};
