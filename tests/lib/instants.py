# SPDX-License-Identifier: Apache-2.0
"""Instants and spans as the API writes them, to and from milliseconds."""

import datetime
import re

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
INSTANT = re.compile(
	r"^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?$")
SPAN = re.compile(
	r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$")
OFFSET = re.compile(r"^\+(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$")

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


def parse_instant(text):
	"""Milliseconds since 1970, fractions below a millisecond cut; None if it is none."""
	m = INSTANT.match(text) if isinstance(text, str) else None
	if not m:
		return None
	year, month, day, hour, minute, second = (int(g or 0) for g in m.groups()[:6])
	at = datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.timezone.utc)
	delta = at - EPOCH
	ms = (delta.days * 86400 + delta.seconds) * 1000 + int((m.group(7) or "0").ljust(3, "0")[:3])
	zone = m.group(8)
	if zone and zone != "Z":
		sign = -1 if zone[0] == "-" else 1
		ms -= sign * (int(zone[1:3]) * HOUR + int(zone[-2:]) * MINUTE)
	return ms


def format_instant(ms):
	at = EPOCH + datetime.timedelta(milliseconds=ms)
	return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def parse_span(text):
	"""PT1H30M and the like in milliseconds; None if it is none."""
	m = SPAN.match(text) if isinstance(text, str) else None
	if not m or text in ("P", "PT") or text.endswith("T"):
		return None
	weeks, days, hours, minutes, seconds = (int(g or 0) for g in m.groups()[:5])
	return (weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
		+ int((m.group(6) or "0").ljust(3, "0")))


def parse_offset(text):
	"""+1d2h3m4s5ms, counted from a story's first instant."""
	m = OFFSET.match(text) if isinstance(text, str) and len(text) > 1 else None
	if not m:
		return None
	return sum(int(g or 0) * unit for g, unit in zip(m.groups(), (DAY, HOUR, MINUTE, SECOND, 1)))
