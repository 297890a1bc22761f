#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Between the daemons and Postgres: a Unix socket that can be cut where it hurts, or pointed elsewhere.

A process of its own; lines on standard input tell it what to do, and it answers each with a line:
    to DIR      the store is in that folder from now on; connections to the old one are cut
    cut HOW     the next connection that sends COMMIT and its Sync is cut then, before the answer:
                `sent`       both are handed on, and both sides end at once
                `done`       the store answers that it is committed; the daemon never hears of it
                `withheld`   the store never hears of it: it ends without having been committed
It understands as much of the protocol (version 3) as it takes to see Parse, Bind and Sync go by."""

import asyncio
import pathlib
import struct
import sys


class Client(asyncio.Protocol):
	"""The daemon's side; messages are followed, bytes go on as they are."""

	def __init__(self, proxy):
		self.proxy, self.server = proxy, None
		self.held, self.got = [], bytearray()  # before the store is there; the message begun
		self.is_started = False  # the first message has no type
		self.commits = set()  # names of prepared statements that commit
		self.is_committing = self.is_cut = self.is_owed = False

	def connection_made(self, transport):
		self.transport = transport
		self.proxy.clients.add(self)
		self.task = asyncio.ensure_future(self.connect())

	async def connect(self):
		try:
			_, self.server = await asyncio.get_running_loop().create_unix_connection(
				lambda: self.proxy.server(self), f"{self.proxy.target}/.s.PGSQL.5432")
		except OSError:
			self.transport.abort()
			return
		for data in self.held:
			self.server.transport.write(data)
		self.held = []

	def data_received(self, data):
		if self.is_cut:
			return
		upto = self.follow(data)
		if upto is None:
			self.hand_on(data)
		else:
			self.cut(data[:upto], data)

	def hand_on(self, data):
		if self.server:
			self.server.transport.write(data)
		else:
			self.held.append(bytes(data))

	def follow(self, data):
		"""How much of data there is up to the Sync behind a COMMIT, should it be cut there."""
		self.got += data
		left, at = len(self.got), 0
		while True:
			head = 0 if not self.is_started else 1
			if left - at < head + 4:
				break
			size = head + struct.unpack_from("!I", self.got, at + head)[0]
			if left - at < size:
				break
			is_sync = self.message(self.got[at] if head else 0, self.got[at + head + 4:at + size])
			at += size
			if is_sync and self.proxy.how:
				return len(data) - (left - at)
		del self.got[:at]
		return None

	def message(self, kind, body):
		"""True: a Sync that ends what COMMIT was in."""
		self.is_started = True
		if kind == ord("P"):
			name, text = bytes(body).split(b"\0")[:2]
			if text.strip().lower() == b"commit":
				self.commits.add(name)
		elif kind == ord("B"):
			self.is_committing |= bytes(body).split(b"\0", 2)[1] in self.commits
		elif kind == ord("S"):
			was, self.is_committing = self.is_committing, False
			return was
		return False

	def cut(self, data, whole):
		how, self.proxy.how = self.proxy.how, None
		self.is_cut = True
		self.transport.abort()
		if how == "withheld":
			self.server.transport.abort()
			self.proxy.say("cut")
			return
		self.server.transport.write(data)
		if how == "sent":
			self.server.transport.close()
			self.proxy.say("cut")
		self.is_owed = how == "done"  # the store's side says when it has answered

	def connection_lost(self, _):
		self.proxy.clients.discard(self)
		if self.server and not self.is_cut:
			self.server.transport.close()

	def pause_writing(self):
		if self.server:
			self.server.transport.pause_reading()

	def resume_writing(self):
		if self.server:
			self.server.transport.resume_reading()


class Server(asyncio.Protocol):
	"""The store's side."""

	def __init__(self, client):
		self.client, self.tail = client, b""

	def connection_made(self, transport):
		self.transport = transport

	def data_received(self, data):
		if not self.client.is_cut:
			self.client.transport.write(data)
			return
		self.tail += data
		if b"COMMIT\0" in self.tail or b"ROLLBACK\0" in self.tail:
			self.transport.abort()

	def connection_lost(self, _):
		if self.client.is_owed:
			self.client.proxy.say("cut")
		self.client.transport.close()

	def pause_writing(self):
		self.client.transport.pause_reading()

	def resume_writing(self):
		self.client.transport.resume_reading()


class Proxy:
	client, server = Client, Server

	def __init__(self, target):
		self.target, self.how, self.clients = target, None, set()

	def say(self, word):
		print(word, flush=True)

	def told(self, line):
		word, _, rest = line.strip().partition(" ")
		if word == "cut":
			self.how = rest
		elif word == "to":
			self.target = rest
			for client in list(self.clients):
				client.transport.abort()
			self.say("to")
		else:
			sys.exit(0)


async def main(folder, target, make=Proxy):
	proxy, loop = make(target), asyncio.get_running_loop()
	path = pathlib.Path(folder) / ".s.PGSQL.5432"
	server = await loop.create_unix_server(lambda: proxy.client(proxy), str(path))
	path.chmod(0o777)
	loop.add_reader(sys.stdin, lambda: proxy.told(sys.stdin.readline()))
	proxy.say("ready")
	await server.serve_forever()


if __name__ == "__main__":
	asyncio.run(main(*sys.argv[1:]))
