#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a replay of a log must come to, computed plainly: no daemon, nothing shared with one.

  compute.py --map MAP.json LOG.csv[.gz] [OUT.csv]     writes case,tier,state,spent_s,limit_s,missed

A case's `order` clock runs while the order is executing and not on hold, from the case's first
event; what the log leaves executing runs to the log's last instant (shared/data/README.md)."""

import argparse
import csv
import datetime
import gzip
import io
import json
import re
import sys

FIELDS = ["case", "tier", "state", "spent_s", "limit_s", "missed"]
DAYS = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


def milliseconds(text):
	"""ISO 8601, a space or a T, with or without fraction and offset; none means UTC."""
	text = text.strip().replace(" ", "T", 1)
	m = re.match(r"^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$", text)
	at = datetime.datetime.fromisoformat(m.group(1)).replace(tzinfo=datetime.timezone.utc)
	delta = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
	ms = (delta.days * 86400 + delta.seconds) * 1000 + int((m.group(2) or "0").ljust(3, "0")[:3])
	zone = m.group(3)
	if zone and zone != "Z":
		minutes = int(zone[1:3]) * 60 + int(zone[-2:])
		ms -= (-1 if zone[0] == "-" else 1) * minutes * 60000
	return ms


def limit_of(span):
	days, hours, minutes, seconds = (int(g or 0) for g in DAYS.match(span).groups())
	return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000


def rows_of(path):
	raw = gzip.open(path, "rb") if str(path).endswith(".gz") else open(path, "rb")
	with raw:
		text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
		return list(csv.DictReader(text, restval=""))


class Case:
	"""One order: where it stands and what its clock has spent."""

	def __init__(self, name, at, tier):
		self.name, self.tier, self.state = name, tier, "executing"
		self.spent, self.since = 0, at

	def runs(self, at):
		if self.state != "executing":
			self.state, self.since = "executing", at

	def stops(self, at, state):
		if self.state == "executing":
			self.spent += at - self.since
		self.state = state

	def event(self, action, at):
		if self.state == "archived":
			return
		waiting = self.state == "awaiting_signature"
		if action == "close":
			self.stops(at, "archived")
		elif action == "resolve":
			self.stops(at, "awaiting_signature")
		elif action == "take":
			self.runs(at)
		elif action == "wait" and self.state == "executing":
			self.stops(at, "hold")
		elif action == "note" and not waiting:
			self.runs(at)


def verdicts(map_path, log_path):
	"""Rows of FIELDS as (case, tier, state, spent ms, limit ms, missed)."""
	with open(map_path, encoding="utf-8") as f:
		mapping = json.load(f)
	columns, tiers, actions = mapping["columns"], mapping["tiers"], mapping["actions"]
	events = []
	for number, row in enumerate(rows_of(log_path)):
		events.append((milliseconds(row[columns["at"]]), number, row))
	events.sort(key=lambda e: e[:2])
	cases = {}
	for at, _, row in events:
		name = row[columns["case"]]
		if name not in cases:
			level = row[columns["tier"]] if "tier" in columns else "*"
			cases[name] = Case(name, at, tiers.get(level, tiers["*"]))
		activity = row[columns["activity"]]
		cases[name].event(actions.get(activity, actions["*"]), at)
	last = events[-1][0]
	out = []
	for case in cases.values():
		spent = case.spent + (last - case.since if case.state == "executing" else 0)
		limit = limit_of(mapping["limits"][case.tier])
		out.append((case.name, case.tier, case.state, spent, limit, spent > limit))
	return out


def seconds(ms):
	return f"{ms // 1000}.{ms % 1000:03d}".rstrip("0").rstrip(".")


def main():
	parser = argparse.ArgumentParser(description=__doc__,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument("--map", required=True)
	parser.add_argument("log")
	parser.add_argument("out", nargs="?")
	args = parser.parse_args()
	rows = verdicts(args.map, args.log)
	target = open(args.out, "w", newline="", encoding="utf-8") if args.out else sys.stdout
	writer = csv.writer(target, lineterminator="\n")
	writer.writerow(FIELDS)
	for name, tier, state, spent, limit, missed in rows:
		writer.writerow([name, tier, state, seconds(spent), seconds(limit), str(missed).lower()])
	if args.out:
		target.close()


if __name__ == "__main__":
	main()
