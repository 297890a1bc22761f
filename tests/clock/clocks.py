# SPDX-License-Identifier: Apache-2.0
"""A plain model of one clock with its ladder and alarms, by rules.md 1 to 6 and the second half of
PROTOCOL.md. It shares no code with the product and is written without having read its core.

Every method takes the instant first and returns the events as texts, in the words of PROTOCOL.md."""

from collections import namedtuple

from calendars import END_AT

MILLION = 1_000_000

# kind: "s" a share of the limit in millionths, "a" ms past the limit, "p" the same in plain time
Step = namedtuple("Step", "kind value repeat every")


class Alarm:
	"""What a step has raised: how often it fired in its present arming, and whether somebody knows."""

	def __init__(self):
		self.fired, self.acked = 0, False


class Clock:
	def __init__(self):
		self.state = "none"
		self.spent = 0  # up to `since` while running
		self.over = 0  # plain ms run past the limit, up to `since` while running
		self.since = None
		self.limit = self.generation = self.revision = 0
		self.missed = False
		self.calendar = None
		self.ladder = ()
		self.alarms = {}  # (kind, value): Alarm, in the order raised; an ended clock's do not stand

	# what has been spent

	def spent_at(self, at):
		if self.state != "running":
			return self.spent
		return self.spent + self.calendar.between(self.since, at)

	def breach_at(self):
		"""Running: the instant of this segment from which on the time is over the limit."""
		if self.spent >= self.limit:
			return self.since
		return self.calendar.add(self.since, self.limit - self.spent)

	def over_at(self, at):
		"""Plain ms run past the limit; None: not yet."""
		if self.spent_at(at) < self.limit:
			return None
		if self.state != "running":
			return self.over
		return self.over + at - self.breach_at()

	def missed_at(self, at):
		return self.missed or self.spent_at(at) > self.limit

	def due_at(self):
		if self.state != "running":
			return None
		return self.calendar.add(self.since, self.limit - self.spent)

	# steps

	def threshold(self, step, r):
		"""Of a step that goes by what is counted: the spent time at which its firing r is due."""
		value = step.value + r * step.every
		if step.kind == "s":
			return -(-value * self.limit // MILLION)
		return self.limit + value

	def is_past(self, step, r, spent, over):
		if step.kind == "p":
			return over is not None and over >= step.value + r * step.every
		return spent >= self.threshold(step, r)

	def firing_at(self, step, r):
		"""Running, and not past at `since`: when this firing is due."""
		if step.kind != "p":
			return self.calendar.add(self.since, self.threshold(step, r) - self.spent)
		breach = self.breach_at()
		if breach >= END_AT:
			return END_AT
		return breach + step.value + r * step.every - self.over

	def waiting(self, step):
		"""The repeat numbers of this step still to fire."""
		alarm = self.alarms.get((step.kind, step.value))
		if alarm is None:
			return range(0, step.repeat + 1)
		if alarm.acked:
			return range(0)
		return range(alarm.fired, step.repeat + 1)

	def next_at(self):
		"""The nearest firing to come; None: none."""
		if self.state != "running":
			return None
		least, plain = None, None
		for step in self.ladder:
			waiting = self.waiting(step)
			if not waiting:
				continue
			r = waiting[0]
			if step.kind == "p":
				at = step.value + r * step.every
				plain = at if plain is None else min(plain, at)
			else:
				at = self.threshold(step, r)
				least = at if least is None else min(least, at)
		found = []
		if least is not None:
			found.append(self.calendar.add(self.since, least - self.spent))
		if plain is not None:
			breach = self.breach_at()
			found.append(END_AT if breach >= END_AT else breach + plain - self.over)
		return min(found) if found else None

	def fire(self, step, r, due):
		alarm = self.alarms.setdefault((step.kind, step.value), Alarm())
		assert alarm.fired == r
		alarm.fired += 1
		return f"fire {self.generation} {self.revision} {step.kind} {step.value} {r} {due}"

	def advance(self, at):
		"""Time passes: every firing due by then, in the order of due instant, place and repeat."""
		if self.state != "running":
			return []
		spent, over = self.spent_at(at), self.over_at(at)
		due = []
		for place, step in enumerate(self.ladder):
			for r in self.waiting(step):
				if not self.is_past(step, r, spent, over):
					break
				due.append((self.firing_at(step, r), place, r))
		return [self.fire(self.ladder[place], r, when) for when, place, r in sorted(due)]

	def fire_past(self, at):
		"""After a change: what lies behind and has not fired, at the instant of the change."""
		spent, over = self.spent_at(at), self.over_at(at)
		events = []
		for step in self.ladder:
			for r in self.waiting(step):
				if not self.is_past(step, r, spent, over):
					break
				events.append(self.fire(step, r, at))
		return events

	# commands; time has passed up to `at` before each

	def run(self, at):
		self.state, self.since = "running", at

	def stop(self, at):
		"""Ends a running segment: what it counted is spent."""
		if self.state != "running":
			return
		self.missed = self.missed_at(at)
		over = self.over_at(at)
		self.spent, self.over = self.spent_at(at), over or 0
		self.state = "paused"

	def start(self, at, limit, calendar, ladder):
		assert self.state in ("none", "met", "missed")
		self.generation += 1
		self.revision = 1
		self.spent = self.over = 0
		self.missed = False
		self.limit, self.calendar, self.ladder = limit, calendar, ladder
		self.alarms = {}
		self.run(at)
		return []

	def pause(self, at):
		assert self.state == "running"
		self.stop(at)
		return []

	def resume(self, at):
		assert self.state == "paused"
		self.run(at)
		return []

	def end(self, at):
		assert self.state in ("running", "paused")
		self.stop(at)
		self.state = "missed" if self.missed else "met"
		return [f"clear {kind} {value} clock_ended" for kind, value in self.alarms]

	def reopen(self, at):
		assert self.state in ("met", "missed")
		self.run(at)
		return [f"stand {kind} {value}" for kind, value in self.alarms]

	def set(self, at, limit, calendar, ladder):
		assert self.state in ("running", "paused")
		runs = self.state == "running"
		self.stop(at)
		was_over = self.spent >= self.limit
		changed = limit != self.limit
		self.limit, self.calendar, self.ladder = limit, calendar, ladder
		events = []
		if changed:
			self.revision += 1
			if not (was_over and self.spent >= limit):
				self.over = 0
			self.missed = self.missed or self.spent > limit
			events = self.clear_ahead(at)
		if runs:
			self.run(at)
		return events + self.fire_past(at)

	def clear_ahead(self, at):
		"""Another limit: alarms whose step lies ahead again go, repeats that do are armed again."""
		spent, over = self.spent_at(at), self.over_at(at)
		steps = {(step.kind, step.value): step for step in self.ladder}
		events = []
		for key, alarm in list(self.alarms.items()):
			step = steps.get(key)
			# that a step was plain is the ladder's to say: one that is gone goes by what is counted
			if not self.is_past(step or Step("a" if key[0] == "p" else key[0], key[1], 0, 0), 0, spent, over):
				events.append(f"clear {key[0]} {key[1]} limit_changed")
				del self.alarms[key]
			elif step:
				while not self.is_past(step, alarm.fired - 1, spent, over):
					alarm.fired -= 1
		return events

	def ack(self, at, kind, value):
		alarm = self.alarms[(kind, value)]
		assert self.state in ("running", "paused")
		alarm.acked = True
		return []

	# what is shown

	def show(self, at):
		standing = self.alarms.values() if self.state in ("running", "paused") else ()
		return (
			f"{self.state} {self.spent_at(at)} {self.limit} {self.generation} {self.revision} {spell(self.due_at())}"
			f" {int(self.missed_at(at))} {spell(self.next_at())} {len(standing)}"
			f" {sum(alarm.acked for alarm in standing)}"
		)

	def play(self, word, at, *rest):
		"""One line of the protocol: its answer. `rest` holds calendars and ladders themselves."""
		events = self.advance(at)
		return self.answer(at, events + self.command(word, at, *rest))

	def command(self, word, at, *rest):
		return getattr(self, word)(at, *rest) if word != "at" else []

	def answer(self, at, events):
		return " ".join([self.show(at), *events])


def spell(at):
	return "-" if at is None or at >= END_AT else str(at)
