# SPDX-License-Identifier: Apache-2.0
"""The faults, one row each, and how each is made once. A fault says when it was made and on which daemons; what
came of it is seen afterwards, by checker.py and measure.py. Faults only ever end or stop processes of their room."""

import contextlib
import dataclasses
import glob
import http.client
import os
import resource
import signal
import time
import typing

import stores
from checks import require, until
from client import Client
from room import Room

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
JUMPS = [f"{sign}{span}" for sign in "+-" for span in (3600, 86400)] + ["+0"]


@dataclasses.dataclass(frozen=True)
class Kind:
	name: str
	doc: str
	once: typing.Callable  # once(room, nth): made once, and waited for
	sample: int  # how often without --full
	full: int
	make: typing.Callable = Room  # make(ground, name, seed, is_full): what it is made in
	end: typing.Callable = lambda room: None  # what is still to be made good
	needs: typing.Callable = lambda: None  # why it cannot be made here; None: it can
	fire_s: float = None  # with --full: no first fire later than that
	answer_s: float = None  # likewise: no first granted change


# --- the daemon

def daemon_kill(room, nth):
	"""Every tenth time the others are killed as well, so that whoever fires first is the one that was started; every
	tenth time it is killed again before it is there."""
	room.live(room.rng.uniform(0, 0.3))
	victim = room.rng.randrange(len(room.daemons))
	is_alone = nth % 10 == 4
	at = time.monotonic()
	room.daemons[victim].kill()
	others = [d for i, d in enumerate(room.daemons) if i != victim] if is_alone else []
	for d in others:
		d.kill()
	fault = room.made(at, room.all() if is_alone else [victim], is_alone=is_alone)
	if nth % 10 == 2:
		room.daemons[victim].launch()
		room.live(room.rng.uniform(0, 0.2))
		room.daemons[victim].kill()
	fault.over = time.monotonic()
	room.daemons[victim].start()
	if is_alone:
		room.until_fired(fault.over)
		for d in others:
			d.start()
	room.until_served(fault.daemons, time.monotonic())


class Zombies:
	"""Daemons that are stopped, each until its instant; a few at once, so that many stops take little time."""

	def __init__(self, room, most, span_s):
		self.room, self.most, self.span_s = room, most, span_s
		self.stopped, self.continued = {}, {}  # daemon: until when, and its fault; daemon: when

	def stop(self, victim, span_s):
		fault = self.room.made(time.monotonic(), [victim])
		self.room.daemons[victim].process.send_signal(signal.SIGSTOP)
		self.stopped[victim] = (time.monotonic() + span_s, fault)

	def go_on(self, until_at_most):
		"""Time passes until no more than so many are stopped."""
		while len(self.stopped) > until_at_most:
			for victim, (at, fault) in list(self.stopped.items()):
				if time.monotonic() >= at:
					fault.over = time.monotonic()
					self.room.daemons[victim].process.send_signal(signal.SIGCONT)
					self.continued[victim] = fault.over
					del self.stopped[victim]
			self.room.live(0.02)

	def choose(self):
		"""One that is at work, again if it has been stopped before."""
		while True:
			self.room.look()
			at_work = [i for i in self.room.all() if i not in self.stopped
				and self.room.last_ok.get(i, 0) > self.continued.get(i, 0)]
			if at_work:
				return self.room.rng.choice(at_work)
			self.room.live(0.02)


def zombie_room(ground, name, seed, is_full):
	room = Room(ground, name, seed, n_daemons=9 if is_full else 3)
	room.zombies = Zombies(room, 5 if is_full else 2, 30 if is_full else 4)
	return room


def daemon_stop(room, nth):
	"""In the sample the first is stopped until the store has taken its locks from it (10 s), others meanwhile."""
	z = room.zombies
	z.go_on(z.most - 1)
	room.live(room.rng.uniform(0.1, 0.4))
	z.stop(z.choose(), 11 if nth == 0 and z.span_s < 11 else z.span_s)


def daemon_stop_end(room):
	room.zombies.go_on(0)
	room.until_served(room.all(), time.monotonic())


def clock_room(ground, name, seed, is_full):
	"""Each daemon sees the wall clock through a file of its own, and shows in the Date of its answers what it sees."""
	clocks = [ground.cluster.dir / f"clock-{i}" for i in range(3)]
	for c in clocks:
		c.write_text("+0\n")
	asan = os.environ.get("ASAN_OPTIONS", "abort_on_error=0:detect_leaks=1")
	room = Room(ground, name, seed, options=["--http", "127.0.0.1:0"], env=lambda i: {"LD_PRELOAD": FAKETIME[0],
		"FAKETIME_TIMESTAMP_FILE": str(clocks[i]), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
		"ASAN_OPTIONS": asan + ":verify_asan_link_order=0"})
	room.clocks = clocks
	return room


def seen_clock(daemon):
	"""Seconds that the daemon's wall clock is ahead of ours."""
	c = http.client.HTTPConnection(*daemon.http, timeout=20)
	try:
		c.request("GET", "/healthz")
		date = c.getresponse().getheader("date")
	finally:
		c.close()
	return http.client.email.utils.parsedate_to_datetime(date).timestamp() - time.time()


def clock_jump(room, nth):
	"""Most jumps go from one wrong time to another: forth and back."""
	room.live(room.rng.uniform(0, 0.3))
	victim = room.rng.randrange(3)
	jump = room.rng.choice(JUMPS)
	fault = room.made(time.monotonic(), [victim])
	room.clocks[victim].write_text(jump + "\n")
	require(abs(seen_clock(room.daemons[victim]) - int(jump)) < 60, "the daemon did not feel its clock jump")
	room.until_served([victim], fault.at)


# --- its store

def proxied_room(ground, name, seed, is_full):
	return Room(ground, name, seed, through_proxy=True)


def commit_cut(room, nth):
	"""A batch is under way by what it is: its COMMIT has just been sent."""
	room.live(room.rng.uniform(0, 0.2))
	room.proxy.tell("cut " + room.rng.choices(["sent", "done", "withheld"], [5, 3, 2])[0])
	room.proxy.hear()
	room.made(time.monotonic(), room.all(), was_busy=True)


def backend_kill(room, nth):
	"""One of those the daemons have; Postgres then ends all others and begins anew."""
	room.live(room.rng.uniform(0, 0.3))
	backends = [line.split("|") for line in room.sql("select pid, state from pg_stat_activity where"
		f" datname = '{room.database}' and application_name = 'sliploopd' order by pid").splitlines()]
	pid, state = room.rng.choice(backends)
	fault = room.made(time.monotonic(), room.all(), was_busy=state != "idle")
	os.kill(int(pid), signal.SIGKILL)
	until(lambda: not os.path.exists(f"/proc/{pid}"), "the backend is gone")
	room.cluster.revive()
	fault.over = time.monotonic()
	room.until_served(room.all(), fault.over)


def store_crash(room, nth):
	room.live(room.rng.uniform(0, 0.3))
	fault = room.made(time.monotonic(), room.all())
	room.cluster.stop()
	room.cluster.start()
	fault.over = time.monotonic()
	room.until_served(room.all(), fault.over)


def failover_room(ground, name, seed, is_full):
	pair = stores.Pair(ground.bin)
	room = Room(ground, name, seed, cluster=pair.primary, tokens=pair.tokens, things=[pair], through_proxy=True)
	room.pair = pair
	return room


def failover(room, nth):
	if not room.pair.standby:
		room.pair.give_standby()
	room.live(room.rng.uniform(0, 0.3))
	fault = room.made(time.monotonic(), room.all())
	room.cluster = room.pair.lose_primary()
	room.proxy.tell(f"to {room.cluster.run}")
	room.proxy.hear()
	room.until_served(room.all(), fault.at)


def small_room(ground, name, seed, is_full):
	disk = stores.Disk(ground.cluster.dir / "small")
	try:
		cluster, tokens = disk.cluster(ground.bin)
	except BaseException:
		disk.close()
		raise
	room = Room(ground, name, seed, cluster=cluster, tokens=tokens, things=[disk, cluster])
	room.disk = disk
	return room


def disk_full(room, nth):
	"""Until work has been refused; daemons are there all the time, and say why."""
	room.live(room.rng.uniform(0, 0.3))
	fault = room.made(time.monotonic(), room.all())
	room.disk.fill()
	until(lambda: room.look() or room.last_refused > fault.at, "work is refused while the disk is full")
	for d in room.daemons:
		with contextlib.closing(Client(d.socket, timeout=5)) as client:
			client.call("system.ping")
	room.live(room.rng.uniform(0.2, 1))
	room.disk.clear()
	fault.over = time.monotonic()
	room.cluster.revive()
	room.until_served(room.all(), fault.over)


# --- its clients, and what it has of everything

def descriptors(room, nth):
	"""No descriptor is left: clients it has are served; new ones are hung up on or wait. Every second time it
	loses its store as well, and has to find it again."""
	room.live(room.rng.uniform(0, 0.3))
	victim = room.rng.randrange(3)
	pid = room.daemons[victim].process.pid
	whole = resource.prlimit(pid, resource.RLIMIT_NOFILE)
	fault = room.made(time.monotonic(), [victim])
	n = max(map(int, os.listdir(f"/proc/{pid}/fd"))) + 1
	resource.prlimit(pid, resource.RLIMIT_NOFILE, (n, whole[1]))
	room.strangers.tell(f"idle 40 {room.daemons[victim].socket}")
	room.strangers.hear()
	room.until_served([victim], time.monotonic())
	if nth % 2:
		room.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sliploopd'")
		room.until_served([victim], time.monotonic())
	resource.prlimit(pid, resource.RLIMIT_NOFILE, whole)
	fault.over = time.monotonic()
	room.strangers.tell("gone")
	room.strangers.hear()
	room.until_served([victim], fault.over)


def slow_clients(room, nth):
	"""Idle ones, silent ones, some that send a byte at a time, some that end half of the connection, some that
	take no answer: whoever behaves is served meanwhile."""
	room.live(room.rng.uniform(0, 0.3))
	victim = room.rng.randrange(3)
	fault = room.made(time.monotonic(), [victim])
	room.strangers.tell(f"all {room.n_strangers} {room.daemons[victim].socket}")
	came = int(room.strangers.hear())
	require(came >= room.n_strangers, f"only {came} of {room.n_strangers} strangers are connected")
	for _ in range(10):
		room.until_served([victim], time.monotonic(), 10)
	room.strangers.tell("gone")
	room.strangers.hear()
	fault.over = time.monotonic()
	room.until_served(room.all(), fault.over)


def crowded_room(ground, name, seed, is_full):
	room = Room(ground, name, seed)
	room.n_strangers = 10_000 if is_full else 500
	room.strangers = room.helper("strangers.py")
	return room


KINDS = [
	Kind("daemon-kill", "kill -9 of one of three daemons, started again", daemon_kill, 6, 1000, fire_s=2),
	Kind("backend-kill", "kill -9 of a Postgres backend", backend_kill, 3, 200),
	Kind("store-crash", "immediate stop and start of Postgres", store_crash, 3, 200),
	Kind("commit-cut", "the connection cut right after COMMIT was sent", commit_cut, 25, 1000, make=proxied_room),
	Kind("daemon-stop", "SIGSTOP of a daemon, SIGCONT later", daemon_stop, 3, 200, make=zombie_room,
		end=daemon_stop_end),
	Kind("failover", "the primary lost, the synchronous standby promoted", failover, 1, 50, make=failover_room,
		answer_s=10),
	Kind("clock-jump", "a daemon's wall clock jumps an hour or a day, both ways", clock_jump, 6, 100, make=clock_room,
		needs=lambda: None if FAKETIME else "there is no libfaketime"),
	Kind("disk-full", "no room is left where the store is", disk_full, 1, 20, make=small_room,
		needs=lambda: None if os.geteuid() == 0 else "a small disk takes root"),
	Kind("descriptors", "a daemon has no descriptor left", descriptors, 2, 50, make=crowded_room),
	Kind("slow-clients", "idle, silent, slow and half-open clients", slow_clients, 1, 20, make=crowded_room),
]
