# SPDX-License-Identifier: Apache-2.0
"""What the statements are carried out with: parameters as the daemon would send them, of rows that are there.
Owns the choice of them. A statement that is not named here only changes rows by their keys, or reads the
organisation: it is planned and not carried out."""

PAGE = "51"
EVERYTHING = ["true", "null", "null", "'noc'"]
OF_UNIT = ["false", "'key_accounts'", "'{}'", "'li.wei'"]
OF_SMALL_UNIT = ["false", "'suburban'", "'{}'", "'qian.hong'"]
OF_STATION = ["false", "'operations'", "'{km_line}'", "'r.one'"]
OF_IDLE_STATION = ["false", "'operations'", "'{dl_line}'", "'r.four'"]
VIEWERS = {"everything": EVERYTHING, "a unit": OF_UNIT, "a small unit": OF_SMALL_UNIT, "a station": OF_STATION,
	"an idle station": OF_IDLE_STATION}
NULL = "null"


class Facts:
	"""Rows that a filled store has, by what they are good for."""

	QUERIES = {
		"order": "select max(id) from orders where state = 'executing'",
		"archived": "select max(id) from orders where state = 'archived'",
		"task": "select max(id) from task where state = 'accepted'",
		"slip": "select max(id) from return_slip where state = 'open'",
		"alarm": "select max(id) from alarm where state <> 'cleared'",
		"alarm_order": "select max(order_id) from alarm where state <> 'cleared'",
		"feedback": "select max(id) from feedback",
		"waiting": "select max(id) from outbox where state = 'waiting'",
		"dead": "select max(id) from outbox where state = 'dead'",
		"key": "select max(key) from idempotency where user_name = 'li.wei'",
		"history": "select max(id) - 20 from history",
		"snapshot": "select feed_snapshot()",
		"now": "select store_now()",
	}

	def __init__(self, cluster, database):
		for name, query in self.QUERIES.items():
			setattr(self, name, cluster.sql(database, query) or "0")
		self.orders = "{" + ",".join(cluster.sql(database,
			"(select id from orders where state = 'executing' order by id desc limit 16) union all"
			" (select id from orders where state = 'archived' order by id desc limit 16)").split()) + "}"
		self.tasks = "{" + ",".join(cluster.sql(database, "select id from task order by id desc limit 16").split()) + "}"


def samples(f):
	"""(statement, what is particular, parameters) of everything that is carried out."""
	yield "LOCK_NAMED", "an order", [f"'{{{f.order}}}'", "'{}'", "'{}'", "'{}'", NULL, "0"]
	yield "LOCK_NAMED", "one of each", [f"'{{{f.order}}}'", f"'{{{f.task}}}'", f"'{{{f.slip}}}'", f"'{{{f.alarm}}}'", NULL, "0"]
	yield "LOCK_NAMED", "what is due", ["'{}'", "'{}'", "'{}'", "'{}'", str(1 << 60), "64"]
	yield "LOCK_NAMED", "a batch", [f"'{f.orders}'", f"'{f.tasks}'", "'{}'", "'{}'", NULL, "0"]
	yield "LOCK_DUE", "", [str(1 << 60), "128", "64", "'{}'"]
	yield "LOCK_DUE", "some apart", [str(1 << 60), "128", "64", f"'{{{f.order}}}'"]
	yield "LOAD_FACTS", "", ["'{}'"]
	yield "LOAD_FACTS", "some apart", [f"'{{{f.order}}}'"]
	yield "FIND_MOVES", "", ["64"]
	for name in ("LOCK_STORE", "LOCK_MOVES", "LOAD_ORDERS", "LOAD_SLIPS", "LOAD_CLOCKS", "LOAD_TASKS", "LOAD_RETURNS",
			"LOAD_ALARMS", "LOAD_QUOTAS", "LOAD_AGREED", "READ_NOW", "READ_AGREED_USE", "TALLY",
			"READ_RECORD_HISTORY", "READ_RECORD_EVENTS", "EXPIRE_NOTICES", "BURY_NOTICES", "READ_SNAPSHOT", "PRUNE_ANSWERS",
			"PRUNE_NOTICES"):
		yield name, "", []
	yield "LOAD_ANSWERS", "", ["'{li.wei,r.one}'", f"'{{{f.key},none}}'"]
	yield "LOAD_FEEDBACKS", "", [f"'{{{f.feedback}}}'"]
	yield "LOAD_NOTICE", "", [f.waiting]
	yield "RESEND_NOTICE", "", [f.dead]
	yield "END_NOTICE", "", [f.waiting, "'no answer'", "false", "1000"]
	yield "CLAIM_NOTICES", "", ["0", "60000", "64", "8", "'{}'", "true", "true", "50"]
	yield "STANDING_ALARMS", "", ["0", "100"]
	yield "CHANGED_ALARMS", "nothing", ["0", "100", f"'{f.snapshot}'", "'0'"]
	yield "READ_HISTORY", "", ["0", PAGE]
	yield "READ_CLOCK_EVENTS", "", ["'task'", "'line'"]
	yield "FIND_CHANGES", "nothing", [f"'{f.snapshot}'", NULL, "0", PAGE]
	yield "FIND_MORE_CHANGES", "the last", ["'3:3:'", f"'{f.snapshot}'", f.history, PAGE]
	for who, viewer in VIEWERS.items():
		for name, what, params in _seen(f):
			yield name, ", ".join(filter(None, (who, what))), viewer + params


def _seen(f):
	"""What is asked for by whoever: behind the viewer."""
	filters = ["state", "kind", "tier", "unit", "station", "overdue", "major", "text", "number"]

	def orders(**given):
		return [given.get(name, NULL) for name in filters] + [given.get("below", NULL), PAGE]
	yield "FIND_ORDER", "", [f.order]
	yield "FIND_TASK", "", [f.task]
	yield "FIND_RETURN", "", [f.slip]
	yield "FIND_ALARM", "", [f.alarm]
	for name in ("FIND_ORDERS", "FIND_OPEN_ORDERS"):
		yield name, "", orders()
		yield name, "a page further on", orders(below=f.archived)
		yield name, "of a unit", orders(unit="'suburban'")
		yield name + "_AT", "", orders(station="'km_line'")
		yield name + "_AT", "an idle one", orders(station="'dl_line'")
		yield name, "a number", orders(text=f"'F-{f.order}'", number=f.order)
		yield name, "overdue", orders(overdue="true")
	yield "FIND_ORDERS", "in a state", orders(state="'archived'")
	yield "FIND_OPEN_ORDERS", "in a state", orders(state="'executing'")
	tasks = {"": [NULL] * 5, "of a station": ["'km_line'"] + [NULL] * 4,
		"open ones of a station": ["'km_line'", "'issued'"] + [NULL] * 3,
		"his own": ["'km_line'", "'accepted'", "true", NULL, NULL], "of an order": [NULL] * 3 + [f.order, NULL]}
	for what, params in tasks.items():
		yield "FIND_TASKS", what, params + [PAGE]
	returns = {"": [NULL] * 4, "open ones": [NULL, "'open'", NULL, NULL], "of an order": [NULL, NULL, f.order, NULL],
		"of a station": ["'km_line'", NULL, NULL, NULL]}
	for what, params in returns.items():
		yield "FIND_RETURNS", what, params + [PAGE]
	yield "FIND_LOOPS", "", [NULL, PAGE]
	yield "FIND_LOOPS", "a page further on", [f.archived, PAGE]
	alarms = {"": [NULL] * 5, "raised": ["'raised'"] + [NULL] * 4, "cleared": ["'cleared'"] + [NULL] * 4,
		"of a station": [NULL, "'km_line'"] + [NULL] * 3, "critical": [NULL, NULL, "'critical'", NULL, NULL],
		"of an order": [NULL] * 3 + [f.alarm_order, NULL]}
	for what, params in alarms.items():
		yield "FIND_ALARMS", what, params + [PAGE]
	yield "FIND_ALARMS_SINCE", "nothing", [NULL] * 3 + [PAGE, f"'{f.snapshot}'", NULL, "'0'", "0"]
	yield "FIND_OVERDUE", "", [PAGE]
	yield "FIND_FEEDBACKS", "", [NULL] * 3 + [PAGE]
	yield "FIND_FEEDBACKS", "unread", ["true", NULL, NULL, PAGE]
	yield "FIND_FEEDBACKS", "of an order", [NULL, f.order, NULL, PAGE]
	yield "FIND_NOTICES", "", [NULL, NULL, PAGE]
	yield "FIND_NOTICES", "dead", ["'dead'", NULL, PAGE]
	yield "FIND_NOTICES", "waiting", ["'waiting'", NULL, PAGE]
	yield "FIND_RECORDS", "open", [NULL, "'open'", NULL, NULL, PAGE]
	yield "FIND_RECORDS", "finished", [NULL, "'finished'", "0", f.now, PAGE]
	yield "FIND_RECORDS", "all", [NULL, "'all'", NULL, NULL, PAGE]
	yield "FIND_KPI", "an hour", [f"{f.now}::bigint - 3600000", f.now, "'Asia/Shanghai'"] + ["false"] * 8
	yield "FIND_QUOTA", "", [f"{f.now}::bigint - 86400000", f.now, "'Asia/Shanghai'"]
	yield "FIND_DEMAND", "", [f"{f.now}::bigint - 86400000", f.now, "'Asia/Shanghai'", NULL, NULL]
