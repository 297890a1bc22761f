# SPDX-License-Identifier: Apache-2.0
"""The model against rows computed by hand: python3 -m unittest discover -s tests/clock -p 'test_*.py'"""

import datetime
import pathlib
import random
import re
import sys
import unittest
import zoneinfo

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import histories  # noqa: E402
from calendars import DAY, END_AT, FIRST_AT, HOUR, MINUTE, Always, Calendar, Zone, day_of, instant, spell  # noqa: E402
from clocks import Step  # noqa: E402

OFFICE = [(540, 720), (810, 1050)]  # 7 hours
CLOSED_2026 = ("01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 "
	"06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07").split()
MADE_UP_2026 = "01-04 02-14 02-28 05-09 09-20 10-10".split()


def every_day(zone, *hours, days=None, years=(2025, 2028)):
	return Calendar(zone, [list(hours)] * 7, days, years)


def weekdays(zone, *hours, days=None):
	return Calendar(zone, [list(hours)] * 5 + [[], []], days)


def china(*hours):
	days = {day_of("2026-" + day): [] for day in CLOSED_2026}
	days.update({day_of("2026-" + day): list(hours) for day in MADE_UP_2026})
	return weekdays("Asia/Shanghai", *hours, days=days)


class Between(unittest.TestCase):
	def rows(self, rows):
		for calendar, start, end, wanted in rows:
			with self.subTest(zone=calendar.name, start=start, end=end):
				self.assertEqual(calendar.between(instant(start), instant(end)), wanted)

	def test_clocks_go_on_and_back(self):
		day = (0, 1440)
		berlin, york = every_day("Europe/Berlin", day), every_day("America/New_York", day)
		howe, morocco = every_day("Australia/Lord_Howe", day), every_day("Africa/Casablanca", day)
		self.rows([
			(berlin, "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23 * HOUR),
			(berlin, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25 * HOUR),
			(york, "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 23 * HOUR),
			(york, "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 25 * HOUR),
			(howe, "2026-04-05T00:00:00+11:00", "2026-04-06T00:00:00+10:30", 24 * HOUR + 30 * MINUTE),
			(howe, "2026-10-04T00:00:00+10:30", "2026-10-05T00:00:00+11:00", 23 * HOUR + 30 * MINUTE),
			(morocco, "2026-02-15T00:00:00+01:00", "2026-02-16T00:00:00+00:00", 25 * HOUR),
		])

	def test_intervals_at_a_shift(self):
		spring, autumn = "2026-03-29T00:00:00+00:00", "2026-10-25T00:00:00+00:00"
		for hours, in_spring, in_autumn in [
			((120, 180), 0, 120),  # 02:00-03:00: the gap itself; both passes, to 03:00
			((150, 165), 0, 15),  # 02:30-02:45: the first pass only
			((60, 150), 60, 90),  # 01:00-02:30: to the gap's end; to the first 02:30
			((150, 240), 60, 150),  # 02:30-04:00
			((180, 240), 60, 60),  # 03:00-04:00: right after
			((119, 120), 1, 1),  # 01:59-02:00
		]:
			berlin = every_day("Europe/Berlin", hours)
			for day, minutes in (spring, in_spring), (autumn, in_autumn):
				with self.subTest(hours=hours, day=day):
					at = instant(day) - 3 * HOUR
					self.assertEqual(berlin.between(at, at + 12 * HOUR), minutes * MINUTE)
		night = every_day("Europe/Berlin", (1320, 360))
		self.rows([
			(night, "2026-03-28T12:00:00+00:00", "2026-03-29T12:00:00+00:00", 7 * HOUR),
			(night, "2026-10-24T12:00:00+00:00", "2026-10-25T12:00:00+00:00", 9 * HOUR),
			# by half an hour: 01:30 comes twice on April 5, 02:00 to 02:30 never on October 4
			(every_day("Australia/Lord_Howe", (90, 120)), "2026-04-04T12:00:00+00:00", "2026-04-05T00:00:00+00:00", HOUR),
			(every_day("Australia/Lord_Howe", (90, 105)), "2026-04-04T12:00:00+00:00", "2026-04-05T00:00:00+00:00", 15 * MINUTE),
			(every_day("Australia/Lord_Howe", (120, 150)), "2026-10-03T12:00:00+00:00", "2026-10-04T00:00:00+00:00", 0),
			(every_day("Australia/Lord_Howe", (130, 180)), "2026-10-03T12:00:00+00:00", "2026-10-04T00:00:00+00:00", 30 * MINUTE),
		])

	def test_zones_with_a_history(self):
		day, shift = (0, 1440), (540, 1020)
		apia, years = "Pacific/Apia", (2010, 2013)
		self.rows([
			# there was no 30 December 2011 in Apia
			(every_day(apia, shift, years=years), "2011-12-29T09:00:00-10:00", "2011-12-31T17:00:00+14:00", 16 * HOUR),
			# the night of the 29th ends with the gap, that of the 30th begins there, both by the letter
			(every_day(apia, (1320, 360), years=years), "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00", (2 + 6) * HOUR),
			(every_day("America/Sao_Paulo", day, years=(2016, 2019)), "2017-10-15T02:59:00+00:00", "2017-10-16T02:00:00+00:00", 23 * HOUR + MINUTE),
			(every_day("America/Sao_Paulo", (0, 30), years=(2016, 2019)), "2017-10-15T00:00:00+00:00", "2017-10-15T12:00:00+00:00", 0),
			(every_day("America/St_Johns", (0, 61), years=(2005, 2008)), "2006-04-02T03:00:00+00:00", "2006-04-02T12:00:00+00:00", MINUTE),
			(every_day("Asia/Shanghai", day, years=(1990, 1993)), "1991-04-13T16:00:00+00:00", "1991-04-14T15:00:00+00:00", 23 * HOUR),
			(every_day("Asia/Kathmandu", shift), "2026-03-01T03:14:00+00:00", "2026-03-01T03:16:00+00:00", MINUTE),
		])

	def test_what_is_shared_counts_once(self):
		at = "2026-03-02T00:00:00+00:00", "2026-03-03T00:00:00+00:00"
		for hours, wanted in [
			([(1320, 360), (300, 720)], 12 * 60 + 120),  # a night shift and an early one
			([(0, 0)], 1440), ([(540, 540)], 1440), ([(0, 1440)], 1440), ([(0, 720), (720, 1440)], 1440),
			([(1080, 1440)], 360), ([(600, 601)], 1), ([(1439, 1)], 2), ([], 0),
		]:
			self.rows([(every_day("UTC", *hours), *at, wanted * MINUTE)])

	def test_a_holiday_begins_at_midnight(self):
		# nights 22:00-06:00; the 10th is a holiday: the night of the 9th runs into it, its own is gone
		nights = every_day("UTC", (1320, 360), days={day_of("2026-03-10"): []})
		self.rows([
			(nights, "2026-03-10T00:00:00+00:00", "2026-03-11T00:00:00+00:00", 6 * HOUR),
			(nights, "2026-03-11T00:00:00+00:00", "2026-03-11T12:00:00+00:00", 0),
			(nights, "2026-03-11T12:00:00+00:00", "2026-03-12T12:00:00+00:00", 8 * HOUR),
		])

	def test_china_2026(self):
		cn = china(*OFFICE)
		self.rows([
			(cn, "2026-01-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00", (261 - 19 + 6) * 7 * HOUR),
			(cn, "2025-12-31T17:30:00+08:00", "2026-01-05T09:00:00+08:00", 7 * HOUR),
			(cn, "2026-02-13T17:30:00+08:00", "2026-03-02T09:00:00+08:00", 6 * 7 * HOUR),
			(cn, "2026-09-18T17:30:00+08:00", "2026-09-28T09:00:00+08:00", 5 * 7 * HOUR),
			(cn, "2026-09-30T17:30:00+08:00", "2026-10-08T09:00:00+08:00", 0),
			(cn, "2026-10-10T11:00:00+08:00", "2026-10-10T14:00:00+08:00", 90 * MINUTE),
		])


class Add(unittest.TestCase):
	def test_rows(self):
		cn, whole = china(*OFFICE), china((0, 1440))
		minute = weekdays("UTC", (600, 601))
		for calendar, start, n, wanted in [
			# ten days over National Day: 28, 29, 30 September, 8, 9, Saturday 10, 12 to 16 October
			(whole, "2026-09-28T09:00:00+08:00", 10 * DAY, "2026-10-16T09:00:00+08:00"),
			(cn, "2026-09-28T09:00:00+08:00", 10 * 7 * HOUR, "2026-10-15T17:30:00+08:00"),
			(cn, "2026-09-28T09:00:00+08:00", 10 * DAY, "2026-11-19T11:00:00+08:00"),  # P10D is 240 counted hours
			(cn, "2026-09-18T17:30:00+08:00", 1, "2026-09-20T09:00:00.001+08:00"),  # a Sunday made up
			(cn, "2026-09-30T17:30:00+08:00", 0, "2026-09-30T17:30:00+08:00"),
			(cn, "2026-09-30T09:00:00+08:00", 3 * HOUR, "2026-09-30T12:00:00+08:00"),
			(cn, "2026-09-30T09:00:00+08:00", 3 * HOUR + 1, "2026-09-30T13:30:00.001+08:00"),
			# back: the earliest instant, which is an end of working time where there is a choice
			(cn, "2026-10-08T09:00:00+08:00", -1, "2026-09-30T17:29:59.999+08:00"),
			(cn, "2026-10-08T09:30:00+08:00", -30 * MINUTE, "2026-09-30T17:30:00+08:00"),
			(cn, "2026-10-08T13:30:00+08:00", -3 * HOUR, "2026-09-30T17:30:00+08:00"),
			(minute, "2026-03-06T10:00:30+00:00", 60_000, "2026-03-09T10:00:30+00:00"),
			(minute, "2026-03-06T10:00:30+00:00", 5 * 60_000 + 30_000, "2026-03-13T10:01:00+00:00"),
			(every_day("Europe/Berlin", (0, 1440)), "2026-03-28T12:00:00+01:00", DAY, "2026-03-29T13:00:00+02:00"),
			(every_day("Europe/Berlin", (150, 240)), "2026-03-29T00:00:00+00:00", 1, "2026-03-29T01:00:00.001+00:00"),
		]:
			with self.subTest(start=start, n=n):
				self.assertEqual(spell(calendar.add(instant(start), n)), spell(instant(wanted)))

	def test_ends_of_time(self):
		at = instant("2026-03-02T00:00:00+00:00")
		empty, minute = every_day("UTC"), every_day("UTC", (600, 601))
		self.assertEqual(empty.add(at, 1), END_AT)
		self.assertEqual(empty.add(at, -1), FIRST_AT)
		self.assertEqual(empty.add(at, 0), at)
		self.assertEqual(empty.next_open(at), END_AT)
		self.assertEqual(minute.add(at, 69 * DAY), END_AT)
		self.assertEqual(minute.add(at, -69 * DAY), FIRST_AT)
		self.assertEqual(minute.between(FIRST_AT - DAY, END_AT + DAY), (END_AT - FIRST_AT) // DAY * MINUTE)
		self.assertEqual(minute.add(FIRST_AT - DAY, 1), FIRST_AT + 10 * HOUR + 1)

	def test_next_open(self):
		cn = china(*OFFICE)
		for start, wanted in [
			("2026-09-30T17:30:00+08:00", "2026-10-08T09:00:00+08:00"),
			("2026-09-30T17:29:59.999+08:00", "2026-09-30T17:29:59.999+08:00"),
			("2026-10-10T12:00:00+08:00", "2026-10-10T13:30:00+08:00"),
			("2026-10-10T17:30:00+08:00", "2026-10-12T09:00:00+08:00"),
		]:
			self.assertEqual(spell(cn.next_open(instant(start))), spell(instant(wanted)))


class Zones(unittest.TestCase):
	def test_local_times_as_zoneinfo_has_them(self):
		"""Each quarter of an hour round shifts: fold 0 of zoneinfo, but the gap's end in a gap."""
		for name in histories.ZONES:
			zone, info = Zone(name), zoneinfo.ZoneInfo(name)
			for at in zone.ats[1:][-82:-80] + zone.ats[1:][40:44] + zone.ats[1:][:4]:
				for quarter in range(-110, 110):
					wall = (at + zone.offset_at(at)) // (15 * MINUTE) * 15 * MINUTE + quarter * 15 * MINUTE
					local = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=wall)
					wanted = int(local.replace(tzinfo=info).timestamp() * 1000)
					back = datetime.datetime.fromtimestamp(wanted / 1000, info).replace(tzinfo=None)
					if back != local:  # in a gap
						wanted = max(when for when in zone.ats if when <= wanted)
					self.assertEqual(zone.instant_of(wall), wanted, (name, local))

	def test_shifts(self):
		shifts = dict(Zone("Australia/Lord_Howe").shifts)
		self.assertEqual(shifts[instant("2026-04-04T15:00:00+00:00")], 10 * HOUR + 30 * MINUTE)
		self.assertEqual(shifts[instant("2026-10-03T15:30:00+00:00")], 11 * HOUR)
		self.assertEqual(len(Zone("UTC").shifts), 1)


class Sets(unittest.TestCase):
	"""Merging and sums against the plainest way there is: a set of minutes."""

	def test_random_calendars(self):
		rng = random.Random(20260302)
		for number in range(12):
			pool = histories.Pool(number, 0)
			for calendar in rng.sample(pool.calendars[1:], 4):
				first = pool.first // DAY + rng.randrange(300)
				minutes = set()
				for day in range(first - 2, first + 12):
					for opens, closes in calendar.hours(day):
						closes += 1440 if closes <= opens else 0
						start, end = (calendar.zone.instant_of(day * DAY + minute * MINUTE) for minute in (opens, closes))
						minutes.update(range(start // MINUTE, end // MINUTE))
				for _ in range(20):
					start, end = sorted(first * DAY + rng.randrange(DAY // MINUTE, 9 * DAY // MINUTE) * MINUTE for _ in range(2))
					wanted = sum(1 for minute in minutes if start // MINUTE <= minute < end // MINUTE) * MINUTE
					self.assertEqual(calendar.between(start, end), wanted)

	def test_looking_on_and_back_changes_nothing(self):
		pool = histories.Pool(5, 0)
		for calendar in pool.calendars[1:9]:
			wide = Calendar(calendar.zone, calendar.week, calendar.days, (1990, 2120))
			for at in range(pool.first - 900 * DAY, pool.first + 1500 * DAY, 37 * DAY + 12_345_677):
				self.assertEqual(calendar.between(at, at + 200 * DAY), wide.between(at, at + 200 * DAY))
				for n in (40 * DAY, 3 * HOUR, -3 * HOUR, -40 * DAY):
					self.assertEqual(calendar.add(at, n), wide.add(at, n))
				self.assertEqual(calendar.next_open(at), wide.next_open(at))


class Table:
	"""Calendars and ladders by number, in place of a pool."""

	def __init__(self, calendars, ladders):
		self.calendars = calendars
		self.ladders = [tuple(Step(*step) for step in ladder) for ladder in ladders]


T = instant("2026-03-02T09:00:00+08:00")  # a Monday
HALF, FULL = ("s", 500_000, 0, 0), ("s", 1_000_000, 0, 0)
H = HOUR


class Clocks(unittest.TestCase):
	def plays(self, ladders, *rows):
		"""rows: (line, answer), instants and spans in hours after T as {1.5}, h{1} as a span."""
		play = histories.Play(Table([Always(), weekdays("Asia/Shanghai", *OFFICE)], ladders))

		def fill(text):
			text = re.sub(r"h\{([^}]*)\}", lambda m: str(round(float(m[1]) * H)), text)
			return re.sub(r"\{([^}+]*)(?:\+(-?\d+))?\}", lambda m: str(T + round(float(m[1]) * H) + int(m[2] or 0)), text)

		for line, wanted in rows:
			with self.subTest(line=line):
				self.assertEqual(play.answer(fill(line)), fill(wanted))

	def test_the_example_of_the_protocol(self):
		play = histories.Play(Table([Always()], [[HALF, FULL]]))
		rows = re.findall(r"^((?:start|at|set|end|reset).*?) {2,}(.*)$", (HERE / "PROTOCOL.md").read_text(), re.M)
		self.assertEqual(len(rows), 5)
		for line, wanted in rows:
			self.assertEqual(play.answer(line), wanted)

	def test_missed_is_strictly_more(self):
		self.plays([[]],
			("start {0} h{2} 0 0", "running 0 h{2} 1 1 {2} 0 - 0 0"),
			("pause {2}", "paused h{2} h{2} 1 1 - 0 - 0 0"),
			("end {3}", "met h{2} h{2} 1 1 - 0 - 0 0"),
			("reopen {9}", "running h{2} h{2} 1 1 {9} 0 - 0 0"),
			("at {9+1}", "running 7200001 h{2} 1 1 {9} 1 - 0 0"),
			("set {9+1} h{5} 0 0", "running 7200001 h{5} 1 2 {12} 1 - 0 0"),
			("end {10}", "missed h{3} h{5} 1 2 - 1 - 0 0"),
			("reopen {20}", "running h{3} h{5} 1 2 {22} 1 - 0 0"),
			("end {21}", "missed h{4} h{5} 1 2 - 1 - 0 0"),
			("start {21} h{1} 0 0", "running 0 h{1} 2 1 {22} 0 - 0 0"),
		)

	def test_working_hours(self):
		# 7 h: breach at 17:30 (8.5 h on); in working time an hour later is 10:00 on Tuesday, in plain time 18:30
		self.plays([[("a", H, 0, 0), ("p", H, 1, H)]],
			("start {0} h{7} 1 0", "running 0 h{7} 1 1 {8.5} 0 {9.5} 0 0"),
			("at {8.5}", "running h{7} h{7} 1 1 {8.5} 0 {9.5} 0 0"),
			("at {24}", "running h{7} h{7} 1 1 {8.5} 0 {25} 1 0 fire 1 1 p 3600000 0 {9.5} fire 1 1 p 3600000 1 {10.5}"),
			("at {25}", "running h{8} h{7} 1 1 {8.5} 1 - 2 0 fire 1 1 a 3600000 0 {25}"),
			("set {25} h{7} 1 0", "running h{8} h{7} 1 1 {8.5} 1 - 2 0"),
		)

	def test_plain_time_stands_still_in_a_pause(self):
		self.plays([[("p", H, 0, 0)]],
			("start {0} h{7} 1 0", "running 0 h{7} 1 1 {8.5} 0 {9.5} 0 0"),
			("pause {9}", "paused h{7} h{7} 1 1 - 0 - 0 0"),
			("resume {20}", "running h{7} h{7} 1 1 {20} 0 {20.5} 0 0"),
			("at {20.5}", "running h{7} h{7} 1 1 {20} 0 - 1 0 fire 1 1 p 3600000 0 {20.5}"),
		)

	def test_plain_time_under_another_limit(self):
		self.plays([[("p", 2 * H, 0, 0)]],
			("start {0} h{2} 0 0", "running 0 h{2} 1 1 {2} 0 {4} 0 0"),
			("set {3} h{1} 0 0", "running h{3} h{1} 1 2 {1} 1 {4} 0 0"),  # was past, stays past: one hour over is kept
			("at {4}", "running h{4} h{1} 1 2 {1} 1 - 1 0 fire 1 2 p 7200000 0 {4}"),
			("set {5} h{6} 0 0", "running h{5} h{6} 1 3 {6} 1 {8} 0 0 clear p 7200000 limit_changed"),
			("set {5.5} h{4} 0 0", "running h{5.5} h{4} 1 4 {4} 1 {7.5} 0 0"),  # the change is the breach
			("pause {6}", "paused h{6} h{4} 1 4 - 1 - 0 0"),
			("set {6} h{9} 0 0", "paused h{6} h{9} 1 5 - 1 - 0 0"),
			("set {7} h{6} 0 0", "paused h{6} h{6} 1 6 - 1 - 0 0"),
			("resume {10}", "running h{6} h{6} 1 6 {10} 1 {12} 0 0"),
		)

	def test_retier(self):
		self.plays([[HALF, FULL, ("s", 1_250_000, 2, 250_000)]],
			("start {0} h{4} 0 0", "running 0 h{4} 1 1 {4} 0 {2} 0 0"),
			("at {2}", "running h{2} h{4} 1 1 {4} 0 {4} 1 0 fire 1 1 s 500000 0 {2}"),
			("set {2+1} h{8} 0 0", "running 7200001 h{8} 1 2 {8} 0 {4} 0 0 clear s 500000 limit_changed"),
			# a shorter one: 125 % of an hour and both repeats lie behind
			("set {3} h{1} 0 0", "running h{3} h{1} 1 3 {1} 1 - 3 0 fire 1 3 s 500000 0 {3} fire 1 3 s 1000000 0 {3}"
				" fire 1 3 s 1250000 0 {3} fire 1 3 s 1250000 1 {3} fire 1 3 s 1250000 2 {3}"),
			# 2 h: 125 % at 2.5 stands, the repeats at 3 (just now) and 3.5: the last is armed again
			("set {3} h{2} 0 0", "running h{3} h{2} 1 4 {2} 1 {3.5} 3 0"),
			("at {3.5}", "running h{3.5} h{2} 1 4 {2} 1 - 3 0 fire 1 4 s 1250000 2 {3.5}"),
			("set {3.5} h{3} 0 0", "running h{3.5} h{3} 1 5 {3} 1 {3.75} 2 0 clear s 1250000 limit_changed"),
		)

	def test_policy_while_paused(self):
		self.plays([[HALF], [HALF, FULL]],
			("start {0} h{4} 0 0", "running 0 h{4} 1 1 {4} 0 {2} 0 0"),
			("pause {1}", "paused h{1} h{4} 1 1 - 0 - 0 0"),
			("set {5} h{1} 0 1", "paused h{1} h{1} 1 2 - 0 - 2 0 fire 1 2 s 500000 0 {5} fire 1 2 s 1000000 0 {5}"),
			("set {6} 3599999 0 1", "paused h{1} 3599999 1 3 - 1 - 2 0"),
			("resume {7}", "running h{1} 3599999 1 3 {7+-1} 1 - 2 0"),
		)

	def test_another_ladder_or_calendar(self):
		self.plays([[HALF], [FULL], [("s", 250_000, 0, 0), HALF]],
			("start {0} h{4} 0 0", "running 0 h{4} 1 1 {4} 0 {2} 0 0"),
			("set {2} h{4} 0 1", "running h{2} h{4} 1 1 {4} 0 {4} 1 0 fire 1 1 s 500000 0 {2}"),
			("set {2.5} h{4} 0 2", "running h{2.5} h{4} 1 1 {4} 0 - 2 0 fire 1 1 s 250000 0 {2.5}"),
			("set {3} h{4} 1 1", "running h{3} h{4} 1 1 {5.5} 0 {5.5} 2 0"),  # from 12:00: the hour after lunch
			# 50 % lies ahead again, 25 % does not; neither is in this ladder
			("set {5} h{9} 0 1", "running h{3.5} h{9} 1 2 {10.5} 0 {10.5} 1 0 clear s 500000 limit_changed"),
		)

	def test_acknowledging_stops_repeats_of_its_own(self):
		self.plays([[("s", 500_000, 3, 100_000), ("a", H, 1, H)]],
			("start {0} h{10} 0 0", "running 0 h{10} 1 1 {10} 0 {5} 0 0"),
			("ack {6} s 500000", "running h{6} h{10} 1 1 {10} 0 {11} 1 1 fire 1 1 s 500000 0 {5} fire 1 1 s 500000 1 {6}"),
			("at {12}", "running h{12} h{10} 1 1 {10} 1 - 2 1 fire 1 1 a 3600000 0 {11} fire 1 1 a 3600000 1 {12}"),
			("set {12} h{11} 0 0", "running h{12} h{11} 1 2 {11} 1 {13} 2 1"),
			# exactly here: it stands, acknowledged; its repeats lie ahead and stay silent
			("set {12} h{24} 0 0", "running h{12} h{24} 1 3 {24} 1 {25} 1 1 clear a 3600000 limit_changed"),
			# ahead, and passed again: a new alarm, which repeats
			("set {12} h{30} 0 0", "running h{12} h{30} 1 4 {30} 1 {15} 0 0 clear s 500000 limit_changed"),
			("at {18}", "running h{18} h{30} 1 4 {30} 1 {21} 1 0 fire 1 4 s 500000 0 {15} fire 1 4 s 500000 1 {18}"),
		)

	def test_a_refused_signature(self):
		self.plays([[HALF, FULL]],
			("start {0} h{4} 0 0", "running 0 h{4} 1 1 {4} 0 {2} 0 0"),
			("ack {2} s 500000", "running h{2} h{4} 1 1 {4} 0 {4} 1 1 fire 1 1 s 500000 0 {2}"),
			("end {3}", "met h{3} h{4} 1 1 - 0 - 0 0 clear s 500000 clock_ended"),
			("reopen {50}", "running h{3} h{4} 1 1 {51} 0 {51} 1 1 stand s 500000"),
			("end {51}", "met h{4} h{4} 1 1 - 0 - 0 0 fire 1 1 s 1000000 0 {51} clear s 500000 clock_ended clear s 1000000 clock_ended"),
			("start {52} h{4} 0 0", "running 0 h{4} 2 1 {56} 0 {54} 0 0"),
			("at {54}", "running h{2} h{4} 2 1 {56} 0 {56} 1 0 fire 2 1 s 500000 0 {54}"),
		)

	def test_ties_go_by_place_and_repeat(self):
		self.plays([[FULL, ("s", 1, 2, 1), HALF]],
			("start {0} 1 0 0", "running 0 1 1 1 {0+1} 0 {0+1} 0 0"),
			("at {0+1}", "running 1 1 1 1 {0+1} 0 - 3 0 fire 1 1 s 1000000 0 {0+1} fire 1 1 s 1 0 {0+1} fire 1 1 s 1 1 {0+1}"
				" fire 1 1 s 1 2 {0+1} fire 1 1 s 500000 0 {0+1}"),
		)

	def test_what_the_protocol_forbids(self):
		for rows, bad in [
			([], f"pause {T}"), ([f"start {T} 5 0 0"], f"resume {T}"), ([f"start {T} 5 0 0"], f"at {T - 1}"),
			([f"start {T} 5 0 0"], f"ack {T} s 500000"), ([f"start {T} 5 0 1"], f"set {T} 5 0 0"), ([f"start {T} 5 0 0"], f"start {T} 5 0 0"),
		]:
			play = histories.Play(Table([Always()], [[HALF], [("s", 500_000, 1, 1)]]))
			for row in rows:
				play.answer(row)
			with self.assertRaises(histories.Unfit, msg=bad):
				play.answer(bad)


class Made(unittest.TestCase):
	def test_histories_keep_to_the_protocol(self):
		"""What the generator says while making one is what the model says when it is played again."""
		for seed in range(3):
			pool = histories.Pool(seed, 0)
			words = set()
			for number in range(60):
				history = histories.History(pool, seed, number)
				play = histories.Play(pool)
				self.assertEqual([play.answer(line) for line in history.lines], history.answers)
				words |= {line.split()[0] for line in history.lines}
			self.assertEqual(words, {"reset", *histories.WHEN})

	def test_the_same_seed_makes_the_same(self):
		one, two = (histories.History(histories.Pool(9, 1), 9, 2345) for _ in range(2))
		self.assertEqual((one.lines, one.answers), (two.lines, two.answers))


if __name__ == "__main__":
	unittest.main()
