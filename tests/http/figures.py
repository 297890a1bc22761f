# SPDX-License-Identifier: Apache-2.0
"""The boards of overdue alarms and /metrics: against what was done, and against the store itself."""

import contextlib
import csv
import io
import shutil
import subprocess
import time

from checks import require, same, until
from client import Client
from door import Door, frame
from room import CLOCK, FAULT, HTTP, later


def make_late(room):
	order = room.call("li.wei", "order.create", **{**FAULT, "tier": "A"})["order"]
	room.call("wang.lei", "order.dispatch", id=order["id"], tasks=[{"name": "line", "station": "km_line"}])
	now = room.call("noc", "system.info")["now"]
	room.call("admin", "time.advance", to=later(now, 86400))
	until(lambda: room.door.get("/overdue.json", room.tokens["noc"]).json()["items"], "a board with alarms")


def overdue(room):
	d = room.door

	yield "orders become overdue", lambda: make_late(room)

	def contents():
		alarms = room.call("noc", "alarm.list", limit=1000)["items"]
		wanted = {a["id"]: a for a in alarms
			if a["state"] != "cleared" and (isinstance(a["step"], str) or a["step"] >= 1)}
		require(0 < len(wanted) < len(alarms), f"{len(wanted)} of {len(alarms)} alarms are overdue")
		board = d.get("/overdue.json", room.tokens["noc"]).json()
		same({a["id"]: a for a in board["items"]}, wanted, "the board")
		same(board["truncated"], False, "truncated")
		due = [a["due_at"] for a in board["items"]]
		same(due, sorted(due), "the longest overdue first")
		rows = list(csv.DictReader(io.StringIO(d.get("/overdue.csv", room.tokens["noc"]).text(), newline="")))
		same([int(r["id"]) for r in rows], [a["id"] for a in board["items"]], "the rows")
		for row, alarm in zip(rows, board["items"]):
			for column in ("number", "clock", "task", "station", "severity", "state", "due_at", "raised_at",
					"acknowledged_by"):
				same(row[column] or None, alarm[column], column)
			same(int(row["count"]), alarm["count"], "count")
	yield "what alarm.list says, and the CSV the same", contents

	def etags():
		first = d.get("/overdue.json", room.tokens["noc"])
		etag = first.fields["etag"]
		for field, status in ((etag, 304), (f'W/{etag}', 304), (f'"x", {etag}', 304), ("*", 304), ('"x"', 200)):
			reply = d.get("/overdue.json", room.tokens["noc"], If_None_Match=field)
			same((reply.status, reply.fields["etag"], bool(reply.body)), (status, etag, status == 200), field)
		same(d.get("/overdue.json", room.tokens["wang.lei"]).fields["etag"], etag, "all who see everything")
		require(d.get("/overdue.csv", room.tokens["noc"]).fields["etag"] != etag, "CSV has its own")
		worst = first.json()["items"][-1]["id"]
		room.call("wang.lei", "alarm.acknowledge", id=worst)
		until(lambda: d.get("/overdue.json", room.tokens["noc"]).fields["etag"] != etag, "a new board", 3)
		same(d.get("/overdue.json", room.tokens["noc"], If_None_Match=etag).status, 200, "changed")
	yield "ETag: unchanged is 304, changed within a second", etags

	def sight():
		for who in ("r.one", "r.six", "qian.hong", "m.km", "li.wei"):
			alarms = {a["id"] for a in room.call(who, "alarm.list", limit=1000)["items"]
				if isinstance(a["step"], str) or a["step"] >= 1}
			board = d.get("/overdue.json", room.tokens[who])
			same({a["id"] for a in board.json()["items"]}, alarms, f"what {who} sees")
			same(board.fields["cache-control"], "private, no-cache", "never kept by others")
		require(d.get("/overdue.json", room.tokens["r.six"]).json()["items"] == [], "r.six sees nothing")
	yield "each sees what is his to see", sight

	def served_from_memory():
		with logged(room) as (other, asked):
			began = time.monotonic()
			etags = {other.get("/overdue.json", room.tokens[who]).fields["etag"]
				for _ in range(100) for who in ("noc", "wang.lei", "zhang.qiang")}
			same(len(etags), 1, "boards")
			few(asked("FIND_OVERDUE"), 1 + int(time.monotonic() - began), "questions for 300 polls")
			for who in ("r.one", "r.two", "r.one", "r.two"):
				other.get("/overdue.csv", room.tokens[who])
			few(asked("FIND_OVERDUE"), 3 + int(time.monotonic() - began) * 3, "with two who see less")
	yield "polled 300 times, the store is asked once a second", served_from_memory


@contextlib.contextmanager
def logged(room):
	"""A daemon whose store writes down what it is asked."""
	database = room.bed.fresh("org")
	room.bed.cluster.sql("postgres", f'alter database "{database}" set log_statement = \'all\'')
	daemon = room.bed.daemon(database, CLOCK, HTTP)
	d = Door(daemon.http)
	before = len(room.bed.cluster.log.read_bytes())
	try:
		yield d, lambda name: room.bed.cluster.log.read_bytes()[before:].count(f"execute {name}:".encode())
	finally:
		d.close()
		daemon.stop()


def few(have, most, what):
	require(1 <= have <= most, f"{what}: {have} instead of 1 to {most}")


def metrics(room):
	d = room.door

	def lint():
		promtool = shutil.which("promtool")
		require(promtool, "promtool is not installed (package prometheus)")
		done = subprocess.run([promtool, "check", "metrics"], input=d.get("/metrics").body,
			capture_output=True)
		require(done.returncode == 0 and not done.stderr and not done.stdout,
			(done.stdout + done.stderr).decode())
	yield "promtool check metrics", lint

	def counters():
		before = d.metrics()
		for _ in range(7):
			d.post(frame("system.ping"))
		for _ in range(3):
			room.ask("noc", "order.get", id=10**9)
		d.post(frame("order.list"))
		d.post(b"{")
		room.call("li.wei", "order.note", id=room.order["id"], text="counted")
		session = Client(room.daemon.socket)
		session.call("system.ping")
		after = d.metrics()
		same(after["sliploop_sessions", ()] - before["sliploop_sessions", ()], 1, "sessions")
		session.close()
		grown = {k: after[k] - before.get(k, 0) for k in after if k[0].endswith(("_total", "_count"))}
		rows = {("system.ping", "ok"): 8, ("order.get", "not_found"): 3, ("order.list", "unauthenticated"): 1,
			("unknown", "parse"): 1, ("order.note", "ok"): 1}
		for (method, cls), n in rows.items():
			key = "sliploop_requests_total", (("method", method), ("class", cls))
			same(grown.get(key), n, f"{method} {cls}")
			key = "sliploop_request_duration_seconds_count", (("method", method),)
			same(grown.get(key), n, f"{method} durations")
		same(grown["sliploop_batches_total", ()], 1, "batches")
		same(grown["sliploop_batch_calls_total", ()], 1, "calls in batches")
		for code, n in (("200", 12), ("400", 1), ("401", 1)):
			same(grown["sliploop_http_responses_total", (("code", code),)], n, f"answers {code}")
	yield "calls, durations, batches and answers as they were made", counters

	def polls():
		"""A hundred dashboards that poll are one reading of the store, until an alarm changes."""
		make_late(room)

		def served():
			found = d.metrics()
			return [int(found["sliploop_alarm_polls_total", (("from", where),)]) for where in ("memory", "store")]

		def ask(who, **params):
			return room.call(who, "alarm.list", **params)
		first = ask("noc", state="raised")
		require(first["items"], "nothing to poll")
		ask("noc", since=first["cursor"])
		before = served()
		for _ in range(50):
			same(ask("noc", state="raised")["items"], first["items"], "the list")
			same(ask("wang.lei", since=first["cursor"])["items"], [], "nothing new")
			same(ask("li.wei", since=first["cursor"])["items"], [], "nothing new to one who does not see all")
		memory, store = served()
		same((memory - before[0], store - before[1]), (150, 0), "from memory and from the store")
		worst = first["items"][-1]["id"]
		room.call("wang.lei", "alarm.acknowledge", id=worst)
		for who in ("noc", "wang.lei", "li.wei"):
			news = ask(who, since=first["cursor"])
			same([(a["id"], a["state"]) for a in news["items"]], [(worst, "acknowledged")], f"the change, for {who}")
			same(ask(who, since=news["cursor"])["items"], [], "and then nothing")
		require(worst not in [a["id"] for a in ask("noc", state="raised")["items"]], "the list is the old one")
	yield "polls are answered from memory", polls

	def buckets():
		found = d.metrics()
		for name, labels in [k for k in found if k[0].endswith("_count")]:
			stem = name[:-len("_count")]
			cells = [found[k] for k in found if k[0] == stem + "_bucket" and k[1][:len(labels)] == labels]
			same(cells, sorted(cells), f"{stem} {labels} grows")
			same(cells[-1], found[name, labels], f"{stem} {labels}: +Inf")
	yield "buckets are cumulative and end with the count", buckets

	def gauges():
		"""Against the store itself, and order.list."""
		def agrees():
			found = d.metrics()
			return all(found.get(("sliploop_orders_open", (("tier", tier),))) == n_open and
				found.get(("sliploop_orders_overdue", (("tier", tier),))) == n_overdue
				for tier, (n_open, n_overdue) in wanted.items())
		make_late(room)
		room.call("li.wei", "order.create", **FAULT)
		wanted = {}
		for tier in "ABC":
			n_open = int(room.bed.cluster.sql(room.database, f"select count(*) from orders where tier = '{tier}'"
				" and state not in ('archived', 'cancelled')"))
			late = [o for o in room.pages("order.list", limit=200, tier=tier, overdue=True)
				if o["state"] not in ("archived", "cancelled")]
			wanted[tier] = n_open, len(late)
		require(wanted["A"][1] > 0 and wanted["C"][0] > wanted["C"][1], f"too plain: {wanted}")
		until(agrees, f"{wanted}", 15)
	yield "orders open and overdue by tier", gauges

	def lags():
		found = d.metrics()
		steps = int(room.bed.cluster.sql(room.database, "select count(*) from history where what = 'step'"))
		same(found["sliploop_timer_lag_seconds_count", ()], steps, "steps fired")
		same(found["sliploop_timer_lag_seconds_bucket", (("le", "0.001"),)], steps, "none late by its clock")
		same(found["sliploop_timer_oldest_unfired_seconds", ()], 0, "nothing unfired")
		same(found["sliploop_store_connections", ()], 5, "connections to the store")
	yield "timers", lags

	def scraped_often():
		with logged(room) as (other, asked):
			began = time.monotonic()
			for _ in range(100):
				require(("sliploop_orders_open", (("tier", "A"),)) in other.metrics(), "no gauges")
			few(asked("TALLY"), 1 + int((time.monotonic() - began) / 5), "counts for 100 scrapes")
	yield "scraped a hundred times, the store counts once in five seconds", scraped_often
