# SPDX-License-Identifier: Apache-2.0
"""The faults, one row each, and how each is made once. A fault says when it was made and on which daemons; what
came of it is seen afterwards, by checker.py and measure.py. Faults only ever end or stop processes of their room."""

import dataclasses
import time
import typing

from client import Client
from room import Room, Work


@dataclasses.dataclass(frozen=True)
class Kind:
	name: str
	doc: str
	once: typing.Callable  # once(room, nth): made once, and waited for
	sample: int  # how often without --full
	full: int
	make: typing.Callable = Room  # make(ground, name, seed): what it is made in
	fire_s: float = None  # no first fire later than that
	answer_s: float = None  # no first granted change later than that


# --- the daemon

def daemon_kill(room, nth):
	"""Every tenth time the others are killed as well, so that whoever fires first is the one that was started."""
	room.live(room.rng.uniform(0, 0.3))
	victim = room.rng.randrange(len(room.daemons))
	is_alone = nth % 10 == 4
	at = time.monotonic()
	room.daemons[victim].kill()
	others = [d for i, d in enumerate(room.daemons) if i != victim] if is_alone else []
	for d in others:
		d.kill()
	fault = room.made(at, range(len(room.daemons)) if is_alone else [victim], is_alone=is_alone)
	fault.over = time.monotonic()
	room.daemons[victim].start()
	if is_alone:
		room.until_fired(fault.over)
		for d in others:
			d.start()
	room.until_served(fault.daemons, time.monotonic())


KINDS = [
	Kind("daemon-kill", "kill -9 of one of three daemons, started again", daemon_kill, 8, 1000, fire_s=2),
]
