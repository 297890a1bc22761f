/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of return.*: how a return slip is answered, ruled and settled. */
#include "api/commands.h"
#include "api/rows.h"

#define REQUIRED .flags = PARAM_REQUIRED
#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

#define IS(state_) BIT(RETURN_##state_)

/* A command on one return slip of an order that is being executed. */
#define RETURN(name_, doc_, roles_, params_, decide_, owner_, states_) \
	const struct command cmd_return_##name_ = { \
		.name = "return." #name_, \
		.doc = doc_, \
		.roles = OF_ROLES(roles_), \
		.params = &params_, \
		.target = TARGET_RETURN, \
		.guard = {owner_, IN(EXECUTING), 0, states_, false}, \
		.decide = decide_, \
		.shape = SHAPE_RETURN, \
		.errors = E(NO_POLICY), \
	}
#define ROLES_ERRING R(OPERATOR) | R(STATION_MANAGER) | R(DISPATCHER)

static const struct param plain_params[] = {P_RETURN_ID, P_VERSION, P_KEY};
static const struct params plain = PARAMS(request_text, plain_params);
RETURN(accept, "The erring side accepts: its task is done again.", ROLES_ERRING, plain,
	decide_return_accept, OWNER_ERRING, IS(OPEN));

static const struct param dispute_params[] = {
	P_RETURN_ID,
	P("reason", PARAM_TEXT, request_text, text, REQUIRED, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params dispute = PARAMS(request_text, dispute_params);
RETURN(dispute, "The erring side disputes: the supervisor rules.", ROLES_ERRING, dispute,
	decide_return_dispute, OWNER_ERRING, IS(OPEN));

static const struct param rule_params[] = {
	P_RETURN_ID,
	P("upheld", PARAM_BOOL, request_rule, upheld, REQUIRED, .otherwise = GIVEN_NOT),
	P("reason", PARAM_TEXT, request_rule, reason, REQUIRED, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params rule = PARAMS(request_rule, rule_params);
RETURN(rule, "The supervisor rules on a disputed slip.", R(SUPERVISOR), rule, decide_return_rule,
	OWNER_SUPERVISOR, IS(DISPUTED));

static const struct param settle_params[] = {
	P_RETURN_ID,
	P("record", PARAM_TEXT, request_text, text, REQUIRED, .max = 4096,
		.doc = "the emergency answer"),
	P_VERSION,
	P_KEY,
};
static const struct params settle = PARAMS(request_text, settle_params);
RETURN(settle, "The CRC settles a slip raised against it.", R(DISPATCHER) | R(SUPERVISOR), settle,
	decide_return_settle, OWNER_CRC, IS(OPEN) | IS(ACCEPTED) | IS(UPHELD));

static const struct param get_params[] = {P_RETURN_ID};
static const struct params get = F_PARAMS(get_params);
const struct command cmd_return_get = {
	.name = "return.get",
	.doc = "A return slip, and the order it belongs to.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &get,
	.find = FIND_RETURN,
	.shape = SHAPE_RETURN,
	.errors = E(NOT_FOUND),
};

static const struct param list_params[] = {
	F("state", PARAM_WORD, state, OPTIONAL, .words = WORDS_RETURN_STATE),
	F("station", PARAM_NAME, station, OPTIONAL, .doc = "that raised it or erred"),
	F_PAGE(50, 1000),
};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_return_list = {
	.name = "return.list",
	.doc = "The return slips one may see, in pages.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &list,
	.find = FIND_RETURNS,
	.shape = SHAPE_ITEMS,
};
