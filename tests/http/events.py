# SPDX-License-Identifier: Apache-2.0
"""GET /events: a watch as server-sent events, cut off and taken up again, and each of its bounds."""

import contextlib
import http.client
import json
import resource
import shutil
import subprocess
import time

import rights
from checks import SOON_S, require, same, until
from client import Client, error_class
from door import Door, bearer
from room import CLOCK

STREAMS, USER_STREAMS = 1024, 64  # http.h
COMMENT_S, WRITE_S = 15, 30


class Message:
	def __init__(self, lines):
		self.fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
		self.comment = any(line.startswith(":") for line in lines)
		self.id, self.retry = self.fields.get("id"), self.fields.get("retry")
		self.data = json.loads(self.fields["data"]) if "data" in self.fields else None

	def change(self):
		return self.data["params"]["data"]["change"]


class Stream:
	"""As a browser's EventSource: remembers the last id, and says it when it comes back."""

	def __init__(self, door, token, query="topics=orders", last=None, receive=None, more=None):
		fields = {**bearer(token), **({"Last-Event-ID": last} if last else {}), **(more or {})}
		head = "".join(f"{k}: {v}\r\n" for k, v in fields.items())
		self.sock = door.socket(receive)
		self.sock.sendall(f"GET /events?{query} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
		self.last, self.response = last, http.client.HTTPResponse(self.sock)

	def begin(self):
		"""The head and the answer to watch.start."""
		self.response.begin()
		if self.response.status != 200:
			return self.response.status, json.loads(self.response.read())
		retry = self.next()
		require(retry.retry, "how soon to come back")
		return 200, self.next().data

	def next(self):
		"""None: the stream has ended."""
		lines = []
		while True:
			line = self.response.readline().decode("utf-8")
			if not line:
				return None
			if line == "\n":
				message = Message(lines)
				self.last = message.id or self.last
				return message
			lines.append(line.rstrip("\n"))

	def close(self):
		self.response.close()
		self.sock.close()

	def __enter__(self):
		return self

	def __exit__(self, *_):
		self.close()


def opened(door, token, query="topics=orders", last=None):
	stream = Stream(door, token, query, last)
	same(stream.begin()[0], 200, "a stream")
	return stream


def watchers(door):
	return door.metrics()["sliploop_watchers", ()]


def events(room):
	d, noc = room.door, room.tokens["noc"]

	def refusals():
		for query, token, status, cls in (("topics=orders", None, 401, "unauthenticated"),
				("topics=orders", "nonsense", 401, "unauthenticated"), ("", noc, 400, "invalid_params"),
				("topics=weather", noc, 400, "invalid_params"), ("topics=", noc, 400, "invalid_params"),
				("topics=orders&colour=red", noc, 400, "invalid_params"),
				("topics=orders&station=%FF", noc, 400, "parse"),
				("topics=orders&since=a&since=b", noc, 400, "invalid_params"), ("topics=orders&%22%7D=x", noc, 400, "invalid_params"),
				("topics=orders&" + "&".join("a" * i + "=1" for i in range(1, 20)), noc, 400, "invalid_request"),
				("topics=orders&watch", noc, 400, None)):
			with Stream(d, token, query) as s:
				have, answer = s.begin()
				same(have, status, query)
				require(cls is None or error_class(answer["error"]) == cls, f"{query}: {answer}")
		for method in ("POST", "HEAD"):
			reply = d.ask(method, "/events?topics=orders", None, bearer(noc))
			same((reply.status, reply.fields["allow"]), (405, "GET"), method)
	yield "who may not, and what cannot be read", refusals

	def every_role():
		for actor, (name, _) in rights.ACTORS.items():
			with Stream(d, room.tokens[name]) as s:
				same(s.begin()[0], 200, actor)
	yield "whoever is somebody may, as by watch.start", every_role

	def lines():
		"""The lines are those of the socket."""
		socket = Client(room.daemon.socket)
		socket.login(noc)
		started = socket.call("watch.start", topics=["orders"])
		with Stream(d, noc) as s:
			status, answer = s.begin()
			fields = {k.lower(): v for k, v in s.response.getheaders()}
			same((status, fields["content-type"], fields["cache-control"], fields["x-accel-buffering"]),
				(200, "text/event-stream", "no-store", "no"), "the head")
			same(set(answer["result"]), set(started), "the answer")
			room.call("li.wei", "order.note", id=room.order["id"], text="hello\nthere")
			told, line = s.next(), socket.read_frame(SOON_S)
			line["params"]["watch"] = answer["result"]["watch"]
			same(told.data, line, "an event")
			same(told.id, line["params"]["cursor"], "its id")
		socket.close()
	yield "each is the line that the socket carries", lines

	def resumed():
		"""Cut off before anything happened, in the middle, and by `since`: nothing skipped, nothing twice."""
		s = opened(d, noc)
		s.close()
		texts = [f"note {i}" for i in range(6)]
		seen = []
		for i, text in enumerate(texts):
			room.call("li.wei", "order.note", id=room.order["id"], text=text)
			if i % 2:
				with opened(d, noc, last=s.last) as s:
					seen += [s.next().change()["text"] for _ in range(2)]
		same(seen, texts, "what was told")
		room.call("li.wei", "order.note", id=room.order["id"], text="one more")
		with opened(d, noc, f"topics=orders&since={s.last}") as t:
			same(t.next().change()["text"], "one more", "by since")
			with opened(d, noc, f"topics=orders&since={s.last}", last=t.last) as u:
				room.call("li.wei", "order.note", id=room.order["id"], text="the last")
				same(u.next().change()["text"], "the last", "Last-Event-ID is the later one")
	yield "Last-Event-ID goes on where it was", resumed

	def foreign():
		with Stream(d, noc, last="cdeadbeef.1_1") as s:
			status, answer = s.begin()
			same((status, answer["result"]["found"]), (200, False), "a foreign cursor")
			require(answer["result"]["snapshot"]["orders"]["items"], "no snapshot")
			room.call("li.wei", "order.note", id=room.order["id"], text="after the snapshot")
			same(s.next().change()["text"], "after the snapshot", "and on from there")
	yield "a cursor of another store: a snapshot, and on", foreign

	def curl():
		done = subprocess.Popen([shutil.which("curl") or "curl", "-sN", "-H", f"Authorization: Bearer {noc}",
			f"http://{d.at[0]}:{d.at[1]}/events?topics=orders,alarms"], stdout=subprocess.PIPE, text=True)
		try:
			require(done.stdout.readline().startswith("retry: "), "the first line")
			same(done.stdout.readline(), "\n", "its end")
			require(done.stdout.readline().startswith("id: c"), "where it begins")
			require(done.stdout.readline().startswith('data: {"jsonrpc":"2.0","id":"watch.start","result":'), "the answer")
			same(done.stdout.readline(), "\n", "its end")
			room.call("li.wei", "order.note", id=room.order["id"], text="for curl")
			require(done.stdout.readline().startswith("id: c"), "an id")
			require("for curl" in done.stdout.readline(), "the change")
		finally:
			done.terminate()
			done.wait()
	yield "curl follows it", curl

	def gone():
		until(lambda: watchers(d) == 0, "nobody is left of those before", 5)
		for _ in range(50):  # before they could be answered
			Stream(d, noc).sock.close()
		streams = [opened(d, noc) for _ in range(10)]
		until(lambda: watchers(d) == 10, "only those are left who stay", 10)
		for s in streams:
			s.close()
		until(lambda: watchers(d) == 0, "they are let go", 5)
	yield "who hangs up is let go", gone

	def revoked():
		issued = room.call("admin", "token.issue", user="noc")
		with opened(d, issued["token"]) as s:
			room.call("admin", "token.revoke", id=issued["id"])
			last = s.next()
			same((last.data["params"]["type"], last.data["params"]["data"]["reason"]),
				("watch.ended", "unauthenticated"), "the last event")
			same(s.next(), None, "the end")
	yield "a revoked token is felt by an open stream", revoked

	def stays():
		"""A still stream says a comment; one that is not taken ends, and the connection with it."""
		until(lambda: watchers(d) == 0, "nobody is left of those before", 5)
		deaf = Stream(d, room.tokens["li.wei"], receive=4096)
		until(lambda: watchers(d) == 1, "the deaf one watches")
		order = room.call("li.wei", "order.create", kind="fault", service="pstn", tier="C",
			customer="Dianchi Hotel", title="deaf", submit=True)["order"]["id"]
		with opened(d, room.tokens["r.two"]) as still:
			began = time.monotonic()
			for _ in range(40):
				room.door.post([{"jsonrpc": "2.0", "id": 1, "method": "order.note",
					"params": {"id": order, "text": "x" * 4000}}] * 12, room.tokens["li.wei"])
			until(lambda: watchers(d) == 1, "the deaf one is dropped")
			message = still.next()
			require(message.comment and message.data is None, "a comment")
			took = time.monotonic() - began
			require(COMMENT_S - 2 < took < COMMENT_S + 3, f"a comment after {took:.1f} s")
		until(lambda: d.metrics()["sliploop_http_waiting_bytes", ()] < 65536, "what it did not take is let go",
			WRITE_S + 10)
		deaf.close()
	yield "still streams and deaf ones", stays

	def bounds():
		"""Sixteen users with 64 streams each: the next is refused, requests are served, all are told."""
		soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
		resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
		tokens = [noc]
		for i in range(STREAMS // USER_STREAMS):
			room.call("admin", "user.put", name=f"wall.{i}", title="Wall", roles=["monitor"])
			tokens.append(room.call("admin", "token.issue", user=f"wall.{i}")["token"])
		with contextlib.ExitStack() as stack:
			def begin_all(token):
				"""A user's at a time: more that wait for their answers at once are connections over the bound."""
				streams = [stack.enter_context(Stream(d, token)) for _ in range(USER_STREAMS)]
				for s in streams:
					same(s.begin()[0], 200, "a stream within the bounds")
				return streams
			mine = begin_all(tokens[1])
			with Stream(d, tokens[1]) as s:
				status, answer = s.begin()
				same((status, error_class(answer["error"])), (429, "overloaded"), "the 65th")
			others = [s for token in tokens[2:] for s in begin_all(token)]
			with Stream(d, noc) as s:
				same(s.begin()[0], 429, "one too many of all")
			began = time.monotonic()
			same(d.get("/healthz").status, 200, "a request")
			require(time.monotonic() - began < 0.5, "a request waited")
			began = time.monotonic()
			room.call("li.wei", "order.note", id=room.order["id"], text="to all")
			for s in mine + others:
				same(s.next().change()["text"], "to all", "told")
			print(f"  {STREAMS} streams told within {(time.monotonic() - began) * 1000:.0f} ms", flush=True)
		until(lambda: watchers(d) == 0, "all are let go", 10)
	yield f"{USER_STREAMS} streams of a user, {STREAMS} of all", bounds

	def draining():
		s = opened(d, noc)
		room.call("li.wei", "order.note", id=room.order["id"], text="before")
		same(s.next().change()["text"], "before", "told")
		began = time.monotonic()
		room.daemon.process.terminate()
		same(s.next(), None, "its end")
		s.close()
		same(room.daemon.process.wait(60), 0, "the daemon's")
		require(time.monotonic() - began < 5, "the stop waited for a stream")
		room.daemon.start(CLOCK)
		room.door = Door(room.daemon.http)
		until(lambda: room.door.get("/readyz").status == 200, "ready anew")
		room.call("li.wei", "order.note", id=room.order["id"], text="behind its back")
		with opened(room.door, noc, last=s.last) as s:
			same(s.next().change()["text"], "behind its back", "over a restart")
	yield "a stop ends it, the next start goes on", draining
