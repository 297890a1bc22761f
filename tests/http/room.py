# SPDX-License-Identifier: Apache-2.0
"""What every check of the HTTP door stands in: a daemon, its door, the tokens of its people."""

import datetime
import json
import select
import socket

from checks import require, same
from client import Client
from door import Door, Person, frame

CLOCK = "2026-03-02T08:00:00.000Z"
HTTP = ["--http", "127.0.0.1:0"]
FAULT = {"kind": "fault", "service": "pstn", "tier": "C", "customer": "Dianchi Hotel", "title": "noise",
	"submit": True}


class Room:
	def __init__(self, bed):
		self.bed, self.database = bed, bed.fresh("org")
		self.daemon = bed.daemon(self.database, CLOCK, [*HTTP, "--console", "/nowhere"])
		self.door = Door(self.daemon.http)
		self.admin = Client(self.daemon.socket)
		me = self.admin.call("session.whoami")["user"]
		self.tokens = dict(bed.tokens, admin=self.admin.call("token.issue", user=me)["token"])
		self.order = self.call("li.wei", "order.create", **FAULT)["order"]

	def ask(self, who, method, **params):
		return self.door.call(method, params, self.tokens[who])

	def call(self, who, method, **params):
		answer = self.ask(who, method, **params)
		require(answer.ok, f"{method}: {answer.error}")
		return answer.result

	def pages(self, method, **params):
		return Person(self.door, self.tokens["noc"]).pages(method, **params)

	def note(self, text="x", call_id=1):
		return frame("order.note", {"id": self.order["id"], "text": text}, call_id)

	def version(self):
		return self.call("admin", "order.get", id=self.order["id"])["order"]["version"]

	def daemons(self):
		return [self.daemon]

	def close(self):
		self.door.close()
		self.admin.close()
		self.daemon.stop()


def later(instant, seconds):
	at = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00"))
	return (at + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.") \
		+ f"{at.microsecond // 1000:03}Z"


def bearer_line(token):
	return f"Authorization: Bearer {token}\r\n".encode()


def length_of(value):
	body = json.dumps(value).encode()
	return b"Content-Length: %d\r\n\r\n" % len(body) + body


def read_kept(s):
	got = b""
	while not got.endswith(b"ok\n"):
		data = s.recv(4096)
		require(data, "closed")
		got += data
	return int(got.split(b" ")[1])


def is_gone(s):
	if not select.select([s], [], [], 0)[0]:
		return False
	try:
		return s.recv(65536, socket.MSG_PEEK) == b""
	except OSError:
		return True


def fresh_status(d):
	try:
		return d.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status
	except (OSError, ValueError):
		return None


def locked(room, database=None, order=None):
	"""The order's row held by somebody else, until it is let go."""
	database, order = database or room.database, order or room.order["id"]
	held = room.bed.cluster.hold(database, f"select id from orders where id = {order} for update")
	same(held.said, [str(order)], "the row is locked")
	return held
