# SPDX-License-Identifier: Apache-2.0
"""What a plan must be like, and what is excepted from that, each with its reason. Owns the verdict; asks nothing."""

# Tables that grow with the orders. All others are the organisation's, a row a month, or one row.
GROWING = {"orders", "slip", "clock", "task", "return_slip", "alarm", "history", "clock_event", "audit", "feedback",
	"idempotency", "outbox"}

# What one statement may touch, in whatever store: for a page of 51 rows, each of them one in a hundred.
ROWS_MAX, BUFFERS_MAX = 6000, 9000

# Connections that plan a statement once: what fits an empty store has to fit a full one.
LASTING = {"batch", "notice"}

# Plans that go along an index from its end: (statement, index) and why they come to an end.
WALKS = {
	("LOAD_FACTS", "clock_next_due"): "the first that is armed and not at hand",
	("READ_NOW", "clock_next_due"): "the first that is armed",
	("CLAIM_NOTICES", "outbox_next"): "from one receiver to the next, one row each",
	("EXPIRE_NOTICES", "outbox_next"): "what waits; once an hour",
	("EXPIRE_NOTICES", "outbox_fresh"): "what waits; once an hour",
	("BURY_NOTICES", "outbox_next"): "what waits; every ten minutes",
	("BURY_NOTICES", "outbox_message"): "what was taken and not sent; every ten minutes",
	("READ_SNAPSHOT", "history_feed"): "the last that was written",
	("READ_SNAPSHOT", "alarm_changed"): "the last that was written",
	("STANDING_ALARMS", "alarm_pkey"): "a page, from where the last one ended",
}

# What touches more, however it is carried out, and why: by statement and words of what is particular in the samples.
FEW_OF_UNIT = "nothing but an order knows its unit: a unit that has few is looked for among all of them"
FEW_OPEN = "hardly any open order is both: looked for among all that are open"
DEAR = {
	("FIND_LOOPS", ""): "grows with what is open: it looks for what should not be there, and nobody polls it",
	("FIND_KPI", ""): "grows with the period: whole ranges of blocks hold its orders",
	("TALLY", ""): "counts what is open, on a connection of its own, and rests twenty times as long as that took",
	("FIND_ORDERS", "a number"): "words are looked for in every slip, newest first: no index holds them",
	("FIND_OPEN_ORDERS", "a number"): "words are looked for in every open slip: no index holds them",
	("FIND_ORDERS", "a unit, in a state"): "archived ones of a unit stand behind its open ones",
	("FIND_OPEN_ORDERS", "a small unit, in a state"): FEW_OPEN,
	("FIND_OPEN_ORDERS", "a station, of a unit"): FEW_OPEN,
	("FIND_OPEN_ORDERS_AT", "a small unit"): FEW_OPEN,
	("FIND_TASKS", "a small unit"): FEW_OF_UNIT,
	("FIND_RETURNS", "a small unit"): FEW_OF_UNIT,
	("FIND_ALARMS", "a small unit"): FEW_OF_UNIT,
	("FIND_OVERDUE", "a small unit"): FEW_OF_UNIT,
}


def is_dear(statement, particular):
	return any(statement == name and words in particular for name, words in DEAR)


def flaws(plan, indexes):
	"""What is wrong with it, in words. Of connections that plan anew each time only what is touched counts."""
	if plan.is_carried_out and not is_dear(plan.statement.name, plan.label):
		if (rows := plan.rows_touched()) > ROWS_MAX:
			yield f"looks at {rows} rows"
		if plan.buffers > BUFFERS_MAX:
			yield f"reads {plan.buffers} blocks"
	if plan.channel in LASTING:
		yield from _scans(plan, indexes)


def _scans(plan, indexes):
	for node in plan.nodes:
		if node["relation"] not in GROWING:
			continue
		if node["Node Type"] == "Seq Scan":
			yield f"reads all of {node['relation']}"
		index = node.get("Index Name")
		if index and indexes[index] not in node.get("Index Cond", "") and (plan.statement.name, index) not in WALKS:
			yield f"goes along all of {index}"
