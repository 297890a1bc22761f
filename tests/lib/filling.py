# SPDX-License-Identifier: Apache-2.0
"""A store filled as years of work would leave it: a few orders are made through the socket, each at another
place on its way, and copied by set-based statements with all that hangs on them. `sliploopd verify` finds
nothing wrong with the copies.

Owns how rows are copied so that ids, references and instants stay right. Never makes a row up."""

import itertools

from bed import People
from checks import until
from client import Client

DAY_MS = 24 * 3600 * 1000
AHEAD_MS = 60 * DAY_MS  # open copies are made so much later than their models: none is due while it is looked at
TURN = 20_000  # copies at a time, of all models together
NOTICES_KEPT_MS = 29 * DAY_MS
UNTOLD = 100  # orders with notices that wait, and with such that are given up, however many orders there are

TABLES = ["orders", "slip", "task", "return_slip", "clock", "alarm", "history", "clock_event", "feedback", "outbox"]
# What has ids of its own, from which sequence.
IDS = {"orders": "order_id_seq", "task": "task_id_seq", "return_slip": "return_id_seq", "alarm": "alarm_id_seq",
	"feedback": "feedback_id_seq", "outbox": "outbox_id_seq"}
REFERENCES = {("return_slip", "raised_by_task"): "task", ("return_slip", "to_task"): "task",
	("history", "return_id"): "return_slip", ("outbox", "message"): "outbox"}
INSTANTS = ("_at", "_since", "_until", "not_before")
GENERATED = {("history", "id"), ("history", "xid"), ("alarm", "changed_xid")}


class Model:
	"""An order that is copied, and which ids are its own."""

	def __init__(self, store, order):
		self.order = order
		first_last = store.sql(" union all ".join(f"select coalesce(min(id), 0), coalesce(max(id), -1) from {table}"
			f" where {'id' if table == 'orders' else 'order_id'} = {order}" for table in IDS))
		self.own = {}  # the first one of each table, and how many until the last one
		for table, row in zip(IDS, first_last.splitlines()):
			first, last = map(int, row.split("|"))
			self.own[table] = (first, last - first + 1)


class Store:
	"""A database nobody else works on, and the ids that are free in it."""

	def __init__(self, cluster, database):
		self.cluster, self.database = cluster, database
		self.columns, self.next_ids = {}, {}
		for row in self.sql("select table_name, column_name from information_schema.columns where table_schema = 'public'"
				" and is_generated = 'NEVER' order by table_name, ordinal_position").splitlines():
			table, column = row.split("|")
			if (table, column) not in GENERATED:
				self.columns.setdefault(table, []).append(column)

	def sql(self, text):
		return self.cluster.sql(self.database, text)

	def take_ids(self):
		taken = self.sql("select " + ", ".join(f"nextval('{sequence}')" for sequence in IDS.values()))
		self.next_ids = dict(zip(IDS, map(int, taken.split("|"))))

	def give_ids(self):
		self.sql(";".join(f"select setval('{IDS[table]}', {n})" for table, n in self.next_ids.items()))

	def copies(self, model, n, earlier_ms, apart_ms):
		"""The statements that make n more orders, the k-th of them `earlier_ms + k * apart_ms` before the model."""
		base = dict(self.next_ids)
		for table, (_, span) in model.own.items():
			self.next_ids[table] += n * span
		shift = f"({earlier_ms}::bigint + (g * {apart_ms}::numeric)::bigint)"
		for table in TABLES:
			made = {c: self._value(model, base, table, c, shift) for c in self.columns[table]}
			of = f"r.{'id' if table == 'orders' else 'order_id'} = {model.order}"
			if table == "outbox":
				of += f" and r.created_at - {shift} > store_now() - {NOTICES_KEPT_MS}"
			yield (f"insert into {table} ({', '.join(made)}) overriding system value select {', '.join(made.values())}"
				f" from {table} r, generate_series(0, {n - 1}) g where {of} order by g")

	@staticmethod
	def _value(model, base, table, column, shift):
		def moved(of):
			first, span = model.own[of]
			return f"r.{column} + {base[of] - first} + g * {span}"
		if column == "order_id" or (table, column) == ("orders", "id"):
			return moved("orders")
		if column == "id":
			return moved(table)
		if column == "ref":
			kind = "r.kind" if table == "clock" else "r.clock"
			return (f"case when {kind} in ('accept', 'task') then {moved('task')}"
				f" when {kind} = 'return' then {moved('return_slip')} else r.ref end")
		if (table, column) in REFERENCES:
			return moved(REFERENCES[table, column])
		if column == "at" or column.endswith(INSTANTS):
			return f"r.{column} - {shift}"
		return "r." + column

	def run(self, statements):
		"""Rows are whole together: foreign keys need not be looked at one by one."""
		self.sql("set session_replication_role = replica; begin; " + "; ".join(statements) + "; commit")

	def settle(self):
		"""As a store is that has held its rows for a while."""
		self.sql("vacuum analyze")
		self.sql("checkpoint")

	def make_earlier(self, order, ms):
		"""The order as if all that happened to it had happened so much earlier; its history goes under seal anew."""
		self.run(["delete from seal where number > 0"] + [f"update {table} set " + ", ".join(f"{c} = {c} - {ms}" for c in self.columns[table]
			if c == "at" or c.endswith(INSTANTS)) + f" where {'id' if table == 'orders' else 'order_id'} = {order}"
			for table in ("orders", "task", "return_slip", "clock", "history", "clock_event", "feedback")])


# --- the orders that are copied

LINE = {"name": "line", "station": "km_line"}
TEST = {"name": "test", "station": "km_test", "after": ["line"]}
TOLD = ("r.three", "m.km")  # people with an address
KEYS = itertools.count(1)


class Hands:
	"""What people do to bring an order to where it is copied from."""

	def __init__(self, socket, tokens):
		self.people = People(socket, tokens)

	def call(self, who, method, **params):
		return self.people[who].call(method, **params, idempotency_key=f"fill-{next(KEYS)}")

	def at_crc(self, who="li.wei", kind="fault"):
		return self.call(who, "order.create", kind=kind, service="pstn", tier="C", customer="Dianchi Hotel",
			title="no dial tone", description="no dial tone on the second floor since noon", submit=True)["order"]["id"]

	def executing(self, *tasks, who="li.wei"):
		"""The order, and the ids of its tasks by their names."""
		order = self.at_crc(who)
		made = self.call("wang.lei", "order.dispatch", id=order, tasks=list(tasks or [LINE]))["order"]["tasks"]
		return order, {t["name"]: t["id"] for t in made}

	def accepted(self, *tasks, who="li.wei"):
		order, made = self.executing(*tasks, who=who)
		self.call("r.one", "task.accept", id=made["line"])
		return order, made

	def tested(self):
		"""Its line done, its test accepted."""
		order, tasks = self.accepted(LINE, TEST)
		self.complete("r.one", tasks["line"])
		self.call("r.three", "task.accept", id=tasks["test"])
		return order, tasks

	def returned(self):
		order, tasks = self.tested()
		slip = self.call("r.three", "task.return", id=tasks["test"], to="line", kind="error", text="noise")
		return order, tasks, slip["return"]["id"]

	def complete(self, who, task):
		self.call(who, "task.complete", id=task, record="pair 7 replaced", cause="cable cut", side="carrier",
			impact="one line", explanation="dug up by roadworks")

	def take_back(self, tasks, slip):
		self.call("r.one", "return.accept", id=slip)
		self.call("r.one", "task.accept", id=tasks["line"])
		self.complete("r.one", tasks["line"])
		self.complete("r.three", tasks["test"])

	def archive(self, order, who="li.wei"):
		self.call(who, "order.sign", id=order, accepted=True, by="Mr Duan")
		self.call(who, "order.archive", id=order)

	def archived(self, who):
		order, tasks = self.accepted(who=who)
		self.complete("r.one", tasks["line"])
		self.archive(order, who)
		return order

	def confirmation(self):
		"""Answered, and open until it is archived."""
		order = self.at_crc(kind="confirmation")
		task = self.call("wang.lei", "order.dispatch", id=order, tasks=[{"name": "check", "station": "km_line"}])
		task = task["order"]["tasks"][0]["id"]
		self.call("r.one", "task.accept", id=task)
		self.call("r.one", "task.complete", id=task, record="looked it up", answer=dict(result="available",
			reference="KM-1", ready_at="2026-06-01T00:00:00.000Z"))
		return order


def tell_by_mail(admin):
	"""Some people have an address; no daemon here has a mail server, so that what they are told waits."""
	users = {u["name"]: u for u in admin.call("user.list")["items"]}
	for name in TOLD:
		u = users[name]
		admin.call("user.put", name=name, title=u["title"], roles=u["roles"], unit=u["unit"], stations=u["stations"],
			notify=[f"mailto:{name}@crc.example"])


def make_models(bed, database, daemon, tokens):
	"""Stops the daemon. Of open orders and of archived ones (model, its share of them in a hundred); and two with
	notices that did not go out, and that have yet to."""
	admin = Client(daemon.socket)
	tell_by_mail(admin)
	admin.close()
	hands = Hands(daemon.socket, tokens)
	store = Store(bed.cluster, database)
	late = [hands.returned() for _ in range(4)]
	hands.people.close()
	daemon.stop()
	for order, *_ in late:
		store.make_earlier(order, DAY_MS + 3600 * 1000)
	daemon.start()
	until(lambda: store.sql("select count(*) from clock where next_due_at <= store_now()") == "0", "the late orders' steps")
	hands = Hands(daemon.socket, tokens)
	order, tasks, slip = late[0]
	hands.take_back(tasks, slip)
	hands.archive(order)
	# One unit has few of them, and most stations have no task of any.
	shares = {"open": [(hands.at_crc(), 6), (hands.at_crc("qian.hong"), 2), (hands.executing()[0], 25),
		(hands.accepted()[0], 40), (hands.tested()[0], 15), (hands.confirmation(), 7), (hands.returned()[0], 2),
		(late[1][0], 3)],
		"archived": [(hands.archived("li.wei"), 85), (hands.archived("qian.hong"), 5), (order, 10)]}
	daemon.stop()
	hands.people.close()
	# What was told of the first two has been sent, though not from here; of the third it could not be.
	for state, orders in ("sent", late[:2]), ("dead", late[2:3]):
		store.run([f"update outbox set state = '{state}', message = id, tries = 1, done_at = created_at"
			f" where order_id in ({', '.join(str(o) for o, *_ in orders)})"])
	return store, {what: [(Model(store, o), share) for o, share in of] for what, of in shares.items()}, \
		[Model(store, order) for order, *_ in late[2:]]


def fill(bed, database, daemon, tokens, n_open, n_archived):
	"""About so many more orders, and an answer kept for each open one. The daemon is stopped."""
	store, models, untold = make_models(bed, database, daemon, tokens)
	store.take_ids()
	# Archived ones came first and within two years; open ones are newer.
	for what, n_wanted, earlier, over in (("archived", n_archived, 760 * DAY_MS, 730 * DAY_MS),
			("open", n_open, -AHEAD_MS, 20 * DAY_MS)):
		n_turns = max(20, n_wanted // TURN)
		for turn in range(n_turns):
			statements = []
			for model, share in models[what]:
				n = n_wanted * share * (turn + 1) // (100 * n_turns) - n_wanted * share * turn // (100 * n_turns)
				if n:
					statements += store.copies(model, n, earlier - over * turn // n_turns, -over // n_turns // n)
			if statements:
				store.run(statements)
	for model in untold:
		store.run(store.copies(model, UNTOLD, -AHEAD_MS, 1000))
	store.give_ids()
	n_kept = int(store.sql("select count(*) from idempotency"))
	store.run(["insert into idempotency (user_name, key, request, answer, at) select user_name, key || '.' || g, request,"
		f" answer, at - g from idempotency, generate_series(1, {n_open // n_kept}) g order by g"])
	store.settle()
	return store
