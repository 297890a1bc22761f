# SPDX-License-Identifier: Apache-2.0
"""What we are measured beside, from Debian's packages, unpacked into build/bench: nothing is installed,
no service is started but ours, on private sockets."""

import os
import pathlib
import socket
import subprocess
import sys

from checks import until

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "build" / "bench"


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
		self.process = subprocess.Popen([self.root / "usr/bin/redis-server", "--port", "0", "--unixsocket",
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
