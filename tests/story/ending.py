# SPDX-License-Identifier: Apache-2.0
"""What a story leaves in its store, told without ids: two plays of it that ended alike say the same, though a
connection lost on the way leaves holes between ids. Never judges what is there, but for what no store may hold."""

import json
import re

NUMBER = re.compile(r"\b[A-Z]-(\d{6,})\b")  # of an order, as texts have it
ROWS = "select json_build_object('table', '{0}', 'row', to_jsonb(t)) from \"{0}\" t"
# Tables, and which of their columns are not told: ids of nothing but the row itself, what the world's clock or a
# transaction wrote, secrets, and texts with ids in them.
TABLES = {
	"orders": (), "slip": (), "clock": (), "task": (), "return_slip": (), "alarm": ("id", "changed_xid"),
	"history": ("id", "xid"), "clock_event": (), "audit": ("id", "subject"), "feedback": ("id",),
	"idempotency": ("request", "answer", "at"),
	"outbox": ("id", "message", "state", "tries", "next_try_at", "last_error", "created_at", "done_at"),
	"quota_use": (), "agreed_use": (), "forecast": (), "policy_move": ("reached",), "store_state": ("store_id", "created"),
	"unit": (), "station": (), "app_user": ("password",), "customer": (), "token": ("hash",), "hold_reason": (),
	"limit_row": (), "ladder": (), "ladder_step": (), "quota": (), "target": (), "route": (), "route_node": (),
	"calendar": (), "calendar_day": (), "calendar_shift": (),
}
FIRING = ("order_id", "clock", "ref", "generation", "limit_rev", "step_is_after", "step", "repeat")


def read(sql):
	"""{table: rows as texts, sorted}, and what no store may hold."""
	found = {name: [] for name in TABLES}
	for line in sql(" union all ".join(f"({ROWS.format(name)})" for name in TABLES)).splitlines():
		row = json.loads(line)
		found[row["table"]].append(row["row"])
	wrong = impossible(found["history"])
	told = Names(found)
	return {name: sorted(told.row(name, row) for row in rows) for name, rows in found.items()}, wrong


def impossible(history):
	"""Gaps, and steps that fired twice."""
	wrong, numbers, fired = [], {}, set()
	for row in history:
		numbers.setdefault(row["order_id"], []).append(row["seq"])
		if row["what"] == "step":
			step = tuple(row[c] for c in FIRING)
			if step in fired:
				wrong.append(f"a step fired twice: {step}")
			fired.add(step)
	for order, seqs in sorted(numbers.items()):
		if sorted(seqs) != list(range(1, len(seqs) + 1)):
			wrong.append(f"order {order}: its history is {sorted(seqs)}")
	return wrong


class Names:
	"""Of orders by how many were raised before, of tasks and return slips by their place in the order."""

	def __init__(self, found):
		self.orders = {row["id"]: f"order {n}" for n, row in enumerate(in_order(found["orders"]), 1)}
		self.tasks, self.returns, counts = {}, {}, {}
		for names, table in ((self.tasks, "task"), (self.returns, "return_slip")):
			for row in in_order(found[table]):
				order = self.orders[row["order_id"]]
				counts[order, table] = counts.get((order, table), 0) + 1
				names[row["id"]] = f"{order}, {table} {counts[order, table]}"

	def row(self, table, row):
		told = {c: self.value(table, c, v, row) for c, v in row.items() if c not in TABLES[table]}
		return json.dumps(told, ensure_ascii=False, sort_keys=True)

	def value(self, table, column, value, row):
		if column == "ref":  # of a clock: of what it measures
			return (self.returns if row.get("kind", row.get("clock")) == "return" else self.tasks).get(value, value)
		if column in ("order_id", "confirmation", "used_by") or (table, column) == ("orders", "id"):
			return self.orders.get(value, value)
		if column in ("raised_by_task", "to_task") or (table, column) == ("task", "id"):
			return self.tasks.get(value, value)
		if column == "return_id" or (table, column) == ("return_slip", "id"):
			return self.returns.get(value, value)
		if column == "text" and value:
			return NUMBER.sub(lambda m: self.orders.get(int(m.group(1)), m.group()), value)
		return value


def in_order(rows):
	return sorted(rows, key=lambda row: row["id"])


def differences(undisturbed, other):
	"""A line for each row that only one of them has."""
	lines = []
	for table, rows in undisturbed.items():
		gone, more = list(rows), list(other[table])
		for row in rows:
			if row in more:
				more.remove(row)
				gone.remove(row)
		lines += [f"{table}: missing {row}" for row in gone] + [f"{table}: too much {row}" for row in more]
	return lines
