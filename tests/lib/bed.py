# SPDX-License-Identifier: Apache-2.0
"""What every test program lies on: one cluster, a database each, daemons that are always ended."""

import argparse
import itertools
import os
import pathlib
import signal
import subprocess
import sys

import org
from client import Client
from cluster import HASTY, Cluster, Daemon, Failed, default_bin, sanitizer_env

FILLED_AT = "2026-01-01T00:00:00.000Z"  # the virtual instant at which templates are filled
SERIAL = itertools.count(1)


class Bed:
	"""Templates: `bare` (no daemon has claimed it), `empty` (as a new virtual store is) and `org` (with the
	organisation of org.py)."""

	def __init__(self, bin_dir, settings=HASTY):
		signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started ends with us
		self.bin = pathlib.Path(bin_dir).resolve()
		if not (self.bin / "sliploopd").exists():
			raise SystemExit(f"no sliploopd in {self.bin}: build first, or say --bin DIR")
		self.cluster = Cluster(settings=settings)
		self.tokens = {}
		try:
			self._fill()
		except BaseException:
			self.cluster.close()
			raise

	def _fill(self):
		self.cluster.create("bare")
		migrate(self.bin, self.cluster.conninfo("bare"))
		self.cluster.create("empty", "bare")
		self.daemon("empty", FILLED_AT).stop()
		self.cluster.create("org", "empty")
		daemon = self.daemon("org", FILLED_AT)
		try:
			admin = Client(daemon.socket)
			self.tokens = org.put(admin)
			admin.close()
		finally:
			daemon.stop()

	def fresh(self, template):
		"""A new database like the template; its name."""
		name = f"{template}_{os.getpid()}_{next(SERIAL)}"
		self.cluster.create(name, template)
		return name

	def real(self, options=()):
		"""A store on the real clock with that organisation, for which a template cannot stand: its name, its
		daemon, and the people's tokens."""
		database = self.fresh("bare")
		daemon = self.daemon(database, None, options)
		admin = Client(daemon.socket)
		tokens = org.put(admin)
		admin.close()
		return database, daemon, tokens

	def daemon(self, database, clock, options=(), store=None, env=None):
		base = self.cluster.dir / database
		return Daemon(self.bin, ["--store", store or self.cluster.conninfo(database), *options],
			f"{base}.sock", clock, f"{base}.log", env)

	def close(self):
		self.cluster.close()


def migrate(bin_dir, conninfo, *options):
	done = subprocess.run([pathlib.Path(bin_dir) / "sliploopd", "migrate", *options, "--store", conninfo],
		capture_output=True, text=True, env=sanitizer_env())
	if done.returncode:
		raise Failed(f"sliploopd migrate: {done.returncode} {done.stderr.strip()}")


def verify(bin_dir, *where):
	"""`sliploopd verify`: its status and what it says."""
	done = subprocess.run([pathlib.Path(bin_dir) / "sliploopd", "verify", *where],
		capture_output=True, text=True, env=sanitizer_env(), stdin=subprocess.DEVNULL)
	return done.returncode, (done.stdout + done.stderr).strip()


class People:
	"""A logged-in connection per person; `admin` is our own uid."""

	stays = True  # from one call to the next

	def __init__(self, socket, tokens, make=Client):
		self.socket, self.tokens, self.make, self.open = socket, tokens, make, {}

	def __getitem__(self, name):
		if name not in self.open:
			client = self.make(self.socket)
			if name in self.tokens:
				client.login(self.tokens[name])
			self.open[name] = client
		return self.open[name]

	def close(self):
		for client in self.open.values():
			client.close()
		self.open = {}


QUICK = {"action": "store_true", "help": "only that it works: figures of a moment"}


def options(doc, **extra):
	"""The command line all test programs share."""
	parser = argparse.ArgumentParser(description=doc,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument("--bin", default=str(default_bin()), metavar="DIR",
		help="where sliploopd and sliploop are (build/debug/bin)")
	for name, settings in extra.items():
		parser.add_argument(f"--{name}", **settings)
	return parser


def verdict(passed, failed, skipped=0):
	"""The closing line; the exit status."""
	print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
	return 1 if failed else 0
