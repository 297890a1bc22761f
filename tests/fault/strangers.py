#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that do no good: a process of its own, so that their descriptors are nobody else's.

Lines on standard input, each answered when it is done by how many are connected:
    idle N SOCKET   so many that connect and say nothing
    all N SOCKET    so many idle ones, and some of every other kind
    gone            all of them leave"""

import resource
import selectors
import socket
import struct
import sys

EACH = 8
PING = b'{"jsonrpc": "2.0", "id": 1, "method": "system.ping"}\n'
LONG = b'{"jsonrpc": "2.0", "id": 1, "method": "rpc.discover"}\n' * 50


class Strangers:
	def __init__(self):
		self.socks, self.dripping = [], []

	def connect(self, path):
		s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
		# Blocking, for as long as that: with a timeout of Python's own a full backlog would be a refusal.
		s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 10, 0))
		try:
			s.connect(path)
			s.setblocking(False)
			self.socks.append(s)
			return s
		except OSError:  # refused for want of room is an answer
			s.close()
			return None

	def say(self, path, data):
		s = self.connect(path)
		try:
			if s:
				s.send(data)
		except OSError:
			pass
		return s

	def come(self, word, n, path):
		for _ in range(n):
			self.connect(path)
		if word == "idle":
			return
		for _ in range(EACH):
			self.say(path, PING[:20])  # half a line, and silence
			self.say(path, LONG)  # takes no answer
			s = self.say(path, PING * 3)
			if s:
				s.shutdown(socket.SHUT_WR)  # half open, and takes no answer either
			s = self.say(path, PING[:1])
			if s:
				self.dripping.append((s, 1))

	def drip(self):
		"""One more byte from each of the slow ones."""
		still = []
		for s, n in self.dripping:
			try:
				s.send(PING[n % len(PING):][:1])
				still.append((s, n + 1))
			except OSError:
				pass
		self.dripping = still

	def gone(self):
		for s in self.socks:
			s.close()
		self.socks, self.dripping = [], []


def main():
	most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
	resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
	strangers, selector = Strangers(), selectors.DefaultSelector()
	selector.register(sys.stdin, selectors.EVENT_READ)
	while True:
		if not selector.select(0.1):
			strangers.drip()
			continue
		words = sys.stdin.readline().split()
		if not words:
			return
		if words[0] == "gone":
			strangers.gone()
		else:
			strangers.come(words[0], int(words[1]), words[2])
		print(len(strangers.socks), flush=True)


if __name__ == "__main__":
	main()
