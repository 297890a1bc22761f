# SPDX-License-Identifier: Apache-2.0
"""That the history comes under seal: soon, once, and in the order in which nothing can come before any more."""

import contextlib
import json
import statistics
import threading
import urllib.request

import bed as beds
from checks import require, same, until
from client import Client, Lost
from room import FIND_SEAL

CALM, ROUNDS, KILLS, WRITERS = 12, 40, 6, 3
WAITED = f"select s.sealed_at - h.at from history h join seal s on s.number = {FIND_SEAL}"


def soon(room):
	def calm():
		order = room.order()
		room.await_sealed()
		for _ in range(CALM):
			room.note(order)
			room.await_sealed()
		waited = sorted(map(int, room.sql(f"{WAITED} where h.what = 'note'").split()))
		print(f"from a row's instant to its seal, ms: median {statistics.median(waited):.0f}, most {waited[-1]}")
		same(len(waited), CALM, "rows")
		require(waited[0] >= 0, "sealed before it was there")
		require(statistics.median(waited) <= 1000, f"more than a second: {waited}")

	def many():
		order = room.order()
		calls = [("order.note", dict(id=order, text=f"note {i}")) for i in range(2500)]
		require(all(a.ok for a in room.admin.ask_all(calls)), "notes are taken")
		room.await_sealed()
		most = int(room.sql("select max(octet_length(entries)) / 56 from seal"))
		require(1 <= most <= 1000, f"{most} rows in one seal")
		same(room.verify(room.database)[0], 0, "verify")

	yield "rows are sealed within a second of their commit", calm
	yield "a burst is sealed in seals of 1,000 rows at most", many


def metrics(daemon):
	host, port = daemon.http
	with urllib.request.urlopen(f"http://{host}:{port}/metrics") as answer:
		lines = answer.read().decode().splitlines()
	return {name: float(value) for name, value in (s.split(" ") for s in lines if s.startswith("sliploop_seal"))}


def shown(room):
	def health():
		room.await_sealed()
		rows = int(room.sql("select count(*) from history"))
		until(lambda: room.admin.call("system.health")["seal"].endswith(f"@{rows}"), "health has the head")
		head = room.sql("select encode(head, 'hex') || '@' || n_rows from seal order by number desc limit 1")
		said = room.admin.call("system.health")
		same((said["seal"], said["seal_lag_ms"]), (head, 0), "health")
		same(room.verify(room.database, "--head", said["seal"])[0], 0, "verify with that head")

	def figures():
		rows = int(room.sql("select count(*) from history"))
		same(metrics(room.daemon), {"sliploop_sealed_rows": rows, "sliploop_seal_lag_seconds": 0}, "metrics")

	def stopping():
		order = room.order()
		room.admin.close()
		room.daemon.stop()
		same(room.unsealed(), 0, "not sealed when it had stopped")
		heads = room.heads(room.daemon)
		same(heads[-1].split("@")[1], room.sql("select count(*) from history"), "rows of the last head in the log")
		same(room.verify(room.database, "--head", ",".join(heads[-16:]))[0], 0, "verify with the log's heads")
		room.daemon.start()
		room.admin = Client(room.daemon.socket)
		room.note(order)

	def refused():
		for text in ("", "nonsense", "0" * 64, "0" * 63 + "@1", "0" * 64 + "@", "0" * 64 + "@1x", "0" * 64 + "@1,"):
			status, said = beds.verify(room.bed.bin, "--store", room.cluster.conninfo(room.database), "--head", text)
			require(status in (2, 64) and "--head" in said, f"{text!r}: {status} {said}")

	yield "health shows the head, and verify takes it", health
	yield "the metrics count rows and lag", figures
	yield "a daemon that stops seals what is left and writes the head to the log", stopping
	yield "what is no head is refused", refused


def held(room):
	def by_transaction():
		order = room.order()
		room.await_sealed()
		# It has an earlier place in the feed than what is committed meanwhile, and comes later.
		with room.cluster.hold(room.database, "insert into history (order_id, seq, at, what, state, text)"
				f" values ({order}, 900, 1, 'note', 'at_crc', 'late')") as late:
			for _ in range(3):
				room.note(order)
			until(lambda: room.admin.call("system.health")["seal_lag_ms"] >= 1000, "the lag is shown")
			same(room.unsealed(), 3, "rows not sealed")
			pid = room.sql("select pid from pg_stat_activity where application_name = 'psql' and state = 'idle in transaction'")
			until(lambda: room.admin.call("system.health")["seal_held_by"] == f"process {pid}, role postgres, psql",
				"who is waited for is named")
			late.psql.communicate("commit;\n", timeout=60)
			late.psql = None
		room.await_sealed()
		said = room.admin.call("system.health")
		same((said["seal_lag_ms"] < 1000, said["seal_held_by"]), (True, None), "no lag")
		same(room.verify(room.database)[1].split(",")[1], " 0 not yet; head " + room.admin.call("system.health")["seal"],
			"verify")

	def by_sealer():
		order = room.order()
		room.await_sealed()
		with room.cluster.hold(room.database, "select pg_advisory_xact_lock(74318)"):
			room.note(order)
			until(lambda: room.admin.call("system.health")["seal_lag_ms"] >= 1000, "somebody else's turn")
			same(room.unsealed(), 1, "rows not sealed")
		room.await_sealed()

	yield "somebody else seals: ours are left to him", by_sealer
	yield "a transaction left open delays the seal and breaks no order", by_transaction


def crowd(room):
	def kills():
		database, first, _ = room.bed.real()
		daemons = [first, *(room.another(database, i) for i in range(2))]
		with contextlib.closing(Client(first.socket)) as admin:
			orders = [room.order(admin) for _ in range(WRITERS)]
		over = threading.Event()
		written = [write(database, daemons, i, order, over) for i, order in enumerate(orders)]
		rows = lambda: int(room.sql("select count(*) from history", database))  # noqa: E731
		for _ in range(KILLS):
			least = rows() + ROUNDS
			until(lambda least=least: rows() >= least, "work goes on", 60)
			victim = room.rng.choice(daemons)
			victim.kill()
			victim.start()
		over.set()
		for thread in written:
			thread.join(60)
		room.await_sealed(database)
		heads = {h for d in daemons for h in room.heads(d)}
		require(len(heads) >= 2, f"heads in the logs: {heads}")
		chosen = sorted(heads, key=lambda h: int(h.split("@")[1]))[-16:]
		status, line = room.verify(database, "--head", ",".join(chosen))
		print(f"{line.split(';')[0]}, {KILLS} kills, {len(heads)} heads in three logs")
		same(status, 0, f"verify: {line}")
		for daemon in daemons:
			daemon.stop()

	yield "three daemons, kill -9 again and again: one unbroken chain", kills


def write(database, daemons, i, order, over):
	"""Notes through one daemon, on the next where it is gone, until it is over."""
	def notes():
		at = i
		while not over.is_set():
			try:
				with contextlib.closing(Client(daemons[at % len(daemons)].socket, 20)) as client:
					while not over.is_set():
						client.ask("order.note", dict(id=order, text=json.dumps(at)))
			except (Lost, OSError):
				at += 1

	thread = threading.Thread(target=notes, daemon=True)
	thread.start()
	return thread
