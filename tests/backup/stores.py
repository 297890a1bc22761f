# SPDX-License-Identifier: Apache-2.0
"""Where a store is brought back: a new cluster that takes a dump, and one that a base backup and the archived log
make again up to a named point. As an administrator does it: what is called here is what the manual says.

Owns the copies. Never judges what is in them."""

import pathlib
import shutil
import subprocess
import tempfile

from checks import until
from cluster import Cluster, Failed, postgres_bin

ARCHIVED_S = 60


def call(cluster, program, *args):
	"""One of Postgres' programs, as the cluster's owner."""
	done = subprocess.run([postgres_bin() / program, "-h", cluster.run, "-U", cluster.owner, *args], capture_output=True,
		text=True, cwd="/", **cluster.as_user)
	if done.returncode:
		raise Failed(f"{program}: {done.stderr.strip()}")
	return done.stdout.strip()


def dump(cluster, database):
	"""A dump of it, taken while it is in use; where it lies."""
	at = cluster.run / f"{database}.dump"
	call(cluster, "pg_dump", "-Fc", "-f", at, database)
	return at


def restore(at):
	"""A new cluster, whose transactions have low numbers, with what was dumped there as `restored`."""
	cluster = Cluster()
	try:
		cluster.create("restored")
		copy = cluster.run / at.name
		shutil.copy(at, copy)
		copy.chmod(0o644)
		call(cluster, "pg_restore", "--no-owner", "-d", "restored", copy)
	except BaseException:
		cluster.close()
		raise
	return cluster


def use_transactions(cluster, n):
	"""Others use this cluster too: its numbers are higher than a new one's."""
	cluster.sql("postgres", f"do $$ begin for i in 1..{n} loop perform pg_current_xact_id(); commit; end loop; end $$")


class Private:
	"""The store that a daemon keeps by itself, in a folder."""

	owner, database, as_user = "sliploop", "postgres", {}

	def __init__(self, folder):
		self.folder, self.dir, self.run = folder, folder.parent, folder / "run"

	def sql(self, _name, text):
		return call(self, "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.database, "-c", text)


class Archived:
	"""The log of a cluster, kept beside it."""

	def __init__(self, cluster):
		self.cluster = cluster
		self.log, self.base = cluster.run / "archive", cluster.run / "base"
		self.log.mkdir(mode=0o755)
		if cluster.as_user:
			shutil.chown(self.log, "postgres", "postgres")
		cluster.sql("postgres", "alter system set archive_mode = on")
		at = f"{self.log}/%f"
		cluster.sql("postgres", f"alter system set archive_command = 'test ! -f {at} && cp %p {at}.part && mv {at}.part {at}'")
		cluster.stop()
		cluster.start()

	def copy_base(self):
		call(self.cluster, "pg_basebackup", "-D", self.base, "-c", "fast", "--no-sync")

	def name_point(self, name):
		self.cluster.sql("postgres", f"select pg_create_restore_point('{name}')")

	def await_archived(self):
		"""All there is in the log is kept."""
		last = self.cluster.sql("postgres", "select pg_walfile_name(pg_current_wal_lsn())")
		self.cluster.sql("postgres", "select pg_switch_wal()")
		until(lambda: (self.log / last).exists(), "the log is archived", ARCHIVED_S)


class Recovered(Cluster):
	"""A cluster as it was at a named point, found where the lost one was."""

	def __init__(self, archived, point):
		primary = archived.cluster
		self.dir = pathlib.Path(tempfile.mkdtemp(prefix="sliploop-test-"))
		self.dir.chmod(0o755)
		self.data, self.run, self.log = self.dir / "data", primary.run, self.dir / "postgres.log"
		self.as_user, self.process = primary.as_user, None
		shutil.copytree(archived.base, self.data)
		(self.data / "recovery.signal").touch()
		with open(self.data / "postgresql.auto.conf", "a") as conf:
			conf.write(f"archive_mode = off\n"
				f"restore_command = 'cp {archived.log}/%f %p'\nrecovery_target_name = '{point}'\n"
				"recovery_target_action = 'promote'\n")
		if self.as_user:
			subprocess.run(["chown", "-R", "postgres:postgres", self.data], check=True)
		self.data.chmod(0o700)
		try:
			self.start()
			until(lambda: self.sql("postgres", "select pg_is_in_recovery()") == "f", "the point is reached")
		except BaseException:
			self.close()
			raise
