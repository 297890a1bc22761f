# SPDX-License-Identifier: Apache-2.0
"""Stores for what one Postgres on a large disk cannot show: a primary with a synchronous standby, and a small disk.

Owns its clusters and its mount. Never judges what it sees."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import room
from checks import until
from cluster import Failed


class Standby(room.Store):
	"""A copy of a primary that follows it, and takes part in each of its commits once `Pair` says so."""

	def __init__(self, primary):
		self.dir = pathlib.Path(tempfile.mkdtemp(prefix="sliploop-test-"))
		self.dir.chmod(0o755)
		self.data, self.run, self.log = self.dir / "data", self.dir / "pg", self.dir / "postgres.log"
		self.as_user, self.process = primary.as_user, None
		self.run.mkdir(mode=0o755)
		if self.as_user:
			shutil.chown(self.run, "postgres", "postgres")
			shutil.chown(self.dir, "postgres", "postgres")
		self._run("pg_basebackup", "-h", primary.run, "-U", "postgres", "-D", self.data, "-X", "stream", "-c", "fast",
			"--no-sync", "-R")
		with open(self.data / "postgresql.auto.conf", "a") as conf:
			conf.write(f"synchronous_standby_names = ''\nunix_socket_directories = '{self.run}'\n")
		self.start()


class Pair:
	"""A filled primary, and a standby without which nothing is committed."""

	def __init__(self, bin_dir):
		self.primary = room.Store(settings=room.SETTINGS)
		self.standby = None
		try:
			self.tokens = room.fill(bin_dir, self.primary, "filled")
			self.give_standby()
		except BaseException:
			self.close()
			raise

	def give_standby(self):
		self.standby = Standby(self.primary)
		self.primary.sql("postgres", "alter system set synchronous_standby_names = '*'")
		self.primary.sql("postgres", "select pg_reload_conf()")
		until(lambda: self.primary.sql("postgres", "select sync_state from pg_stat_replication") == "sync",
			"the standby is synchronous")

	def lose_primary(self):
		"""Gone for good, at an instant; the standby takes its place. The new primary."""
		self.primary.close()
		self.primary, self.standby = self.standby, None
		if self.primary.sql("postgres", "select pg_promote(true, 60)") != "t":
			raise Failed("the standby was not promoted")
		return self.primary

	def close(self):
		for cluster in (self.standby, self.primary):
			if cluster:
				cluster.close()


class Disk:
	"""A file system in memory that can be filled."""

	SIZE = "224m"

	def __init__(self, path):
		self.path, self.ballast = path, path / "ballast"
		path.mkdir()
		subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.SIZE},mode=755", "sliploop-test", path], check=True)

	def cluster(self, bin_dir):
		cluster = room.Store(root=self.path, settings=room.SETTINGS + "max_wal_size = 48MB\nmin_wal_size = 32MB\n")
		return cluster, room.fill(bin_dir, cluster, "filled")

	def fill(self):
		with open(self.ballast, "ab", buffering=0) as f:
			try:
				while True:
					f.write(bytes(1 << 16))
			except OSError:
				pass

	def clear(self):
		os.unlink(self.ballast)

	def close(self):
		subprocess.run(["umount", self.path], check=True)
