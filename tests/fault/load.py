#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The people at work while faults are made: many connections, several daemons, one key a request.

A process of its own. What it asks stands on the disk before it is sent, and what it was answered before anything
follows from it (`Journal`). A request that nobody answered is asked again, with its key, by whatever daemon is
there, until it is. It never judges an answer: that is checker.py's.

Reads its settings as JSON from the command line. `drain` on standard input: nothing new; what is open is asked
until it is answered, a part of what was answered is asked once more, then `drained` is said and that was it."""

import errno
import hashlib
import heapq
import itertools
import json
import os
import random
import select
import socket
import sys
import time

DEPTH = 8  # of one connection, in flight
RETRY = (0.02, 0.3)  # seconds until a request is tried again, between
CONNECT_EVERY_S = 0.05
STALE_MAX = 400  # connections on which nobody waits any more, kept for late answers
RETRIABLE = {"unavailable", "unknown_outcome", "overloaded"}
PEOPLE = ("li.wei", "wang.lei", "r.one", "r.three")


def digest(result):
	"""What was said, but for whether it was said again."""
	said = {k: v for k, v in result.items() if k != "replayed"}
	return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


class Journal:
	"""One JSON record a line; `sync` returns when all of them are on the disk."""

	def __init__(self, path):
		self.fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
		self.lines = []

	def say(self, what, **record):
		self.lines.append(json.dumps({"what": what, "t": time.monotonic(), **record}, separators=(",", ":")))

	def sync(self):
		"""What was to be asked is sent from now on, which is noted with what comes next."""
		if self.lines:
			os.write(self.fd, ("\n".join(self.lines) + "\n").encode())
			os.fdatasync(self.fd)
			self.lines = []
			self.say("sent")


class Ask:
	"""What somebody wants; `mark` names the parameter in which the key is to be found again."""

	def __init__(self, who, method, mark=None, daemon=None, **params):
		self.who, self.method, self.mark, self.daemon, self.params = who, method, mark, daemon, params


class Request:
	def __init__(self, key, ask, whose, is_again=False):
		self.key, self.ask, self.whose, self.is_again = key, ask, whose, is_again
		self.n_tries = 0
		self.params = dict(ask.params, idempotency_key=key)
		if ask.mark:
			self.params[ask.mark] = key


class Connection:
	"""One person at one daemon. What is queued is handed to the kernel by `flush` only."""

	def __init__(self, daemon, path, who, token):
		self.daemon, self.who = daemon, who
		self.out, self.got, self.waiting = bytearray(), b"", {}
		self.ids = itertools.count(1)
		self.is_stale = False
		self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
		self.sock.setblocking(False)
		self.sock.connect(path)
		self._put(0, "session.login", {"token": token})

	def _put(self, call_id, method, params):
		self.out += json.dumps({"jsonrpc": "2.0", "id": call_id, "method": method, "params": params}).encode() + b"\n"

	def put(self, request, now):
		call_id = next(self.ids)
		self.waiting[call_id] = (request, request.n_tries, now)
		self._put(call_id, request.ask.method, request.params)

	def flush(self):
		if self.out:
			try:
				del self.out[:self.sock.send(self.out)]
			except BlockingIOError:
				pass

	def take(self):
		"""The answers that have come; None: the daemon has hung up."""
		try:
			data = self.sock.recv(1 << 20)
		except BlockingIOError:
			return []
		if not data:
			return None
		*lines, self.got = (self.got + data).split(b"\n")
		return [json.loads(line) for line in lines]


class Load:
	def __init__(self, settings):
		self.s = settings
		self.rng = random.Random(settings["seed"])
		self.journal = Journal(settings["journal"])
		self.keys = itertools.count(1)
		self.connections, self.missing = {}, []  # by socket; (when, daemon, person) to be connected
		self.timers, self.order = [], itertools.count()
		self.asked = {}  # key: not finally answered
		self.done = []  # what was granted, for asking again
		self.orders = []  # ids that may be noted on
		self.n_lives = 0
		self.is_draining = self.is_asking_again = False
		for daemon in range(len(settings["sockets"])):
			for who in PEOPLE:
				self.missing += [(0, daemon, who)] * settings["connections"]
			for _ in range(settings["chatters"]):
				self.go_on(chatter(self.rng, self, daemon), None)
		self.at(0, self.begin_life)

	def at(self, seconds, what):
		heapq.heappush(self.timers, (time.monotonic() + seconds, next(self.order), what))

	# lives

	def begin_life(self):
		if self.is_draining:
			return
		self.at(self.rng.expovariate(self.s["rate"]), self.begin_life)
		if self.n_lives < self.s["lives"]:
			self.n_lives += 1
			self.go_on(life(self.rng, self), None)

	def go_on(self, whose, answer):
		if self.is_draining:
			return
		try:
			wanted = whose.send(answer)
		except StopIteration:
			self.n_lives -= 1
			return
		if isinstance(wanted, Ask):
			self.begin_request(Request(f"{self.s['name']}-{next(self.keys)}", wanted, whose))
		else:
			self.at(wanted, lambda: self.go_on(whose, None))

	# requests

	def begin_request(self, request):
		self.asked[request.key] = request
		self.try_request(request)

	def try_request(self, request):
		if self.asked.get(request.key) is not request:
			return  # a late answer came meanwhile
		free = [c for c in self.connections.values()
			if not c.is_stale and c.who == request.ask.who and len(c.waiting) < DEPTH]
		wished = [c for c in free if c.daemon == request.ask.daemon and request.n_tries == 0]
		if not free:
			self.at(0.02, lambda: self.try_request(request))
			return
		c = self.rng.choice(wished or free)
		request.n_tries += 1
		self.journal.say("ask", key=request.key, n=request.n_tries, daemon=c.daemon, who=request.ask.who,
			method=request.ask.method, order=request.ask.params.get("id"), again=request.is_again)
		c.put(request, time.monotonic())

	def try_later(self, request):
		self.at(self.rng.uniform(*RETRY), lambda: self.try_request(request))

	def answered(self, c, call_id, frame):
		request, n, _ = c.waiting.pop(call_id)
		result, error = frame.get("result"), frame.get("error")
		cls = error["data"]["class"] if error else None
		self.journal.say("answer", key=request.key, n=n, daemon=c.daemon, **(
			{"error": cls, "why": error["message"]} if error else
			{"order": result["order"]["id"], "said": digest(result), "replayed": result.get("replayed", False)}))
		if self.asked.get(request.key) is not request or n != request.n_tries:
			return  # late: it is asked again elsewhere, or was answered there
		if cls in RETRIABLE:
			self.try_later(request)
			return
		del self.asked[request.key]
		if request.is_again:
			return
		if not error:
			self.done.append(request)
		if request.whose:
			self.go_on(request.whose, result or {})

	def lose(self, c, why):
		"""Nobody knows what became of what was asked there."""
		for request, n, _ in c.waiting.values():
			self.journal.say("lost", key=request.key, n=n, daemon=c.daemon, why=why)
			if self.asked.get(request.key) is request and n == request.n_tries:
				self.try_later(request)

	# connections

	def connect(self, now):
		later = []
		for entry in self.missing:
			when, daemon, who = entry
			if when > now:
				later.append(entry)
				continue
			try:
				c = Connection(daemon, self.s["sockets"][daemon], who, self.s["tokens"][who])
				self.connections[c.sock] = c
			except OSError as e:
				if e.errno not in (errno.ECONNREFUSED, errno.ENOENT, errno.EAGAIN):
					raise
				later.append((now + CONNECT_EVERY_S, daemon, who))
		self.missing = later

	def end(self, c, why):
		c.sock.close()
		del self.connections[c.sock]
		if not c.is_stale:
			self.lose(c, why)
			self.missing.append((time.monotonic() + CONNECT_EVERY_S, c.daemon, c.who))

	def look_for_silence(self, now):
		"""Whoever does not answer in time is asked no more; what he says late is still written down."""
		for c in list(self.connections.values()):
			if not c.is_stale and any(now - at > self.s["patience"] for _, _, at in c.waiting.values()):
				self.lose(c, "silence")
				c.is_stale = True
				self.missing.append((now + 0.5, c.daemon, c.who))
		stale = [c for c in self.connections.values() if c.is_stale]
		for c in stale[:-STALE_MAX]:
			self.end(c, "old")

	# the loop

	def turn(self):
		now = time.monotonic()
		self.connect(now)
		self.look_for_silence(now)
		while self.timers and self.timers[0][0] <= now:
			heapq.heappop(self.timers)[2]()
		self.journal.sync()
		for c in list(self.connections.values()):
			try:
				c.flush()
			except OSError as e:
				self.end(c, str(e))
		wait = max(0.0, min(self.timers[0][0] if self.timers else now + 0.05, now + 0.05) - now)
		socks = list(self.connections)
		ready, _, _ = select.select([*socks, *([] if self.is_draining else [sys.stdin])],
			[c.sock for c in self.connections.values() if c.out], [], wait)
		for sock in ready:
			if sock is sys.stdin:
				self.drain()
			elif sock in self.connections:
				self.read(self.connections[sock])

	def read(self, c):
		try:
			frames = c.take()
		except OSError as e:
			self.end(c, str(e))
			return
		if frames is None:
			self.end(c, "closed")
			return
		for frame in frames:
			if frame.get("id") == 0:
				if "error" in frame:  # the store may be away: come again
					self.end(c, "login")
					return
			elif frame.get("id") in c.waiting:
				self.answered(c, frame["id"], frame)
			else:
				self.journal.say("stray", daemon=c.daemon, frame=frame)

	def drain(self):
		if sys.stdin.readline().strip() != "drain":
			sys.exit("the harness is gone")
		self.is_draining = True

	def ask_again(self):
		"""Of what was granted, the latest and some at random."""
		self.is_asking_again = True
		some = self.rng.sample(self.done, min(self.s["again"], len(self.done)))
		for r in {r.key: r for r in self.done[-self.s["again"]:] + some}.values():
			self.begin_request(Request(r.key, Ask(r.ask.who, r.ask.method, r.ask.mark, **r.ask.params), None, True))

	def run(self):
		deadline = None
		while True:
			self.turn()
			if not self.is_draining:
				continue
			deadline = deadline or time.monotonic() + self.s["drain_s"]
			if not self.asked and not self.is_asking_again:
				self.ask_again()
			if not self.asked or time.monotonic() > deadline:
				break
		self.journal.sync()
		print("drained", flush=True)


# --- what people do

def chatter(rng, load, daemon):
	"""Somebody who notes something on whatever order, at one daemon, all the time."""
	while True:
		if load.orders:
			yield Ask("li.wei", "order.note", "text", daemon, id=rng.choice(load.orders[-40:]))
		yield rng.uniform(0, load.s["pause"])


def life(rng, load):
	"""An order from its raising to the archive, or to where somebody leaves it lying."""
	answer = yield Ask("li.wei", "order.create", "title", kind="fault", service="pstn", tier="A",
		customer="Dianchi Hotel", submit=True)
	if "order" not in answer:
		return
	order = answer["order"]["id"]
	load.orders.append(order)
	yield rng.uniform(0, 1.5)
	if rng.random() < 0.1:
		yield Ask("li.wei", "order.cancel", "reason", id=order)
		return
	tasks = [{"name": "line", "station": "km_line"}]
	if rng.random() < 0.3:
		tasks.append({"name": "test", "station": "km_test", "after": ["line"]})
	yield Ask("wang.lei", "order.dispatch", id=order, tasks=tasks)
	if rng.random() < 0.2:
		yield rng.uniform(0, 0.5)
		yield Ask("wang.lei", "order.hold", "note", id=order, reason=rng.choice(["no_access", "awaiting_parts"]))
		yield rng.uniform(0, 1.5)
		yield Ask("wang.lei", "order.resume", id=order)
	for task in tasks:
		yield rng.uniform(0, 1.5)
		who = "r.one" if task["name"] == "line" else "r.three"
		answer = yield Ask("li.wei", "order.note", "text", id=order)
		found = [t["id"] for t in answer.get("order", {}).get("tasks", []) if t["name"] == task["name"]]
		if not found or rng.random() < 0.1:
			return
		yield Ask(who, "task.accept", id=found[-1])
		yield rng.uniform(0, 2.5)
		yield Ask(who, "task.complete", "record", id=found[-1], cause="cable", side="carrier", impact="one",
			explanation="rain")
	if rng.random() < 0.5:
		yield Ask("li.wei", "order.sign", "note", id=order, accepted=True, by="the desk")
		yield Ask("li.wei", "order.archive", id=order)


if __name__ == "__main__":
	Load(json.loads(sys.argv[1])).run()
