# SPDX-License-Identifier: Apache-2.0
"""A random life of some dozens of orders, with what the model test leaves out: calendars, stations'
hours, policies and ladders put with `apply`, quota places, agreed quantities, lapsing confirmations.

It asks as an admin, who passes role and ownership, and takes every answer as it comes: what is
checked is what the daemon keeps, never what it should have answered. `rng` alone decides."""

import collections

import instants

UNITS = ["key_accounts", "public", "suburban"]
STATIONS = ["km_line", "km_switch", "dl_line"]
HOURS = [[["09:00", "12:00"], ["13:30", "17:30"]], [["08:00", "20:00"]], [["22:00", "06:00"]], []]
CLOCKS = ["order", "task", "accept", "return", "intake", "approval", "signature", "archive"]
SPANS = ["PT20M", "PT1H", "PT3H", "PT8H", "P1D"]
FAULT = dict(cause="cable", side="carrier", impact="one line", explanation="spliced")
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


class Life:
	def __init__(self, admin, rng, begin):
		self.admin, self.rng, self.now = admin, rng, begin
		self.orders, self.counts, self.serial = [], collections.Counter(), 0
		self.confirmations = []

	def ask(self, method, **params):
		answer = self.admin.ask(method, params)
		self.counts[method if answer.ok else f"{method} {answer.cls}"] += 1
		return answer.result if answer.ok else None

	# what they live by

	def begin(self):
		for name in ("office", "night"):
			self.put_calendar(name)
		for station in STATIONS[:2]:
			self.ask("station.put", name=station, unit="operations", area="kunming", title=station,
				calendar=self.rng.choice(["office", "night"]))
		self.ask("quota.put", quotas=[dict(service="pstn", resource="dispatchable", tier="A",
			orders_a_month=2)])
		for unit in UNITS:
			self.ask("forecast.put", unit=unit, service="pstn", month="2026-03", state="agreed",
				quantity=self.rng.choice([1, 5, 20]))
		for _ in range(8):
			self.put_limit()
		self.plant()

	def plant(self):
		"""Two contact orders that hold a quota place and agreed lines, whatever else is lived."""
		for result, tier in (("available", "A"), ("needs_build", "B")):
			common = dict(service="pstn", unit="suburban", tier=tier, title="planted", customer="farm",
				lines=1, submit=True)
			asked = self.ask("order.create", kind="confirmation", **common)["order"]["id"]
			made = self.ask("order.dispatch", id=asked, tasks=[dict(name="look", station="dl_line")])
			task = made["order"]["tasks"][0]["id"]
			self.ask("task.accept", id=task)
			self.ask("task.complete", id=task, record="done", answer=dict(result=result,
				ready_at="2026-06-01T00:00:00.000Z"))
			self.ask("order.create", kind="contact", purpose="install", confirmation=asked, **common)

	def put_calendar(self, name):
		rng = self.rng
		week = {day: rng.choice(HOURS[:3]) for day in ("mon", "tue", "wed", "thu", "fri")}
		week.update(sat=rng.choice(HOURS), sun=rng.choice(HOURS))
		days = [dict(date=f"2026-03-{day:02}", open=rng.choice(HOURS))
			for day in sorted(rng.sample(range(1, 32), 4))]
		self.ask("calendar.put", name=name, zone=rng.choice(["Asia/Shanghai", "Europe/Berlin"]), week=week,
			days=days, **self.apply())

	def apply(self):
		return dict(apply="open") if self.rng.random() < 0.7 else {}

	def put_limit(self):
		rng = self.rng
		clock = rng.choice(CLOCKS)
		row = dict(clock=clock, tier=rng.choice("ABC"), limit=rng.choice(SPANS),
			calendar=rng.choice(["always", "office", "night"]
				+ ["station"] * (clock in ("task", "accept"))))
		if clock == "order":
			row.update(kind="fault", service="pstn")
		elif clock == "task":
			row.update(rework=True)
		self.ask("policy.put", limits=[row], **self.apply())

	def put_ladder(self):
		rng = self.rng
		shares = sorted(rng.sample([0.1, 0.25, 0.5, 0.8, 1, 1.25], 3))
		steps = [dict(at=share, severity="minor", tell="holder") for share in shares]
		steps[-1].update(repeat=3, every=0.2, hand_over=rng.random() < 0.5)
		if rng.random() < 0.6:
			steps.append(dict(after=rng.choice(["PT10M", "PT2H"]), severity="critical", tell="leader",
				repeat=2, every="PT30M", plain=rng.random() < 0.5, major=rng.random() < 0.5))
		params = dict(tier=rng.choice("ABC"), steps=steps)
		if rng.random() < 0.6:
			params["clock"] = rng.choice(CLOCKS)
		self.ask("ladder.put", **params, **self.apply())

	# orders

	def create(self):
		rng = self.rng
		self.serial += 1
		kind = rng.choices(["fault", "confirmation", "contact"], [5, 3, 3])[0]
		unit = rng.choice(UNITS)
		params = dict(kind=kind, service="pstn", unit=unit, tier=rng.choice("ABC"), title=f"life {self.serial}",
			customer=f"hotel {unit}", lines=rng.choice([1, 2]), submit=rng.random() < 0.8)
		if kind == "contact":
			cited = [c for c, of in self.confirmations if of == unit]
			params.update(purpose="install", lines=1, **({"confirmation": rng.choice(cited)} if cited else {}))
		made = self.ask("order.create", **params)
		if not made:
			return
		self.orders.append(made["order"]["id"])
		if kind == "confirmation":
			self.confirmations.append((made["order"]["id"], unit))

	def command(self, order_id):
		rng, ask = self.rng, self.ask
		order = ask("order.get", id=order_id)["order"]
		state = order["state"]
		if rng.random() < 0.08:
			ask("order.retier", id=order_id, tier=rng.choice("ABC"), reason="asked for",
				**({"override": "it must be"} if rng.random() < 0.3 else {}))
		elif rng.random() < 0.03:
			ask("order.cancel", id=order_id, reason="gone")
		elif state == "draft":
			if rng.random() < 0.3:
				ask("order.amend", id=order_id, **rng.choice([dict(lines=rng.choice([1, 2])),
					dict(tier=rng.choice("ABC")), dict(title="again"), dict(service="pstn")]))
			else:
				ask("order.submit", id=order_id)
		elif state.endswith("_review"):
			step = {"manager": "confirm", "leader": "approve", "clerk": "forward"}[state.split("_")[0]]
			self.pass_on(order_id, step)
		elif state == "at_crc":
			self.pass_on(order_id, "dispatch")
		elif state == "executing":
			self.execute(order)
		elif state == "awaiting_signature":
			ask("order.sign", id=order_id, accepted=rng.random() < 0.5, by="the customer")
		elif state == "awaiting_archive":
			ask("order.archive", id=order_id)

	def pass_on(self, order_id, step):
		if self.rng.random() < 0.15:
			self.ask("order.send_back", id=order_id, reason="say more")
		elif step == "dispatch":
			self.dispatch(order_id, [])
		else:
			self.ask(f"order.{step}", id=order_id)

	def dispatch(self, order_id, there):
		"""A list by hand: some of what is there, with other shares, and new ones."""
		rng, nodes = self.rng, []
		for task in there:
			if task["state"] != "cancelled" and rng.random() < 0.7:
				nodes.append(dict(name=task["name"], station=task["station"], after=[],
					share=rng.choice([0.2, 0.5, 1])))
		for _ in range(rng.randrange(1, 4)):
			self.serial += 1
			nodes.append(dict(name=f"t{self.serial}", station=rng.choice(STATIONS),
				after=[nodes[-1]["name"]] if nodes and rng.random() < 0.4 else []))
		self.ask("order.dispatch", id=order_id, tasks=nodes)

	def execute(self, order):
		rng, ask, order_id = self.rng, self.ask, order["id"]
		dice = rng.random()
		slips = [s for s in order["returns"] if s["state"] in ("open", "accepted", "disputed", "upheld")]
		if order["hold"]:
			ask("order.resume", id=order_id)
		elif dice < 0.12:
			ask("order.hold", id=order_id, reason=rng.choice(["customer_not_ready", "awaiting_parts"]))
		elif dice < 0.2:
			self.dispatch(order_id, order["tasks"])
		elif slips and dice < 0.6:
			self.answer(rng.choice(slips))
		else:
			tasks = [t for t in order["tasks"] if t["state"] in ("issued", "accepted")]
			if tasks:
				self.work(order, rng.choice(tasks))

	def answer(self, slip):
		rng, at = self.rng, slip["id"]
		if slip["state"] == "open":
			if rng.random() < 0.5:
				self.ask("return.accept", id=at)
			else:
				self.ask("return.dispute", id=at, reason="not us")
		elif slip["state"] == "disputed":
			self.ask("return.rule", id=at, upheld=rng.random() < 0.5, reason="looked at it")
		else:
			self.ask("return.settle", id=at, record="another way")

	def work(self, order, task):
		rng = self.rng
		done = [t["name"] for t in order["tasks"] if t["state"] == "done"]
		if rng.random() < 0.2:
			self.ask("task.return", id=task["id"], to=rng.choice(done + ["crc"]), kind="error", text="wrong pair")
		elif task["state"] == "issued" and rng.random() < 0.95:
			self.ask("task.accept", id=task["id"])
		else:
			params = dict(id=task["id"], record="done")
			if order["kind"] == "fault":
				params.update(FAULT)
			if order["kind"] == "confirmation":
				params["answer"] = dict(result=rng.choice(["available", "needs_build", "needs_build"]),
					ready_at="2026-06-01T00:00:00.000Z",
					valid_until=instants.format_instant(self.now + rng.choice([1, 3, 20]) * DAY))
			self.ask("task.complete", **params)

	def acknowledge(self):
		raised = self.ask("alarm.list", state="raised", limit=50)["items"]
		for alarm in self.rng.sample(raised, min(3, len(raised))):
			self.ask("alarm.acknowledge", id=alarm["id"])

	def round(self, commands):
		rng = self.rng
		self.now += rng.choice([1, MINUTE, 7 * MINUTE, 40 * MINUTE, 40 * MINUTE,
			3 * 60 * MINUTE, DAY if rng.random() < 0.3 else MINUTE])
		self.ask("time.advance", to=instants.format_instant(self.now))
		for _ in range(rng.randrange(3)):
			self.create()
		for order_id in rng.choices(self.orders, k=commands) if self.orders else ():
			self.command(order_id)
		if rng.random() < 0.3:
			self.acknowledge()
		if rng.random() < 0.15:
			rng.choice([self.put_limit, self.put_limit, self.put_ladder,
				lambda: self.put_calendar(rng.choice(["office", "night"]))])()
