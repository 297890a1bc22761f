/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_ROWS_H
#define SL_API_ROWS_H

#include "api/command.h"
#include "base/die.h"

/* Inside lib/api only: what the rows of the command table are written with. */

#define P(name_, type_, struct_, field_, ...) \
	{ \
		.name = (name_), .type = (type_), .offset = offsetof(struct struct_, field_), __VA_ARGS__ \
	}
#define HEAD(name_, type_, field_, ...) P(name_, type_, request, field_, __VA_ARGS__)

#define P_ID(doc_) HEAD("id", PARAM_ID, id, .flags = PARAM_REQUIRED, .doc = (doc_))
#define P_ORDER_ID P_ID("the order")
#define P_TASK_ID P_ID("the task")
#define P_RETURN_ID P_ID("the return slip")
#define P_VERSION \
	HEAD("if_version", PARAM_INT, if_version, .min = 0, .max = INT64_MAX, .otherwise = -1, \
		.doc = "refuse with `conflict` unless the order has this version")
#define P_KEY \
	HEAD("idempotency_key", PARAM_TEXT, idempotency_key, .max = 128, \
		.doc = "the same key again gives the first answer again, with \"replayed\": true")

#define P_DRY_RUN \
	HEAD("dry_run", PARAM_BOOL, dry_run, .otherwise = GIVEN_FALSE, \
		.doc = "change nothing: answer which open orders it would move")
#define P_APPLY \
	HEAD("apply", PARAM_WORD, apply, .choices = apply_choices, .flags = PARAM_NULL_IS_ABSENT, \
		.doc = "\"open\": move the open orders to the policy as it then stands, too")
extern const char *const apply_choices[];

/* A period from one instant to a later one, either of which may be left out. */
bool period_is_ok(int64_t from, int64_t to, struct failure *fail);

#define PARAMS(struct_, list_) \
	{ \
		.size = sizeof(struct struct_), .at = (list_), .n = N_OF(list_) \
	}

/* Reading: every params struct is request_find, most of it not given. */
extern const struct request_find find_blank;
#define F(name_, type_, field_, ...) P(name_, type_, request_find, field_, __VA_ARGS__)
#define F_PAGE(otherwise_, max_) \
	F("cursor", PARAM_TEXT, cursor, .max = 256, .doc = "next_cursor of the page before"), \
		F("limit", PARAM_INT, limit, .min = 1, .max = (max_), .otherwise = (otherwise_), \
			.doc = "rows a page")
#define F_PARAMS(list_) \
	{ \
		.size = sizeof(struct request_find), .at = (list_), .n = N_OF(list_), .blank = &find_blank \
	}

#define R(role_) BIT(ROLE_##role_)
#define OF_ROLES(set_) ((set_) | R(ADMIN))
#define ROLES_BUT_MONITOR (ROLES_ALL & ~R(MONITOR))

#define IN(state_) BIT(ORDER_##state_)
#define STATES_REVIEW (IN(MANAGER_REVIEW) | IN(LEADER_REVIEW) | IN(CLERK_REVIEW))
#define STATES_BEFORE_SIGNATURE (IN(DRAFT) | STATES_REVIEW | IN(AT_CRC) | IN(EXECUTING))
#define STATES_BEFORE_ARCHIVE (STATES_BEFORE_SIGNATURE | IN(AWAITING_SIGNATURE))
#define STATES_LIVE (STATES_BEFORE_ARCHIVE | IN(AWAITING_ARCHIVE))

#define E(err_) BIT(ERR_##err_)

/* The rows of puts, which sla.json's are too; nodes are also those of order.dispatch. */
extern const struct params object_limit, object_step, object_quota, object_target,
	object_hold_reason, object_node, object_ladder, object_calendar;

#endif
