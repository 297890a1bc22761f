# SPDX-License-Identifier: Apache-2.0
"""A plain model of calendars: which time counts. Python's zoneinfo for the zones, lists and bisect for
the rest; it shares no code with lib/core/calendar.c and is written without having read it.

The working time of a calendar is worked out once as plain UTC intervals, merged, in order, with the time
counted before each; between and add are then one look-up. The intervals cover some years at first and grow
when somebody looks further (whole: 1990 to 2120)."""

import datetime
import functools
import zoneinfo
from bisect import bisect_left, bisect_right

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FIRST_AT = 631_152_000_000  # 1990-01-01: nothing counts before
END_AT = 4_733_510_400_000  # 2120-01-01: nothing counts from here on
FIRST_DAY, END_DAY = FIRST_AT // DAY, END_AT // DAY
EVER = -(2**63)

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def day_of(text):
	"""Days since 1970-01-01 of a date, "2026-10-01"."""
	return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def instant(text):
	"""ms UTC of "2026-10-01T09:00:00+08:00"."""
	return (datetime.datetime.fromisoformat(text) - EPOCH) // datetime.timedelta(milliseconds=1)


def spell(at):
	return (EPOCH + datetime.timedelta(milliseconds=at)).isoformat(timespec="milliseconds")[:23] + "Z"


@functools.lru_cache(maxsize=None)
def shifts_of(name):
	"""[(utc ms, offset ms)] of a zone: from that instant on. Looks at the offset once a day and searches
	for the second between two days that differ."""
	zone = zoneinfo.ZoneInfo(name)
	fromtimestamp = datetime.datetime.fromtimestamp

	def offset(second):
		return int(fromtimestamp(second, zone).utcoffset().total_seconds())

	second, last = FIRST_AT // 1000 - 3 * 86400, END_AT // 1000 + 3 * 86400
	now = offset(second)
	out = [(EVER, now * 1000)]
	while second < last:
		after = offset(second + 86400)
		if after != now:
			low, high = second, second + 86400
			while high - low > 1:
				middle = (low + high) // 2
				if offset(middle) == now:
					low = middle
				else:
					high = middle
			assert offset(high) == after, (name, high)
			out.append((high * 1000, after * 1000))
			now = after
		second += 86400
	return tuple(out)


class Zone:
	def __init__(self, name):
		self.name = name
		self.shifts = shifts_of(name)
		self.ats = [at for at, _ in self.shifts]

	def instant_of(self, wall):
		"""The earliest instant at which the wall clock shows this time (ms as if UTC) or a later one: in a gap
		its end, of two the first."""
		i = bisect_right(self.ats, wall - 30 * HOUR) - 1
		while True:
			start, offset = self.shifts[i]
			at = max(start, wall - offset)
			if i + 1 == len(self.shifts) or at < self.ats[i + 1]:
				return at
			i += 1

	def offset_at(self, at):
		return self.shifts[bisect_right(self.ats, at) - 1][1]

	def steady(self, wall, span):
		"""The offset if it is one and the same round these wall times, else None."""
		i = bisect_right(self.ats, wall - 30 * HOUR)
		if i == len(self.ats) or self.ats[i] > wall + span + 30 * HOUR:
			return self.shifts[i - 1][1]
		return None


class Always:
	name = "always"

	def between(self, start, end):
		return max(0, end - start)

	def add(self, start, n):
		return start + n

	def next_open(self, start):
		return start

	def edges(self, _at):
		return ()


class Calendar:
	"""week: seven lists of (from, to) minutes, Monday first. days: {day: list}, in place of its weekday's.
	years: those worked out at once."""

	def __init__(self, zone, week, days=None, years=(2025, 2029)):
		assert len(week) == 7
		self.zone = zone if isinstance(zone, Zone) else Zone(zone)
		self.name = self.zone.name
		self.week = [sorted(hours) for hours in week]
		self.days = {day: sorted(hours) for day, hours in (days or {}).items()}
		low, high = (datetime.date(year, 1, 1).toordinal() - EPOCH.toordinal() for year in years)
		self._cover(max(low, FIRST_DAY - 4), min(high, END_DAY + 4))

	def hours(self, day):
		found = self.days.get(day)
		return self.week[(day + 3) % 7] if found is None else found  # 1970-01-01 was a Thursday

	# the intervals

	def _cover(self, low, high):
		self.low, self.high = low, low
		self.starts, self.ends, self.before = [], [], []
		# what starts on the two days before may still run on the first
		self.covers_from = FIRST_AT if low <= FIRST_DAY - 4 else self.zone.instant_of((low + 2) * DAY)
		self._grow(high)

	def _grow(self, high):
		"""Appends what starts on the days up to, not including, high."""
		starts, ends, before = self.starts, self.ends, self.before
		instant_of, steady = self.zone.instant_of, self.zone.steady
		for day in range(self.high, high):
			hours = self.hours(day)
			if not hours:
				continue
			midnight = day * DAY
			offset = steady(midnight, 2 * DAY)
			for opens, closes in hours:
				if closes <= opens:
					closes += 1440
				start, end = midnight + opens * MINUTE, midnight + closes * MINUTE
				if offset is None:
					start, end = instant_of(start), instant_of(end)
				else:
					start, end = start - offset, end - offset
				start, end = max(start, FIRST_AT), min(end, END_AT)
				if start >= end:
					continue
				if ends and start <= ends[-1]:
					ends[-1] = max(ends[-1], end)
					continue
				before.append(before[-1] + ends[-1] - starts[-1] if ends else 0)
				starts.append(start)
				ends.append(end)
		self.high = high
		self.covers_to = END_AT if high >= END_DAY + 4 else instant_of(high * DAY)

	def _reach(self, at):
		"""Looks as far as this instant, if there is anything that far."""
		while at < self.covers_from and self.covers_from > FIRST_AT:
			self._look_back()
		while at >= self.covers_to and self.covers_to < END_AT:
			self._look_on()

	def _look_on(self):
		self._grow(min(self.high + max(400, self.high - self.low), END_DAY + 4))

	def _look_back(self):
		self._cover(max(self.low - max(400, self.high - self.low), FIRST_DAY - 4), self.high)

	# counting

	def _counted(self, at):
		"""Counted from where the intervals begin."""
		i = bisect_right(self.starts, at) - 1
		if i < 0:
			return 0
		return self.before[i] + min(at, self.ends[i]) - self.starts[i]

	def between(self, start, end):
		if end <= start:
			return 0
		if start < self.covers_from or end >= self.covers_to:
			self._reach(start)
			self._reach(end)
		return self._counted(end) - self._counted(start)

	def add(self, start, n):
		if n == 0:
			return start
		self._reach(start)
		while True:
			aim = self._counted(start) + n
			if aim > 0:
				i = bisect_left(self.before, aim) - 1
				at = self.starts[i] + aim - self.before[i] if i >= 0 else END_AT
				if i >= 0 and at < self.covers_from and self.covers_from > FIRST_AT:
					self._look_back()
				elif i >= 0 and at <= self.ends[i]:
					return at
				elif self.covers_to >= END_AT:
					return END_AT
				else:
					self._look_on()
			elif self.covers_from <= FIRST_AT:
				return FIRST_AT
			else:
				self._look_back()

	def next_open(self, start):
		self._reach(start)
		while True:
			i = bisect_right(self.ends, start)
			if i < len(self.ends):
				return max(start, self.starts[i])
			if self.covers_to >= END_AT:
				return END_AT
			self._look_on()

	def edges(self, at):
		"""Some instants round this one at which working time begins or ends."""
		self._reach(at)
		i = bisect_right(self.starts, at)
		return self.starts[max(0, i - 1) : i + 3] + self.ends[max(0, i - 1) : i + 3]
