/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_DECIDE_H
#define SL_CORE_DECIDE_H

#include "base/arena.h"
#include "base/die.h"
#include "base/err.h"
#include "base/outage.h"
#include "core/order.h"
#include "core/org.h"
#include "core/places.h"
#include "core/request.h"

/*
 * Deciding is pure: a decision is given the time, the snapshot of the organisation, who asks and
 * a working copy of the order; it answers ERR_NONE and leaves the copy as it shall become, or
 * refuses and the copy is thrown away. Nothing here reads a clock, a socket or the store.
 */

/* Why it was refused, in words for both languages and with what a program needs. */
struct failure {
	enum err err;
	const char *field; /* JSON pointer, "/params/tier"; NULL: no single one */
	const char *en, *zh; /* NULL: the class's own text */
	const char *state; /* wrong_state: of the order, the task or the return slip */
	int64_t version; /* conflict */
	enum outage outage; /* unavailable: which; NONE: not known */
	const char *option; /* bad_config: which one needs a restart; NULL: the text names it */
};

/* Ids handed out by the store before the decision: enough of each, or the batch asks for more. */
enum id_kind { ID_ORDER, ID_TASK, ID_RETURN, ID_ALARM, ID_FEEDBACK, ID_N };
struct id_pool {
	int64_t next[ID_N], end[ID_N];
};
enum { CLOCKS_OF_ORDER = 8 }; /* kinds of clock */
/* What any one command, or one order's due steps, can use at most. */
enum {
	ID_NEED_ORDERS = 1,
	ID_NEED_TASKS = ORDER_TASKS_MAX,
	ID_NEED_RETURNS = 1,
	/* One for each step of each clock that can run at once: accept, task and return, and the order's. */
	ID_NEED_ALARMS = (3 * ORDER_TASKS_MAX + CLOCKS_OF_ORDER) * LADDER_STEPS_MAX,
	ID_NEED_FEEDBACKS = 32,
};

struct org_change { /* effect of a put: the row as it shall stand */
	struct org_change *next;
	enum org_noun noun;
	void *row;
};

struct decision {
	struct arena *arena;
	const struct org *org;
	struct id_pool *ids;
	int64_t now_at;
	const struct user *actor; /* NULL: the daemon itself */
	struct order *order; /* working copy; NULL where the command makes one or needs none */
	struct order *cited; /* working copy of the confirmation the order cites; NULL: none */
	const struct order *named; /* the one its request names; NULL: none that may be seen */
	struct task *task; /* in order, when the command is on a task */
	struct return_slip *slip;
	struct alarm *alarm;
	struct places places;
	struct feedback *feedbacks; /* working copies of those a feedback.read names */
	struct notice *notice; /* a working copy of the one a notice.resend names */
	struct org_change *changes; /* newest first */
	bool is_touched; /* the order's version has risen for this command */
	struct failure fail;
};

/* Refusing: fills fail, returns its class. Use: return refuse(d, ERR_..., "/params/x", en, zh). */
enum err refuse(
	struct decision *d, enum err e, const char *field, const char *en, const char *zh) MUST_CHECK;

typedef enum err decide_fn(struct decision *d, const void *request);

/* What must hold before a command on an order is decided: data, checked in one place (guard.c). */
enum owner { /* rules.md 22: whose act it is; admin passes */
	OWNER_ANY, /* whoever sees it */
	OWNER_NOT_MONITOR, /* whoever sees it and is more than a monitor */
	OWNER_SLIP, /* its account manager, its unit's leader, the dispatcher who raised it */
	OWNER_SLIP_SUPERVISOR, /* or a supervisor */
	OWNER_INDUSTRY_MANAGER,
	OWNER_LEADER,
	OWNER_CLERK, /* of its unit */
	OWNER_HOLDER_OF_STEP, /* who may send back: by state */
	OWNER_CRC, /* dispatcher, supervisor */
	OWNER_CRC_OR_MANAGER, /* or the station manager of one of its tasks */
	OWNER_LEADER_OR_SUPERVISOR,
	OWNER_SUPERVISOR,
	OWNER_SIGNER, /* its account manager, a dispatcher */
	OWNER_ARCHIVER, /* its account manager; a dispatcher where there is none */
	OWNER_STATION, /* operator or manager of the task's station */
	OWNER_STATION_MANAGER,
	OWNER_ERRING, /* of the erring station; a dispatcher for the CRC */
	OWNER_ERRING_OR_CRC, /* or a dispatcher, supervisor */
};

struct guard {
	enum owner owner;
	unsigned order_states; /* BIT(ORDER_...); 0: any */
	unsigned task_states; /* of the task named; 0: any */
	unsigned return_states; /* of the slip named; 0: any */
	bool is_ok_while_held;
};

bool order_is_visible(const struct order *o, const struct user *who);
enum err guard_check_owner(struct decision *d, const struct guard *guard) MUST_CHECK;
enum err guard_check_version(struct decision *d, int64_t if_version) MUST_CHECK;
enum err guard_check_state(struct decision *d, const struct guard *guard) MUST_CHECK;

/* True while the pool holds enough for any one command; else the batch ends here first. */
bool decide_has_ids(const struct id_pool *ids);

/* Due steps first (rules.md 6): fires what is due on the order up to now_at and settles what has
 * been missed. Several steps of a clock at once are told once, at the highest (rules.md 4). */
void decide_due(struct decision *d);
/* The last of every decision: alarms it cleared or reopened are written down, behind all else that happened. */
void alarm_write_news(struct decision *d);
/* The nearest armed instant of an order; INSTANT_NONE: none. */
int64_t order_next_due(const struct order *o);

/* Moves the order to that policy version: limits, calendars and ladders of its live clocks. False: the
 * policy lacks a row for it, nothing is changed; *moved: something of it differs (rules.md 4, 9). */
bool decide_apply(struct decision *d, int64_t version, bool *moved);

decide_fn decide_create, decide_amend, decide_submit, decide_confirm, decide_approve,
	decide_forward, decide_send_back, decide_cancel, decide_assign, decide_note;
decide_fn decide_dispatch, decide_accept, decide_complete, decide_reassign, decide_escalate;
decide_fn decide_return, decide_return_accept, decide_return_dispute, decide_return_rule,
	decide_return_settle;
decide_fn decide_hold, decide_resume, decide_retier, decide_resolve_major;
decide_fn decide_sign, decide_archive, decide_authorise;
decide_fn decide_acknowledge, decide_feedback_read, decide_notice_resend;
decide_fn decide_unit_put, decide_station_put, decide_user_put, decide_customer_put,
	decide_token_issue, decide_token_revoke, decide_hold_reason_put, decide_user_password,
	decide_session_open, decide_session_close;
decide_fn decide_limits_put, decide_ladder_put, decide_quotas_put, decide_targets_put,
	decide_route_put, decide_calendar_put, decide_calendar_import, decide_forecast_put;

#endif
