/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_WORDS_H
#define SL_CORE_WORDS_H

/*
 * Every closed set of words of the product, one X-macro list each: the enum, the name in the API
 * and the store, and what people read. ABSENT (0) stands for "not given" where a thing is optional.
 */
/* clang-format off */
#define ORDER_KINDS(X) \
	X(KIND_CONTACT, "contact") X(KIND_CONFIRMATION, "confirmation") X(KIND_FAULT, "fault")
#define ORDER_STATES(X) \
	X(ORDER_DRAFT, "draft") \
	X(ORDER_MANAGER_REVIEW, "manager_review") \
	X(ORDER_LEADER_REVIEW, "leader_review") X(ORDER_CLERK_REVIEW, "clerk_review") \
		X(ORDER_AT_CRC, "at_crc") X(ORDER_EXECUTING, "executing") \
			X(ORDER_AWAITING_SIGNATURE, "awaiting_signature") \
				X(ORDER_AWAITING_ARCHIVE, "awaiting_archive") X(ORDER_ARCHIVED, "archived") \
					X(ORDER_CANCELLED, "cancelled")
#define TASK_STATES(X) \
	X(TASK_WAITING, "waiting") \
	X(TASK_ISSUED, "issued") \
	X(TASK_ACCEPTED, "accepted") X(TASK_DONE, "done") X(TASK_CANCELLED, "cancelled")
#define RETURN_STATES(X) \
	X(RETURN_OPEN, "open") \
	X(RETURN_ACCEPTED, "accepted") \
	X(RETURN_DISPUTED, "disputed") X(RETURN_UPHELD, "upheld") X(RETURN_OVERTURNED, "overturned") \
		X(RETURN_CLOSED, "closed") X(RETURN_CANCELLED, "cancelled")
#define RETURN_KINDS(X) X(RETURN_ERROR, "error") X(RETURN_CANNOT_COMPLETE, "cannot_complete")
#define CLOCK_KINDS(X) \
	X(CLOCK_ORDER, "order") \
	X(CLOCK_APPROVAL, "approval") \
	X(CLOCK_INTAKE, "intake") X(CLOCK_ACCEPT, "accept") X(CLOCK_TASK, "task") \
		X(CLOCK_RETURN, "return") X(CLOCK_SIGNATURE, "signature") X(CLOCK_ARCHIVE, "archive") \
			X(CLOCK_RESERVATION, "reservation")
#define CLOCK_STATES(X) \
	X(CLOCK_RUNNING, "running") \
	X(CLOCK_PAUSED, "paused") \
	X(CLOCK_MET, "met") X(CLOCK_MISSED, "missed") X(CLOCK_CANCELLED, "cancelled")
#define CLOCK_PAUSES(X) X(PAUSE_HOLD, "hold") X(PAUSE_RETURN, "return")
#define TIERS(X) X(TIER_A, "A") X(TIER_B, "B") X(TIER_C, "C")
#define SEVERITIES(X) \
	X(SEVERITY_WARNING, "warning") \
	X(SEVERITY_MINOR, "minor") X(SEVERITY_MAJOR, "major") X(SEVERITY_CRITICAL, "critical")
#define TELLS(X) \
	X(TELL_HOLDER, "holder") \
	X(TELL_STATION_MANAGER, "station_manager") \
	X(TELL_SUPERVISOR, "supervisor") X(TELL_LEADER, "leader") X(TELL_ADMIN, "admin")
#define ALARM_STATES(X) \
	X(ALARM_RAISED, "raised") X(ALARM_ACKNOWLEDGED, "acknowledged") X(ALARM_CLEARED, "cleared")
#define RESOURCES(X) \
	X(RESOURCE_DISPATCHABLE, "dispatchable") X(RESOURCE_UNFORECAST_BUILD, "unforecast_build")
#define ANSWERS(X) \
	X(ANSWER_AVAILABLE, "available") \
	X(ANSWER_NEEDS_BUILD, "needs_build") X(ANSWER_IMPOSSIBLE, "impossible")
#define PURPOSES(X) \
	X(PURPOSE_INSTALL, "install") X(PURPOSE_UPGRADE, "upgrade") X(PURPOSE_RELOCATE, "relocate")
#define FAULTS(X) X(FAULT_EQUIPMENT, "equipment") X(FAULT_LINE, "line")
#define SIDES(X) X(SIDE_CARRIER, "carrier") X(SIDE_CUSTOMER, "customer")
#define FORECAST_STATES(X) X(FORECAST_FORECAST, "forecast") X(FORECAST_AGREED, "agreed")
#define UNIT_KINDS(X) X(UNIT_FRONT, "front") X(UNIT_CRC, "crc") X(UNIT_BACK, "back")
#define REVIEWS(X) X(REVIEW_MANAGER, "manager") X(REVIEW_LEADER, "leader") X(REVIEW_CLERK, "clerk")
#define ROLES(X) \
	X(ROLE_ACCOUNT_MANAGER, "account_manager") \
	X(ROLE_INDUSTRY_MANAGER, "industry_manager") \
	X(ROLE_CLERK, "clerk") X(ROLE_LEADER, "leader") X(ROLE_DISPATCHER, "dispatcher") \
		X(ROLE_SUPERVISOR, "supervisor") X(ROLE_OPERATOR, "operator") \
			X(ROLE_STATION_MANAGER, "station_manager") X(ROLE_MONITOR, "monitor") \
				X(ROLE_ADMIN, "admin")
#define NOTICE_STATES(X) \
	X(NOTICE_WAITING, "waiting") X(NOTICE_SENT, "sent") X(NOTICE_DEAD, "dead")
/* What a clock's time was doing, and the rule that made it so: clock_event rows (clock.explain). */
#define CLOCK_CHANGES(X) \
	X(CHANGE_START, "start") \
	X(CHANGE_PAUSE, "pause") \
	X(CHANGE_RESUME, "resume") X(CHANGE_LIMIT, "limit") X(CHANGE_REOPEN, "reopen") \
		X(CHANGE_MET, "met") X(CHANGE_MISSED, "missed") X(CHANGE_CANCELLED, "cancelled")
/* clang-format on */

#define X(id, name) id,
enum order_kind { KIND_ABSENT, ORDER_KINDS(X) };
enum order_state { ORDER_STATE_ABSENT, ORDER_STATES(X) };
enum task_state { TASK_STATE_ABSENT, TASK_STATES(X) };
enum return_state { RETURN_STATE_ABSENT, RETURN_STATES(X) };
enum return_kind { RETURN_KIND_ABSENT, RETURN_KINDS(X) };
enum clock_kind { CLOCK_KIND_ABSENT, CLOCK_KINDS(X) };
enum clock_state { CLOCK_STATE_ABSENT, CLOCK_STATES(X) };
enum clock_pause { PAUSE_ABSENT, CLOCK_PAUSES(X) };
enum tier { TIER_ABSENT, TIERS(X) };
enum severity { SEVERITY_ABSENT, SEVERITIES(X) };
enum tell { TELL_ABSENT, TELLS(X) };
enum alarm_state { ALARM_STATE_ABSENT, ALARM_STATES(X) };
enum resource { RESOURCE_ABSENT, RESOURCES(X) };
enum answer { ANSWER_ABSENT, ANSWERS(X) };
enum purpose { PURPOSE_ABSENT, PURPOSES(X) };
enum fault { FAULT_ABSENT, FAULTS(X) };
enum side { SIDE_ABSENT, SIDES(X) };
enum forecast_state { FORECAST_STATE_ABSENT, FORECAST_STATES(X) };
enum unit_kind { UNIT_KIND_ABSENT, UNIT_KINDS(X) };
enum review { REVIEW_ABSENT, REVIEWS(X) };
enum role { ROLE_ABSENT, ROLES(X) };
enum clock_change { CHANGE_ABSENT, CLOCK_CHANGES(X) };
enum notice_state { NOTICE_STATE_ABSENT, NOTICE_STATES(X) };
#undef X

/* Which set a word belongs to, so that one look-up serves them all. */
enum words {
	WORDS_ORDER_KIND,
	WORDS_ORDER_STATE,
	WORDS_TASK_STATE,
	WORDS_RETURN_STATE,
	WORDS_RETURN_KIND,
	WORDS_CLOCK_KIND,
	WORDS_CLOCK_STATE,
	WORDS_CLOCK_PAUSE,
	WORDS_TIER,
	WORDS_SEVERITY,
	WORDS_TELL,
	WORDS_ALARM_STATE,
	WORDS_RESOURCE,
	WORDS_ANSWER,
	WORDS_PURPOSE,
	WORDS_FAULT,
	WORDS_SIDE,
	WORDS_FORECAST_STATE,
	WORDS_UNIT_KIND,
	WORDS_REVIEW,
	WORDS_ROLE,
	WORDS_CLOCK_CHANGE,
	WORDS_NOTICE_STATE,
	WORDS_N
};

#define BIT(x) (1u << (x))

const char *word_name(enum words set, int value); /* NULL for ABSENT */
int word_value(enum words set, const char *name); /* 0 (ABSENT) when it is none of the set */
int word_count(enum words set); /* values are 1 .. count */

#endif
