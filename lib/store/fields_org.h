/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_FIELDS_ORG_H
#define SL_STORE_FIELDS_ORG_H

/*
 * The organisation's tables, as fields.h has the orders'. Parameter 1 is the row's key (a name, or an
 * id) or, for steps and nodes, that of the ladder or route they belong to.
 */
#define UNIT_FIELDS(X) \
	X(2, title, text, text, TEXT, title, 0) \
	X(3, kind, text, text, WORD, kind, WORDS_UNIT_KIND) \
	X(4, reviews, bigint, bigint, BITS, reviews, 0) \
	X(5, is_confirmation_direct, boolean, boolean, BOOL, is_confirmation_direct, 0)

#define STATION_FIELDS(X) \
	X(2, unit, text, text, TEXT, unit, 0) \
	X(3, area, text, text, TEXT, area, 0) \
	X(4, title, text, text, TEXT, title, 0) \
	X(5, calendar, text, text, TEXT, calendar, 0)

#define USER_FIELDS(X) \
	X(2, title, text, text, TEXT, title, 0) \
	X(3, roles, bigint, bigint, BITS, roles, 0) \
	X(4, unit, text, text, TEXT, unit, 0) \
	X(5, stations, text, text[], NAMES, stations, 0) \
	X(6, uid, bigint, bigint, SPAN, uid, 0) \
	X(7, notify, text, text[], NAMES, notify, 0) \
	X(8, absent_until, bigint, bigint, AT, absent_until, 0) \
	X(9, is_disabled, boolean, boolean, BOOL, is_disabled, 0) \
	X(10, password, text, text, TEXT, password, 0)

#define CUSTOMER_FIELDS(X) \
	X(2, number, text, text, TEXT, number, 0) \
	X(3, title, text, text, TEXT, title, 0) \
	X(4, unit, text, text, TEXT, unit, 0) \
	X(5, account_manager, text, text, TEXT, account_manager, 0) \
	X(6, tier, text, text, WORD, tier, WORDS_TIER) \
	X(7, contacts, text, json, TEXT, contacts, 0)

#define TOKEN_FIELDS(X) \
	X(2, user_name, text, text, TEXT, user, 0) \
	X(3, hash, bytea, bytea, HASH, hash, 0) \
	X(4, issued_at, bigint, bigint, AT, issued_at, 0) \
	X(5, expires_at, bigint, bigint, AT, expires_at, 0) \
	X(6, revoked_at, bigint, bigint, AT, revoked_at, 0) \
	X(7, issued_by, text, text, TEXT, issued_by, 0) \
	X(8, opened_with, bigint, bigint, ID, opened_with, 0)

#define HOLD_REASON_FIELDS(X) \
	X(2, en, text, text, TEXT, en, 0) \
	X(3, zh, text, text, TEXT, zh, 0) \
	X(4, stops_clock, boolean, boolean, BOOL, stops_clock, 0)

#define LIMIT_FIELDS(X) \
	X(2, clock, text, text, WORD, clock, WORDS_CLOCK_KIND) \
	X(3, kind, text, text, WORD, kind, WORDS_ORDER_KIND) \
	X(4, service, text, text, TEXT, service, 0) \
	X(5, resource, text, text, WORD, resource, WORDS_RESOURCE) \
	X(6, tier, text, text, WORD, tier, WORDS_TIER) \
	X(7, fault, text, text, WORD, fault, WORDS_FAULT) \
	X(8, customer, text, text, TEXT, customer, 0) \
	X(9, lines_from, bigint, bigint, ID, lines_from, 0) \
	X(10, lines_to, bigint, bigint, ID, lines_to, 0) \
	X(11, is_rework, boolean, boolean, BOOL, is_rework, 0) \
	X(12, limit_ms, bigint, bigint, SPAN, limit_ms, 0) \
	X(13, calendar, text, text, TEXT, calendar, 0) \
	X(14, source, text, text, TEXT, source, 0) \
	X(15, from_version, bigint, bigint, BIG, from_version, 0) \
	X(16, to_version, bigint, bigint, ID, to_version, 0)

#define LADDER_FIELDS(X) \
	X(2, tier, text, text, WORD, tier, WORDS_TIER) \
	X(3, clock, text, text, WORD, clock, WORDS_CLOCK_KIND) \
	X(4, from_version, bigint, bigint, BIG, from_version, 0) \
	X(5, to_version, bigint, bigint, ID, to_version, 0)

#define STEP_FIELDS(X) \
	X(2, is_after, boolean, boolean, BOOL, is_after, 0) \
	X(3, value, bigint, bigint, BIG, value, 0) \
	X(4, severity, text, text, WORD, severity, WORDS_SEVERITY) \
	X(5, tell, text, text, WORD, tell, WORDS_TELL) \
	X(6, is_plain, boolean, boolean, BOOL, is_plain, 0) \
	X(7, is_major, boolean, boolean, BOOL, is_major, 0) \
	X(8, is_hand_over, boolean, boolean, BOOL, is_hand_over, 0) \
	X(9, repeat, bigint, integer, INT, repeat, 0) \
	X(10, every, bigint, bigint, BIG, every, 0)

#define QUOTA_FIELDS(X) \
	X(2, service, text, text, TEXT, service, 0) \
	X(3, resource, text, text, WORD, resource, WORDS_RESOURCE) \
	X(4, tier, text, text, WORD, tier, WORDS_TIER) \
	X(5, orders_a_month, bigint, bigint, BIG, orders_a_month, 0) \
	X(6, source, text, text, TEXT, source, 0)

#define TARGET_FIELDS(X) \
	X(2, kind, text, text, WORD, kind, WORDS_ORDER_KIND) \
	X(3, service, text, text, TEXT, service, 0) \
	X(4, on_time_ppm, bigint, bigint, BIG, on_time_ppm, 0) \
	X(5, source, text, text, TEXT, source, 0) \
	X(6, goal_now_ms, bigint, bigint, SPAN, goal_now_ms, 0) \
	X(7, goal_short_ms, bigint, bigint, SPAN, goal_short_ms, 0) \
	X(8, goal_long_ms, bigint, bigint, SPAN, goal_long_ms, 0)

#define ROUTE_FIELDS(X) \
	X(2, kind, text, text, WORD, kind, WORDS_ORDER_KIND) \
	X(3, service, text, text, TEXT, service, 0)

#define NODE_FIELDS(X) \
	X(2, name, text, text, TEXT, name, 0) \
	X(3, station, text, text, TEXT, station, 0) \
	X(4, after, text, text[], NAMES, after, 0) \
	X(5, share_ppm, bigint, bigint, SPAN, share_ppm, 0)

#define CALENDAR_FIELDS(X) \
	X(2, name, text, text, TEXT, name, 0) \
	X(3, zone, text, text, TEXT, zone, 0) \
	X(4, mon, text, text, HOURS, week[0], 0) \
	X(5, tue, text, text, HOURS, week[1], 0) \
	X(6, wed, text, text, HOURS, week[2], 0) \
	X(7, thu, text, text, HOURS, week[3], 0) \
	X(8, fri, text, text, HOURS, week[4], 0) \
	X(9, sat, text, text, HOURS, week[5], 0) \
	X(10, sun, text, text, HOURS, week[6], 0) \
	X(11, from_version, bigint, bigint, BIG, from_version, 0) \
	X(12, to_version, bigint, bigint, ID, to_version, 0)

#define DAY_FIELDS(X) \
	X(2, day, bigint, bigint, BIG, day, 0) \
	X(3, hours, text, text, HOURS, hours, 0)

#define SHIFT_FIELDS(X) \
	X(2, at, bigint, bigint, AT, at, 0) \
	X(3, offset_ms, bigint, bigint, BIG, offset_ms, 0)

#define FORECAST_FIELDS(X) \
	X(2, unit, text, text, TEXT, unit, 0) \
	X(3, service, text, text, TEXT, service, 0) \
	X(4, month, bigint, bigint, BIG, month, 0) \
	X(5, state, text, text, WORD, state, WORDS_FORECAST_STATE) \
	X(6, quantity, bigint, bigint, BIG, quantity, 0)

#endif
