/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_FIELDS_H
#define SL_STORE_FIELDS_H

/*
 * One list a table: which column holds which member, how. The statements' texts (statements.c) and the
 * conversions (rows.c) are both made from it, so that they cannot disagree.
 *
 * X(parameter, column, parameter type, column type, how, member, set of words)
 * Parameter 1 is always the owner: the order's id, the ladder's id, the route's name.
 */
#define ORDER_FIELDS(X) \
	X(2, kind, text, text, WORD, kind, WORDS_ORDER_KIND) \
	X(3, service, text, text, TEXT, service, 0) \
	X(4, tier, text, text, WORD, tier, WORDS_TIER) \
	X(5, state, text, text, WORD, state, WORDS_ORDER_STATE) \
	X(6, version, bigint, bigint, BIG, version, 0) \
	X(7, unit, text, text, TEXT, unit, 0) \
	X(8, account_manager, text, text, TEXT, account_manager, 0) \
	X(9, raised_by, text, text, TEXT, raised_by, 0) \
	X(10, lines, bigint, bigint, BIG, lines, 0) \
	X(11, purpose, text, text, WORD, purpose, WORDS_PURPOSE) \
	X(12, fault, text, text, WORD, fault, WORDS_FAULT) \
	X(13, needs_leader, boolean, boolean, BOOL, needs_leader, 0) \
	X(14, confirmation, bigint, bigint, ID, confirmation, 0) \
	X(15, used_by, bigint, bigint, ID, used_by, 0) \
	X(16, resource, text, text, WORD, resource, WORDS_RESOURCE) \
	X(17, hold_reason, text, text, TEXT, hold.reason, 0) \
	X(18, hold_stops_clock, boolean, boolean, BOOL, hold.stops_clock, 0) \
	X(19, hold_note, text, text, TEXT, hold.note, 0) \
	X(20, hold_by, text, text, TEXT, hold.by, 0) \
	X(21, hold_since, bigint, bigint, HOLD_AT, hold.since, 0) \
	X(22, is_major, boolean, boolean, BOOL, is_major, 0) \
	X(23, sent_back, text, text, TEXT, sent_back, 0) \
	X(24, sent_back_by, text, text, TEXT, sent_back_by, 0) \
	X(25, sent_back_at, bigint, bigint, AT, sent_back_at, 0) \
	X(26, n_sent_back, bigint, integer, INT, n_sent_back, 0) \
	X(27, policy, bigint, bigint, BIG, policy, 0) \
	X(28, route, text, text, TEXT, route, 0) \
	X(29, quota, bigint, bigint, ID, quota, 0) \
	X(30, quota_month, bigint, bigint, ID, quota_month, 0) \
	X(31, created_at, bigint, bigint, AT, created_at, 0) \
	X(32, submitted_at, bigint, bigint, AT, submitted_at, 0) \
	X(33, arrived_at, bigint, bigint, AT, arrived_at, 0) \
	X(34, promised_at, bigint, bigint, AT, promised_at, 0) \
	X(35, finished_at, bigint, bigint, AT, finished_at, 0) \
	X(36, signed_at, bigint, bigint, AT, signed_at, 0) \
	X(37, archived_at, bigint, bigint, AT, archived_at, 0) \
	X(38, cancelled_at, bigint, bigint, AT, cancelled_at, 0) \
	X(39, signed_by, text, text, TEXT, signed_by, 0) \
	X(40, grading_until, bigint, bigint, AT, grading_until, 0) \
	X(41, grade_time, bigint, smallint, INT0, grade_time, 0) \
	X(42, grade_quality, bigint, smallint, INT0, grade_quality, 0) \
	X(43, last_at, bigint, bigint, AT, last_at, 0) \
	X(44, n_happenings, bigint, bigint, BIG, n_happenings, 0) \
	X(45, agreed_month, bigint, bigint, ID, agreed_month, 0) \
	X(46, agreed_lines, bigint, bigint, ID, agreed_lines, 0)

/* All that changes of most orders that something happens to. */
#define ORDER_STAMP_FIELDS(X) \
	X(2, version, bigint, bigint, BIG, version, 0) \
	X(3, last_at, bigint, bigint, AT, last_at, 0) \
	X(4, n_happenings, bigint, bigint, BIG, n_happenings, 0)

#define SLIP_FIELDS(X) \
	X(2, title, text, text, TEXT, title, 0) \
	X(3, description, text, text, TEXT, description, 0) \
	X(4, customer, text, text, TEXT, customer, 0) \
	X(5, requirement, text, json, TEXT, requirement, 0) \
	X(6, sites, text, text[], NAMES, sites, 0)

#define CLOCK_FIELDS(X) \
	X(2, kind, text, text, WORD, kind, WORDS_CLOCK_KIND) \
	X(3, ref, bigint, bigint, BIG, ref, 0) \
	X(4, generation, bigint, integer, INT, generation, 0) \
	X(5, state, text, text, WORD, state, WORDS_CLOCK_STATE) \
	X(6, paused_by, text, text, WORD, paused_by, WORDS_CLOCK_PAUSE) \
	X(7, limit_rev, bigint, integer, INT, limit_rev, 0) \
	X(8, limit_ms, bigint, bigint, BIG, limit_ms, 0) \
	X(9, spent_ms, bigint, bigint, BIG, spent_ms, 0) \
	X(10, since_at, bigint, bigint, AT, since_at, 0) \
	X(11, due_at, bigint, bigint, AT, due_at, 0) \
	X(12, is_missed, boolean, boolean, BOOL, is_missed, 0) \
	X(13, started_at, bigint, bigint, AT, started_at, 0) \
	X(14, ended_at, bigint, bigint, AT, ended_at, 0) \
	X(15, next_due_at, bigint, bigint, AT, next_due_at, 0) \
	X(16, calendar, text, text, TEXT, calendar, 0) \
	X(17, late_at, bigint, bigint, AT, late_at, 0) \
	X(18, over_ms, bigint, bigint, BIG, over_ms, 0)

#define TASK_FIELDS(X) \
	X(2, id, bigint, bigint, BIG, id, 0) \
	X(3, name, text, text, TEXT, name, 0) \
	X(4, station, text, text, TEXT, station, 0) \
	X(5, area, text, text, TEXT, area, 0) \
	X(6, state, text, text, WORD, state, WORDS_TASK_STATE) \
	X(7, before_return, text, text, WORD, before_return, WORDS_TASK_STATE) \
	X(8, pos, bigint, integer, INT, pos, 0) \
	X(9, holder, text, text, TEXT, holder, 0) \
	X(10, after, text, text[], NAMES, after, 0) \
	X(11, share_ppm, bigint, bigint, BIG, share_ppm, 0) \
	X(12, issued_at, bigint, bigint, AT, issued_at, 0) \
	X(13, accepted_at, bigint, bigint, AT, accepted_at, 0) \
	X(14, done_at, bigint, bigint, AT, done_at, 0) \
	X(15, done_by, text, text, TEXT, done_by, 0) \
	X(16, record, text, text, TEXT, record, 0) \
	X(17, cause, text, text, TEXT, cause, 0) \
	X(18, side, text, text, WORD, side, WORDS_SIDE) \
	X(19, impact, text, text, TEXT, impact, 0) \
	X(20, explanation, text, text, TEXT, explanation, 0) \
	X(21, answer, text, text, WORD, answer, WORDS_ANSWER) \
	X(22, reference, text, text, TEXT, reference, 0) \
	X(23, ready_at, bigint, bigint, AT, ready_at, 0) \
	X(24, valid_until, bigint, bigint, AT, valid_until, 0) \
	X(25, rework, bigint, integer, INT, rework, 0) \
	X(26, is_with_manager, boolean, boolean, BOOL, is_with_manager, 0)

#define RETURN_FIELDS(X) \
	X(2, id, bigint, bigint, BIG, id, 0) \
	X(3, raised_by_task, bigint, bigint, BIG, raised_by_task, 0) \
	X(4, raised_by, text, text, TEXT, raised_by, 0) \
	X(5, to_task, bigint, bigint, ID, to_task, 0) \
	X(6, kind, text, text, WORD, kind, WORDS_RETURN_KIND) \
	X(7, text, text, text, TEXT, text, 0) \
	X(8, state, text, text, WORD, state, WORDS_RETURN_STATE) \
	X(9, raised_at, bigint, bigint, AT, raised_at, 0) \
	X(10, answered_at, bigint, bigint, AT, answered_at, 0) \
	X(11, ruled_at, bigint, bigint, AT, ruled_at, 0) \
	X(12, closed_at, bigint, bigint, AT, closed_at, 0) \
	X(13, answered_by, text, text, TEXT, answered_by, 0) \
	X(14, dispute, text, text, TEXT, dispute, 0) \
	X(15, ruled_by, text, text, TEXT, ruled_by, 0) \
	X(16, ruling, text, text, TEXT, ruling, 0) \
	X(17, record, text, text, TEXT, record, 0) \
	X(18, charged_to, text, text, TEXT, charged_to, 0) \
	X(19, charged_ms, bigint, bigint, SPAN, charged_ms, 0)

#define ALARM_FIELDS(X) \
	X(2, id, bigint, bigint, BIG, id, 0) \
	X(3, clock, text, text, WORD, clock, WORDS_CLOCK_KIND) \
	X(4, ref, bigint, bigint, BIG, ref, 0) \
	X(5, generation, bigint, integer, INT, generation, 0) \
	X(6, step_is_after, boolean, boolean, BOOL, step_is_after, 0) \
	X(7, step, bigint, bigint, BIG, step, 0) \
	X(8, limit_rev, bigint, integer, INT, limit_rev, 0) \
	X(9, repeat, bigint, integer, INT, repeat, 0) \
	X(10, count, bigint, integer, INT, count, 0) \
	X(11, severity, text, text, WORD, severity, WORDS_SEVERITY) \
	X(12, state, text, text, WORD, state, WORDS_ALARM_STATE) \
	X(13, due_at, bigint, bigint, AT, due_at, 0) \
	X(14, raised_at, bigint, bigint, AT, raised_at, 0) \
	X(15, last_at, bigint, bigint, AT, last_at, 0) \
	X(16, station, text, text, TEXT, station, 0) \
	X(17, told, text, text[], NAMES, told, 0) \
	X(18, acknowledged_by, text, text, TEXT, acknowledged_by, 0) \
	X(19, acknowledged_at, bigint, bigint, AT, acknowledged_at, 0) \
	X(20, cleared_at, bigint, bigint, AT, cleared_at, 0) \
	X(21, cleared_why, text, text, TEXT, cleared_why, 0) \
	X(22, notify_at, bigint, bigint, AT, notify_at, 0)

#define HISTORY_FIELDS(X) \
	X(2, seq, bigint, bigint, BIG, seq, 0) \
	X(3, at, bigint, bigint, AT, at, 0) \
	X(4, by_user, text, text, TEXT, by, 0) \
	X(5, what, text, text, TEXT, what, 0) \
	X(6, state, text, text, TOLD, state, WORDS_ORDER_STATE) \
	X(7, task, text, text, TEXT, task, 0) \
	X(8, return_id, bigint, bigint, ID, return_id, 0) \
	X(9, person, text, text, TEXT, person, 0) \
	X(10, text, text, text, TEXT, text, 0) \
	X(11, clock, text, text, TOLD, clock, WORDS_CLOCK_KIND) \
	X(12, ref, bigint, bigint, ID, ref, 0) \
	X(13, generation, bigint, integer, INT0, generation, 0) \
	X(14, limit_rev, bigint, integer, INT0, limit_rev, 0) \
	X(15, step_is_after, boolean, boolean, BOOL0, step_is_after, 0) \
	X(16, step, bigint, bigint, ID, step, 0) \
	X(17, repeat, bigint, integer, INT0, repeat, 0) \
	X(18, due_at, bigint, bigint, AT, due_at, 0) \
	X(19, severity, text, text, TOLD, severity, WORDS_SEVERITY) \
	X(20, told, text, text[], NAMES0, told, 0) \
	X(21, notify_at, bigint, bigint, AT, notify_at, 0)

#define CLOCK_EVENT_FIELDS(X) \
	X(2, seq, bigint, bigint, BIG, seq, 0) \
	X(3, n, bigint, integer, INT, n, 0) \
	X(4, clock, text, text, TOLD, clock, WORDS_CLOCK_KIND) \
	X(5, ref, bigint, bigint, BIG, ref, 0) \
	X(6, generation, bigint, integer, INT, generation, 0) \
	X(7, at, bigint, bigint, AT, at, 0) \
	X(8, change, text, text, WORD, change, WORDS_CLOCK_CHANGE) \
	X(9, spent_ms, bigint, bigint, BIG, spent_ms, 0) \
	X(10, limit_ms, bigint, bigint, BIG, limit_ms, 0) \
	X(11, rule, text, text, TEXT, rule, 0) \
	X(12, calendar_id, bigint, bigint, ID, calendar, 0) \
	X(13, tier, text, text, WORD, tier, WORDS_TIER) \
	X(14, policy, bigint, bigint, ID, policy, 0)

#define FEEDBACK_FIELDS(X) \
	X(2, id, bigint, bigint, BIG, id, 0) \
	X(3, at, bigint, bigint, AT, at, 0) \
	X(4, to_user, text, text, TEXT, to, 0) \
	X(5, unit, text, text, TEXT, unit, 0) \
	X(6, what, text, text, TEXT, what, 0) \
	X(7, text, text, text, TEXT, text, 0) \
	X(8, read_at, bigint, bigint, AT, read_at, 0) \
	X(9, read_by, text, text, TEXT, read_by, 0)

#define NOTICE_FIELDS(X) \
	X(2, seq, bigint, bigint, BIG, seq, 0) \
	X(3, to_user, text, text, TEXT, to, 0) \
	X(4, address, text, text, TEXT, address, 0) \
	X(5, receiver, text, text, TEXT, receiver, 0) \
	X(6, not_before, bigint, bigint, AT, not_before, 0)

/* Read: the notice as it stands, and the step it tells of. */
#define NOTICE_SEEN_FIELDS(X) \
	NOTICE_FIELDS(X) \
	X(0, id, bigint, bigint, BIG, id, 0) \
	X(0, message, bigint, bigint, ID, message, 0) \
	X(0, state, text, text, WORD, state, WORDS_NOTICE_STATE) \
	X(0, tries, bigint, integer, INT, tries, 0) \
	X(0, last_error, text, text, TEXT, last_error, 0) \
	X(0, next_try_at, bigint, bigint, AT, next_try_at, 0) \
	X(0, created_at, bigint, bigint, AT, created_at, 0) \
	X(0, done_at, bigint, bigint, AT, done_at, 0) \
	X(0, kind, text, text, WORD, kind, WORDS_ORDER_KIND) \
	X(0, order_state, text, text, WORD, order_state, WORDS_ORDER_STATE) \
	X(0, tier, text, text, WORD, tier, WORDS_TIER) \
	X(0, service, text, text, TEXT, service, 0) \
	X(0, title, text, text, TEXT, title, 0) \
	X(0, customer, text, text, TEXT, customer, 0) \
	X(0, clock, text, text, TOLD, clock, WORDS_CLOCK_KIND) \
	X(0, task, text, text, TEXT, task, 0) \
	X(0, severity, text, text, TOLD, severity, WORDS_SEVERITY) \
	X(0, repeat, bigint, integer, INT0, repeat, 0) \
	X(0, at, bigint, bigint, AT, at, 0) \
	X(0, due_at, bigint, bigint, AT, due_at, 0)

#endif
