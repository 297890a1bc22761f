/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of order.*: the slip, its reviews, the work on it, its end, and reading it. */
#include "api/commands.h"
#include "api/rows.h"

#define REQUIRED .flags = PARAM_REQUIRED
#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

enum { TITLE_MAX = 512, CUSTOMER_MAX = 256, DESCRIPTION_MAX = 16384, LINES_MAX = 1000000 };

/* A command on one order, carried out by the engine. */
#define ORDER(name_, doc_, roles_, params_, decide_, ...) \
	const struct command cmd_order_##name_ = {.name = "order." #name_, \
		.doc = doc_, \
		.roles = OF_ROLES(roles_), \
		.params = &params_, \
		.target = TARGET_ORDER, \
		.decide = decide_, \
		.shape = SHAPE_ORDER, \
		__VA_ARGS__}
#define TEXT(json_, doc_) \
	P(json_, PARAM_TEXT, request_text, text, REQUIRED, .max = 4096, .doc = doc_)
#define OVERRIDE(struct_, field_) \
	P("override", PARAM_TEXT, struct_, field_, .max = 1024, \
		.doc = "the leader's reason for passing the tier-A quota")

static const struct param plain_params[] = {P_ORDER_ID, P_VERSION, P_KEY};
static const struct params plain = PARAMS(request_text, plain_params);

static const struct param reason_params[] = {
	P_ORDER_ID,
	TEXT("reason", "why"),
	P_VERSION,
	P_KEY,
};
static const struct params reason = PARAMS(request_text, reason_params);

/* --- the slip ------------------------------------------------------------------------------ */

static const struct param create_params[] = {
	P("kind", PARAM_WORD, request_create, kind, REQUIRED, .words = WORDS_ORDER_KIND),
	P("service", PARAM_NAME, request_create, service, REQUIRED),
	P("tier", PARAM_WORD, request_create, tier, OPTIONAL, .words = WORDS_TIER,
		.doc = "that of the registered customer unless told otherwise"),
	P("unit", PARAM_NAME, request_create, unit, OPTIONAL,
		.doc = "of a dispatcher's fault: the customer register's unless told otherwise"),
	P("customer", PARAM_TEXT, request_create, customer, REQUIRED, .max = CUSTOMER_MAX,
		.doc = "a name of the register, or any text"),
	P("title", PARAM_TEXT, request_create, title, REQUIRED, .max = TITLE_MAX),
	P("description", PARAM_TEXT, request_create, description,
		.flags = PARAM_NULL_IS_ABSENT | PARAM_MAY_BE_EMPTY, .max = DESCRIPTION_MAX),
	P("requirement", PARAM_JSON_OBJECT, request_create, requirement, OPTIONAL,
		.doc = "what is asked for, in the front office's own keys"),
	P("lines", PARAM_INT, request_create, lines, OPTIONAL, .min = 1, .max = LINES_MAX,
		.otherwise = 1),
	P("fault", PARAM_WORD, request_create, fault, OPTIONAL, .words = WORDS_FAULT),
	P("purpose", PARAM_WORD, request_create, purpose, OPTIONAL, .words = WORDS_PURPOSE),
	P("sites", PARAM_TEXTS, request_create, sites, OPTIONAL, .max = ORDER_SITES_MAX),
	P("needs_leader", PARAM_BOOL, request_create, needs_leader, OPTIONAL, .otherwise = GIVEN_FALSE,
		.doc = "the leader must approve it"),
	P("confirmation", PARAM_ID, request_create, confirmation, OPTIONAL,
		.doc = "the resource confirmation a contact slip cites"),
	P("submit", PARAM_BOOL, request_create, submit, OPTIONAL, .otherwise = GIVEN_FALSE,
		.doc = "submit it in the same step"),
	OVERRIDE(request_create, override),
	P_KEY,
};
static const struct params create = PARAMS(request_create, create_params);
#define ERRORS_SUBMIT \
	(E(NO_POLICY) | E(QUOTA_EXCEEDED) | E(CONFIRMATION_REQUIRED) | E(CONFIRMATION_LAPSED))
const struct command cmd_order_create = {
	.name = "order.create",
	.doc = "Raise a contact, confirmation or fault slip.",
	.roles = OF_ROLES(R(ACCOUNT_MANAGER) | R(DISPATCHER)),
	.params = &create,
	.decide = decide_create,
	.shape = SHAPE_ORDER,
	.errors = ERRORS_SUBMIT,
	.needs = NEEDS_ORDER_ID | NEEDS_CITED | NEEDS_PLACES,
};

static const struct param amend_params[] = {
	P_ORDER_ID,
	P("title", PARAM_TEXT, request_amend, title, .max = TITLE_MAX),
	P("description", PARAM_TEXT, request_amend, description, .flags = PARAM_MAY_BE_EMPTY,
		.max = DESCRIPTION_MAX),
	P("requirement", PARAM_JSON_OBJECT, request_amend, requirement, .flags = 0),
	P("sites", PARAM_TEXTS, request_amend, sites, .max = ORDER_SITES_MAX,
		.count = offsetof(struct request_amend, has_sites)),
	P("service", PARAM_NAME, request_amend, service, .doc = "while it is a draft"),
	P("tier", PARAM_WORD, request_amend, tier, .words = WORDS_TIER,
		.doc = "while it is a draft; later: order.retier"),
	P("customer", PARAM_TEXT, request_amend, customer, .max = CUSTOMER_MAX,
		.doc = "while it is a draft"),
	P("lines", PARAM_INT, request_amend, lines, .min = 1, .max = LINES_MAX, .otherwise = -1,
		.doc = "while it is a draft"),
	P("fault", PARAM_WORD, request_amend, fault, .words = WORDS_FAULT,
		.doc = "while it is a draft"),
	P("purpose", PARAM_WORD, request_amend, purpose, .words = WORDS_PURPOSE,
		.doc = "while it is a draft"),
	P("needs_leader", PARAM_BOOL, request_amend, needs_leader, .otherwise = GIVEN_NOT,
		.doc = "while it is a draft"),
	P("confirmation", PARAM_ID, request_amend, confirmation, .doc = "while it is a draft"),
	P_VERSION,
	P_KEY,
};
static const struct params amend = PARAMS(request_amend, amend_params);
ORDER(amend, "Change the slip: its texts before it waits for the archive, the rest as a draft.",
	R(ACCOUNT_MANAGER) | R(LEADER) | R(DISPATCHER), amend, decide_amend,
	.guard = {OWNER_SLIP, STATES_BEFORE_ARCHIVE, 0, 0, true}, .needs = NEEDS_CITED | NEEDS_PLACES);

static const struct param submit_params[] = {
	P_ORDER_ID,
	OVERRIDE(request_text, text),
	P_VERSION,
	P_KEY,
};
static const struct params submit = PARAMS(request_text, submit_params);
ORDER(submit, "Submit a draft to its first review, or straight to the CRC.",
	R(ACCOUNT_MANAGER) | R(LEADER) | R(DISPATCHER), submit, decide_submit,
	.guard = {OWNER_SLIP, IN(DRAFT), 0, 0, false}, .errors = ERRORS_SUBMIT,
	.needs = NEEDS_CITED | NEEDS_PLACES);

ORDER(cancel, "Cancel the order, its clocks, tasks and slips with it.",
	R(ACCOUNT_MANAGER) | R(LEADER) | R(DISPATCHER) | R(SUPERVISOR), reason, decide_cancel,
	.guard = {OWNER_SLIP_SUPERVISOR, STATES_BEFORE_ARCHIVE, 0, 0, true},
	.needs = NEEDS_CITED | NEEDS_PLACES);

static const struct param assign_params[] = {
	P_ORDER_ID,
	P("account_manager", PARAM_NAME, request_person, person, REQUIRED),
	P_VERSION,
	P_KEY,
};
static const struct params assign = PARAMS(request_person, assign_params);
ORDER(assign, "Give the order to another account manager.", R(LEADER), assign, decide_assign,
	.guard = {OWNER_LEADER, STATES_LIVE, 0, 0, false});

static const struct param note_params[] = {
	P_ORDER_ID,
	TEXT("text", "what to remember"),
	P_VERSION,
	P_KEY,
};
static const struct params note = PARAMS(request_text, note_params);
ORDER(note, "Write a note into the order's history.", ROLES_BUT_MONITOR, note, decide_note,
	.guard = {OWNER_NOT_MONITOR, 0, 0, 0, true});

/* --- reviews ------------------------------------------------------------------------------- */

static const struct param confirm_params[] = {
	P_ORDER_ID,
	P("needs_leader", PARAM_BOOL, request_confirm, needs_leader, OPTIONAL, .otherwise = GIVEN_NOT,
		.doc = "the leader must approve it, or need not"),
	P_VERSION,
	P_KEY,
};
static const struct params confirm = PARAMS(request_confirm, confirm_params);
ORDER(confirm, "The industry manager confirms the slip.", R(INDUSTRY_MANAGER), confirm,
	decide_confirm, .guard = {OWNER_INDUSTRY_MANAGER, IN(MANAGER_REVIEW), 0, 0, false});

ORDER(approve, "The leader approves an important slip.", R(LEADER), plain, decide_approve,
	.guard = {OWNER_LEADER, IN(LEADER_REVIEW), 0, 0, false});

ORDER(forward, "The clerk sends the slip to the CRC.", R(CLERK), plain, decide_forward,
	.guard = {OWNER_CLERK, IN(CLERK_REVIEW), 0, 0, false}, .errors = E(NO_POLICY));

ORDER(send_back, "Whoever holds the slip sends it back to its originator.",
	R(INDUSTRY_MANAGER) | R(LEADER) | R(CLERK) | R(DISPATCHER), reason, decide_send_back,
	.guard = {OWNER_HOLDER_OF_STEP, STATES_REVIEW | IN(AT_CRC), 0, 0, false});

/* --- the work ------------------------------------------------------------------------------ */

static const struct param dispatch_params[] = {
	P_ORDER_ID,
	P("route", PARAM_NAME, request_dispatch, route, OPTIONAL, .doc = "a route by its name,"),
	P("tasks", PARAM_ROWS, request_dispatch, tasks, OPTIONAL, .max = ROUTE_NODES_MAX,
		.count = offsetof(struct request_dispatch, n_tasks), .row = &object_node,
		.doc = "or its nodes by hand"),
	P_VERSION,
	P_KEY,
};
static const struct params dispatch = PARAMS(request_dispatch, dispatch_params);
ORDER(dispatch, "Issue tasks to stations; while executing: replace what is not done.",
	R(DISPATCHER) | R(SUPERVISOR), dispatch, decide_dispatch,
	.guard = {OWNER_CRC, IN(AT_CRC) | IN(EXECUTING), 0, 0, false},
	.errors = E(BAD_ROUTE) | E(NO_POLICY), .needs = NEEDS_TASK_IDS);

static const struct param hold_params[] = {
	P_ORDER_ID,
	P("reason", PARAM_NAME, request_text, text, REQUIRED, .doc = "as hold_reason.list has it"),
	P("note", PARAM_TEXT, request_text, note, OPTIONAL, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params hold = PARAMS(request_text, hold_params);
#define ROLES_HOLD R(DISPATCHER) | R(SUPERVISOR) | R(STATION_MANAGER)
ORDER(hold, "Hold the work; some reasons stop the clocks.", ROLES_HOLD, hold, decide_hold,
	.guard = {OWNER_CRC_OR_MANAGER, IN(EXECUTING), 0, 0, false});

static const struct param resume_params[] = {
	P_ORDER_ID,
	P("note", PARAM_TEXT, request_text, note, OPTIONAL, .max = 4096),
	P_VERSION,
	P_KEY,
};
static const struct params resume = PARAMS(request_text, resume_params);
ORDER(resume, "Go on with work that is held.", ROLES_HOLD, resume, decide_resume,
	.guard = {OWNER_CRC_OR_MANAGER, IN(EXECUTING), 0, 0, true});

static const struct param retier_params[] = {
	P_ORDER_ID,
	P("tier", PARAM_WORD, request_retier, tier, REQUIRED, .words = WORDS_TIER),
	P("reason", PARAM_TEXT, request_retier, reason, REQUIRED, .max = 4096),
	OVERRIDE(request_retier, override),
	P_VERSION,
	P_KEY,
};
static const struct params retier = PARAMS(request_retier, retier_params);
ORDER(retier, "Give the order another tier: all live clocks get that tier's limits.",
	R(LEADER) | R(SUPERVISOR), retier, decide_retier,
	.guard = {OWNER_LEADER_OR_SUPERVISOR, STATES_BEFORE_SIGNATURE, 0, 0, true},
	.errors = E(NO_POLICY) | E(QUOTA_EXCEEDED), .needs = NEEDS_PLACES);

static const struct param major_params[] = {
	P_ORDER_ID,
	TEXT("note", "how it was resolved"),
	P_VERSION,
	P_KEY,
};
static const struct params major = PARAMS(request_text, major_params);
ORDER(resolve_major, "The supervisor resolves a major issue.", R(SUPERVISOR), major,
	decide_resolve_major, .guard = {OWNER_SUPERVISOR, STATES_LIVE, 0, 0, false});

/* --- the end ------------------------------------------------------------------------------- */

static const struct param sign_params[] = {
	P_ORDER_ID,
	P("accepted", PARAM_BOOL, request_sign, accepted, REQUIRED, .otherwise = GIVEN_NOT),
	P("by", PARAM_TEXT, request_sign, by, REQUIRED, .max = 256, .doc = "who signed or refused"),
	P("note", PARAM_TEXT, request_sign, note, OPTIONAL, .max = 4096),
	P("redo", PARAM_NAMES, request_sign, redo, OPTIONAL, .max = ORDER_TASKS_MAX,
		.doc = "tasks to be done again after a refusal; those nothing waits for unless told"),
	P_VERSION,
	P_KEY,
};
static const struct params sign = PARAMS(request_sign, sign_params);
ORDER(sign, "The customer accepts the work, or refuses and it goes on.",
	R(ACCOUNT_MANAGER) | R(DISPATCHER), sign, decide_sign,
	.guard = {OWNER_SIGNER, IN(AWAITING_SIGNATURE), 0, 0, false}, .errors = E(NO_POLICY));

static const struct param grade_params[] = {
	P("time", PARAM_INT, request_archive, grade_time, REQUIRED, .min = 1, .max = 5,
		.otherwise = -1),
	P("quality", PARAM_INT, request_archive, grade_quality, REQUIRED, .min = 1, .max = 5,
		.otherwise = -1),
};
static const struct params grades = PARAMS(request_archive, grade_params);
static const struct param archive_params[] = {
	P_ORDER_ID,
	{.name = "grades",
		.type = PARAM_OBJECT,
		OPTIONAL,
		.row = &grades,
		.doc = "of the back end's work, 1 to 5; needs the leader's authorisation"},
	P_VERSION,
	P_KEY,
};
static const struct params archive = PARAMS(request_archive, archive_params);
ORDER(archive, "Archive the order: the end.", R(ACCOUNT_MANAGER) | R(DISPATCHER), archive,
	decide_archive, .guard = {OWNER_ARCHIVER, IN(AWAITING_ARCHIVE), 0, 0, false});

static const struct param authorise_params[] = {
	P_ORDER_ID,
	P("until", PARAM_INSTANT, request_authorise, until, REQUIRED),
	P_VERSION,
	P_KEY,
};
static const struct params authorise = PARAMS(request_authorise, authorise_params);
ORDER(authorise_grading, "Let the account manager grade the work when archiving, for a time.",
	R(LEADER), authorise, decide_authorise, .guard = {OWNER_LEADER, STATES_LIVE, 0, 0, false});

/* --- reading ------------------------------------------------------------------------------- */

static const struct param get_params[] = {P_ORDER_ID};
static const struct params get = F_PARAMS(get_params);
const struct command cmd_order_get = {
	.name = "order.get",
	.doc = "An order with its clocks, tasks, return slips and loops.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &get,
	.find = FIND_ORDER,
	.shape = SHAPE_ORDER,
	.errors = E(NOT_FOUND),
};

static const struct param list_params[] = {
	F("state", PARAM_WORD, state, OPTIONAL, .words = WORDS_ORDER_STATE),
	F("kind", PARAM_WORD, kind, OPTIONAL, .words = WORDS_ORDER_KIND),
	F("tier", PARAM_WORD, tier, OPTIONAL, .words = WORDS_TIER),
	F("unit", PARAM_NAME, unit, OPTIONAL),
	F("station", PARAM_NAME, station, OPTIONAL, .doc = "with a task of this station"),
	F("overdue", PARAM_BOOL, overdue, OPTIONAL, .otherwise = GIVEN_NOT),
	F("major", PARAM_BOOL, major, OPTIONAL, .otherwise = GIVEN_NOT),
	F("text", PARAM_TEXT, text, OPTIONAL, .max = 256,
		.doc = "in number, title, description or customer"),
	F_PAGE(50, 1000),
};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_order_list = {
	.name = "order.list",
	.doc = "The orders one may see, in pages.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &list,
	.find = FIND_ORDERS,
	.shape = SHAPE_ITEMS,
};

static const struct param history_params[] = {P_ORDER_ID, F_PAGE(200, 1000)};
static const struct params history = F_PARAMS(history_params);
const struct command cmd_order_history = {
	.name = "order.history",
	.doc = "What happened to an order, oldest first, with who and when.",
	.roles = ROLES_ALL,
	.act = ACT_FIND,
	.params = &history,
	.find = FIND_HISTORY,
	.shape = SHAPE_ITEMS,
	.errors = E(NOT_FOUND),
};
