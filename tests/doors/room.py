# SPDX-License-Identifier: Apache-2.0
"""What the checks of the TCP door stand on: a certificate, daemons with options, connections from any
loopback address.

Owns files and processes. Never decides what an answer should have been."""

import contextlib
import os
import pathlib
import socket
import ssl
import subprocess

from checks import SOON_S, require, until
from client import Client
from cluster import Daemon, Failed, sanitizer_env

CLOCK = "2026-03-02T08:00:00.000Z"


def connect(at, source=None):
	s = socket.socket(socket.AF_INET6 if ":" in at[0] else socket.AF_INET)
	s.settimeout(SOON_S)
	if source:
		s.bind((source, 0))
	s.connect(at)
	return s


class Room:
	def __init__(self, bed):
		self.bed, self.dir = bed, pathlib.Path(bed.cluster.dir)
		self.database = bed.fresh("org")
		self.cert, self.key = self.make_cert("ours")
		self.with_tls = ["--tls-cert", self.cert, "--tls-key", self.key]
		self.started = []
		self.plain = self.daemon(["--listen", "127.0.0.1:0"])
		self.tls = self.daemon(["--listen", "127.0.0.1:0", *self.with_tls])
		self.admin = Client(self.plain.socket)
		self.tokens = dict(bed.tokens)

	def make_cert(self, name):
		cert, key = str(self.dir / f"{name}.crt"), str(self.dir / f"{name}.key")
		subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
			"-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
			"-days", "2", "-keyout", key, "-out", cert], check=True, capture_output=True)
		return cert, key

	def daemon(self, options, database=None, descriptors=None):
		"""One more on the same store; descriptors: its hard limit of them."""
		database = database or self.database
		name = f"{database}-{len(self.started)}"
		bin_dir = self.bed.bin
		if descriptors:
			bin_dir = self.dir / f"few-{descriptors}"
			bin_dir.mkdir(exist_ok=True)
			script = bin_dir / "sliploopd"
			script.write_text(f'#!/bin/sh\nulimit -n {descriptors}\nexec "{self.bed.bin}/sliploopd" "$@"\n')
			script.chmod(0o755)
		daemon = Daemon(bin_dir, ["--store", self.bed.cluster.conninfo(database), *options],
			f"{self.dir}/{name}.sock", CLOCK, f"{self.dir}/{name}.log")
		self.started.append(daemon)
		return daemon

	@contextlib.contextmanager
	def passing(self, options, **more):
		"""A daemon for one check."""
		daemon = self.daemon(options, **more)
		try:
			yield daemon
		finally:
			daemon.stop()

	def refused(self, *options):
		"""What a start with these says before it ends."""
		done = subprocess.run([self.bed.bin / "sliploopd", "--store", self.bed.cluster.conninfo(self.database),
			"--socket", f"{self.dir}/refused.sock", "--virtual-clock", CLOCK, *options],
			capture_output=True, text=True, timeout=60,
			env=dict(sanitizer_env(), ASAN_OPTIONS="detect_leaks=0"))  # who dies frees nothing
		require(done.returncode != 0, f"started: {done.stdout}")
		return done.returncode, done.stderr

	def wrap(self, sock, **settings):
		context = ssl.create_default_context(cafile=self.cert)
		for name, value in settings.items():
			setattr(context, name, value)
		return context.wrap_socket(sock, server_hostname="127.0.0.1")

	def client(self, who=None, source=None, is_tls=False, daemon=None, **settings):
		at = (daemon or (self.tls if is_tls else self.plain)).listen
		sock = connect(at, source)
		client = Client(None, SOON_S, sock=self.wrap(sock, **settings) if is_tls else sock)
		if who:
			client.login(self.tokens[who])
		return client

	def issue(self, user, **more):
		return self.admin.call("token.issue", user=user, **more)

	def await_token(self, daemon, token):
		"""Until that daemon knows it, by asking its admin: a wrong login would cost us a delay."""
		with contextlib.closing(Client(daemon.socket)) as admin:
			until(lambda: any(t["id"] == token["id"] for t in admin.call("token.list", limit=500)["items"]),
				"the token is known", 10)

	def daemons(self):
		return [self.plain, self.tls]

	def close(self):
		self.admin.close()
		for daemon in self.started:
			daemon.stop()


def resident_kib(daemon):
	for line in pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines():
		if line.startswith("VmRSS:"):
			return int(line.split()[1])
	raise Failed("no VmRSS")


def count_descriptors(daemon):
	return len(os.listdir(f"/proc/{daemon.process.pid}/fd"))
