/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_FOUND_H
#define SL_CORE_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/decide.h"
#include "core/order.h"

/* Reading: what may be seen, what to find, and what was found. Filled by the store, spelt by the
 * api; here because neither of those knows the other. */
struct viewer { /* what may be seen (rules.md 21) */
	bool sees_all;
	const char *user, *unit; /* unit NULL: no front role */
	struct names stations;
};

enum find { /* what a reading method looks for: one row in find.c each */
	FIND_NOTHING,
	FIND_ORDER, /* head.id                                  -> orders[0] */
	FIND_ORDERS, /* order.list filters                       -> orders */
	FIND_HISTORY, /* head.id, cursor                          -> orders[0], happenings (oldest first) */
	FIND_CLOCK, /* order, clock, task                       -> orders[0], clock_events (oldest first) */
	FIND_TASK, /* head.id                                  -> orders[0], ids[0] = task id */
	FIND_TASKS, /* task.list                                -> orders[i], ids[i]: one pair a row */
	FIND_RETURN,
	FIND_RETURNS,
	FIND_ALARM,
	FIND_ALARMS, /* alarm rows need id, order, number, station, task name, never the whole order */
	FIND_OVERDUE, /* limit: standing alarms of steps at the limit or past it, oldest first -> alarms */
	FIND_FEEDBACKS,
	FIND_KPI, /* from, to, by                             -> table */
	FIND_QUOTA, /* from, to                                 -> table */
	FIND_DEMAND, /* from, to, unit, service                  -> table */
	FIND_LOOPS, /* orders with an open loop, oldest first   -> orders; ids[i] = 1: archived (broken) */
	FIND_HEALTH, /* -> health */
	/* The daemon's own, in order of id behind `order`, `limit` at a time -> orders, with their alarms: */
	FIND_OPEN, /* open ones with a policy */
	FIND_FINISHED, /* finished in from .. to, with all their happenings and clock events */
	FIND_ALL, /* every one, likewise */
	FIND_PLACES, /* what is taken of the months' quotas and agreed quantities -> places */
	FIND_CHANGES, /* since (NULL: none, only where the feed is now), limit -> changes, cursor */
	FIND_NOTICES, /* state                                   -> notices */
};

struct found_alarm {
	struct alarm alarm;
	int64_t order;
	enum order_kind order_kind;
	const char *task; /* name; NULL: none */
};

struct found_change { /* one row of the history, in the order of the feed */
	const struct order *order; /* as it is now, with its tasks, return slips and alarms */
	struct happening happening;
	const char *cursor; /* of the feed behind it */
};

struct alert { /* an alarm as a monitoring system is told of it */
	struct found_alarm found;
	enum tier tier;
};

struct cell { /* of a report */
	enum { CELL_NULL, CELL_TEXT, CELL_INT, CELL_REAL } type;
	const char *text;
	int64_t integer;
	double real;
};

struct found {
	struct arena *arena; /* set by the caller */
	struct order **orders;
	int64_t *ids;
	int n;
	struct found_alarm *alarms;
	int n_alarms;
	struct happening *happenings;
	struct clock_event *clock_events;
	struct feedback *feedbacks;
	struct notice *notices; /* FIND_NOTICES: a list by next, newest first */
	struct places places;
	const char **columns; /* of a table */
	struct cell *cells; /* n rows of n_columns */
	int n_columns;
	struct found_change *changes;
	int n_changes;
	bool is_more; /* FIND_CHANGES, FIND_ALARMS with since: there are further ones */
	bool is_upto; /* it went no further than an earlier snapshot */
	const char *cursor; /* alarm.list, FIND_CHANGES: the change cursor of this snapshot */
	bool is_cursor_found; /* since was still kept */
	const char *next_cursor; /* page cursor; NULL: the last page */
	bool is_bad_cursor; /* the caller's cursor is none of ours -> invalid_params */
	int64_t now_at; /* the store's now, real or virtual, read with the rows */
	int64_t oldest_due_at; /* FIND_HEALTH: nearest armed step; INSTANT_NONE: none */
	int schema_version;
	/* Of the organisation, read with the rows: they may name what an older snapshot has not. */
	int64_t config_version, policy_version;
};

#endif
