# SPDX-License-Identifier: Apache-2.0
"""The HTTP door from outside: requests by http.client, raw bytes over sockets, and people who call by it.

Owns connections and frames. Never decides what an answer should have been."""

import http.client
import itertools
import json
import socket

from checks import SOON_S
from client import Answer, Caller

JSON = {"Content-Type": "application/json"}


class Reply:
	def __init__(self, response, body):
		self.status, self.body = response.status, body
		self.fields = {k.lower(): v for k, v in response.getheaders()}

	def json(self):
		return json.loads(self.body.decode("utf-8"))

	def text(self):
		return self.body.decode("utf-8")

	def __repr__(self):
		return f"{self.status} {self.fields} {self.body[:200]!r}"


def bearer(token):
	return {"Authorization": f"Bearer {token}"} if token else {}


def frame(method, params=None, call_id=1):
	return {"jsonrpc": "2.0", "id": call_id, "method": method, "params": params or {}}


class Door:
	"""One daemon's HTTP door; a connection kept alive for plain requests, fresh sockets for the rest."""

	def __init__(self, at):
		self.at = at
		self.kept = http.client.HTTPConnection(*at, timeout=SOON_S)

	def ask(self, method, path, body=None, fields=None):
		try:
			self.kept.request(method, path, body, fields or {})
			response = self.kept.getresponse()
			return Reply(response, response.read())
		except BaseException:
			self.kept.close()
			raise

	def get(self, path, token=None, **fields):
		return self.ask("GET", path, None, {**bearer(token), **{k.replace("_", "-"): v for k, v in fields.items()}})

	def post(self, frames, token=None, **fields):
		"""frames: a value, or the bytes of a body."""
		body = frames if isinstance(frames, bytes) else json.dumps(frames, ensure_ascii=False).encode()
		return self.ask("POST", "/rpc", body, {**JSON, **bearer(token),
			**{k.replace("_", "-"): v for k, v in fields.items()}})

	def call(self, method, params=None, token=None, **fields):
		return Answer(self.post(frame(method, params), token, **fields).json())

	def socket(self, receive=None):
		s = socket.socket(socket.AF_INET6 if ":" in self.at[0] else socket.AF_INET)
		if receive:
			s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
		s.settimeout(SOON_S)
		s.connect(self.at)
		return s

	def begin(self, frames, token=None, receive=None):
		"""A call on a connection of its own, which is answered, or not, while others are made: its socket."""
		body = json.dumps(frames).encode()
		fields = {"Host": "x", **JSON, **bearer(token), "Content-Length": len(body)}
		s = self.socket(receive)
		s.sendall(b"POST /rpc HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode()
			+ b"\r\n" + body)
		return s

	def raw(self, data):
		"""Sends bytes on a connection of their own; everything that came until the daemon closed it, or
		until one whole answer was there."""
		with self.socket() as s:
			try:
				s.sendall(data)
			except OSError:
				pass  # refused while we were still sending: what it said can be read all the same
			return read_reply(s)

	def metrics(self):
		"""{(name, ((label, value), ..)): number}"""
		return parse_metrics(self.get("/metrics").text())

	def close(self):
		self.kept.close()


def read_reply(s, method=None):
	response = http.client.HTTPResponse(s, method=method)
	response.begin()
	return Reply(response, response.read())


def parse_metrics(text):
	found = {}
	for line in text.splitlines():
		if not line or line.startswith("#"):
			continue
		head, value = line.rsplit(" ", 1)
		name, _, labels = head.partition("{")
		pairs = []
		for pair in filter(None, labels.rstrip("}").split(",")):
			label, _, quoted = pair.partition("=")
			pairs.append((label, quoted.strip('"')))
		found[name, tuple(pairs)] = float(value)
	return found


class Person(Caller):
	"""The interface of client.Client, over HTTP: a token in every request."""

	def __init__(self, door, token):
		self.door, self.token = door, token
		self.ids, self.answers = itertools.count(1), {}

	def send(self, method, params=None):
		call_id = next(self.ids)
		self.answers[call_id] = Answer(
			self.door.post(frame(method, params, call_id), self.token).json())
		return call_id

	def wait(self, call_id):
		return self.answers.pop(call_id)

	def ask_all(self, calls):
		"""One batch a hundred calls."""
		answers = []
		for at in range(0, len(calls), 100):
			part = calls[at:at + 100]
			reply = self.door.post([frame(m, p, i) for i, (m, p) in enumerate(part)], self.token)
			by_id = {a["id"]: Answer(a) for a in reply.json()}
			answers += [by_id[i] for i in range(len(part))]
		return answers


class People:
	stays = False

	def __init__(self, door, tokens):
		self.door, self.tokens, self.open = door, tokens, {}

	def __getitem__(self, name):
		return self.open.setdefault(name, Person(self.door, self.tokens[name]))
