/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_STATEMENTS_H
#define SL_STORE_STATEMENTS_H

/* Every SQL text the store can send has a name here; the texts stand in statements*.c and nowhere else. */
/* clang-format off */
#define STATEMENTS(X) \
	/* a connection's start, in this order */ \
	X(SET_COMMON) X(SET_READ_PLANS) X(SET_BATCH_PLANS) X(SET_BATCH_JOINS) X(SET_BATCH_BITMAPS) \
	X(SET_IDLE) X(SET_DEADLINE) X(SCHEMA) X(WRITABLE) X(CLAIM) \
	/* transactions */ \
	X(BEGIN) X(HOLD) X(COMMIT) X(ROLLBACK) \
	/* loading a batch */ \
	X(LOCK_STORE) X(LOCK_NAMED) X(LOCK_DUE) X(FIND_MOVES) X(LOCK_MOVES) X(LOAD_ORDERS) X(LOAD_SLIPS) X(LOAD_CLOCKS) \
	X(LOAD_TASKS) X(LOAD_RETURNS) X(LOAD_ALARMS) X(LOAD_ANSWERS) X(LOCK_PLACES) X(SHARE_PLACES) X(LOAD_QUOTAS) X(LOAD_AGREED) \
	X(LOAD_FEEDBACKS) X(TAKE_IDS) X(LOAD_FACTS) \
	/* saving it */ \
	X(SAVE_ORDERS) X(STAMP_ORDERS) X(SAVE_SLIPS) X(SAVE_CLOCKS) X(SAVE_TASKS) X(SAVE_RETURNS) X(SAVE_ALARMS) \
	X(SAVE_HISTORY) X(SAVE_CLOCK_EVENTS) X(SAVE_FEEDBACKS) X(SAVE_NOTICES) X(RESEND_NOTICE) X(SAVE_ANSWERS) X(PRUNE_ANSWERS) \
	X(SAVE_QUOTAS) X(SAVE_AGREED) X(SAVE_AUDITS) X(ADD_MOVE) X(SAVE_MOVE) X(SAVE_VIRTUAL_NOW) \
	/* the organisation */ \
	X(RAISE_VERSIONS) X(PUT_UNIT) X(PUT_STATION) X(PUT_USER) X(PUT_CUSTOMER) X(PUT_TOKEN) \
	X(PUT_HOLD_REASON) X(PUT_LIMIT) X(PUT_LADDER) X(PUT_STEPS) X(PUT_QUOTA) X(PUT_TARGET) \
	X(PUT_ROUTE) X(DROP_NODES) X(PUT_NODES) X(PUT_CALENDAR) X(PUT_DAYS) X(PUT_SHIFTS) X(PUT_FORECAST) \
	X(ORG_VERSIONS) X(ORG_MONTHS) X(ORG_UNITS) X(ORG_STATIONS) X(ORG_USERS) X(ORG_CUSTOMERS) \
	X(ORG_TOKENS) X(ORG_HOLD_REASONS) X(ORG_LIMITS) X(ORG_LADDERS) X(ORG_STEPS) X(ORG_QUOTAS) \
	X(ORG_TARGETS) X(ORG_ROUTES) X(ORG_NODES) X(ORG_CALENDARS) X(ORG_DAYS) X(ORG_SHIFTS) \
	X(ORG_FORECASTS) \
	/* reading */ \
	X(FIND_ORDER) X(FIND_ORDERS) X(FIND_TASK) X(FIND_TASKS) X(FIND_RETURN) X(FIND_RETURNS) \
	X(FIND_OPEN_ORDERS) X(FIND_ORDERS_AT) X(FIND_OPEN_ORDERS_AT) X(FIND_LOOPS) X(FIND_ALARM) X(FIND_ALARMS) X(FIND_ALARMS_SINCE) X(FIND_OVERDUE) \
	X(FIND_FEEDBACKS) \
	X(FIND_KPI) X(FIND_QUOTA) X(FIND_DEMAND) X(FIND_RECORDS) X(FIND_CHANGES) \
	X(FIND_MORE_CHANGES) X(READ_RECORD_HISTORY) X(READ_RECORD_EVENTS) X(READ_HISTORY) X(READ_CLOCK_EVENTS) \
	X(READ_AGREED_USE) X(READ_NOW) X(TALLY) \
	/* notices */ \
	X(LOAD_NOTICE) X(FIND_NOTICES) X(CLAIM_NOTICES) X(END_NOTICE) X(EXPIRE_NOTICES) X(BURY_NOTICES) X(PRUNE_NOTICES) \
	X(READ_SNAPSHOT) X(SAVE_ALERT_CURSOR) X(STANDING_ALARMS) X(CHANGED_ALARMS) \
	/* the history's seal */ \
	X(SEAL) X(READ_SEAL_STATE) X(READ_SEALS) X(READ_SEALED) X(FIND_SEALED) X(COUNT_UNSEALED) \
	/* looking after the store */ \
	X(CHECK) X(PROBE) X(FEED_STATE) \
	/* the schema's runner */ \
	X(MIGRATE_LOCK) X(MIGRATE_TABLE) X(MIGRATE_HAS_TABLE) X(MIGRATE_LIST) \
	X(MIGRATE_SUM) X(MIGRATE_ADD) X(MIGRATE_ZONE) X(MIGRATE_ADOPT)
/* clang-format on */

#define X(name) ST_##name,
enum statement { STATEMENTS(X) ST_N };
#undef X

/* What feed_state() may say (schema 010); else all is well. */
#define FEED_BEHIND "behind"
#define FEED_MOVED "moved"

struct statement_text {
	const char *name;
	const char *text;
	unsigned prepared; /* BIT(channel): prepared there when it connects */
	unsigned at_start; /* BIT(channel): sent there first of all */
};

extern const struct statement_text statements[ST_N];
extern const char statement_kpi[], statement_quota[], statement_demand[], statement_tally[];
extern const char statement_claim_notices[], statement_end_notice[], statement_expire_notices[],
	statement_bury_notices[], statement_load_notice[], statement_resend_notice[],
	statement_find_notices[], statement_standing_alarms[], statement_changed_alarms[];
extern const char statement_seal[], statement_read_seal_state[], statement_read_seals[],
	statement_read_sealed[], statement_find_sealed[], statement_count_unsealed[];

#endif
