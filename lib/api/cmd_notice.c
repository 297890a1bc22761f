/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of notice.*: what is on its way to people, and what did not get there. */
#include "api/commands.h"
#include "api/rows.h"

#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

static const struct param list_params[] = {
	F("state", PARAM_WORD, state, OPTIONAL, .words = WORDS_NOTICE_STATE,
		.doc = "dead: given up, to be looked at and sent again"),
	F_PAGE(50, 1000),
};
static const struct params list = F_PARAMS(list_params);
const struct command cmd_notice_list = {
	.name = "notice.list",
	.doc = "What ladder steps tell people, newest first: waiting, sent or given up.",
	.roles = R(ADMIN),
	.act = ACT_FIND,
	.params = &list,
	.find = FIND_NOTICES,
	.shape = SHAPE_ITEMS,
};

static const struct param resend_params[] = {P_ID("the notice"), P_KEY};
static const struct params resend = PARAMS(request, resend_params);
const struct command cmd_notice_resend = {
	.name = "notice.resend",
	.doc = "Send a dead notice again, with all that went in the same message.",
	.roles = R(ADMIN),
	.params = &resend,
	.target = TARGET_NOTICE,
	.decide = decide_notice_resend,
	.shape = SHAPE_NOTICE,
	.errors = E(WRONG_STATE),
};
