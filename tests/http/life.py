# SPDX-License-Identifier: Apache-2.0
"""Starting, stopping, a store that goes and comes, timers that fall behind."""

import contextlib
import socket
import subprocess

import bed as beds
from checks import require, same, until
from client import Client, error_class
from cluster import sanitizer_env
from door import Door, frame, read_reply
from room import CLOCK, FAULT, HTTP, locked

CONNECTIONS = 5  # enum store_channel


def life(room):
	def refused_addresses():
		for where, words in (("0.0.0.0:0", "this machine only"), ("192.0.2.1:80", "this machine only"),
				("[::]:80", "this machine only"), ("8080", "not an address"), ("127.0.0.1", "not an address"),
				("127.0.0.1:70000", "not an address"), ("example.org:80", "not an address"),
				("::1:80", "not an address"), ("[::1:80", "not an address")):
			done = subprocess.run([room.bed.bin / "sliploopd", "--store", "x", "--socket", "/tmp/x", "--http", where],
				capture_output=True, text=True, env=sanitizer_env())
			require(done.returncode == 64 and words in done.stderr, f"{where}: {done.returncode} {done.stderr}")
	yield "addresses that are refused", refused_addresses

	def draining():
		d = room.door
		with locked(room):
			waiting = d.begin(room.note("the last"), room.tokens["li.wei"])
			until(lambda: d.metrics()["sliploop_engine_queue_length", ()] == 1, "the call is under way")
			room.daemon.process.terminate()
			until(lambda: d.get("/readyz").status == 503, "not ready any more")
			require("stopping" in d.get("/readyz").text(), "it says why")
			same(d.get("/healthz").status, 200, "alive all the same")
			reply = d.post(frame("system.ping"))
			same((reply.status, error_class(reply.json()["error"]), reply.fields["connection"]),
				(503, "unavailable", "close"), "a new call")
		same(read_reply(waiting).status, 200, "the call under way is answered")
		waiting.close()
		same(room.daemon.process.wait(60), 0, "its end")
		room.daemon.start(CLOCK)
		room.door = Door(room.daemon.http)
		until(lambda: room.door.get("/readyz").status == 200, "ready anew")
		require(any(h.get("text") == "the last" for h in pages_of_history(room)), "the last note is lost")
	yield "SIGTERM: /readyz says so, what is under way is answered", draining

	def store_away():
		d = room.door
		room.bed.cluster.stop()
		try:
			until(lambda: d.get("/readyz").status == 503, "not ready")
			require("store is away" in d.get("/readyz").text(), d.get("/readyz").text())
			same(d.get("/healthz").status, 200, "alive")
			reply = d.post(room.note(), room.tokens["li.wei"])
			same((reply.status, error_class(reply.json()["error"]), reply.fields["retry-after"]),
				(503, "unavailable", "1"), repr(reply))
			same(d.post(frame("system.ping")).status, 200, "what needs no store")
			found = d.metrics()
			same(found["sliploop_store_connections", ()], 0, "connections")
			until(lambda: d.get("/overdue.json", room.tokens["noc"]).status == 503, "no board")
		finally:
			room.bed.cluster.start()
		until(lambda: d.get("/readyz").status == 200, "ready again", 60)
		same(d.post(room.note(), room.tokens["li.wei"]).status, 200, "a note")
	yield "the store goes and comes", store_away

	def away_while_busy():
		"""The store comes back while a batch still waits: nobody tells the engine a second time."""
		d = room.door
		with locked(room):
			waiting = d.begin(room.note("held up"), room.tokens["li.wei"])
			until(lambda: backends(room, WAITS), "the batch waits for the row")
			end_others(room)
		same(read_reply(waiting).status, 200, "the call under way, its own connection being whole")
		waiting.close()
		until(lambda: d.get("/readyz").status == 200, "ready again")
		same(d.post(room.note(), room.tokens["li.wei"]).status, 200, "a note")
	yield "the store goes and comes while a batch waits", away_while_busy

	def unread():
		"""The store is there, but the organisation takes too long to be read at first."""
		d, sql = room.door, lambda text: room.bed.cluster.sql(room.database, text)
		sql("create function too_slow() returns bool language plpgsql stable as "
			"$$ begin raise 'too slow' using errcode = 'query_canceled'; end $$; begin;"
			"alter table unit rename to unit_kept; create view unit as select * from unit_kept where too_slow(); commit")
		try:
			before = len(unread_records(room))
			end_others(room)
			until(lambda: len(unread_records(room)) > before, "it cannot be read")
			same(d.get("/readyz").status, 503, "not ready")
		finally:
			sql("begin; drop view unit; alter table unit_kept rename to unit; commit; drop function too_slow")
		until(lambda: d.get("/readyz").status == 200, "ready again")
		same(d.post(room.note(), room.tokens["li.wei"]).status, 200, "a note")
	yield "the organisation cannot be read at first", unread

	def behind():
		"""On the real clock: a step that cannot be fired, because somebody else holds its order."""
		database = room.bed.fresh("bare")
		daemon = room.bed.daemon(database, None, HTTP)
		d, admin = Door(daemon.http), Client(daemon.socket)
		admin.call("unit.put", name="front", kind="front", title="f")
		admin.call("unit.put", name="back", kind="back", title="b")
		admin.call("station.put", name="here", unit="back", area="a", title="h")
		admin.call("policy.put", limits=[{"clock": "accept", "tier": "C", "limit": "PT2S"}])
		order = admin.call("order.create", **{**FAULT, "unit": "front"})["order"]
		admin.call("order.dispatch", id=order["id"], tasks=[{"name": "line", "station": "here"}])
		with locked(room, database, order["id"]):
			until(lambda: d.get("/readyz").status == 503, "timers behind", 40)
			require("timers are" in d.get("/readyz").text(), d.get("/readyz").text())
			require(d.metrics()["sliploop_timer_oldest_unfired_seconds", ()] > 10, "the oldest unfired")
		until(lambda: d.get("/readyz").status == 200, "caught up", 20)
		until(lambda: d.metrics()["sliploop_timer_lag_seconds_sum", ()] > 10, "the lag is counted")
		found = d.metrics()
		require(found["sliploop_timer_lag_seconds_bucket", (("le", "10"),)]
			< found["sliploop_timer_lag_seconds_count", ()], "a step more than 10 s late")
		admin.close()
		d.close()
		daemon.stop()
	yield "timers behind: /readyz says by how much, the lag is counted", behind

	def on_v6():
		daemon = room.bed.daemon(room.bed.fresh("org"), CLOCK, ["--http", "[::1]:0"])
		d = Door(daemon.http)
		same(d.get("/readyz").status, 200, "ready")
		d.close()
		daemon.stop()
	if socket.has_ipv6 and has_v6_loopback():
		yield "on [::1]", on_v6


WAITS = "wait_event_type = 'Lock'"


def backends(room, which):
	"""The daemon's connections of that kind, as the server knows them."""
	return room.bed.cluster.sql(room.database, "select pid from pg_stat_activity where datname = current_database()"
		f" and application_name = 'sliploopd' and {which}").split()


def end_others(room):
	"""Ends the daemon's connections but one that waits for a lock, and sees all of them come back."""
	others = backends(room, f"not coalesce({WAITS}, false)")
	require(others, "nothing to end")
	room.bed.cluster.sql(room.database, f"select pg_terminate_backend(pid) from unnest(array[{','.join(others)}]) pid")
	old = f"pid in ({','.join(others)})"
	until(lambda: not backends(room, old), "they are gone")
	until(lambda: len(backends(room, f"not {old}")) == CONNECTIONS, "others in their place")
	until(lambda: room.door.metrics()["sliploop_store_connections", ()] == CONNECTIONS, "and ready")


def unread_records(room):
	return [line for line in room.daemon.log.read_text().splitlines() if "organisation cannot be read" in line]


def has_v6_loopback():
	with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as s:
		s.bind(("::1", 0))
		return True
	return False


def pages_of_history(room):
	return room.call("admin", "order.history", id=room.order["id"], limit=1000)["items"]
