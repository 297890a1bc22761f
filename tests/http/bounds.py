# SPDX-License-Identifier: Apache-2.0
"""Each bound of the HTTP door hit on purpose, while others are served."""

import contextlib
import os
import pathlib
import select
import signal
import socket
import subprocess
import time

from checks import is_closed, require, same, until
from client import error_class
from cluster import sanitizer_env
from door import Door, frame, read_reply
from room import CLOCK, HTTP, bearer_line, fresh_status, is_gone, length_of, locked, read_kept

CONNECTIONS, OVER = 512, 64  # http_conns.h
READ_S, IDLE_S, WRITE_S = 10, 30, 30
FLIGHTS = 64
DISCOVERED = 30  # a batch of so many has an answer of 4 MB: more than the kernel takes for us


def slow(room):
	"""Those who take their time are hung up on; all of them at once, while others are served."""
	token = bearer_line(room.tokens["li.wei"])
	head = b"POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

	def check():
		d = room.door
		whole = len(d.post([frame("rpc.discover")] * DISCOVERED).body)
		require(whole > 3_500_000, f"an answer of {whole} bytes fits anywhere")
		began = time.monotonic()
		silent = [d.socket() for _ in range(20)]
		dripping = [d.socket() for _ in range(10)]
		bodies = [d.socket() for _ in range(10)]
		for s in bodies:
			s.sendall(head + token + b"Content-Length: 60000\r\n\r\n")
		deaf = [d.socket(receive=4096) for _ in range(3)]
		discover = length_of([frame("rpc.discover")] * DISCOVERED)
		for s in deaf:
			s.sendall(head + discover)
		kept = d.socket()
		kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		same(read_kept(kept), 200, "a connection that then says nothing more")
		closed = {}
		groups = {"dripping": dripping, "body": bodies, "silent": silent, "kept": [kept]}

		def all_are_closed():
			for s in dripping + bodies:
				with contextlib.suppress(OSError):
					s.send(b"a")
			for name, sockets in groups.items():
				if name not in closed and all(is_gone(s) for s in sockets):
					closed[name] = time.monotonic() - began
			same(d.post(frame("system.ping")).status, 200, "another, meanwhile")
			return len(closed) == len(groups)
		until(all_are_closed, "all are hung up on", IDLE_S + 60)
		for name, low in (("dripping", READ_S), ("body", READ_S), ("silent", IDLE_S), ("kept", IDLE_S)):
			require(closed[name] >= low - 1, f"{name}: closed after {closed[name]} s")
		require(max(closed["dripping"], closed["body"]) < min(closed["silent"], closed["kept"]), f"{closed}")
		until(lambda: d.metrics()["sliploop_http_waiting_bytes", ()] < 65536, "what nobody read is let go", WRITE_S + 60)
		for s in deaf:
			require(is_cut(s, whole), "a client that never reads was kept")
		for s in silent + dripping + bodies + deaf + [kept]:
			s.close()
	yield "slow heads, slow bodies, silent and deaf clients, idle ones", check


def is_cut(s, whole):
	"""The answer ends before it is whole."""
	s.settimeout(5)
	got = 0
	with contextlib.suppress(ConnectionError):
		while data := s.recv(1 << 20):
			got += len(data)
	return 0 < got < whole


def await_gone(d):
	until(lambda: fresh_status(d) == 200, "a place becomes free")
	until(lambda: d.metrics()["sliploop_http_connections", ()] < 20, "the crowd is gone")


def crowd(room):
	def connections():
		d = room.door
		d.close()  # the only idle one would make way
		crowd = [d.socket() for _ in range(CONNECTIONS)]
		try:
			for s in crowd:
				s.sendall(b"GET /healthz HTTP/1.1\r\n")
			for _ in range(3):
				with d.socket() as s:
					s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
					reply = read_reply(s)
					same((reply.status, reply.fields["connection"]), (503, "close"), repr(reply))
					require(is_closed(s, 5), "left open")
			silent = [d.socket() for _ in range(OVER + 40)]
			require(all(is_closed(s, 8) for s in silent[:10]), "too many and silent: kept")
			for s in silent:
				s.close()
			for s in crowd[:: 50]:
				s.sendall(b"Host: x\r\n\r\n")
				same(read_kept(s), 200, "one of the crowd, while even the queue is full")
			crowd.pop().close()
			until(lambda: fresh_status(d) == 200, "a place becomes free")
		finally:
			for s in crowd:
				s.close()
		await_gone(d)
	yield f"{CONNECTIONS} busy connections: more of them hear 503, the others are served", connections

	def unread():
		"""A daemon that could not look for a while: who spoke meanwhile makes way for nobody."""
		d, pid = room.door, room.daemon.process.pid
		d.close()
		crowd = [d.socket() for _ in range(CONNECTIONS - 1)]
		try:
			began = time.monotonic()
			until(lambda: time.monotonic() - began > 1.2 and fresh_status(d) == 200, "all are silent for a second")
			os.kill(pid, signal.SIGSTOP)
			try:
				crowd.append(d.socket())  # the door first has newcomers to see to, then what the others say
				for s in crowd:
					s.sendall(b"GET /healthz HTTP/1.1\r\n")
				newcomer = d.socket()
				newcomer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
			finally:
				os.kill(pid, signal.SIGCONT)
			with newcomer:
				same(read_reply(newcomer).status, 503, "one more")
			require(not any(map(is_gone, crowd)), "one who had spoken made way")
		finally:
			for s in crowd:
				s.close()
		await_gone(d)
	yield "what was said and not yet read is no silence", unread

	def silent_crowd():
		"""Twice as many as may be, and none of them says a word: whoever does is served."""
		d = room.door
		d.close()  # of all that are silent it would be so longest
		crowd = []
		try:
			for _ in range(CONNECTIONS):
				crowd.append(d.socket())
			began = time.monotonic()
			until(lambda: time.monotonic() - began > 1.2 and d.get("/healthz").status == 200, "a second later")
			fresh = [fresh_status(d) for _ in range(20)]
			same(fresh, [200] * 20, "newcomers")
			require(any(map(is_gone, crowd[:30])), "those silent longest made way")
			require(not any(map(is_gone, crowd[-100:])), "nobody else did")
			same(d.get("/healthz").status, 200, "one that was there before")
		finally:
			for s in crowd:
				s.close()
		await_gone(d)
	yield f"{CONNECTIONS} silent connections keep nobody out", silent_crowd

	def deaf():
		"""Answers that nobody takes: the one who asks for them is refused, by whichever of his tokens; the others
		are not."""
		d = room.door
		crowd = []
		tokens = [room.call("admin", "token.issue", user="li.wei")["token"] for _ in range(20)]
		try:
			for token in tokens:
				crowd.append(d.begin([frame("rpc.discover")] * DISCOVERED, token, receive=4096))
			until(lambda: d.post(frame("system.ping"), room.tokens["li.wei"]).status == 429, "16 MiB wait")
			same(d.post(frame("system.ping"), room.tokens["zhao.min"]).status, 200, "somebody else")
			same(d.get("/overdue.json", room.tokens["noc"]).status, 200, "a board")
			require(d.metrics()["sliploop_http_waiting_bytes", ()] < 80 * 1024 * 1024, "more was let in")
		finally:
			for s in crowd:
				s.close()
		until(lambda: d.post(frame("system.ping"), room.tokens["li.wei"]).status == 200, "afterwards")
	yield "answers that are not taken", deaf

	def flights():
		d = room.door
		with locked(room):
			waiting = [d.begin(room.note("waits"), room.tokens["li.wei"]) for _ in range(FLIGHTS)]
			until(lambda: d.post(frame("system.ping"), room.tokens["li.wei"]).status == 429, "64 under way")
			reply = d.post(frame("system.ping"), room.tokens["li.wei"])
			same((error_class(reply.json()["error"]), reply.fields["retry-after"]), ("overloaded", "1"), repr(reply))
			same(d.post(frame("order.get", {"id": room.order["id"]}), room.tokens["zhao.min"]).status, 200,
				"somebody else")
		for s in waiting:
			same(read_reply(s).status, 200, "one that waited")
			s.close()
		same(d.post(frame("system.ping"), room.tokens["li.wei"]).status, 200, "afterwards")
	yield f"{FLIGHTS} requests of one user under way: the next is refused, others are served", flights

	def descriptors():
		"""A daemon that may open few files says no to the next, and yes again when some are closed."""
		database = room.bed.fresh("org")
		shell = "ulimit -n 60 && exec \"$@\""
		log = open(room.bed.cluster.dir / f"{database}.log", "ab")
		process = subprocess.Popen(["bash", "-c", shell, "-", str(room.bed.bin / "sliploopd"), "--store",
			room.bed.cluster.conninfo(database), "--socket", f"{room.bed.cluster.dir / database}.sock",
			"--virtual-clock", CLOCK, *HTTP], stdout=subprocess.PIPE, stderr=log, text=True, cwd="/",
			env=sanitizer_env())
		host, _, port = process.stdout.readline().split()[1].rpartition(":")
		d = Door((host, int(port)))
		require("ready" in process.stdout.readline(), "not ready")
		crowd = [d.socket() for _ in range(80)]
		try:
			until(lambda: any(says_no(s) for s in crowd), "one that hears no")
			crowd[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
			same(read_kept(crowd[0]), 200, "one that came in time")
			for s in crowd:
				s.close()
			until(lambda: fresh_status(d) == 200, "served again")
		finally:
			for s in crowd:
				s.close()
			d.close()
			process.terminate()
			status = process.wait(60)
			said = pathlib.Path(log.name).read_text(errors="replace")[-2000:]
			same(status, 0, f"its end: {said}")
			process.stdout.close()
			log.close()
	yield "descriptors run out", descriptors


def says_no(s):
	if not select.select([s], [], [], 0)[0]:
		return False
	with contextlib.suppress(OSError):
		return s.recv(4096, socket.MSG_PEEK).startswith(b"HTTP/1.1 503")
	return False
