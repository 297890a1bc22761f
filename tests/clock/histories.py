# SPDX-License-Identifier: Apache-2.0
"""Random calendars, ladders and histories, each with what the model says to it.

A round is a pool of calendars and ladders (seed, round) and the cases played with them: histories of a clock and
sweeps of conversions, each made from (seed, its number) alone, so that any one can be made again. Instants fall
on purpose, far more often than chance would have it, on what hurts: ends of intervals, shifts of a zone, the
very instant of a step, and a millisecond beside."""

import random

from calendars import DAY, END_AT, EVER, FIRST_AT, HOUR, MINUTE, Always, Calendar, Zone, day_of
from clocks import Clock, Step

ROUND = 2000  # histories with one pool
SWEEP_EVERY = 10  # histories a sweep
N_CALENDARS, N_FAMILIES, FAMILY = 40, 80, 8
LONGEST_LIMIT = 69 * DAY
FARTHEST = 400 * DAY  # no single step in time is longer
SHARES = (1, 1000, 250_000, 333_333, 500_000, 500_001, 666_667, 800_000, 900_000, 999_999, 1_000_000, 1_250_000, 1_500_000, 2_000_000)

ZONES = (
	"UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
	"America/St_Johns", "Africa/Casablanca", "America/Havana", "Antarctica/Troll", "Africa/Cairo", "America/Sao_Paulo",
)
# when something happened to zones: DST in China, at 00:01 in St. John's, Apia's lost day, Sao Paulo's midnights
YEARS = (2026,) * 8 + (2024, 2025, 2027, 2028, 2031, 1991, 2006, 2011, 2011, 2017, 2055)

OFFICE = [(540, 720), (810, 1050)]
HOURS = (
	[], OFFICE, OFFICE, [(480, 1080)], [(0, 1440)], [(1, 0)], [(540, 539)], [(1320, 360)], [(1080, 1440)], [(360, 840), (840, 1320)],
	[(0, 720), (780, 1440)], [(0, 360), (1320, 360)], [(600, 601)], [(0, 1)], [(1439, 1440)], [(1439, 0)], [(1439, 1)], [(120, 180)],
	[(90, 150)], [(121, 149), (151, 179)], [(30, 90), (1380, 30)], [(60, 1439)], [(1200, 1080)],
)


def scale(rng, most):
	"""1 to most, small ones as likely as large ones."""
	return min(most, max(1, int(most ** rng.random())))


class Pool:
	def __init__(self, seed, number):
		rng = random.Random(f"{seed}/pool/{number}")
		self.year = rng.choice(YEARS)
		self.first = day_of(f"{self.year}-01-01") * DAY
		self.calendars = [Always()] + [self.calendar(rng) for _ in range(N_CALENDARS - 1)]
		self.ladders, self.families = [], []
		for _ in range(N_FAMILIES):
			family = self.family(rng)
			self.families.append(range(len(self.ladders), len(self.ladders) + len(family)))
			self.ladders += family

	# calendars

	def hours(self, rng):
		kind = rng.random()
		if kind < 0.75:
			return rng.choice(HOURS)
		marks = sorted(rng.sample(range(1441), 2 * rng.randint(1, 4)))
		out = list(zip(marks[::2], marks[1::2]))
		if kind > 0.92 and out[-1][0] > 0:  # the last past midnight
			out[-1] = (out[-1][0], rng.randint(0, out[-1][0] - 1))
		return out

	def calendar(self, rng):
		zone = Zone(rng.choice(ZONES))
		kind = rng.random()
		day, rest = self.hours(rng), self.hours(rng)
		if kind < 0.4:
			week = [day] * 5 + [[], []]
		elif kind < 0.5:
			week = [OFFICE] * 5 + [[], []]
		elif kind < 0.7:
			week = [day] * 7
		elif kind < 0.8:
			week = [day] * 5 + [rest] * 2
		elif kind < 0.88 and len(zone.ats) > 1:
			week = [self.at_shift(rng, zone, self.shift_near(rng, zone))] * 7
		elif kind < 0.98:
			week = [self.hours(rng) for _ in range(7)]
		else:
			week = [[]] * 7
		if rng.random() < 0.97 and not any(week):
			week[rng.randrange(7)] = rng.choice(HOURS[1:])
		days = {}
		for _ in range(rng.choice((0, 1, 4, 12))):
			self.dated(rng, zone, week, days)
		return Calendar(zone, week, days, (self.year - 1, self.year + 2))

	def dated(self, rng, zone, week, days):
		first = self.first // DAY + rng.randrange(-30, 500)
		kind = rng.random()
		if kind < 0.4:  # a holiday, and the Sunday before it made up for
			for day in range(first, first + rng.randint(1, 8)):
				days[day] = []
			sunday = first - 1 - (first + 3) % 7
			days[sunday] = rng.choice(week[:5]) or OFFICE
		elif kind < 0.6:  # a day on which, or next to which, the zone shifts
			i = rng.randrange(len(zone.shifts))
			near = [at for at in zone.ats[1:] if abs(at - self.first) < 500 * DAY]
			if near:
				at = near[i % len(near)]
				day = (at + zone.offset_at(at - 1)) // DAY + rng.choice((-1, 0, 0, 0, 1))
				days[day] = self.at_shift(rng, zone, at) if rng.random() < 0.7 else self.hours(rng)
		else:
			days[first] = self.hours(rng)

	def shift_near(self, rng, zone):
		aim = self.first + rng.randrange(365 * DAY)
		return min(zone.ats[1:], key=lambda at: abs(at - aim))

	def at_shift(self, rng, zone, at):
		"""An interval whose ends are what the wall clock shows when it is set, before and after, or nearly that."""
		shown = sorted((at + zone.offset_at(when)) % DAY // MINUTE for when in (at - 1, at))
		marks = [*shown, sum(shown) // 2, *(minute + beside for minute in shown for beside in (-1, 1, 60))]
		start, end = rng.choice(marks) % 1440, rng.choice([*marks, 0, 1440])
		end = end if end == 1440 else end % 1440
		return [(start, end if end != start else (start + 1) % 1440)]

	# ladders: those of a family may follow each other on one clock

	def family(self, rng):
		steps, numbers = [], set()
		for _ in range(rng.randint(1, 8)):
			kind = rng.choice("sssaap")
			if kind == "s":
				value = rng.choice(SHARES) if rng.random() < 0.8 else rng.randint(1, 3_000_000)
				every = rng.choice((1, 10_000, 250_000, 250_000, 500_000, 1_000_000))
			else:
				value = rng.choice((1, 2, 1000, MINUTE, HOUR, DAY)) if rng.random() < 0.5 else scale(rng, 10 * DAY)
				every = rng.choice((1, 1000, MINUTE, HOUR, DAY)) if rng.random() < 0.5 else scale(rng, 10 * DAY)
			if (kind == "s", value) in numbers:
				continue
			numbers.add((kind == "s", value))
			steps.append((kind, value, every))
		out = []
		for i in range(FAMILY):
			chosen = [step for step in steps if i == 0 or rng.random() < 0.75]
			if rng.random() < 0.5:
				rng.shuffle(chosen)
			else:
				chosen.sort(key=lambda step: (step[0] != "s", step[1]))
			ladder = []
			for kind, value, every in chosen:
				repeat = rng.randint(1, 6) if rng.random() < 0.35 else 0
				if repeat and rng.random() < 0.2:
					every *= 2
				ladder.append(Step(kind, value, repeat, every if repeat else 0))
			out.append(tuple(ladder))
		return out

	# the protocol's definitions

	def define_calendar(self, number):
		calendar = self.calendars[number]
		if isinstance(calendar, Always):
			return [f"always {number}"]
		hours = lambda pairs: " ".join(str(n) for n in [len(pairs), *(minute for pair in pairs for minute in pair)])
		lines = [f"calendar {number} {calendar.name} {len(calendar.days)} {len(calendar.zone.shifts)}"]
		lines += [f"week {i} {hours(pairs)}" for i, pairs in enumerate(calendar.week)]
		lines += [f"day {day} {hours(pairs)}" for day, pairs in sorted(calendar.days.items())]
		lines += [f"shift {at} {offset}" for at, offset in calendar.zone.shifts]
		return lines

	def define_ladder(self, number):
		steps = self.ladders[number]
		return [" ".join(str(word) for word in ["ladder", number, len(steps), *(word for step in steps for word in step)])]

	def definitions(self):
		lines = []
		for number in range(len(self.calendars)):
			lines += self.define_calendar(number)
		for number in range(len(self.ladders)):
			lines += self.define_ladder(number)
		return lines


class Unfit(Exception):
	"""A history that the protocol does not allow."""


class Play:
	"""A clock, and what must be remembered of a history to keep to the protocol."""

	def __init__(self, pool):
		self.pool = pool
		self.clock = Clock()
		self.at = EVER
		self.gone = set()  # steps with repeats that were taken out

	def follows(self, ladder):
		now = {(step.kind, step.value): step for step in self.clock.ladder}
		then = {(step.kind, step.value): step for step in ladder}
		for key, step in then.items():
			if key in self.gone or (key in now and step.repeat < now[key].repeat):
				return False
		return True

	def command(self, word, at, *rest):
		"""What happens at an instant up to which time has passed; calendars and ladders by number."""
		clock = self.clock
		if word in ("start", "set"):
			limit, calendar, ladder = rest
			steps = self.pool.ladders[ladder]
			if word == "start":
				self.gone = set()
			else:
				kept = {(step.kind, step.value) for step in steps}
				self.gone |= {(s.kind, s.value) for s in clock.ladder if s.repeat and (s.kind, s.value) not in kept}
			rest = (limit, self.pool.calendars[calendar], steps)
		return clock.command(word, at, *rest)

	def answer(self, line):
		"""To one line of a history; Unfit where it may not stand."""
		word, *rest = line.split()
		if word == "reset":
			self.__init__(self.pool)
			return "ok"
		at, *rest = (n if n in "sap" else int(n) for n in rest)
		clock = self.clock
		if at < self.at or clock.state not in WHEN[word]:
			raise Unfit(line)
		self.at = at
		events = clock.advance(at)
		if word == "ack" and tuple(rest) not in clock.alarms:
			raise Unfit(line)
		if word == "set" and not self.follows(self.pool.ladders[rest[2]]):
			raise Unfit(line)
		return clock.answer(at, events + self.command(word, at, *rest))


RUNS, LIVES, ENDED = ("running",), ("running", "paused"), ("met", "missed")
WHEN = {
	"start": ("none", *ENDED), "pause": RUNS, "resume": ("paused",), "end": LIVES, "reopen": ENDED, "set": LIVES, "ack": LIVES,
	"at": ("none", *LIVES, *ENDED),
}
NEXT = {
	"running": ["pause"] * 5 + ["set"] * 5 + ["end"] * 2 + ["ack"] * 2 + ["at"] * 5,
	"paused": ["resume"] * 7 + ["set"] * 4 + ["end", "ack", "at"],
	"met": ["reopen"] * 5 + ["start"] * 2 + ["at"],
	"missed": ["reopen"] * 5 + ["start"] * 2 + ["at"],
}


class History:
	"""One random history: lines and answers."""

	def __init__(self, pool, seed, number):
		self.rng = rng = random.Random(f"{seed}/history/{number}")
		self.pool = pool
		self.play = Play(pool)
		self.family = rng.choice(pool.families)
		few = rng.randint(1, 3)
		self.calendars = [rng.randrange(N_CALENDARS) if rng.random() < 0.9 else 0 for _ in range(few)]
		self.calendar = self.calendars[0]
		self.ladder = self.family[0]
		self.lines, self.answers = ["reset"], ["ok"]
		at = pool.first + rng.randrange(365 * DAY)
		if rng.random() < 0.5:
			at = self.near(at)
		if rng.random() < 0.01:
			self.take("at", at)
		self.take("start", at, *self.terms(at, True))
		for _ in range(rng.randint(0, 24)):
			at = max(at, self.instant(at))
			self.step(at)

	def take(self, word, at, *rest):
		clock = self.play.clock
		events = clock.advance(at)
		self.finish(word, at, rest, events)

	def finish(self, word, at, rest, events):
		events = events + self.play.command(word, at, *rest)
		self.lines.append(" ".join(str(n) for n in (word, at, *rest)))
		self.answers.append(self.play.clock.answer(at, events))

	def step(self, at):
		clock, rng = self.play.clock, self.rng
		events = clock.advance(at)
		word = rng.choice(NEXT[clock.state])
		rest = ()
		if word == "ack":
			if clock.alarms:
				rest = rng.choice(list(clock.alarms))
			else:
				word = "at"
		elif word in ("start", "set"):
			rest = self.terms(at, word == "start")
		self.finish(word, at, rest, events)

	def terms(self, at, starts):
		"""Limit, calendar and ladder: one, two or all of them others than now."""
		clock, rng = self.play.clock, self.rng
		kind = 7 if starts else rng.choice((1, 1, 1, 2, 3, 4, 5, 6, 7, 0))
		limit = clock.limit
		if kind & 1:
			limit = self.limit(at, starts)
		if kind & 2:
			self.calendar = rng.choice(self.calendars)
		if kind & 4:
			ladder = rng.choice(self.family)
			if starts or self.play.follows(self.pool.ladders[ladder]):
				self.ladder = ladder
		return limit, self.calendar, self.ladder

	def limit(self, at, starts):
		rng, clock = self.rng, self.play.clock
		kind = rng.random()
		if not starts and kind < 0.5:
			spent = clock.spent_at(at)
			if kind < 0.15:
				limit = spent + rng.choice((-1, 0, 0, 1))
			elif kind < 0.3:  # a step exactly here, or almost
				limit = spent * 1_000_000 // rng.choice(SHARES) + rng.choice((-1, 0, 0, 1))
			elif kind < 0.4:
				limit = spent // rng.randint(1, 4) + 1
			else:
				limit = clock.limit * rng.randint(1, 6) // 2
		elif kind < 0.7:
			limit = rng.choice((MINUTE, HOUR, DAY)) * rng.randint(1, 69)
		else:
			limit = scale(rng, LONGEST_LIMIT)
		return min(LONGEST_LIMIT, max(1, limit))

	def instant(self, at):
		rng, clock = self.rng, self.play.clock
		kind = rng.random()
		if kind < 0.12:
			return at
		if kind < 0.17:
			return at + 1
		if kind < 0.47:
			aim = clock.next_at() if kind < 0.37 else clock.due_at()
			if aim is not None and at <= aim <= at + FARTHEST:
				return aim + rng.choice((-1, 0, 0, 0, 0, 1))
		if kind < 0.7:
			return self.near(at + scale(rng, 10 * DAY))
		span = scale(rng, 60 * DAY)
		return at + span if kind < 0.85 else (at + span) // MINUTE * MINUTE

	def near(self, at):
		"""An end of working time or a shift of the zone somewhere round here."""
		found = near(self.rng, self.pool.calendars[self.calendar], at)
		return found if found <= at + FARTHEST else at  # hours that never end do so in 2120


def near(rng, calendar, at):
	kind = rng.random()
	beside = rng.choice((-1, 0, 0, 0, 1))
	if isinstance(calendar, Always):
		return at // HOUR * HOUR + beside
	if kind < 0.25:
		shifts = [when for when in calendar.zone.ats[1:] if at <= when < at + 200 * DAY] if len(calendar.zone.ats) > 1 else []
		if shifts:
			return shifts[0] + rng.choice((0, 0, 0, HOUR, -HOUR, HOUR // 2, -HOUR // 2)) + beside
	found = calendar.edges(at)
	return rng.choice(found) + beside if found else at + beside


class Sweep:
	"""Conversions, and what must hold between them."""

	def __init__(self, pool, seed, number):
		self.rng = rng = random.Random(f"{seed}/sweep/{number}")
		self.pool = pool
		self.lines, self.answers = [], []
		# one sweep of a round looks at all there is, 1990 to 2120
		wide = number % (ROUND // SWEEP_EVERY) == 0
		few = [rng.randrange(1, N_CALENDARS) for _ in range(1 if wide else 4)]
		for _ in range(200 if wide else 10):
			self.group(rng.choice(few), wide)

	def take(self, word, calendar, *numbers):
		of = self.pool.calendars[calendar]
		does = {"between": of.between, "add": of.add, "open": of.next_open}[word]
		answer = does(*numbers)
		self.lines.append(" ".join(str(n) for n in (word, calendar, *numbers)))
		self.answers.append(str(answer))
		return answer

	def group(self, calendar, wide):
		rng = self.rng
		of = self.pool.calendars[calendar]
		if wide:
			at = rng.randrange(FIRST_AT - 3 * DAY, END_AT + 3 * DAY)
		else:
			at = self.pool.first + rng.randrange(400 * DAY)
		if rng.random() < 0.6:
			at = near(rng, of, at)
		n = scale(rng, 69 * DAY) if rng.random() < 0.7 else of.between(at, near(rng, of, at + scale(rng, 40 * DAY)))
		if rng.random() < 0.4:
			n = -n
		there = self.take("add", calendar, at, n)
		if FIRST_AT < there < END_AT:
			start, end = sorted((at, there))
			counted = self.take("between", calendar, start, end)
			assert counted == abs(n), (at, n, there)
		else:
			end = at + scale(rng, 90 * DAY)
			start = at
			counted = self.take("between", calendar, start, end)
		# stopping anywhere changes nothing
		stops = [start, *sorted(rng.randint(start, end) for _ in range(rng.randint(1, 3))), end]
		parts = [self.take("between", calendar, a, b) for a, b in zip(stops, stops[1:])]
		assert sum(parts) == counted, stops
		self.take("open", calendar, at)
