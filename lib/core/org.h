/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_ORG_H
#define SL_CORE_ORG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/calendar.h"
#include "core/order.h"
#include "core/words.h"

/*
 * The organisation and the policy as one snapshot in memory: what every decision may look at.
 * Rows arrive from the store by org_put(), keyed by name (or id); a second put of the same key
 * replaces the row. Rows are never removed: users are disabled, policy rows end with a version.
 */
struct unit {
	const char *name, *title;
	enum unit_kind kind;
	unsigned reviews; /* BIT(REVIEW_...) */
	bool is_confirmation_direct;
};

struct station {
	const char *name, *unit, *area, *title, *calendar;
};

struct user {
	const char *name, *title;
	unsigned roles; /* BIT(ROLE_...) */
	const char *unit;
	struct names stations;
	int64_t uid; /* -1: none */
	struct names notify;
	int64_t absent_until;
	bool is_disabled;
	const char *password; /* hashed; NULL: none. It never leaves */
};

struct customer {
	const char *name, *number, *title, *unit, *account_manager;
	enum tier tier;
	const char *contacts; /* a JSON array as text */
};

struct token {
	int64_t id;
	const char *user;
	unsigned char hash[32];
	int64_t issued_at, expires_at, revoked_at;
	const char *issued_by;
	int64_t opened_with; /* a session, by that token or OPENED_BY_PASSWORD; 0: it was issued */
};
enum { OPENED_BY_PASSWORD = -1, PASSWORD_END = 16 /* bytes that tell stored passwords apart */ };

struct hold_reason {
	const char *name, *en, *zh;
	bool stops_clock;
};

/* A limit row: keys left out (ABSENT, NULL, 0) match anything (rules.md 29). */
struct limit {
	int64_t id;
	enum clock_kind clock;
	enum order_kind kind;
	const char *service;
	enum resource resource;
	enum tier tier;
	enum fault fault;
	const char *customer;
	int64_t lines_from, lines_to; /* 0, 0: any; lines_to 0 with a from: no upper end */
	bool is_rework;
	int64_t limit_ms; /* -1: the row was removed (a put with null) */
	const char *calendar, *source; /* or LIMIT_CALENDAR_OF_STATION */
	int64_t from_version, to_version; /* valid in [from, to); to 0: still */
};

#define LIMIT_CALENDAR_OF_STATION "station"

struct step {
	bool is_after;
	int64_t value; /* share in millionths, or ms after the breach */
	enum severity severity;
	enum tell tell;
	bool is_plain, is_major, is_hand_over;
	int repeat;
	int64_t every; /* in the unit of value */
};

enum { LADDER_STEPS_MAX = 32, ROUTE_NODES_MAX = 32 };

struct ladder {
	int64_t id;
	enum tier tier;
	enum clock_kind clock; /* ABSENT: every clock without one of its own */
	struct step *steps;
	int n_steps;
	int64_t from_version, to_version;
};

struct quota {
	int64_t id;
	const char *service;
	enum resource resource;
	enum tier tier;
	int64_t orders_a_month;
	const char *source;
};

struct on_time_target {
	int64_t id;
	enum order_kind kind;
	const char *service;
	int64_t on_time_ppm;
	const char *source;
	int64_t goal_now_ms, goal_short_ms, goal_long_ms; /* end to end; -1: none */
};

struct forecast { /* demand of a unit in a month, as forecast or as the back end agreed to it */
	int64_t id;
	const char *unit, *service;
	int64_t month; /* year * 12 + month - 1 */
	enum forecast_state state;
	int64_t quantity; /* lines */
};

struct route_node {
	const char *name, *station;
	struct names after;
	int64_t share_ppm; /* -1: not given */
};

struct route {
	const char *name;
	enum order_kind kind;
	const char *service;
	struct route_node *nodes;
	int n_nodes;
};

enum org_noun {
	ORG_UNIT,
	ORG_STATION,
	ORG_USER,
	ORG_CUSTOMER,
	ORG_TOKEN,
	ORG_HOLD_REASON,
	ORG_LIMIT,
	ORG_LADDER,
	ORG_QUOTA,
	ORG_TARGET,
	ORG_ROUTE,
	ORG_CALENDAR,
	ORG_FORECAST,
	ORG_N
};

struct org; /* opaque: org.c owns the tables */
struct org *org_new(void);
struct org *org_copy(const struct org *from); /* for asking what if */
void org_free(struct org *g);

/* Takes a copy of the row (one of the structs above, by noun). Same key: replaces it. */
void org_put(struct org *g, enum org_noun noun, const void *row);
int org_count(const struct org *g, enum org_noun noun);
const void *org_at(const struct org *g, enum org_noun noun, int i); /* in order of key */

const struct unit *org_get_unit(const struct org *g, const char *name);
const struct station *org_get_station(const struct org *g, const char *name);
const struct user *org_get_user(const struct org *g, const char *name);
const struct user *org_get_user_by_uid(const struct org *g, int64_t uid);
const struct customer *org_get_customer(const struct org *g, const char *name);
const struct token *org_get_token(const struct org *g, int64_t id);
const struct token *org_get_token_by_hash(const struct org *g, const unsigned char hash[32]);
/* Neither revoked nor expired, nor is the token it was opened with. NULL: no. */
bool org_token_is_good(const struct org *g, const struct token *t, int64_t now_at);
const struct hold_reason *org_get_hold_reason(const struct org *g, const char *name);
const struct route *org_get_route(const struct org *g, const char *name);
/* As it stood in that policy version; one made later: its first; NULL: no such calendar. "always",
 * and NULL, is calendar_always. */
const struct calendar *org_get_calendar(const struct org *g, const char *name, int64_t version);
const struct calendar *org_get_calendar_version(const struct org *g, int64_t id); /* 0: always */
/* The lines agreed for that month; -1: nothing is. */
int64_t org_get_agreed(const struct org *g, const char *unit, const char *service, int64_t month);

/* Versions: config counts every change (the snapshot's age), policy those of
 * limits, ladders and calendars. */
int64_t org_get_config_version(const struct org *g);
/* Newer rows are being put, until org_set_versions: some are there and some are not. */
void org_set_partial(struct org *g);
bool org_is_partial(const struct org *g);
int64_t org_get_policy_version(const struct org *g);
void org_set_versions(struct org *g, int64_t config, int64_t policy);
const char *org_get_zone(const struct org *g); /* the carrier's time zone; "UTC" unless set */
void org_set_zone(struct org *g, const char *zone);

/* Months of the carrier's zone: starts[i] is the first instant of month first + i, a month being
 * year * 12 + month - 1. The store works them out, because zones are data it has. */
void org_set_months(struct org *g, int64_t first, const int64_t *starts, int n);
int64_t org_get_month(const struct org *g, int64_t at); /* -1 outside what is known */

bool user_has(const struct user *u, enum role role);
bool user_is_at(const struct user *u, const char *station);
/* His password, as it is stored, is still the one whose stored form ended so. */
bool user_has_password(const struct user *u, const char end[PASSWORD_END]);
bool user_is_absent(const struct user *u, int64_t now_at);

#endif
