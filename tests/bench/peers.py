# SPDX-License-Identifier: Apache-2.0
"""What we are measured beside, from Debian's packages and npm's, unpacked into build/bench: nothing is
installed, no service is started but ours, on private sockets."""

import contextlib
import json
import os
import pathlib
import selectors
import shutil
import socket
import subprocess
import sys
import time

from checks import until

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "build" / "bench"


def find(root, program):
	"""In what was unpacked, or where it was installed before: then what it needs was not unpacked."""
	unpacked = root / "usr/bin" / program
	return unpacked if unpacked.exists() else shutil.which(program)


def unpack(package):
	"""The package with what it needs and is not installed; the folder that holds it."""
	root = FOLDER / package
	if (root / "complete").exists():
		return root
	cache = root / "archives"
	(cache / "partial").mkdir(parents=True, exist_ok=True)
	sudo = [] if os.geteuid() == 0 else ["sudo"]
	# As apt reports it, not on our output: that is the figures'.
	subprocess.run([*sudo, "apt-get", "-q", "-y", "--no-install-recommends", "--download-only", "--reinstall",
		"-o", f"Dir::Cache::archives={cache}", "install", package], check=True, stdout=sys.stderr)
	for archive in cache.glob("*.deb"):
		subprocess.run(["dpkg", "-x", archive, root], check=True)
	(root / "complete").touch()
	return root


class Redis:
	"""With nothing written to disk: one key, of which a GET answers."""

	def __init__(self, folder):
		self.root, self.socket = unpack("redis-server"), f"{folder}/redis.sock"
		self.get = b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"

	def __enter__(self):
		libs = [str(p) for p in (self.root / "usr/lib").glob("*-linux-gnu")]
		self.process = subprocess.Popen([find(self.root, "redis-server"), "--port", "0", "--unixsocket",
			self.socket, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL,
			env={**os.environ, "LD_LIBRARY_PATH": ":".join(libs)})
		until(lambda: os.path.exists(self.socket), "redis is there")
		return self

	def put(self, value):
		with socket.socket(socket.AF_UNIX) as s:
			s.connect(self.socket)
			s.sendall(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n%s\r\n" % (len(value), value))
			if s.recv(64) != b"+OK\r\n":
				raise SystemExit("redis did not take the value")

	def __exit__(self, *_):
		self.process.terminate()
		self.process.wait()


class Graphile:
	"""graphile-worker, from npm into build/bench, on a database of its own in the cluster."""

	VERSION = "0.17.3"

	def __init__(self, cluster, database):
		self.cluster, self.database = cluster, database
		self.modules = FOLDER / "graphile-worker" / "node_modules"
		if not (self.modules / "graphile-worker").exists():
			self.modules.parent.mkdir(parents=True, exist_ok=True)
			subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix",
				self.modules.parent, f"graphile-worker@{self.VERSION}"], check=True, stdout=sys.stderr)
		cluster.create(database)
		self.url = f"postgresql://postgres@/{database}?host={cluster.run}"
		subprocess.run(["node", self.modules / "graphile-worker/dist/cli.js", "-c", self.url, "--schema-only"],
			check=True, stdout=subprocess.DEVNULL)

	def arm(self, n, due_ms, apart_ms):
		"""So many jobs, one each so many ms from the instant on."""
		at = f"({due_ms}::bigint + floor((g - 1) * {apart_ms}::numeric))::bigint"
		self.cluster.sql(self.database, f"""select count(*) from graphile_worker.add_jobs(array(
			select ('due', json_build_object('at', {at}), null, to_timestamp({at} / 1000.0), 1, null, 0,
			null)::graphile_worker.job_spec from generate_series(1, {n}) g))""")
		self.cluster.sql(self.database, "vacuum analyze")
		self.cluster.sql(self.database, "checkpoint")

	def work(self, n, local_size, poll_ms):
		"""Begins; what it answers waits until all have run."""
		process = subprocess.Popen(["node", HERE / "graphile.cjs", self.modules, self.url, str(n),
			str(local_size), str(poll_ms)], stdout=subprocess.PIPE, text=True)

		def finish():
			said, _ = process.communicate()
			if process.returncode:
				raise SystemExit(f"graphile-worker ended with {process.returncode}")
			return json.loads(said.splitlines()[-1])
		return finish


class Beanstalk:
	"""beanstalkd that has each change on the disk before it answers."""

	CONNECTIONS, JOB = 32, b"12345678"

	def __init__(self, folder):
		self.root, self.socket = unpack("beanstalkd"), f"{folder}/beanstalkd.sock"
		self.log = pathlib.Path(folder) / "binlog"
		self.log.mkdir()

	def __enter__(self):
		self._start("-F")
		return self

	def _start(self, *sync):
		self.process = subprocess.Popen([find(self.root, "beanstalkd"), "-b", self.log, *sync, "-l",
			f"unix:{self.socket}"])
		until(self._is_there, "beanstalkd is there", 60)

	def _is_there(self):
		with contextlib.suppress(OSError), self._dial():
			return True
		return False

	def _dial(self):
		s = socket.socket(socket.AF_UNIX)
		s.connect(self.socket)
		return s

	def arm(self, n, due_ms):
		"""Delays count in seconds: all are due in the second that ends with the instant. It puts them without
		waiting for the disk, which would take longer than the rest, and begins again waiting for it."""
		with self._dial() as s:
			for first in range(0, n, 500):
				some = min(500, n - first)
				delay = int(due_ms / 1000 - time.time())
				if delay < 1:
					raise SystemExit("beanstalkd took the jobs too slowly")
				s.sendall(b"put 0 %d 60 8\r\n%s\r\n" % (delay, self.JOB) * some)
				got = b""
				while got.count(b"\r\n") < some:
					got += s.recv(1 << 16)
				if got.count(b"INSERTED") != some:
					raise SystemExit(f"beanstalkd did not take a job: {got[-80:]}")
		self.__exit__()
		self._start("-f", "0")

	def take_all(self, n):
		"""Reserves and deletes all; the seconds until the last one was deleted."""
		reserve, got, done = b"reserve-with-timeout 0\r\n", {}, 0
		with selectors.DefaultSelector() as ready, contextlib.ExitStack() as open_sockets:
			began = time.monotonic()
			for _ in range(self.CONNECTIONS):
				s = open_sockets.enter_context(self._dial())
				ready.register(s, selectors.EVENT_READ)
				got[s] = b""
				s.sendall(reserve)
			while done < n:
				for key, _ in ready.select():
					s = key.fileobj
					got[s] += s.recv(4096)
					# DELETED, of the one before; then RESERVED ID 8 and the job, or TIMED_OUT: none is left.
					words = got[s].split()
					if not got[s].endswith(b"\r\n") or words[-1] not in (self.JOB, b"TIMED_OUT"):
						continue
					done += words.count(b"DELETED")
					got[s] = b""
					if words[-1] == self.JOB:
						s.sendall(b"delete %s\r\n%s" % (words[-3], reserve))
			return time.monotonic() - began

	def __exit__(self, *_):
		self.process.terminate()
		self.process.wait()
