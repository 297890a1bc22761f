# SPDX-License-Identifier: Apache-2.0
"""One connection to a sliploopd: JSON-RPC lines over its Unix socket, or over a socket handed in.

Owns framing, ids and pipelining. Never decides what an answer should have been."""

import itertools
import json
import os
import select
import socket
import ssl
import time

IN_FLIGHT = 60  # below the daemon's 64, so that it never has to stop reading us


class Refused(Exception):
	"""The daemon answered with an error where the caller wanted a result."""

	def __init__(self, method, params, error):
		self.method, self.params, self.error = method, params, error
		self.cls = error_class(error)
		super().__init__(f"{method} {json.dumps(params, ensure_ascii=False)} refused: "
			f"{self.cls}: {error.get('message')} {json.dumps(error.get('data'), ensure_ascii=False)}")


class Lost(Exception):
	"""The connection ended, or nothing came before the deadline."""


def error_class(error):
	return (error.get("data") or {}).get("class") or f"code {error.get('code')}"


class Answer:
	"""What came back for one call: `result` or `error`, never both."""

	def __init__(self, frame):
		self.frame = frame
		self.result = frame.get("result")
		self.error = frame.get("error")

	@property
	def ok(self):
		return self.error is None

	@property
	def cls(self):
		return "ok" if self.ok else error_class(self.error)

	@property
	def data(self):
		return (self.error or {}).get("data") or {}


class Caller:
	"""Who can send(method, params) and wait(id)."""

	def ask(self, method, params=None):
		return self.wait(self.send(method, params))

	def call(self, method, **params):
		answer = self.ask(method, params)
		if not answer.ok:
			raise Refused(method, params, answer.error)
		return answer.result

	def pages(self, method, **params):
		"""Every item, page after page."""
		while True:
			page = self.call(method, **params)
			yield from page["items"]
			if not page["next_cursor"]:
				return
			params["cursor"] = page["next_cursor"]


class Client(Caller):
	def __init__(self, path, timeout=60.0, uid=None, sock=None):
		self.timeout = timeout
		self.sock = sock or socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
		self.sock.settimeout(timeout)
		if sock is not None:
			pass
		elif uid is None:
			self.sock.connect(path)
		else:  # the peer's uid is that of the moment of connecting
			os.seteuid(uid)
			try:
				self.sock.connect(path)
			finally:
				os.seteuid(0)
		self.ids = itertools.count(1)
		self.out = bytearray()
		self.got = bytearray()
		self.answers = {}
		self.strays = []  # frames without an id of ours
		self.unanswered = 0

	def close(self):
		self.sock.close()

	# calls

	def send(self, method, params=None):
		"""Queue a call; the answer is fetched with wait()."""
		call_id = next(self.ids)
		frame = {"jsonrpc": "2.0", "id": call_id, "method": method, "params": params or {}}
		while self.unanswered >= IN_FLIGHT:
			self._turn(time.monotonic() + self.timeout)
		self.out += json.dumps(frame, ensure_ascii=False).encode() + b"\n"
		self.unanswered += 1
		return call_id

	def flush(self):
		"""Hand what is queued to the kernel, reading answers meanwhile."""
		deadline = time.monotonic() + self.timeout
		while self.out:
			self._turn(deadline)

	def wait(self, call_id):
		deadline = time.monotonic() + self.timeout
		while call_id not in self.answers:
			self._turn(deadline)
		return self.answers.pop(call_id)

	def ask_all(self, calls):
		"""calls: [(method, params)]; answers in the same order, pipelined."""
		ids = [self.send(method, params) for method, params in calls]
		return [self.wait(i) for i in ids]

	def login(self, token):
		return self.call("session.login", token=token)

	# frames as they are, for tests of bad input

	def send_raw(self, data):
		self.flush()
		self.sock.settimeout(self.timeout)
		self.sock.sendall(data)

	def read_frame(self, timeout=None):
		"""The next line as a parsed value; None when the daemon closed the connection."""
		deadline = time.monotonic() + (timeout or self.timeout)
		while b"\n" not in self.got:
			if not self._receive(deadline):
				return None
		line, _, rest = bytes(self.got).partition(b"\n")
		self.got = bytearray(rest)
		return json.loads(line.decode("utf-8"))

	def is_closed(self, timeout=None):
		"""True when the daemon closes without another line before the deadline."""
		try:
			return self.read_frame(timeout) is None
		except ConnectionError:
			return True

	# inside

	def _turn(self, deadline):
		"""One wait for the socket: write what is queued, take what came."""
		left = deadline - time.monotonic()
		if left <= 0:
			raise Lost(f"no answer within {self.timeout:g} s")
		readable, writable, _ = select.select(
			[self.sock], [self.sock] if self.out else [], [], left)
		if writable:
			# TLS knows no flags; a record at a time goes through
			is_tls = isinstance(self.sock, ssl.SSLSocket)
			sent = self.sock.send(bytes(self.out[:16384 if is_tls else 65536]), 0 if is_tls else socket.MSG_DONTWAIT)
			del self.out[:sent]
		if readable:
			self._take(self.sock.recv(1 << 20))

	def _receive(self, deadline):
		left = deadline - time.monotonic()
		if left <= 0 or not select.select([self.sock], [], [], left)[0]:
			raise Lost("no line before the deadline")
		data = self.sock.recv(1 << 20)
		self.got += data
		return bool(data)

	def _take(self, data):
		if not data:
			raise Lost("the daemon closed the connection")
		self.got += data
		if b"\n" not in data:
			return
		*lines, rest = bytes(self.got).split(b"\n")
		self.got = bytearray(rest)
		for line in lines:
			frame = json.loads(line.decode("utf-8"))
			call_id = frame.get("id") if isinstance(frame, dict) else None
			if isinstance(call_id, int) and "method" not in frame:
				self.unanswered -= 1
				self.answers[call_id] = Answer(frame)
			else:
				self.strays.append(frame)
