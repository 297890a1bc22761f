# SPDX-License-Identifier: Apache-2.0
"""Damages that verify must find: each changes one value by SQL, and the line that says so has these words.

Each statement ends by telling whether it changed exactly one row."""

import collections

Damage = collections.namedtuple("Damage", "name sql says")

ONE = "select count(*) = 1 from done"


ONLY_GROW = {"history", "clock_event"}  # a trigger of theirs refuses to change or delete


def damage(name, table, key, where, done, says):
	"""Something done to one row of a table, the first that fits."""
	lift = f"alter table {table} disable trigger only_grows; " if table in ONLY_GROW else ""
	return Damage(name, f"{lift}with done as ({done} where ({key}) = (select {key} from {table}"
		f" where {where} order by {key} limit 1) returning 1) {ONE}", says)


def change(table, key, what, where, says):
	return damage(f"{table}.{what.split(' ')[0]}", table, key, where, f"update {table} set {what}", says)


def remove(table, key, where, says):
	return damage(f"{table}, a row removed where {where}", table, key, where, f"delete from {table}", says)


CLOCK = "order_id, kind, ref, generation"
ENTRY = "order_id, seq"
EVENT = "order_id, seq, n"
LAST = "not exists (select from history later where later.order_id = history.order_id and later.seq > history.seq)"

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
	remove("history", ENTRY, "what in ('note', 'step')", ["history", "gap"]),
	remove("history", ENTRY, LAST, ["history: number of entries is stored as"]),
	change("history", ENTRY, "at = at + 1", "what = 'submitted'", ["submitted_at is stored as"]),
	# Words that are none: no constraint looks at those of the history.
	change("history", ENTRY, "state = 'lost'", LAST, ["state is stored as", "by the history it is none"]),
	change("history", ENTRY, "clock = 'lost'", "what = 'step'", ["clock ?", "by the history it was never due"]),
	change("history", ENTRY, "severity = 'lost'", "what = 'step'", ["severity is stored as none"]),
	change("clock_event", EVENT, "clock = 'lost'", "change = 'start'", ["its record cannot be played again"]),
	change("history", ENTRY, "due_at = due_at - 1", "what = 'step'", ["step", "due instant is stored as"]),
	remove("clock_event", EVENT, "change = 'start'", ["its record cannot be played again"]),
	change("clock_event", EVENT, "spent_ms = spent_ms + 5", "change = 'pause'",
		["what was written down at", "time spent is stored as"]),
	change("clock_event", EVENT, "limit_ms = limit_ms + 5", "change = 'start' and clock = 'intake'",
		["clock intake", "limit is stored as"]),
	change("quota_use", "quota, month", "used = used + 1", "used > 0",
		["quota", "number of places taken is stored as"]),
	change("agreed_use", "unit, month", "used = used + 1", "true",
		["agreed quantity of", "lines used is stored as"]),
	change("return_slip", "id", "charged_ms = charged_ms + 1", "charged_ms is not null",
		["return slip", "charged time is stored as"]),
	change("alarm", "id", "count = count + 1", "true", ["alarm of clock", "count is stored as"]),
	change("alarm", "id", "state = 'raised', cleared_at = null, cleared_why = null",
		"state = 'cleared' and cleared_why = 'clock_ended'", ["alarm of clock", "state is stored as raised"]),
	change("alarm", "id", "acknowledged_at = acknowledged_at + 1", "acknowledged_at is not null",
		["acknowledged at is stored as"]),
	remove("alarm", "id", "true", ["alarm of clock", "is not stored"]),
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
