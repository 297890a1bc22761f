# SPDX-License-Identifier: Apache-2.0
"""Small logs of our own, as ugly as logs come: the same for the same seed."""

import csv
import datetime
import json
import random

START = datetime.datetime(2025, 3, 28, 22, 0, 0)
ACTIVITIES = ["Open, new", "Taken \"in hand\"", "等待客户", "Solved", "Shut", "Chat"]
ACTIONS = {"Taken \"in hand\"": "take", "等待客户": "wait", "Solved": "resolve", "Shut": "close",
	"*": "note"}
WEIGHTS = [2, 8, 4, 6, 3, 4]


def written(at, rng):
	"""One instant in one of the forms a log may use."""
	form = rng.randrange(5)
	if form == 0:
		return at.strftime("%Y-%m-%dT%H:%M:%SZ") if not at.microsecond else at.isoformat() + "Z"
	if form == 1:
		return at.strftime("%Y-%m-%d %H:%M:%S.%f")
	if form == 2:
		local = at + datetime.timedelta(hours=8)
		return local.strftime("%Y-%m-%dT%H:%M:%S.%f") + "+08:00"
	if form == 3:
		local = at - datetime.timedelta(hours=3, minutes=30)
		return local.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "-03:30"
	return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]


def write(directory, seed, n_cases=120, with_tier=True):
	"""LOG and MAP in the directory; their paths."""
	rng = random.Random(seed)
	columns = ["Remark, if any", "Ticket", "What", "When", "Who"]
	if with_tier:
		columns += ["Level", "Desk"]
	columns.append("last")
	rows = []
	shared = START + datetime.timedelta(hours=50)  # an instant which many events share
	for case in range(n_cases):
		at = START + datetime.timedelta(milliseconds=rng.randrange(0, 200 * 3600 * 1000))
		name = rng.choice(["T-{}", "票{}", "t,{}", "q\"{}"]).format(case)
		level, desk = rng.choice(["1", "2", "3", ""]), str(rng.randrange(1, 5))
		closed = False
		for n in range(rng.randrange(1, 14)):
			activity = ACTIVITIES[0] if n == 0 and rng.random() < 0.5 else \
				rng.choices(ACTIVITIES, WEIGHTS)[0]
			if closed and rng.random() < 0.7:
				break
			closed = closed or activity == "Shut"
			row = [rng.choice(["", "a, b", "he said \"no\"", "two\nlines", "好"]), name, activity,
				written(at, rng), str(rng.randrange(1, 9))]
			if with_tier:
				row += [level, desk] if n == 0 else [rng.choice(["1", "2", "3"]), desk]
			row.append(rng.choice(["x", ""]))
			rows.append((case, row))
			if at < shared and rng.random() < 0.3:
				at = shared
			elif rng.random() < 0.8:
				at += datetime.timedelta(milliseconds=rng.choice(
					[1, 999, 1000, 61_001, 3_600_000, 17_123_456, 90_000_000]))
	log = directory / f"synthetic-{seed}.csv"
	with open(log, "w", newline="", encoding="utf-8") as f:
		writer = csv.writer(f, lineterminator=rng.choice(["\n", "\r\n"]))
		writer.writerow(columns)
		writer.writerows(row for _, row in rows)
	mapping = {"columns": {"case": "Ticket", "activity": "What", "person": "Who", "at": "When"},
		"service": "odd", "tiers": {"1": "A", "2": "B", "*": "C"},
		"limits": {"A": "PT2H", "B": "P1D", "C": "P3DT12H"}, "actions": ACTIONS}
	if with_tier:
		mapping["columns"].update(tier="Level", station="Desk")
	map_path = directory / f"synthetic-{seed}.map.json"
	map_path.write_text(json.dumps(mapping, ensure_ascii=False), encoding="utf-8")
	return log, map_path
