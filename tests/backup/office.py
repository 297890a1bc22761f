# SPDX-License-Identifier: Apache-2.0
"""A store and the office that works with it, under the virtual clock: orders with clocks that run, run out and are
held, notices that wait, and what is seen of all that. Owns its daemon. Never decides what should be seen."""

import subprocess

import bed as beds
from checks import SOON_S, require, until
from client import Client
from cluster import Daemon, sanitizer_env
from stores import Private

# The order clock of a tier A fault: 2 h; its steps at 1 h, 1 h 36 min, 2 h.
BEGIN, DUMPED, LATER = (f"2026-03-02T{t}:00.000Z" for t in ("08:00", "09:10", "10:10"))
FAULT = dict(kind="fault", service="pstn", customer="Dianchi Hotel", submit=True)
DONE = dict(record="done", cause="cable", side="carrier", impact="line", explanation="spliced")


class Office:
	def __init__(self, bed, cluster, database):
		self.bed, self.cluster, self.database = bed, cluster, database
		self.tokens = bed.tokens
		self.daemon = self.people = None

	def begin(self, clock):
		base = self.cluster.dir / self.database
		self.daemon = Daemon(self.bed.bin, self.where(), f"{base}.sock", clock, f"{base}.log")
		self.people = beds.People(self.daemon.socket, self.tokens)

	def where(self):
		if isinstance(self.cluster, Private):
			return ["--embedded", str(self.cluster.folder)]
		return ["--store", self.cluster.conninfo(self.database)]

	def end(self):
		self.people.close()
		self.daemon.stop()
		self.daemon = None

	def kill(self):
		self.people.close()
		self.daemon.kill()
		self.daemon = None

	def close(self):
		if self.daemon:
			self.end() if isinstance(self.cluster, Private) else self.kill()  # its Postgres would stay

	# what is done

	def raise_fault(self, tier):
		order = self.people["li.wei"].call("order.create", tier=tier, title=f"tier {tier}", **FAULT)["order"]["id"]
		made = self.people["wang.lei"].call("order.dispatch", id=order, tasks=[dict(name="line", station="km_line")])
		task = made["order"]["tasks"][0]["id"]
		self.people["r.one"].call("task.accept", id=task)
		return order, task

	def fill(self):
		"""One clock that will run out, one that will not, one that is held; an alarm and a notice of it."""
		self.people["admin"].call("user.put", name="r.one", title="一号", roles=["operator"], unit="operations",
			stations=["km_line"], notify=["mailto:r.one@crc.example"])
		self.raise_fault("A")
		self.raise_fault("C")
		held, _ = self.raise_fault("B")
		self.people["wang.lei"].call("order.hold", id=held, reason="no_access")
		self.people["admin"].call("time.advance", to=DUMPED)
		self.remember()

	def remember(self):
		"""How it is when it is copied."""
		self.seen, self.due_then = self.look(), self.due()
		require(self.seen["alarms"] and self.seen["notices"], f"nothing stands: {self.seen}")
		self.cursor = self.watch(None, [])["cursor"]
		self.last_row = int(self.sql("select max(id) from history"))

	def lose(self, sealed=False):
		"""What is done after the copy, before the end."""
		self.lost_order, _ = self.raise_fault("C")
		for _ in range(3):
			self.people["li.wei"].call("order.note", id=self.lost_order, text="lost")
		if sealed:
			self.await_sealed()
			self.lost_head = self.head()
		self.lost_cursor = self.watch(None, [])["cursor"]

	def work(self):
		"""A new order, and a note on each of those that are open; the rows of the history that this made."""
		last = self.sql("select max(id) from history")
		self.raise_fault("B")
		for order in self.orders():
			self.people["li.wei"].call("order.note", id=order, text="goes on")
		return self.rows_after(last)

	# what is seen

	def sql(self, text):
		return self.cluster.sql(self.database, text)

	def orders(self):
		return sorted(o["id"] for o in self.people["noc"].pages("order.list"))

	def look(self):
		noc = self.people["noc"]
		found = {order: noc.call("order.get", id=order)["order"] for order in self.orders()}
		return dict(orders=found, alarms=noc.call("alarm.list")["items"],
			clocks=[noc.call("clock.explain", order=order, clock="order") for order in found],
			notices=self.people["admin"].call("notice.list")["items"])

	def due(self):
		"""Of the clocks that run, but the first order's: that one's runs out."""
		first, *others = self.orders()
		return {(order, c["clock"]): c["due_at"] for order in others if order != first
			for c in self.people["noc"].call("order.get", id=order)["order"]["clocks"]}

	def steps(self):
		"""Those that the first order's clock has fired, as the history has them and as the alarms are."""
		order = self.orders()[0]
		alarms = [a for a in self.people["noc"].pages("alarm.list") if (a["order"], a["clock"]) == (order, "order")]
		require(all(a["count"] == 1 for a in alarms), f"alarms: {alarms}")
		fired = self.sql("select severity from history where what = 'step' and clock = 'order'"
			f" and order_id = {order} order by due_at").split()
		require(sorted(fired) == sorted(a["severity"] for a in alarms), f"{fired} and {alarms}")
		return fired

	def rows_after(self, row):
		return [tuple(map(int, line.split("|"))) for line in
			self.sql(f"select order_id, seq from history where id > {row} order by id").splitlines()]

	def watch(self, since, rows):
		"""The answer to watch.start; then it is told of those rows and no others, each once. Rows may be made by a call
		once it watches."""
		client = Client(self.daemon.socket, SOON_S)
		client.login(self.tokens["zhang.qiang"])
		answer = client.call("watch.start", topics=["orders", "alarms"], **(dict(since=since) if since else {}))
		rows = rows() if callable(rows) else rows
		told, frames = [], client.strays
		while len(set(told)) < len(rows):
			event = (frames.pop(0) if frames else client.read_frame())["params"]
			if event["type"] == "order.changed":
				told.append((event["data"]["order"], event["data"]["change"]["seq"]))
		client.close()
		require(sorted(told) == sorted(rows), f"told of {told} instead of {rows}")
		return answer

	def head(self):
		return self.people["admin"].call("system.health")["seal"]

	def await_sealed(self):
		def is_sealed():
			head = self.head()
			return head and head.endswith("@" + self.sql("select count(*) from history"))
		until(is_sealed, "all of the history is sealed")

	def log(self):
		return (self.cluster.dir / f"{self.database}.log").read_text()

	def migrate(self, *options):
		done = subprocess.run([self.bed.bin / "sliploopd", "migrate", *options, *self.where()], capture_output=True,
			text=True, env=sanitizer_env())
		return done.returncode, done.stdout + done.stderr

	def verify(self, *options):
		return beds.verify(self.bed.bin, *self.where(), *options)
