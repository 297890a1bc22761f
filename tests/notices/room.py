# SPDX-License-Identifier: Apache-2.0
"""What every check of notices stands in: a store of its own, a daemon that tells, people with addresses.

Owns daemons and files. Never decides what should have been told."""

import time

import bed as beds
import org
from instants import MINUTE, format_instant, parse_instant
from receivers import AWAIT_S, Late

CLOCK = "2026-03-02T08:00:00.000Z"
START = parse_instant(CLOCK)
SECRET = "whsec_c2xpcGxvb3AtdGVzdC1zZWNyZXQtMDEyMzQ1Njc4OQ=="
FAST = {"--notice-digest": "PT0S", "--notice-retry": "PT0.05S", "--notice-timeout": "PT2S"}


class Room:
	"""A store of its own with a daemon, and people whose addresses the test chooses."""

	def __init__(self, bed, *options, allow_private=True, secret=True, bin_dir=None,
			clock=CLOCK):
		self.bed, self.more = bed, []
		self.database = bed.fresh("org" if clock else "bare")
		self.secret_file = bed.cluster.dir / f"{self.database}.secret"
		self.secret_file.write_text(SECRET + "\n")
		self.options = [word for name, value in FAST.items() if name not in options for word in (name, value)]
		self.options += options
		if allow_private:
			self.options += ["--notice-allow-private", "yes"]
		if secret:
			self.options += ["--notice-secret-file", str(self.secret_file)]
		self.at = START
		base = bed.cluster.dir / self.database
		self.daemon = beds.Daemon(bin_dir or bed.bin,
			["--store", bed.cluster.conninfo(self.database), *self.options], f"{base}.sock", clock, f"{base}.log")
		self.tokens = bed.tokens if clock else org.put(beds.Client(self.daemon.socket))
		self.people = beds.People(self.daemon.socket, self.tokens)
		self.users = {u["name"]: u for u in self.admin.call("user.list")["items"]}

	@property
	def admin(self):
		return self.people["admin"]

	def tell(self, name, *addresses):
		"""That person is told there from now on."""
		user = dict(self.users[name], notify=list(addresses))
		self.admin.call("user.put", **{k: v for k, v in user.items()
			if k in ("name", "title", "roles", "unit", "stations", "notify") and v is not None})

	def fault(self, tier="C", station="km_line"):
		"""A fault slip with one task at that station."""
		order = self.people["li.wei"].call("order.create", kind="fault", service="pstn", tier=tier,
			customer="Dianchi Hotel", title="没有拨号音", submit=True)["order"]
		self.people["wang.lei"].call("order.dispatch", id=order["id"],
			tasks=[{"name": "line", "station": station}])
		return order

	def advance(self, ms):
		self.at += ms
		self.admin.call("time.advance", to=format_instant(self.at))

	def accept_warning(self, n=1, station="km_line"):
		"""n orders of tier C whose accept clock (2 h) has just warned (90 %) the station's operators."""
		orders = [self.fault(station=station) for _ in range(n)]
		self.advance(108 * MINUTE)
		return orders

	def notices(self, **wanted):
		return self.admin.call("notice.list", **wanted)["items"]

	def wait(self, enough, what, **wanted):
		"""Until enough(notices); asked again and again, each time a call."""
		deadline = time.monotonic() + AWAIT_S
		while time.monotonic() < deadline:
			found = self.notices(**wanted)
			if enough(found):
				return found
		raise Late(f"{what}: {str(self.notices())[:800]}")

	def restart(self, *options):
		if options:
			self.daemon.where = ["--store", self.bed.cluster.conninfo(self.database), *options]
		self.daemon.start(format_instant(self.at))
		self.people = beds.People(self.daemon.socket, self.bed.tokens)

	def second(self):
		daemon = beds.Daemon(self.bed.bin, ["--store", self.bed.cluster.conninfo(self.database),
			*self.options], f"{self.daemon.socket}.{len(self.more)}", CLOCK, f"{self.daemon.log}.{len(self.more)}")
		self.more.append(daemon)
		return daemon

	def close(self):
		self.people.close()
		for daemon in [self.daemon, *self.more]:
			daemon.stop()


def sent(n):
	return lambda items: sum(i["state"] == "sent" for i in items) >= n
