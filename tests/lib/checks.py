# SPDX-License-Identifier: Apache-2.0
"""What a check says when something is not as it should be, and how it waits for what no event tells."""

import select
import ssl
import time

SOON_S = 20


class Wrong(Exception):
	"""Something is not as it should be."""


def require(condition, text):
	if not condition:
		raise Wrong(text)


def same(have, wanted, what):
	require(have == wanted, f"{what}: {have!r} instead of {wanted!r}")


def until(check, what, seconds=SOON_S):
	"""Asks again and again: what is waited for has no event that a client could see."""
	deadline = time.monotonic() + seconds
	while not check():
		require(time.monotonic() < deadline, f"not within {seconds} s: {what}")
		select.select([], [], [], 0.02)


def is_closed(s, seconds=SOON_S):
	"""The daemon hangs up within that time, whatever it says before."""
	deadline = time.monotonic() + seconds
	while True:
		left = deadline - time.monotonic()
		if left <= 0 or not select.select([s], [], [], left)[0]:
			return False
		try:
			if not s.recv(1 << 16):
				return True
		except (ConnectionError, ssl.SSLError):
			return True
