#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Between the daemons of one test and Postgres: counts what they execute on their batch connections, and cuts one of
those at the Nth statement. A statement of set-up is none: what counts has been prepared by a name.

A process of its own; each line on standard input is answered by a line:
    count [N HOW]   from now on, from 1. The connection that executes the Nth is cut there; N may be A,B: the first B that
                    ends what began with an A on its connection
                    `withheld`  the store never hears of it, of all before it does
                    `sent`      handed on, and both sides end at once: the store does it while somebody may ask again
                    `done`      the store has done it and answered; the daemon never hears of it
    seen            what was executed: [[name, ...], was it cut]
Owns no process. Never knows what a statement means."""

import asyncio
import json
import struct
import sys

import proxy

SYNC = b"S\0\0\0\4"
FIRST = b"BEGIN"  # who has prepared this has batches


class Client(proxy.Client):
	def __init__(self, owner):
		super().__init__(owner)
		self.prepared, self.bound, self.n_syncs, self.has_begun = set(), b"", 0, False
		self.server_got, self.n_ready = bytearray(), 0

	def follow(self, data):
		"""Where in data to cut; the place may lie before it, when the message began there."""
		self.got += data
		left, at = len(self.got), 0
		while True:
			head = 1 if self.is_started else 0
			if left - at < head + 4:
				break
			size = head + struct.unpack_from("!I", self.got, at + head)[0]
			if left - at < size:
				break
			kind, body = self.got[at:at + head], bytes(self.got[at + head + 4:at + size])
			self.is_started = True
			if self.heard(kind, body):
				upto = at if self.proxy.how == "withheld" else at + size
				return max(len(data) - left + upto, 0)
			at += size
		del self.got[:at]
		return None

	def heard(self, kind, body):
		"""True: this is the one."""
		if kind == b"P":
			self.prepared.add(body.split(b"\0", 1)[0])
		elif kind == b"B":
			self.bound = body.split(b"\0", 2)[1]
		elif kind == b"S":
			self.n_syncs += 1
		elif kind == b"E" and self.bound and FIRST in self.prepared:
			self.proxy.seen.append(self.bound.decode())
			return self.is_at(self.proxy.at, self.proxy.seen[-1])
		return False

	def is_at(self, at, name):
		if not isinstance(at, tuple):
			return len(self.proxy.seen) == at
		ends = self.has_begun and name == at[1]
		self.has_begun = name == at[0] or (self.has_begun and name != at[1])
		return ends

	def cut(self, data, whole):
		how, self.proxy.at = self.proxy.how, None
		self.is_cut = self.proxy.was_cut = True
		self.server.transport.write(data + (SYNC if how == "done" else b""))
		if how == "done":
			self.n_syncs += 1
			return
		self.transport.abort()
		self.server.transport.close()

	def answered(self, data):
		"""Of a connection that is cut once it has answered: the server's messages, counted."""
		self.server_got += data
		at = 0
		while len(self.server_got) - at >= 5:
			size = 1 + struct.unpack_from("!I", self.server_got, at + 1)[0]
			if len(self.server_got) - at < size:
				break
			self.n_ready += self.server_got[at] == ord("Z")
			at += size
		del self.server_got[:at]
		return self.is_cut and self.n_ready > self.n_syncs


class Server(proxy.Server):
	def data_received(self, data):
		client = self.client
		if client.answered(data):
			self.transport.abort()
			client.transport.abort()
		elif not client.is_cut:
			client.transport.write(data)


def place(word):
	return tuple(word.split(",")) if "," in word else int(word)


class Proxy(proxy.Proxy):
	client, server = Client, Server

	def __init__(self, target):
		super().__init__(target)
		self.at, self.seen, self.was_cut = None, [], False

	def told(self, line):
		words = line.split()
		if words[:1] == ["count"]:
			self.at, self.how = (place(words[1]), words[2]) if len(words) > 1 else (None, None)
			self.seen, self.was_cut = [], False
			self.say("counting")
		elif words == ["seen"]:
			self.say(json.dumps([self.seen, self.was_cut]))
		else:
			sys.exit(0)


if __name__ == "__main__":
	asyncio.run(proxy.main(*sys.argv[1:], Proxy))
