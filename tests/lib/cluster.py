# SPDX-License-Identifier: Apache-2.0
"""A throwaway Postgres cluster on a private Unix socket, and sliploopd processes on it.

Owns the processes it started and ends only those, by pid. Never touches another cluster."""

import glob
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import time

READY_S = 60  # deadline for a program of ours to say that it is ready

SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 200
log_min_messages = warning
"""
# Tests kill our daemons, not the machine; what is measured must last as a customer's does.
HASTY = """
shared_buffers = 128MB
fsync = off
full_page_writes = off
max_wal_size = 2GB
"""
DURABLE = """
shared_buffers = 512MB
max_wal_size = 4GB
"""


def repository():
	return pathlib.Path(__file__).resolve().parents[2]


def default_bin():
	return repository() / "build" / "debug" / "bin"


def postgres_bin():
	found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
	if found:
		return pathlib.Path(found[-1]).parent
	found = shutil.which("initdb")
	if not found:
		raise SystemExit("no Postgres found: neither /usr/lib/postgresql/*/bin nor initdb in PATH")
	return pathlib.Path(found).parent


class Failed(Exception):
	"""A program of the test bed did not do what it should."""


class Cluster:
	"""One Postgres; root runs it as the user postgres, anybody else as himself."""

	owner = "postgres"  # of what is in it

	def __init__(self, root=None, settings=HASTY):
		self.dir = pathlib.Path(tempfile.mkdtemp(prefix="sliploop-test-", dir=root))
		self.dir.chmod(0o755)
		self.data, self.run = self.dir / "data", self.dir / "pg"
		self.log = self.dir / "postgres.log"
		self.as_user = {}
		if os.geteuid() == 0:
			self.as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
		for path in (self.data, self.run):
			path.mkdir(mode=0o755)
			if self.as_user:
				shutil.chown(path, "postgres", "postgres")
		self.data.chmod(0o700)
		self.process = None
		self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
			"--locale=C.UTF-8", "--no-sync")
		with open(self.data / "postgresql.conf", "a") as conf:
			conf.write(SETTINGS + settings + f"unix_socket_directories = '{self.run}'\n")
		self.start()

	def _run(self, program, *args):
		done = subprocess.run([postgres_bin() / program, *args], capture_output=True, text=True,
			cwd="/", **self.as_user)
		if done.returncode:
			raise Failed(f"{program}: {done.stderr.strip() or done.stdout.strip()}")
		return done.stdout

	def start(self):
		with open(self.log, "ab") as log:
			self.process = subprocess.Popen([postgres_bin() / "postgres", "-D", self.data],
				stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self.as_user)
		deadline = time.monotonic() + READY_S
		while True:
			try:
				self._run("pg_isready", "-q", "-h", self.run, "-t", "1")
				return
			except Failed:
				if self.process.poll() is not None or time.monotonic() > deadline:
					raise Failed("postgres did not start: " + self.log.read_text()[-2000:])

	def stop(self):
		"""An immediate stop, as when the machine goes."""
		if self.process and self.process.poll() is None:
			self.process.send_signal(signal.SIGQUIT)
			self.process.wait(READY_S)
		self.process = None

	def close(self):
		self.stop()
		shutil.rmtree(self.dir, ignore_errors=True)

	def conninfo(self, database):
		return f"host={self.run} user=postgres dbname={database}"

	def sql(self, database, text):
		return self._run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
			"-h", self.run, "-U", "postgres", "-d", database, "-c", text).strip()

	def hold(self, database, statement):
		return Held(self, database, statement)

	def create(self, database, template="template1"):
		self.sql("postgres", f'create database "{database}" template "{template}" strategy file_copy')

	def drop(self, database):
		self.sql("postgres", f'drop database if exists "{database}" with (force)')


class Held:
	"""What a statement locks, held by somebody else until it is let go."""

	def __init__(self, cluster, database, statement):
		self.psql = subprocess.Popen([postgres_bin() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
			"-h", cluster.run, "-U", "postgres", "-d", database], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
			text=True, cwd="/")
		self.psql.stdin.write(f"begin; {statement};\n\\echo held\n")
		self.psql.stdin.flush()
		self.said = self._until_held(statement)  # what the statement answered

	def _until_held(self, statement):
		said = []
		for line in self.psql.stdout:
			if line == "held\n":
				return said
			said.append(line.rstrip("\n"))
		raise Failed(f"psql ended with {self.psql.wait()}: {statement}")

	def let_go(self):
		if self.psql:
			self.psql.communicate("rollback;\n", timeout=READY_S)
		self.psql = None

	def __enter__(self):
		return self

	def __exit__(self, *_):
		self.let_go()


class Daemon:
	"""One sliploopd. `where` are its store arguments, `clock` its virtual instant or None."""

	def __init__(self, bin_dir, where, socket, clock, log, env=None):
		self.program = pathlib.Path(bin_dir) / "sliploopd"
		self.env = {**sanitizer_env(), **(env or {})}
		self.where, self.socket, self.log = list(where), str(socket), pathlib.Path(log)
		self.process = None
		self.start(clock)

	def start(self, clock=None):
		self.launch(clock)
		self.said = wait_ready(self.process, self.log).decode()

	def launch(self, clock=None):
		"""Begun, and not waited for."""
		args = [str(self.program), *self.where, "--socket", self.socket]
		if clock:
			args += ["--virtual-clock", clock]
		with open(self.log, "ab") as log:
			self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
				stderr=log, cwd="/", env=self.env)

	@property
	def http(self):
		"""(host, port) of its HTTP door."""
		return self._said_at("http: ")

	@property
	def listen(self):
		"""(host, port) at which it listens on TCP."""
		return self._said_at("listen: ")

	def _said_at(self, word):
		line = next(s for s in self.said.splitlines() if s.startswith(word))
		host, _, port = line[len(word):].rpartition(":")
		return host.strip("[]"), int(port)

	def kill(self):
		"""kill -9: nothing is drained, nothing said."""
		if self.process:
			self.process.kill()
			self.process.wait(READY_S)
			self.process.stdout.close()
			self.process = None

	def stop(self):
		"""SIGTERM: drains and ends with 0, and the sanitizers had nothing to say."""
		if not self.process:
			return
		process, self.process = self.process, None
		process.terminate()
		try:
			status = process.wait(READY_S)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()
			status = "killed: did not stop on SIGTERM"
		process.stdout.close()
		if status != 0:
			raise Failed(f"sliploopd ended with {status}: {self.complaints()}")

	def complaints(self):
		return self.log.read_text(errors="replace")[-3000:]


def sanitizer_env():
	env = dict(os.environ)
	env.setdefault("ASAN_OPTIONS", "abort_on_error=0:detect_leaks=1")
	env.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
	env.pop("SLIPLOOP_SOCKET", None)
	return env


def wait_ready(process, log):
	"""Until the one line `ready: SOCKET`; all that was said until then."""
	deadline = time.monotonic() + READY_S
	said = b""
	while b"\n" not in said or b"ready: " not in said:
		left = deadline - time.monotonic()
		if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
			process.kill()
			raise Failed(f"sliploopd not ready within {READY_S} s: {pathlib.Path(log).read_text()[-3000:]}")
		data = os.read(process.stdout.fileno(), 4096)
		if not data:
			raise Failed(f"sliploopd ended with {process.wait()} before it was ready: "
				+ pathlib.Path(log).read_text(errors="replace")[-3000:])
		said += data
	return said
