# SPDX-License-Identifier: Apache-2.0
"""A model's order against what the daemon shows of it: a list of what differs."""

import collections

import instants
import rules


def instant(text):
	return None if text is None else instants.parse_instant(text)


def orders(mine, shown, now):
	wrong = []

	def differ(what, have, want):
		if have != want:
			wrong.append(f"{what} {have!r} instead of {want!r}")

	for key in ("kind", "service", "tier", "state", "major", "unit", "version"):
		differ(key, shown[key], getattr(mine, key))
	differ("account_manager", shown["account_manager"], mine.am)
	for key in ("arrived_at", "promised_at", "finished_at", "signed_at", "archived_at"):
		differ(key, instant(shown[key]), getattr(mine, key))
	if mine.state in ("at_crc", "executing"):
		differ("due_at", instant(shown["due_at"]), mine.due())
	hold = shown["hold"]
	differ("hold", hold and {k: hold[k] for k in ("reason", "stops_clock")}, mine.hold)
	tasks(mine, shown, differ)
	slips(mine, shown, differ)
	clocks(mine, shown, now, differ)
	loops(mine, shown, differ)
	return wrong


def tasks(mine, shown, differ):
	have = {t["name"]: t for t in shown["tasks"]}
	differ("tasks", sorted(have), sorted(t.name for t in mine.tasks))
	for task in mine.tasks:
		row = have.get(task.name)
		if not row:
			continue
		where = f"task {task.name}"
		differ(f"{where} state", row["state"], task.state)
		differ(f"{where} rework", row["rework"], task.rework)
		differ(f"{where} station", row["station"], task.station)
		if task.state == "accepted":
			differ(f"{where} holder", row["holder"], task.holder)
			differ(f"{where} accepted_at", instant(row["accepted_at"]), task.accepted_at)
		if task.state in ("issued", "accepted"):
			differ(f"{where} issued_at", instant(row["issued_at"]), task.issued_at)
		if task.state == "done":
			differ(f"{where} done_at", instant(row["done_at"]), task.done_at)


def slips(mine, shown, differ):
	differ("returns", len(shown["returns"]), len(mine.slips))
	have = {r["id"]: r for r in shown["returns"]}
	for slip in mine.slips:
		row = have.get(slip.id)
		if not row:
			continue
		where = f"return of {slip.task}"
		differ(f"{where} state", row["state"], slip.state)
		differ(f"{where} to", row["to"], slip.to)
		if slip.state in ("closed", "overturned"):
			differ(f"{where} charged", instants.parse_span(row["charged"]), slip.charged)
			differ(f"{where} charged_to", row["charged_to"], slip.charged_to)


def clocks(mine, shown, now, differ):
	have = {(c["clock"], c["task"], c["generation"]): c for c in shown["clocks"]}
	latest = {}
	for clock in mine.clocks:
		if clock.kind != "return":
			latest[clock.kind, clock.task] = clock
	for clock in latest.values():
		where = f"clock {clock.kind} {clock.task or ''} {clock.generation}"
		row = have.get((clock.kind, clock.task, clock.generation))
		if not row:
			differ(where, None, clock.state)
			continue
		differ(f"{where} state", row["state"], clock.state)
		differ(f"{where} missed", row["missed"], clock.missed)
		differ(f"{where} limit", instants.parse_span(row["limit"]), clock.limit)
		spent = instants.parse_span(row["spent"])
		if clock.state != "running" or spent != clock.spent:  # stored or up to now: both say the same
			differ(f"{where} spent", spent, clock.total(now))
		if clock.state in rules.LIVE:
			differ(f"{where} due_at", instant(row["due_at"]), clock.due_raw())
	mine_returns = collections.Counter(
		(c.state, c.missed, c.due_raw()) for c in mine.clocks
		if c.kind == "return" and c.state in rules.LIVE)
	shown_returns = collections.Counter(
		(c["state"], c["missed"], instant(c["due_at"])) for c in shown["clocks"]
		if c["clock"] == "return" and c["state"] in rules.LIVE)
	differ("return clocks", shown_returns, mine_returns)


def loops(mine, shown, differ):
	if mine.state == "cancelled":
		want = dict.fromkeys(("customer", "originator", "exception", "record"), "cancelled")
		differ("loops", shown["loops"], want)
		return
	answered = mine.state == "awaiting_archive" or mine.state == "archived"
	differ("loop customer", shown["loops"]["customer"], "closed" if answered else "open")
	differ("loop originator", shown["loops"]["originator"],
		"closed" if mine.state == "archived" else "open")
	differ("loop exception", shown["loops"]["exception"], "open" if mine.unsettled() else "closed")
	if mine.state in ("awaiting_signature", "awaiting_archive", "archived"):
		differ("loop record", shown["loops"]["record"], "closed")


def alarms(mine, shown):
	"""Fired steps of one order; whether they still stand is another question."""
	want = collections.Counter()
	for clock in mine.clocks:
		for alarm in clock.alarms:
			name = None if clock.kind == "return" else clock.task
			generation = None if clock.kind == "return" else clock.generation
			want[clock.kind, name, generation, alarm.severity, alarm.due, alarm.count, alarm.last] += 1
	have = collections.Counter()
	standing = 0
	for alarm in shown:
		is_return = alarm["clock"] == "return"
		have[alarm["clock"], None if is_return else alarm["task"],
			None if is_return else alarm["generation"], alarm["severity"],
			instant(alarm["due_at"]), alarm["count"],
			instant(alarm.get("last_at") or alarm["due_at"])] += 1
		standing += alarm["state"] != "cleared"
	wrong = [f"alarm {key} fired {n} times too often" for key, n in (have - want).items()]
	wrong += [f"alarm {key} missing {n} times" for key, n in (want - have).items()]
	if mine.state in ("archived", "cancelled") and standing:
		wrong.append(f"{standing} alarms stand on an order that is {mine.state}")
	return wrong
