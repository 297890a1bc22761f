# SPDX-License-Identifier: Apache-2.0
"""Orders of which one clock each comes due: put into a real store in bulk, as copies of an order that was
made, submitted and dispatched through the socket; and what their firing left in the history. Commits are on
the disk, and their instants are Postgres' own (track_commit_timestamp)."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import bed as beds  # noqa: E402
import cluster  # noqa: E402
import filling  # noqa: E402
from checks import until  # noqa: E402


def now_ms():
	return int(time.time() * 1000)


def wait_for(at_ms):
	left_ms = at_ms - now_ms()
	if left_ms < 500:
		raise SystemExit(f"not armed in time: {left_ms} ms before the instant")
	until(lambda: now_ms() >= at_ms, "the instant", left_ms / 1000 + 5)


class Bed(beds.Bed):
	def __init__(self, bin_dir):
		super().__init__(bin_dir, settings=cluster.DURABLE + "track_commit_timestamp = on\n")

	def fresh_real(self):
		"""A store on the real clock, with the organisation and running; its name, and its daemon."""
		database, daemon, self.tokens = self.real(["--user-rate", "1000000"])
		return database, daemon

	def make_model(self, daemon):
		"""An order nobody has accepted: its first warning is 108 minutes off, the next one 12 behind that."""
		people = beds.People(daemon.socket, self.tokens)
		order = people["li.wei"].call("order.create", kind="fault", service="pstn", tier="C",
			customer="Dianchi Hotel", title="noise", submit=True)["order"]["id"]
		people["wang.lei"].call("order.dispatch", id=order, tasks=[{"name": "line", "station": "km_line"}])
		people.close()
		return order

	def sql(self, database, text):
		return self.cluster.sql(database, text)

	def arm(self, database, order, n, due_ms, apart_ms=0):
		"""So many copies of the order, due one each so many ms from the instant on: as made that much earlier or later.
		No daemon is at work."""
		store = filling.Store(self.cluster, database)
		due = int(store.sql(f"select min(next_due_at) from clock where order_id = {order}"))
		store.take_ids()
		store.run(store.copies(filling.Model(store, order), n, due - due_ms, -apart_ms))
		store.give_ids()
		store.settle()

	def wait_fired(self, database, n, seconds):
		"""Seldom asked, as asking costs what is measured."""
		ask_at = 0

		def is_done():
			nonlocal ask_at
			if time.monotonic() < ask_at:
				return False
			ask_at = time.monotonic() + 0.5
			return int(self.sql(database, "select count(*) from alarm")) >= n
		until(is_done, f"{n} steps fired", seconds)

	def look(self, database, due_ms):
		"""What was fired: steps, and orders; early ones; ms from the instant to the last commit; 99th percentile
		of ms from due to fired, and from due to committed."""
		row = self.sql(database, f"""
			with step as materialized (select order_id, at, due_at, xid from history where what = 'step'),
			done as materialized (select xid, extract(epoch from pg_xact_commit_timestamp(xid::xid)) * 1000 as at
				from (select distinct xid from step) x)
			select count(*), count(distinct s.order_id), count(*) filter (where s.at < s.due_at),
				max(d.at) - {due_ms}, percentile_disc(0.99) within group (order by s.at - s.due_at),
				percentile_disc(0.99) within group (order by d.at - s.due_at), count(distinct s.xid)
			from step s join done d using (xid)""").split("|")
		return dict(zip(("steps", "orders", "early", "last_ms", "p99_ms", "committed_p99_ms", "commits"), map(float, row)))
