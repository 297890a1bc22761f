/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of session.*: who calls, and in which language they are answered. */
#include "api/commands.h"
#include "api/rows.h"

static const char *const langs[] = {"en", "zh-CN", NULL};

static const struct param login_params[] = {
	P("token", PARAM_TEXT, request_session, token, .max = 256, .doc = "as token.issue gave it"),
	P("user", PARAM_NAME, request_session, user, .doc = "with a password, instead of a token"),
	P("password", PARAM_TEXT, request_session, password, .max = PASSWORD_MAX),
};
static const struct params login = PARAMS(request_session, login_params);
const struct command cmd_session_login = {
	.name = "session.login",
	.doc = "Say who calls on this connection, from here on.",
	.act = ACT_LOGIN,
	.params = &login,
	.shape = SHAPE_OWN,
	.errors = E(UNAUTHENTICATED) | E(OVERLOADED),
};

static const struct param set_params[] = {
	P("lang", PARAM_WORD, request_session, lang, .flags = PARAM_REQUIRED, .choices = langs,
		.doc = "the language of messages"),
};
static const struct params set = PARAMS(request_session, set_params);
const struct command cmd_session_set = {
	.name = "session.set",
	.doc = "Choose the language of messages on this connection.",
	.act = ACT_SET,
	.params = &set,
	.shape = SHAPE_OWN,
};

/* In no table: a door opens and closes sessions, nobody asks for it by name. Who has a token could else
 * make himself others without end. */
const struct command command_session_open = {
	.name = "session.open",
	.doc = "Open a session of the console.",
	.roles = ROLES_ALL,
	.decide = decide_session_open,
	.noun = ORG_TOKEN,
	.shape = SHAPE_TOKEN,
	.fill = FILL_SECRET,
};
const struct command command_session_close = {
	.name = "session.close",
	.doc = "End a session of the console.",
	.roles = ROLES_ALL,
	.decide = decide_session_close,
	.noun = ORG_TOKEN,
	.shape = SHAPE_CHANGE,
};

static const struct params whoami = {.size = sizeof(struct request_session)};
const struct command cmd_session_whoami = {
	.name = "session.whoami",
	.doc = "Who this connection is taken for, with roles, unit and stations.",
	.act = ACT_WHOAMI,
	.params = &whoami,
	.shape = SHAPE_OWN,
};
