# SPDX-License-Identifier: Apache-2.0
"""A working day through the socket (bench_day.c), and pgbench writing the same rows and bytes as one prepared
statement a call (day.sql), on one server."""

import pathlib
import subprocess

from cluster import postgres_bin

HERE = pathlib.Path(__file__).resolve().parent
CALLS = ["order.create", "order.dispatch", "task.accept", "order.hold", "order.resume", "task.complete",
	"order.sign", "order.archive"]
LONGEST = 30  # seconds in which pgbench has to end a day


class Ours:
	def __init__(self, bed):
		self.database, self.daemon, self.tokens = bed.real(["--user-rate", "1000000"])
		self.tool = bed.bin / "bench_day"

	def run(self, connections, flight, seconds, how):
		"""Calls a second, their median and 99th percentile in microseconds."""
		done = subprocess.run([self.tool, self.daemon.socket, str(connections), str(flight), str(seconds), how,
			self.tokens["wang.lei"], self.tokens["r.one"]], stdout=subprocess.PIPE, text=True, check=True)
		return [float(x) for x in done.stdout.split()]


class Peer:
	"""pgbench on a database of its own, with the answers that ours gave."""

	def __init__(self, cluster, database, ours):
		self.cluster, self.database, self.said = cluster, database, []
		for i, call in enumerate(CALLS):
			for name in "request", "answer":
				text = cluster.sql(ours, f"select {name} from idempotency where request like '{call} %' limit 1")
				self.said += ["-D", f"{name}_{i}={text}"]

	def run(self, clients, seconds):
		"""Calls a second, and the mean time of one in microseconds."""
		while True:
			done = subprocess.run([postgres_bin() / "pgbench", "-n", "-M", "prepared", "-h", self.cluster.run, "-U",
				"postgres", "-c", str(clients), "-j", "2" if clients > 1 else "1", "-T", str(seconds), "-f",
				HERE / "day.sql", *self.said, self.database], stdout=subprocess.PIPE, text=True, cwd="/")
			if done.returncode:
				raise SystemExit("pgbench failed")
			days = [float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps = ")]
			if days:
				return days[0] * len(CALLS), clients * 1e6 / (days[0] * len(CALLS))
			if seconds >= LONGEST:
				raise SystemExit(f"pgbench ended no day in {seconds} s")
			seconds *= 2  # on a machine so busy that no client came to the end of its first day
