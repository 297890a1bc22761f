# SPDX-License-Identifier: Apache-2.0
"""Faults beside what the journal and the store say: which of them met work in flight, and how long it took until
things went on. Reads what checker.py has read; decides nothing."""

import bisect
import collections

NEVER = float("inf")


class Flight:
	"""What was sent and not yet answered, at any instant."""

	def __init__(self, keys):
		self.tries = collections.defaultdict(list)
		self.granted = collections.defaultdict(list)  # daemon: when it granted what
		for asked in keys.values():
			for t in asked.tries.values():
				self.tries[t["daemon"]].append((t["sent"], t.get("ended", NEVER)))
				if "said" in t:
					self.granted[t["daemon"]].append(t["answered"])
		for times in self.granted.values():
			times.sort()

	def is_busy(self, fault):
		return fault.was_busy or any(s <= fault.at < e for d in fault.daemons for s, e in self.tries[d])

	def until_granted(self, fault):
		"""Seconds until the last of its daemons has granted something again; for ever: one never did."""
		spans = []
		for d in fault.daemons:
			i = bisect.bisect_right(self.granted[d], fault.over or fault.at)
			if i == len(self.granted[d]):
				return NEVER
			spans.append(self.granted[d][i] - (fault.over or fault.at))
		return max(spans)


class Fired:
	"""When steps were committed, by our monotonic clock."""

	def __init__(self, history, offset_s):
		self.times = sorted(r["committed"] / 1000 - offset_s for r in history if r["what"] == "step")

	def until_fired(self, fault):
		i = bisect.bisect_left(self.times, fault.over or fault.at)
		return self.times[i] - (fault.over or fault.at) if i < len(self.times) else NEVER


def worst(spans):
	"""None: there was none to be measured."""
	return max((s for s in spans if s is not None), default=None)
