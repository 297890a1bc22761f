/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_REQUEST_H
#define SL_CORE_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/order.h"
#include "core/org.h"
#include "core/words.h"

/*
 * What callers ask, decoded: one struct a shape of parameters. The decoder (api/decode.c) fills
 * them from the specs in the command table; texts live in the request's arena. Not given: NULL,
 * 0 for words and ids, INSTANT_NONE, -1 for numbers and GIVEN_NOT for yes/no.
 */
enum given { GIVEN_NOT = -1, GIVEN_FALSE = 0, GIVEN_TRUE = 1 };

struct request { /* every params struct begins with it */
	int64_t id; /* order, task, return slip or alarm, as the command says */
	int64_t if_version; /* -1: not given */
	const char *idempotency_key;
	/* puts of policy: asked what it would do; done to open orders too ("open"; NULL: not) */
	int dry_run; /* enum given */
	const char *apply;
};

struct request_create {
	struct request head;
	int kind, tier, fault, purpose; /* words; int because the decoder stores words as int */
	const char *service, *unit, *customer, *title, *description, *requirement, *override;
	int64_t lines; /* 1 unless given */
	struct names sites;
	int needs_leader, submit; /* enum given */
	int64_t confirmation;
};

struct request_amend { /* what is given replaces; texts may be amended at any time before the end */
	struct request head;
	int tier, fault, purpose;
	const char *service, *customer, *title, *description, *requirement;
	int64_t lines; /* -1: not given */
	struct names sites;
	int has_sites; /* enum given */
	int needs_leader;
	int64_t confirmation;
};

struct request_text { /* reason, note, text or record; override for submit */
	struct request head;
	const char *text;
	const char *note;
};

struct request_confirm {
	struct request head;
	int needs_leader;
};

struct request_dispatch {
	struct request head;
	const char *route;
	struct route_node *tasks;
	int n_tasks;
};

struct request_retier {
	struct request head;
	int tier;
	const char *reason, *override;
};

struct request_person { /* assign {account_manager}, reassign {to} */
	struct request head;
	const char *person;
};

struct request_sign {
	struct request head;
	int accepted;
	const char *by, *note;
	struct names redo;
};

struct request_archive {
	struct request head;
	int64_t grade_time, grade_quality; /* -1: not given */
};

struct request_authorise {
	struct request head;
	int64_t until;
};

struct request_complete {
	struct request head;
	const char *record, *cause, *impact, *explanation, *reference;
	int side, answer;
	int64_t ready_at, valid_until;
};

struct request_return {
	struct request head;
	const char *to, *text;
	int kind;
};

struct request_rule {
	struct request head;
	int upheld;
	const char *reason;
};

struct request_ids { /* feedback.read */
	struct request head;
	int64_t *ids;
	int n_ids;
};

struct request_unit {
	struct request head;
	struct unit unit;
	int kind; /* -> unit.kind */
	struct names reviews; /* words of REVIEWS */
	int has_reviews; /* GIVEN_NOT: all three for front units */
	int confirmation_direct;
};

struct request_station {
	struct request head;
	struct station station;
};

struct request_user {
	struct request head;
	const char *name, *title, *unit;
	struct names roles, stations, notify;
	int64_t uid; /* -1: none */
	int64_t absent_until;
	int disabled;
};

struct request_customer {
	struct request head;
	const char *name, *number, *title, *unit, *account_manager, *contacts;
	int tier;
};

struct request_token {
	struct request head;
	const char *user;
	int64_t ttl_ms; /* -1: no expiry */
	/* filled by the daemon, never by the caller: randomness is no business of the core */
	unsigned char hash[32];
	int64_t opened_with; /* session.open: struct token's */
	char password_end[PASSWORD_END]; /* and, by password, of which */
};

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128 }; /* bytes */
struct request_password {
	struct request head;
	const char *user, *password; /* NULL: none any more */
	const char *stored; /* filled by the daemon: hashed */
};

struct request_hold_reason {
	struct request head;
	const char *name, *en, *zh;
	int stops_clock;
};

struct request_limits {
	struct request head;
	struct limit *limits;
	int n_limits;
};

struct request_ladder {
	struct request head;
	int tier, clock;
	struct step *steps;
	int n_steps;
};

struct request_quotas {
	struct request head;
	struct quota *quotas;
	int n_quotas;
};

struct request_targets {
	struct request head;
	struct on_time_target *targets;
	int n_targets;
};

struct request_route { /* route.put {routes} is not in the contract: one at a time, by its name */
	struct request head;
	const char *name, *service;
	int kind;
	struct route_node *nodes;
	int n_nodes;
};

struct request_calendar {
	struct request head;
	struct calendar calendar; /* its zone's shifts are filled in by the daemon */
};

struct request_import { /* calendar.import */
	struct request head;
	const char *name, *zone, *ics;
	/* filled in by the daemon: what ics holds, or in both languages what is wrong with it; zone's shifts */
	struct imported_day *days;
	int n_days;
	const char *fault_en, *fault_zh;
	const char *read_zone; /* in which its times of day were read; NULL: it was not */
	const char *events; /* how many of them were taken, and why not the others: as JSON */
	struct zone_shift *shifts;
	int n_shifts;
};

struct request_span { /* calendar.span, calendar.add */
	struct request head;
	const char *name;
	int64_t from, to;
	int64_t counted_us; /* microseconds: seconds in millionths, as the decoder reads numbers */
};

struct request_forecast {
	struct request head;
	const char *unit, *service;
	int64_t month, quantity;
	int state; /* -> forecast.state */
};

struct request_replay { /* policy.replay */
	struct request head;
	int64_t from, to;
	struct limit *limits;
	int n_limits;
	struct request_ladder *ladders;
	int n_ladders;
	struct request_calendar *calendars;
	int n_calendars;
	int64_t n_shown; /* items answered at most */
};

struct request_watch { /* watch.start, watch.stop */
	struct request head;
	struct names topics;
	const char *since, *station;
	int64_t watch;
};

struct request_time {
	struct request head;
	int64_t to;
};

struct request_session {
	struct request head;
	const char *token;
	const char *user, *password; /* instead of a token */
	const char *lang;
};

/* Every reading method: what to find. Keys that the method does not have stay "not given". */
struct request_find {
	struct request head;
	int64_t order;
	int state, kind, tier, severity, clock; /* words; state of the thing listed */
	const char *unit, *service, *station, *task, *text, *name;
	int overdue, major, mine, unread; /* enum given */
	const char *cursor, *since;
	bool is_open; /* FIND_ORDERS: neither archived nor cancelled; the daemon's own */
	const char *upto; /* FIND_CHANGES: a cursor, nothing beyond it; the daemon's own */
	int64_t limit; /* rows a page, 1 .. 1000, 50 or 200 unless given */
	int64_t from, to;
	struct names by;
};

#endif
