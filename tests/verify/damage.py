# SPDX-License-Identifier: Apache-2.0
"""Damages that verify must find: each changes one value by SQL, and the line that says so has these words.

Each statement ends by telling whether it changed exactly one row."""

import collections

Damage = collections.namedtuple("Damage", "name sql says")

ONE = "select count(*) = 1 from done"


def change(table, key, what, where, says):
	"""One row of a table, the first that fits."""
	name = f"{table}.{what.split(' ')[0]}"
	return Damage(name, f"with done as (update {table} set {what} where ({key}) = (select {key} from {table}"
		f" where {where} order by {key} limit 1) returning 1) {ONE}", says)


CLOCK = "order_id, kind, ref, generation"

ROWS = [
	change("clock", CLOCK, "spent_ms = spent_ms + 1", "state = 'paused'", ["clock ", "time spent is stored as"]),
	change("clock", CLOCK, "spent_ms = spent_ms - 1", "state = 'running' and spent_ms > 0",
		["clock ", "time spent is stored as"]),
	change("clock", CLOCK, "limit_ms = limit_ms + 1000", "state = 'running'", ["clock ", "limit is stored as"]),
	change("clock", CLOCK, "due_at = due_at + 1", "state = 'running'", ["clock ", "due instant is stored as"]),
	change("clock", CLOCK, "late_at = late_at + 1", "state = 'running' and late_at > (select virtual_now"
		" from store_state)", ["clock ", "first late instant is stored as"]),
	change("clock", CLOCK, "is_missed = true", "state = 'cancelled' and not is_missed",
		["clock ", "missed is stored as yes, by the history it is no"]),
	change("clock", CLOCK, "is_missed = false, state = 'met'", "state = 'missed'",
		["clock ", "missed is stored as no, by the history it is yes"]),
	change("clock", CLOCK, "next_due_at = null", "next_due_at is not null", ["next armed step is stored as none"]),
	change("clock", CLOCK, "over_ms = over_ms + 1", "true", ["time past the breach is stored as"]),
	change("clock", CLOCK, "limit_rev = limit_rev + 1", "true", ["limit revision is stored as"]),
	change("clock", CLOCK, "ended_at = ended_at + 1", "ended_at is not null", ["end is stored as"]),
	Damage("history, a row removed", "alter table history disable trigger only_grows; with done as (delete from"
		" history where (order_id, seq) = (select order_id, seq from history where what = 'note' or what ="
		f" 'step' order by order_id, seq limit 1) returning 1) {ONE}", ["history", "gap"]),
	Damage("history, the last row removed", "alter table history disable trigger only_grows; with done as"
		" (delete from history where (order_id, seq) = (select order_id, max(seq) from history group by order_id"
		f" order by 1 limit 1) returning 1) {ONE}", ["history: number of entries is stored as"]),
	Damage("history.at", "alter table history disable trigger only_grows; with done as (update history set"
		f" at = at + 1 where what = 'submitted' and order_id = (select min(order_id) from"
		f" history where what = 'submitted') returning 1) {ONE}", ["submitted_at is stored as"]),
	Damage("history.due_at", "alter table history disable trigger only_grows; with done as (update history set"
		" due_at = due_at - 1 where (order_id, seq) = (select order_id, seq from history where what = 'step'"
		f" order by 1, 2 limit 1) returning 1) {ONE}", ["step", "due instant is stored as"]),
	Damage("clock_event, a row removed", "alter table clock_event disable trigger only_grows; with done as"
		" (delete from clock_event where (order_id, seq, n) = (select order_id, seq, n from clock_event where"
		f" change = 'start' order by 1, 2, 3 limit 1) returning 1) {ONE}", ["its record cannot be played again"]),
	Damage("clock_event.spent_ms", "alter table clock_event disable trigger only_grows; with done as (update"
		" clock_event set spent_ms = spent_ms + 5 where (order_id, seq, n) = (select order_id, seq, n from"
		f" clock_event where change = 'pause' order by 1, 2, 3 limit 1) returning 1) {ONE}",
		["what was written down at", "time spent is stored as"]),
	Damage("clock_event.limit_ms", "alter table clock_event disable trigger only_grows; with done as (update"
		" clock_event set limit_ms = limit_ms + 5 where (order_id, seq, n) = (select order_id, seq, n from"
		f" clock_event where change = 'start' and clock = 'intake' order by 1, 2, 3 limit 1) returning 1) {ONE}",
		["clock intake", "limit is stored as"]),
	Damage("quota_use.used", "with done as (update quota_use set used = used + 1 where (quota, month) ="
		f" (select quota, month from quota_use where used > 0 order by 1, 2 limit 1) returning 1) {ONE}",
		["quota", "number of places taken is stored as"]),
	Damage("agreed_use.used", "with done as (update agreed_use set used = used + 1 where (unit, month) ="
		f" (select unit, month from agreed_use order by 1, 2 limit 1) returning 1) {ONE}", ["agreed quantity of", "lines used is stored as"]),
	change("return_slip", "id", "charged_ms = charged_ms + 1", "charged_ms is not null",
		["return slip", "charged time is stored as"]),
	change("alarm", "id", "count = count + 1", "true", ["alarm of clock", "count is stored as"]),
	change("alarm", "id", "state = 'raised', cleared_at = null, cleared_why = null",
		"state = 'cleared' and cleared_why = 'clock_ended'", ["alarm of clock", "state is stored as raised"]),
	change("alarm", "id", "acknowledged_at = acknowledged_at + 1", "acknowledged_at is not null",
		["acknowledged at is stored as"]),
	Damage("alarm, a row removed", "with done as (delete from alarm where id = (select min(id) from alarm)"
		f" returning 1) {ONE}", ["alarm of clock", "is not stored"]),
	change("task", "id", "rework = rework + 1", "state = 'done'", ["task", "rework is stored as"]),
	change("task", "id", "done_at = done_at + 1", "state = 'done'", ["task", "done_at is stored as"]),
	change("orders", "id", "arrived_at = arrived_at + 1", "arrived_at is not null", ["arrived_at is stored as"]),
	change("orders", "id", "promised_at = promised_at + 1", "promised_at is not null",
		["promised_at is stored as"]),
	change("orders", "id", "finished_at = finished_at + 1", "finished_at is not null",
		["finished_at is stored as"]),
	change("orders", "id", "signed_at = signed_at + 1", "signed_at is not null", ["signed_at is stored as"]),
	change("orders", "id", "n_sent_back = n_sent_back + 1", "true", ["number of times sent back is stored as"]),
	change("orders", "id", "version = version + 1000", "true", ["version is stored as"]),
	change("orders", "id", "agreed_lines = agreed_lines + 1", "agreed_lines is not null",
		["lines counted as agreed is stored as"]),
	change("orders", "id", "quota = null, quota_month = null", "quota is not null",
		["number of places taken is stored as"]),
]
