/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of the organisation: units, stations, users, customers, tokens, hold reasons. */
#include "api/commands.h"
#include "api/rows.h"

/* A put says the whole row, so that what .list gave may be put again: null is "not given". */
#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT
#define REQUIRED .flags = PARAM_REQUIRED

enum { TITLE_MAX = 256, ORG_PAGE = 1000 };

#define LIST(noun_, NOUN_, roles_, doc_) \
	const struct command cmd_##noun_##_list = { \
		.name = #noun_ ".list", \
		.doc = doc_, \
		.roles = (roles_), \
		.act = ACT_LIST_ORG, \
		.params = &list, \
		.noun = NOUN_, \
		.shape = SHAPE_ITEMS, \
	}
#define PUT(noun_, NOUN_, roles_, doc_) \
	const struct command cmd_##noun_##_put = { \
		.name = #noun_ ".put", \
		.doc = doc_, \
		.roles = (roles_), \
		.params = &noun_, \
		.decide = decide_##noun_##_put, \
		.noun = NOUN_, \
		.shape = SHAPE_CHANGE, \
	}

const struct request_find find_blank = {
	.head = {.if_version = -1},
	.overdue = GIVEN_NOT,
	.major = GIVEN_NOT,
	.mine = GIVEN_NOT,
	.unread = GIVEN_NOT,
	.limit = 50,
	.from = INSTANT_NONE,
	.to = INSTANT_NONE,
};

static const struct param list_params[] = {F_PAGE(ORG_PAGE, ORG_PAGE)};
static const struct params list = F_PARAMS(list_params);

static const struct param unit_params[] = {
	P("name", PARAM_NAME, request_unit, unit.name, REQUIRED),
	P("kind", PARAM_WORD, request_unit, kind, REQUIRED, .words = WORDS_UNIT_KIND),
	P("title", PARAM_TEXT, request_unit, unit.title, REQUIRED, .max = TITLE_MAX),
	P("reviews", PARAM_WORDS, request_unit, reviews, OPTIONAL, .words = WORDS_REVIEW,
		.count = offsetof(struct request_unit, has_reviews),
		.doc = "the reviews its contact slips pass; all three unless told otherwise"),
	P("confirmation_direct", PARAM_BOOL, request_unit, confirmation_direct, OPTIONAL,
		.otherwise = GIVEN_TRUE, .doc = "its resource confirmations go straight to the CRC"),
	P_KEY,
};
static const struct params unit = PARAMS(request_unit, unit_params);
PUT(unit, ORG_UNIT, R(ADMIN), "Make or change a unit.");
LIST(unit, ORG_UNIT, ROLES_ALL, "The units.");

static const struct param station_params[] = {
	P("name", PARAM_NAME, request_station, station.name, REQUIRED),
	P("unit", PARAM_NAME, request_station, station.unit, REQUIRED),
	P("area", PARAM_NAME, request_station, station.area, REQUIRED,
		.doc = "the local network it stands in"),
	P("title", PARAM_TEXT, request_station, station.title, REQUIRED, .max = TITLE_MAX),
	P("calendar", PARAM_NAME, request_station, station.calendar, OPTIONAL,
		.otherwise_text = "always"),
	P_KEY,
};
static const struct params station = PARAMS(request_station, station_params);
PUT(station, ORG_STATION, R(ADMIN), "Make or change a station.");
LIST(station, ORG_STATION, ROLES_ALL, "The stations.");

static const struct param user_params[] = {
	P("name", PARAM_NAME, request_user, name, REQUIRED),
	P("title", PARAM_TEXT, request_user, title, REQUIRED, .max = TITLE_MAX),
	P("roles", PARAM_WORDS, request_user, roles, REQUIRED, .words = WORDS_ROLE),
	P("unit", PARAM_NAME, request_user, unit, OPTIONAL),
	P("stations", PARAM_NAMES, request_user, stations, OPTIONAL, .max = 64),
	P("uid", PARAM_INT, request_user, uid, OPTIONAL, .min = 0, .max = UINT32_MAX, .otherwise = -1,
		.doc = "who on the Unix socket is this user"),
	P("notify", PARAM_TEXTS, request_user, notify, OPTIONAL, .max = 16),
	P("absent_until", PARAM_INSTANT, request_user, absent_until, OPTIONAL,
		.doc = "told of nothing until then"),
	P("disabled", PARAM_BOOL, request_user, disabled, OPTIONAL, .otherwise = GIVEN_FALSE),
	P_KEY,
};
static const struct params user = PARAMS(request_user, user_params);
PUT(user, ORG_USER, R(ADMIN), "Make or change a user.");
LIST(user, ORG_USER, ROLES_ALL, "The users; uid and notify are shown to admins only.");

/* To take a password away it must be said: null. */
static const struct param user_password_params[] = {
	P("user", PARAM_NAME, request_password, user, REQUIRED),
	P("password", PARAM_TEXT, request_password, password,
		.flags = PARAM_REQUIRED | PARAM_NULL_IS_ABSENT | PARAM_SECRET, .max = PASSWORD_MAX,
		.doc = "eight bytes at least; null: only a token lets him in"),
	P_KEY,
};
static const struct params user_password = PARAMS(request_password, user_password_params);
const struct command cmd_user_password = {
	.name = "user.password",
	.doc = "Set the password that a user logs in with: one's own, or an admin anybody's.",
	.roles = ROLES_ALL,
	.params = &user_password,
	.decide = decide_user_password,
	.noun = ORG_USER,
	.shape = SHAPE_CHANGE,
	.fill = FILL_PASSWORD,
};

static const struct param customer_params[] = {
	P("name", PARAM_TEXT, request_customer, name, REQUIRED, .max = TITLE_MAX),
	P("number", PARAM_TEXT, request_customer, number, OPTIONAL, .max = 64),
	P("title", PARAM_TEXT, request_customer, title, REQUIRED, .max = TITLE_MAX),
	P("tier", PARAM_WORD, request_customer, tier, REQUIRED, .words = WORDS_TIER),
	P("unit", PARAM_NAME, request_customer, unit, REQUIRED),
	P("account_manager", PARAM_NAME, request_customer, account_manager, OPTIONAL),
	P("contacts", PARAM_JSON_ARRAY, request_customer, contacts, OPTIONAL),
	P_KEY,
};
static const struct params customer = PARAMS(request_customer, customer_params);
PUT(customer, ORG_CUSTOMER, OF_ROLES(R(LEADER)), "Make or change a customer of the register.");
LIST(customer, ORG_CUSTOMER, ROLES_ALL, "The customer register.");

static const struct param hold_reason_params[] = {
	P("name", PARAM_NAME, request_hold_reason, name, REQUIRED),
	P("en", PARAM_TEXT, request_hold_reason, en, REQUIRED, .max = TITLE_MAX),
	P("zh", PARAM_TEXT, request_hold_reason, zh, REQUIRED, .max = TITLE_MAX),
	P("stops_clock", PARAM_BOOL, request_hold_reason, stops_clock, REQUIRED,
		.otherwise = GIVEN_NOT),
	P_KEY,
};
static const struct params hold_reason = PARAMS(request_hold_reason, hold_reason_params);
PUT(hold_reason, ORG_HOLD_REASON, R(ADMIN), "Make or change a reason for holding.");
LIST(hold_reason, ORG_HOLD_REASON, ROLES_ALL, "The reasons for holding.");

static const struct param token_issue_params[] = {
	P("user", PARAM_NAME, request_token, user, REQUIRED),
	P("ttl", PARAM_SPAN, request_token, ttl_ms, OPTIONAL, .min = 1000, .max = SPAN_MAX_MS,
		.otherwise = -1, .doc = "how long it is good for; for ever unless told otherwise"),
	P_KEY,
};
static const struct params token_issue = PARAMS(request_token, token_issue_params);
const struct command cmd_token_issue = {
	.name = "token.issue",
	.doc = "Issue a token for a user; its text is told this once.",
	.roles = R(ADMIN),
	.params = &token_issue,
	.decide = decide_token_issue,
	.noun = ORG_TOKEN,
	.shape = SHAPE_TOKEN,
	.fill = FILL_SECRET,
};

static const struct param token_revoke_params[] = {P_ID("the token"), P_KEY};
static const struct params token_revoke = PARAMS(request_token, token_revoke_params);
const struct command cmd_token_revoke = {
	.name = "token.revoke",
	.doc = "End a token at once, on open connections too.",
	.roles = R(ADMIN),
	.params = &token_revoke,
	.decide = decide_token_revoke,
	.noun = ORG_TOKEN,
	.shape = SHAPE_CHANGE,
};
LIST(token, ORG_TOKEN, R(ADMIN), "The tokens, without their texts.");

/* sla.json's hold reasons are put rows without a key. */
const struct params object_hold_reason = {
	.size = sizeof(struct request_hold_reason),
	.at = hold_reason_params,
	.n = N_OF(hold_reason_params) - 1,
};
