# SPDX-License-Identifier: Apache-2.0
"""The rules of the loop once more, plainly, in memory: what a random command has to come to.

Written from product.md and rules.md; shares nothing with the daemon. Where the specification leaves
something open the model says Open, and the driver does not ask."""

import itertools
import math

H, M, D = 3_600_000, 60_000, 86_400_000

ORDER_LIMIT = {
	("fault", "pstn"): {"A": 2 * H, "B": 6 * H, "C": 24 * H},
	("fault", "ddn_fr"): {"A": 4 * H, "B": 5 * H, "C": 6 * H},
	("fault", "packet"): {"A": 4 * H, "B": 5 * H, "C": 6 * H},
	("confirmation", "pstn"): {"A": 4 * H, "B": D, "C": 2 * D},
	("contact", "pstn"): {"A": D, "B": 7 * D, "C": 10 * D},
}
LIMIT = {
	"approval": {"A": H, "B": 4 * H, "C": D}, "intake": {"A": 10 * M, "B": 30 * M, "C": 2 * H},
	"accept": {"A": 10 * M, "B": 30 * M, "C": 2 * H}, "return": {"A": 30 * M, "B": 2 * H, "C": D},
	"signature": dict.fromkeys("ABC", 2 * D), "archive": dict.fromkeys("ABC", 3 * D),
}
# (share, severity, further firings, their distance)
LADDER = {
	"A": [(0.5, "warning", 0, 0), (0.8, "minor", 0, 0), (1.0, "major", 0, 0),
		(1.25, "critical", 4, 0.25)],
	"B": [(0.8, "warning", 0, 0), (1.0, "major", 0, 0), (1.25, "critical", 0, 0)],
	"C": [(0.9, "warning", 0, 0), (1.0, "minor", 0, 0), (1.5, "major", 0, 0)],
}
REVIEWS = {"key_accounts": ["manager", "leader", "clerk"], "commercial": ["clerk"], "suburban": []}
STOPS = {"customer_not_ready", "no_access", "force_majeure"}
NOTHING = object()  # a command that was right and changed nothing
BEFORE_SIGNATURE = {"draft", "manager_review", "leader_review", "clerk_review", "at_crc",
	"executing"}
UNSETTLED = {"open", "accepted", "disputed", "upheld"}
LIVE = ("running", "paused")


class Refused(Exception):
	def __init__(self, cls):
		self.cls = cls
		super().__init__(cls)


class Open(Exception):
	"""The specification does not say; not asked."""


def need(condition, cls="wrong_state"):
	if not condition:
		raise Refused(cls)


class Alarm:
	def __init__(self, clock, severity, due):
		self.clock, self.severity, self.due, self.last, self.count = clock, severity, due, due, 1


class Clock:
	def __init__(self, kind, task, generation, limit, tier, now):
		self.kind, self.task, self.generation = kind, task, generation
		self.limit, self.tier = limit, tier
		self.spent, self.since, self.state, self.missed = 0, now, "running", False
		self.held = False  # paused by the hold, not by a return slip
		self.fired, self.standing, self.alarms = set(), {}, []

	def total(self, now):
		return self.spent + (now - self.since if self.state == "running" else 0)

	def due(self):
		return self.since + max(0, self.limit - self.spent) if self.state == "running" else None

	def due_raw(self):
		return self.since + self.limit - self.spent if self.state == "running" else None

	def steps(self):
		for at, severity, repeat, every in LADDER[self.tier]:
			for n in range(repeat + 1):
				yield at, n, severity, math.ceil(round((at + n * every) * self.limit, 6))

	def pass_to(self, now):
		"""Everything the clock does by itself up to now."""
		if self.state == "running":
			for at, n, severity, threshold in self.steps():
				if (at, n) not in self.fired and self.total(now) >= threshold:
					self._fire(at, n, severity, self.since + threshold - self.spent)
		if self.state in LIVE and self.total(now) > self.limit:
			self.missed = True

	def _fire(self, at, n, severity, due):
		self.fired.add((at, n))
		if at in self.standing:
			alarm = self.standing[at]
			alarm.count, alarm.last = alarm.count + 1, due
		else:
			alarm = self.standing[at] = Alarm(self, severity, due)
			self.alarms.append(alarm)

	def pause(self, now):
		self.spent, self.since, self.state = self.total(now), None, "paused"

	def resume(self, now):
		self.since, self.state, self.held = now, "running", False

	def end(self, now):
		self.pass_to(now)
		self.spent, self.since = self.total(now), None
		self.state = "missed" if self.missed else "met"

	def cancel(self, now):
		self.pass_to(now)
		self.spent, self.since, self.state = self.total(now), None, "cancelled"

	def relimit(self, limit, tier, now):
		"""Rule 4: steps ahead are armed again, those past and not fired fire now."""
		self.pass_to(now)
		self.limit, self.tier = limit, tier
		for at in [at for at in self.standing if self.total(now) < math.ceil(round(at * limit, 6))]:
			del self.standing[at]  # cleared, whether the present ladder has that step or not
			self.fired = {step for step in self.fired if step[0] != at}
		for at, n, severity, threshold in self.steps():
			if self.total(now) < threshold:
				self.fired.discard((at, n))
			elif (at, n) not in self.fired:
				self._fire(at, n, severity, now)
		if self.total(now) > limit:
			self.missed = True


class Task:
	def __init__(self, name, station, after, share):
		self.name, self.station, self.after, self.share = name, station, after, share
		self.id, self.state, self.holder, self.rework = None, "waiting", None, 0
		self.issued_at = self.accepted_at = self.done_at = None
		self.back_to = None  # the state a return slip took it from


class Slip:
	def __init__(self, task, to, now):
		self.id, self.task, self.to, self.state, self.raised_at = None, task, to, "open", now
		self.charged = self.charged_to = None


class Order:
	numbers = itertools.count(1)

	def __init__(self, kind, service, tier, unit, am, needs_leader=False, confirmation=None):
		self.key = next(self.numbers)
		self.kind, self.service, self.tier, self.unit, self.am = kind, service, tier, unit, am
		self.needs_leader, self.confirmation = needs_leader, confirmation
		self.id, self.state, self.version = None, "draft", None
		self.tasks, self.slips, self.clocks, self.hold, self.major = [], [], [], None, False
		self.arrived_at = self.promised_at = self.finished_at = None
		self.signed_at = self.archived_at = None
		self.used_by = None
		self.stations = set()  # that ever had a task of it

	# clocks

	def start(self, kind, now, task=None, limit=None):
		generation = 1 + sum(c.kind == kind and c.task == task for c in self.clocks)
		clock = Clock(kind, task, generation, limit or LIMIT[kind][self.tier], self.tier, now)
		self.clocks.append(clock)
		return clock

	def live(self, kind, task=None):
		for clock in reversed(self.clocks):
			if clock.kind == kind and clock.task == task and clock.state in LIVE:
				return clock
		return None

	def end(self, kind, now, task=None):
		self.live(kind, task).end(now)

	def pass_to(self, now):
		for clock in self.clocks:
			clock.pass_to(now)

	def limit(self):
		return ORDER_LIMIT[self.kind, self.service][self.tier]

	def order_clock(self):
		return [c for c in self.clocks if c.kind == "order"][-1]

	def due(self):
		clock = self.live("order")
		return clock.due_raw() if clock else None

	# helpers of the commands

	def executing(self):
		need(self.state == "executing" and not self.hold)

	def unsettled(self, task=None):
		return [s for s in self.slips if s.state in UNSETTLED and task in (None, s.task)]

	def issue(self, task, now):
		task.state, task.issued_at, task.accepted_at, task.done_at = "issued", now, None, None
		share_limit = math.ceil(round(task.share * self.limit(), 6))
		self.start("accept", now, task.name)
		self.start("task", now, task.name, share_limit)

	def issue_ready(self, now):
		done = {t.name for t in self.tasks if t.state == "done"}
		for task in self.tasks:
			if task.state == "waiting" and not task.back_to and set(task.after) <= done:
				self.issue(task, now)

	def redo(self, task, now):
		task.rework += 1
		self.issue(task, now)

	def arrive(self, now):
		self.state, self.arrived_at, self.promised_at = "at_crc", now, now + self.limit()
		self.start("order", now, limit=self.limit())
		self.start("intake", now)

	def next_review(self, after):
		"""The review that follows, or at_crc."""
		if self.kind == "contact":
			names = ["manager", "leader", "clerk"]
			for name in names[names.index(after) + 1 if after else 0:]:
				if name == "leader" and not (self.needs_leader or self.tier == "A"):
					continue
				if name in REVIEWS[self.unit]:
					return name + "_review"
		return "at_crc"

	def go_on(self, after, now):
		state = self.next_review(after)
		if state == "at_crc":
			self.arrive(now)
		else:
			self.state = state
			self.start("approval", now)

	# commands: each refuses before it changes anything

	def submit(self, now):
		need(self.state == "draft")
		if self.kind == "contact":
			cited = self.confirmation
			need(cited and cited.state in ("awaiting_archive", "archived")
				and cited.used_by in (None, self), "confirmation_required")
			if now > cited.finished_at + 30 * D - H:
				raise Open
			cited.used_by = self
		self.go_on(None, now)

	def review(self, step, now, needs_leader=False):
		need(self.state == step + "_review")
		self.needs_leader = self.needs_leader or needs_leader
		self.end("approval", now)
		self.go_on(step, now)

	def send_back(self, now):
		if self.state == "at_crc":
			self.end("intake", now)
			self.live("order").cancel(now)
		else:
			self.end("approval", now)
		self.state = "draft"

	def cancel(self, now):
		need(self.state in BEFORE_SIGNATURE | {"awaiting_signature"})
		for clock in self.clocks:
			if clock.state in LIVE:
				clock.cancel(now)
		for task in self.tasks:
			if task.state != "done":
				task.state = "cancelled"
		for slip in self.unsettled():
			slip.state = "cancelled"
		if self.confirmation and self.confirmation.used_by is self:
			self.confirmation.used_by = None
		self.state, self.hold = "cancelled", None

	def dispatch(self, nodes, now):
		need(self.state == "at_crc" or (self.state == "executing" and not self.hold))
		if any(s.to != "crc" or s.state not in ("accepted", "upheld") for s in self.unsettled()):
			raise Open
		if self.state == "at_crc":
			self.end("intake", now)
		for slip in self.unsettled():
			self.close(slip, now, "closed", "crc", goes_on=False)
		for task in self.tasks:
			if task.state not in ("done", "cancelled"):
				task.state, task.back_to = "cancelled", None
				for kind in ("accept", "task"):
					if self.live(kind, task.name):
						self.live(kind, task.name).cancel(now)
		for node in nodes:
			share = node.get("share") or 1 / longest_path(nodes, node["name"])
			self.tasks.append(Task(node["name"], node["station"], node["after"], share))
			self.stations.add(node["station"])
		self.state = "executing"
		self.issue_ready(now)

	def set_hold(self, reason, now):
		self.executing()
		self.hold = {"reason": reason, "stops_clock": reason in STOPS}
		if reason in STOPS:
			for clock in self.clocks:
				if clock.state == "running" and clock.kind in ("order", "accept", "task", "return"):
					clock.pause(now)
					clock.held = True

	def resume(self, now):
		need(self.state == "executing" and self.hold)
		for clock in self.clocks:
			if clock.held and clock.state == "paused":
				clock.resume(now)
		self.hold = None

	def retier(self, tier, now):
		need(self.state in BEFORE_SIGNATURE)
		if tier == self.tier:
			raise Open
		self.tier = tier
		shares = {t.name: t.share for t in self.tasks}
		for clock in self.clocks:
			if clock.state in LIVE:
				if clock.kind == "order":
					limit = self.limit()
				elif clock.kind == "task":
					limit = math.ceil(round(shares[clock.task] * self.limit(), 6))
				else:
					limit = LIMIT[clock.kind][tier]
				clock.relimit(limit, tier, now)

	def sign(self, accepted, redo, now):
		need(self.state == "awaiting_signature")
		if not accepted:
			if redo is None and any(t.state == "cancelled" for t in self.tasks):
				raise Open
			waited_for = {a for t in self.tasks for a in t.after}
			names = redo or [t.name for t in self.tasks if t.name not in waited_for]
		self.end("signature", now)
		if accepted:
			self.state, self.signed_at = "awaiting_archive", now
			self.start("archive", now)
			return
		self.state, self.finished_at = "executing", None
		self.order_clock().resume(now)
		for task in self.tasks:
			if task.name in names:
				self.redo(task, now)

	def archive(self, now):
		need(self.state == "awaiting_archive")
		self.end("archive", now)
		self.state, self.archived_at = "archived", now

	def resolve_major(self):
		need(self.major)
		self.major = False

	def accept(self, task, who, now):
		self.executing()
		need(task.state == "issued")
		task.state, task.holder, task.accepted_at = "accepted", who, now
		self.end("accept", now, task.name)

	def complete(self, task, now):
		self.executing()
		need(task.state == "accepted")
		task.state, task.done_at = "done", now
		self.end("task", now, task.name)
		for slip in self.slips:
			if slip.to == task.name and slip.state in ("accepted", "upheld"):
				self.close(slip, now, "closed", task.station)
		self.issue_ready(now)
		if all(t.state in ("done", "cancelled") for t in self.tasks):
			self.end("order", now)
			self.finished_at = now
			confirmation = self.kind == "confirmation"
			self.state = "awaiting_archive" if confirmation else "awaiting_signature"
			self.start("archive" if confirmation else "signature", now)

	def raise_slip(self, task, to, now):
		self.executing()
		need(task.state in ("issued", "accepted"))
		if to != "crc":
			erring = self.task(to)
			if erring.state != "done" or any(s.to == to for s in self.unsettled()):
				raise Open
		slip = Slip(task.name, to, now)
		self.slips.append(slip)
		task.back_to, task.state = task.state, "waiting"
		for kind in ("accept", "task"):
			clock = self.live(kind, task.name)
			if clock and clock.state == "running":
				clock.pause(now)
		self.start("return", now, slip)
		return slip

	def close(self, slip, now, state, station, goes_on=True):
		slip.state, slip.charged, slip.charged_to = state, now - slip.raised_at, station
		task = self.task(slip.task)
		if goes_on:
			task.state, task.back_to = task.back_to, None
			for kind in ("accept", "task"):
				clock = self.live(kind, task.name)
				if clock and clock.state == "paused":
					clock.resume(now)

	def answer(self, slip, accepted, now):
		self.executing()
		need(slip.state == "open")
		self.end("return", now, slip)
		slip.state = "accepted" if accepted else "disputed"
		if not accepted:
			self.start("return", now, slip)
		elif slip.to != "crc":
			self.redo(self.task(slip.to), now)

	def rule(self, slip, upheld, now):
		self.executing()
		need(slip.state == "disputed")
		self.end("return", now, slip)
		slip.state = "upheld"
		if not upheld:
			self.close(slip, now, "overturned", self.task(slip.task).station)
		elif slip.to != "crc":
			self.redo(self.task(slip.to), now)

	def settle(self, slip, now):
		if slip.to != "crc" or slip.state == "open":
			raise Open
		self.executing()
		need(slip.state in ("accepted", "upheld"))
		self.close(slip, now, "closed", "crc")

	def reassign(self, task, to):
		self.executing()
		if task.state == "issued":
			raise Open
		need(task.state == "accepted")
		if task.holder == to:
			return NOTHING  # rule 22: to the present holder changes nothing
		task.holder = to
		return None

	def escalate(self, task):
		self.executing()
		if self.major or task.state not in ("issued", "accepted", "done"):
			raise Open
		need(task.state != "done")
		self.major = True

	def task(self, name):
		return [t for t in self.tasks if t.name == name][-1]


def longest_path(nodes, name):
	"""Nodes on the longest path through the node."""
	after = {n["name"]: n["after"] for n in nodes}

	def up(n):
		return 1 + max((up(a) for a in after[n]), default=0)

	def down(n):
		return 1 + max((down(m) for m in after if n in after[m]), default=0)

	return up(name) + down(name) - 1
