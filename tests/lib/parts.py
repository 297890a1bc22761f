# SPDX-License-Identifier: Apache-2.0
"""Plays the parts of a test program in one room: `part(room)` yields (name, check) pairs.

A room has daemons(), those that have to be alive, and close(). Owns the counting; never a check."""

import http.client
import subprocess
import time

import bed as beds
from checks import Wrong
from client import Lost, Refused
from cluster import Failed

TROUBLE = (Wrong, Refused, Lost, Failed, OSError, ValueError, KeyError, TypeError, http.client.HTTPException,
	subprocess.SubprocessError)


def play(part, room, is_verbose):
	"""How many checks of a part passed and failed."""
	counts, began = [0, 0], time.monotonic()
	for name, check in part(room):
		try:
			check()
			counts[0] += 1
			if is_verbose:
				print(f"ok      {part.__name__}: {name}", flush=True)
		except TROUBLE as e:
			counts[1] += 1
			print(f"FAILED  {part.__name__}: {name}\n    {type(e).__name__}: {e}", flush=True)
			for daemon in room.daemons():
				if daemon.process and daemon.process.poll() is not None:
					raise SystemExit("the daemon is gone: " + daemon.complaints())
	print(f"{part.__name__}: {counts[0]} ok, {counts[1]} failed, {time.monotonic() - began:.0f} s", flush=True)
	return counts


def main(doc, parts, make_room):
	"""The whole program; its exit status."""
	parser = beds.options(doc, verbose=dict(action="store_true"))
	parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(p.__name__ for p in parts))
	args = parser.parse_args()
	if unknown := set(args.parts) - {p.__name__ for p in parts}:
		parser.error(f"no such part: {' '.join(sorted(unknown))}")
	bed = beds.Bed(args.bin)
	passed = failed = 0
	try:
		room = make_room(bed)
		for part in parts:
			if not args.parts or part.__name__ in args.parts:
				ok, wrong = play(part, room, args.verbose)
				passed, failed = passed + ok, failed + wrong
		room.close()
	finally:
		bed.close()
	return beds.verdict(passed, failed)
