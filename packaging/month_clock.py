# SPDX-License-Identifier: Apache-2.0
"""The month's time: seconds since its first instant, and working hours in Beijing.

Owns when people are at work; the daemon's own calendars are no business of it.
"""
from datetime import datetime, timedelta, timezone

START = datetime(2026, 3, 1, tzinfo=timezone.utc)
MINUTE, HOUR, DAY = 60, 3600, 86400
END = 30 * DAY + 16 * HOUR  # midnight of 1 April in Beijing, in seconds since START
BEIJING = 8 * HOUR
OFFICE = ((8 * HOUR + 30 * MINUTE, 12 * HOUR), (13 * HOUR + 30 * MINUTE, 17 * HOUR + 30 * MINUTE))
FIELD = ((8 * HOUR, 18 * HOUR + 30 * MINUTE),)
ALWAYS = None


def instant(t):
	return (START + timedelta(seconds=t)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def local(t):
	return divmod(t + BEIJING, DAY)


def weekday(day):
	return (day + 6) % 7  # day 0 is Sunday, 1 March; Monday is 0


def opened(t, hours):
	"""The first instant from t on within these hours; Saturday is only for the field."""
	if hours is ALWAYS:
		return t
	days = 5 if hours is OFFICE else 6
	while True:
		day, second = local(t)
		if weekday(day) < days:
			for a, b in hours:
				if second < b:
					return t + max(0, a - second)
		t += DAY - second


def later(t, span, hours):
	"""t plus span seconds counted within these hours."""
	if hours is ALWAYS:
		return int(t + span)
	left = span
	while True:
		t = opened(t, hours)
		second = local(t)[1]
		end = next(b for a, b in hours if second < b)
		if left <= end - second:
			return int(t + left)
		left -= end - second
		t += end - second
