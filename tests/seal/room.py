# SPDX-License-Identifier: Apache-2.0
"""What the checks of the seal stand on: stores on the real clock, what they hold, and what is wrong with them.

Owns daemons and databases. Never decides what verify should say."""

import contextlib
import itertools
import random
import re

import bed as beds
from checks import require, until
from client import Client
from cluster import Daemon

HEAD = re.compile(r"seal=([0-9a-f]{64}@[0-9]+)")
FIND_SEAL = "(select min(number) from seal s where (s.upto_xid, s.upto_id) >= (h.xid, h.id))"


class Room:
	def __init__(self, bed):
		self.bed, self.cluster = bed, bed.cluster
		self.seed = random.SystemRandom().randrange(1_000_000)
		print(f"seed {self.seed}", flush=True)
		self.rng = random.Random(self.seed)
		self.serial = itertools.count(1)
		self.database, self.daemon, _ = bed.real(["--http", "127.0.0.1:0"])
		self.admin = Client(self.daemon.socket)
		self.template = None

	def sql(self, text, database=None):
		return self.cluster.sql(database or self.database, text)

	def order(self, admin=None):
		made = (admin or self.admin).call("order.create", kind="fault", service="pstn", unit="suburban", tier="C",
			title="sealed", customer="farm", submit=True)
		return made["order"]["id"]

	def note(self, order, admin=None):
		(admin or self.admin).call("order.note", id=order, text=f"说明 {next(self.serial)}, \"quoted\"")

	def unsealed(self, database=None):
		return int(self.sql(f"select count(*) from history h where {FIND_SEAL} is null", database))

	def await_sealed(self, database=None):
		until(lambda: self.unsealed(database) == 0, "all is sealed")

	def another(self, database, name):
		"""One more daemon on that store."""
		base = self.cluster.dir / f"{database}-{name}"
		return Daemon(self.bed.bin, ["--store", self.cluster.conninfo(database)], f"{base}.sock", None, f"{base}.log")

	def sealed_store(self):
		"""A store that nobody uses any more, with some seals; made once, and to be copied."""
		if not self.template:
			database, daemon, _ = self.bed.real()
			with contextlib.closing(Client(daemon.socket)) as admin:
				for _ in range(4):
					for _ in range(3):
						order = self.order(admin)
						for _ in range(self.rng.randrange(2, 6)):
							self.note(order, admin)
					self.await_sealed(database)
			daemon.stop()
			require(self.unsealed(database) == 0, "sealed when it stopped")
			self.template = database
		return self.template

	@contextlib.contextmanager
	def copy(self):
		"""A copy that may be damaged: nothing only grows in it."""
		self.sealed_store()
		self.cluster.create("damaged", self.template)
		try:
			self.sql("alter table history disable trigger user; alter table seal disable trigger user", "damaged")
			yield "damaged"
		finally:
			self.cluster.drop("damaged")

	def verify(self, database, *options):
		"""Its status, and the line it has about the history."""
		status, said = beds.verify(self.bed.bin, "--store", self.cluster.conninfo(database), *options)
		lines = [s for s in said.splitlines() if s.startswith(("history: ", "历史"))]
		require(len(lines) == 1, f"one line about the history: {said}")
		return status, lines[0]

	def heads(self, daemon):
		"""Those that its log has."""
		return HEAD.findall(daemon.log.read_text())

	def daemons(self):
		return [self.daemon]

	def close(self):
		self.admin.close()
		self.daemon.stop()
