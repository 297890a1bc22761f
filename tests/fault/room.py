# SPDX-License-Identifier: Apache-2.0
"""What a fault is made in: a store, daemons on it, people at work, whoever is told, and what was noted down.

Owns all processes but Postgres, and the list of faults made. Never judges what it sees."""

import dataclasses
import itertools
import json
import pathlib
import random
import select
import subprocess
import sys
import time

import bed as beds
import org
from client import Client
from cluster import HASTY, Cluster, Daemon, Failed

HERE = pathlib.Path(__file__).resolve().parent
SECRET = "whsec_c2xpcGxvb3AtdGVzdC1zZWNyZXQtMDEyMzQ1Njc4OQ=="
PATIENCE_S = 60
SERIAL = itertools.count(1)
# Faults end processes and never the machine: what the kernel has been given stays.
SETTINGS = HASTY + "track_commit_timestamp = on\nwal_level = replica\nmax_wal_senders = 4\n"
# Seconds, so that steps come due all the time.
LIMITS = {"intake": 1, "accept": 1, "order": 3, "signature": 2, "archive": 2}
TOLD = ("r.one", "zhang.qiang", "yang.guang")  # who has an address
OPTIONS = ["--notice-allow-private", "yes", "--notice-digest", "PT1S", "--notice-retry", "PT0.2S",
	"--notice-timeout", "PT2S", "--log-level", "warn"]


def fill(bin_dir, cluster, database):
	"""A store on the real clock, organisation and short limits in it; the people's tokens."""
	cluster.create(database)
	beds.migrate(bin_dir, cluster.conninfo(database))
	daemon = Daemon(bin_dir, ["--store", cluster.conninfo(database)], cluster.dir / "fill.sock", None,
		cluster.dir / "fill.log")
	admin = Client(daemon.socket)
	tokens = org.put(admin)
	admin.call("policy.put", limits=[{"clock": c, "tier": "A", "limit": f"PT{s}S",
		**({"kind": "fault", "service": "pstn"} if c == "order" else {})} for c, s in LIMITS.items()])
	for user in org.USERS:
		if user["name"] in TOLD:
			admin.call("user.put", **user, notify=["http://127.0.0.1:9/to-be-said"])
	admin.close()
	daemon.stop()
	return tokens


class Store(Cluster):
	def revive(self):
		"""Until it answers, begun anew if it has ended itself."""
		deadline = time.monotonic() + PATIENCE_S
		while True:
			if self.process.poll() is not None:
				self.start()
			try:
				self.sql("postgres", "select 1")
				return
			except Failed:
				if time.monotonic() > deadline:
					raise


class Helper:
	"""A process of ours that is told lines and says lines."""

	def __init__(self, program, *args):
		self.name = program
		self.process = subprocess.Popen([sys.executable, HERE / program, *map(str, args)], text=True,
			stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)

	def tell(self, line):
		self.process.stdin.write(line + "\n")

	def hear(self, seconds=PATIENCE_S):
		if not select.select([self.process.stdout], [], [], seconds)[0]:
			raise Failed(f"{self.name} said nothing for {seconds} s")
		line = self.process.stdout.readline()
		if not line:
			raise Failed(f"{self.name} ended with {self.process.wait()}")
		return line.strip()

	def close(self):
		self.process.kill()
		self.process.wait()


class Ground:
	"""What all rooms of a run share: a Postgres, and a filled store to copy."""

	def __init__(self, bin_dir):
		self.bin = pathlib.Path(bin_dir).resolve()
		self.cluster = Store(settings=SETTINGS)
		self.tokens = fill(self.bin, self.cluster, "filled")

	def close(self):
		self.cluster.close()


@dataclasses.dataclass
class Fault:
	"""One that was made: when, on which daemons, from when on it should be made good."""
	at: float
	daemons: list
	was_busy: bool = False  # known to have met a batch under way
	over: float = None  # monotonic; None: at
	is_alone: bool = False  # nobody but the daemons meant can have fired a step


@dataclasses.dataclass
class Work:
	"""How many people do how much."""
	rate: float = 6  # orders begun a second
	lives: int = 60  # under way at most
	chatters: int = 4  # at each daemon, all the time
	pause: float = 0.02  # between what a chatter says, seconds at most
	connections: int = 1  # of each person at each daemon
	patience: float = 2.5  # with a daemon that says nothing
	again: int = 100  # how many are asked again in the end
	drain_s: float = PATIENCE_S


class Room:
	"""`things` are closed with it, the latest first."""

	def __init__(self, ground, name, seed, is_full=False, cluster=None, tokens=None, things=(), **how):
		self.name, self.rng, self.things = name, random.Random(f"{seed} {name}"), list(things)
		self.cluster, self.tokens = cluster or ground.cluster, tokens or ground.tokens
		self.database, self.dir = "filled", ground.cluster.dir / f"{next(SERIAL)}-{name}"
		self.daemons, self.proxy, self.journal = [], None, self.dir / "journal.jsonl"
		self.faults, self.tail_at, self.last_ok, self.last_refused, self.rest = [], 0, {}, 0, b""
		try:
			if cluster is None:
				self.database = self.dir.name
				self.cluster.create(self.database, "filled")
			self.begin(ground.bin, **how)
		except BaseException:
			self.close()
			raise

	def begin(self, bin_dir, n_daemons=3, through_proxy=False, options=(), env=lambda i: None):
		self.dir.mkdir()
		self.dir.chmod(0o755)
		self.told = self.dir / "told.jsonl"
		self.receiver = self.helper("receiver.py", self.told)
		self.sql(f"update app_user set notify = array['http://127.0.0.1:{self.receiver.hear()}/' || name]"
			" where notify <> '{}'")
		store = self.cluster.conninfo(self.database)
		if through_proxy:
			self.proxy = self.helper("proxy.py", self.dir, self.cluster.run)
			self.proxy.hear()
			store = f"host={self.dir} user=postgres dbname={self.database}"
		secret = self.dir / "secret"
		secret.write_text(SECRET + "\n")
		for i in range(n_daemons):
			self.daemons.append(Daemon(bin_dir, ["--store", store, "--notice-secret-file", str(secret), *OPTIONS, *options],
				self.dir / f"{i}.sock", None, self.dir / f"{i}.log", env(i)))
		self.work = Work()
		self.load = self.helper("load.py", json.dumps(dict(dataclasses.asdict(self.work), seed=self.rng.randrange(1 << 32),
			name=self.name, sockets=[d.socket for d in self.daemons], tokens=self.tokens, journal=str(self.journal))))
		self.until_served(self.all(), time.monotonic())

	def all(self):
		return range(len(self.daemons))

	def helper(self, program, *args):
		self.things.append(Helper(program, *args))
		return self.things[-1]

	# while it goes on

	def live(self, seconds):
		"""Time passes, and whoever should be alive is."""
		if select.select([self.load.process.stdout], [], [], seconds)[0]:
			raise Failed(f"the load ended with {self.load.process.wait()}")
		for d in self.daemons:
			if d.process and d.process.poll() is not None:
				raise Failed(f"a daemon ended with {d.process.poll()}: {d.complaints()}")

	def look(self):
		"""What the journal has come to: for each daemon the last time it granted something."""
		if not self.journal.exists():
			return
		with open(self.journal, "rb") as f:
			f.seek(self.tail_at)
			data = self.rest + f.read()
			self.tail_at = f.tell()
		*lines, self.rest = data.split(b"\n")
		for line in lines:
			if b'"said":' in line:
				record = json.loads(line)
				self.last_ok[record["daemon"]] = record["t"]
			elif b'"error":"unavailable"' in line:
				self.last_refused = json.loads(line)["t"]

	def until_served(self, daemons, since, seconds=PATIENCE_S):
		"""Until each of these daemons has granted something after that instant."""
		deadline = time.monotonic() + seconds
		while True:
			self.look()
			if all(self.last_ok.get(d, 0) > since for d in daemons):
				return
			if time.monotonic() > deadline:
				raise Failed(f"{self.name}: not served again within {seconds} s: "
					+ "".join(self.daemons[d].complaints() for d in daemons if self.last_ok.get(d, 0) <= since))
			self.live(0.02)

	def until_fired(self, since):
		"""Until a step has been committed after that (monotonic) instant."""
		wall_ms = int((since + time.time() - time.monotonic()) * 1000)
		self.until("a step has fired", f"select exists (select from history where what = 'step' and at >= {wall_ms})")

	def made(self, at, daemons, **more):
		self.faults.append(Fault(at, list(daemons), **more))
		return self.faults[-1]

	def sql(self, text):
		return self.cluster.sql(self.database, text)

	# the end of it

	def settle(self):
		"""All that was asked is answered, all that is due has fired, all that was told is on its way."""
		self.load.tell("drain")
		if self.load.hear(self.work.drain_s + 30) != "drained":
			raise Failed("the load did not end as it should")
		now = int(self.sql("select store_now()"))
		self.until("no step that was due is left",
			f"select coalesce(min(next_due_at), {now} + 1) > {now} from clock where next_due_at is not null")
		self.until("no notice is left", "select count(*) = 0 from outbox o join history h using (order_id, seq)"
			f" where o.state = 'waiting' and h.at <= {now}")
		for d in self.daemons:
			d.stop()
		return now

	def until(self, what, question):
		deadline = time.monotonic() + PATIENCE_S
		while self.sql(question) != "t":
			if time.monotonic() > deadline:
				raise Failed(f"{self.name}: not within {PATIENCE_S} s: {what}: " + self.daemons[0].complaints())
			if select.select([self.receiver.process.stdout], [], [], 0.1)[0]:
				raise Failed("the receiver ended")

	def close(self):
		for d in self.daemons:
			d.kill()
		for thing in reversed(self.things):
			thing.close()
