# SPDX-License-Identifier: Apache-2.0
"""One order's way round the loop, step by step as the product has it, and the book of all.

Owns the rules of the path and the delays on it; it never chooses which orders there are.
"""
import heapq
import random
from collections import Counter

import month_cast as cast
from month_clock import ALWAYS, DAY, END, FIELD, HOUR, MINUTE, OFFICE, instant, later, local, opened

SEED = 20260301
QUOTA = {"pstn": 30, "ddn_fr": 9}  # tier-A contact slips a month, dispatchable (sla.json)
TIERS = ("A", "B", "C")

# Limits of the orders' clocks, in hours, only to choose delays by: the daemon has its own.
LIMIT = {
	("confirmation", "*"): (4, 24, 48),
	("contact", "pstn"): (24, 168, 240), ("contact", "ddn_fr"): (72, 120, 240),
	("fault", "pstn"): (2, 6, 24), ("fault", "ddn_fr"): (4, 5, 6), ("fault", "packet"): (4, 5, 6),
	("fault", "equipment"): (0.5, 60, 60), ("fault", "line"): (6, 6, 6),
}


class Book:
	"""All lines of the month, and who is who."""

	def __init__(self):
		self.lines = []
		self.people = []
		self.by_role = {}
		self.sick = []  # (user, from, to)
		self.counts = Counter()
		self.late = Counter()
		self.rng = random.Random(SEED)

	def add(self, t, who, do, params, save=None, expect=None):
		line = {"at": instant(t), "as": who, "do": do, "params": params}
		if save:
			line["save"] = save
		if expect:
			line["expect"] = expect
		if t < END:
			self.lines.append((t, line))
			self.counts[do] += 1

	def note(self, t, text):
		self.lines.append((t, {"at": instant(t), "note": text}))

	def absent(self, user, t):
		return any(u == user and a <= t < b for u, a, b in self.sick)

	def pick(self, rng, role, t):
		"""Somebody of that role who is at work; the roles are keyed 'operator@km_line' and such."""
		names = self.by_role[role]
		here = [n for n in names if not self.absent(n, t)]
		if not here and role.startswith("operator@"):
			return self.pick(rng, "station_manager@" + role.split("@")[1], t)
		return rng.choice(here or names)

	def dispatcher(self, t):
		"""Three shifts of two, round the clock."""
		day, second = local(t)
		names = self.by_role["dispatcher"]
		return names[(second // (8 * HOUR)) * 2 + day % 2]

	def hire(self, role, title, **params):
		used = len(self.people)
		(s, zh_s), (g, zh_g) = self.names[used]
		name = f"{s}.{g}"
		self.people.append({"name": name, "title": zh_s + zh_g + (" " + title if title else ""),
							"roles": [role], **params})
		place = params.get("stations") or [params.get("unit")]
		for key in [role] + [f"{role}@{p}" for p in place]:
			self.by_role.setdefault(key, []).append(name)
		return name

	def organise(self):
		"""The organisation, as lines without a time."""
		pairs = [(s, g) for s in cast.SURNAMES for g in cast.GIVEN]
		random.Random(SEED).shuffle(pairs)
		self.names = pairs
		for unit, n in cast.ACCOUNT_MANAGERS.items():
			for _ in range(n):
				self.hire("account_manager", "", unit=unit)
			self.hire("industry_manager", "行业经理", unit=unit)
			self.hire("clerk", "文书", unit=unit)
			self.hire("leader", "主任", unit=unit)
		for _ in range(cast.N_DISPATCHERS):
			self.hire("dispatcher", "", unit="crc")
		for _ in range(cast.N_SUPERVISORS):
			self.hire("supervisor", "值班长", unit="crc")
		self.hire("monitor", "监控", unit="crc")
		for name, unit, _, _, n in cast.STATIONS:
			for _ in range(n):
				self.hire("operator", "", unit=unit, stations=[name])
		for unit, pre in (("kunming_net", "km"), ("dali_net", "dl"), ("qujing_net", "qj")):
			mine = [s[0] for s in cast.STATIONS if s[1] == unit]
			halves = [mine[:3], mine[3:]] if len(mine) > 3 else [mine]
			for stations in halves:
				self.hire("station_manager", "工位经理", unit=unit, stations=stations)

		out = []
		for name, kind, title, reviews, direct in cast.UNITS:
			params = {"name": name, "kind": kind, "title": title}
			if kind == "front":
				params.update(reviews=reviews, confirmation_direct=direct)
			out.append(("unit.put", params))
		for name, unit, area, title, _ in cast.STATIONS:
			out.append(("station.put", {"name": name, "unit": unit, "area": area, "title": title}))
		out += [("user.put", p) for p in self.people]
		self.manager_of = {}
		for i, (name, title, tier, unit, area) in enumerate(cast.CUSTOMERS):
			managers = self.by_role["account_manager@" + unit]
			self.manager_of[name] = managers[i % len(managers)]
			contact = {"site": cast.AREAS[area] + "总部", "phone": f"0871-{3100000 + 137 * i}"}
			out.append(("customer.put", {
				"name": name, "number": f"Y{i + 1:04}", "title": title, "tier": tier, "unit": unit,
				"account_manager": self.manager_of[name], "contacts": [contact]}))
		for name, kind, service, nodes in cast.routes():
			out.append(("route.put", {
				"name": name, "kind": kind, "service": service, "nodes": slips(nodes)}))
		return [{"do": do, "params": params} for do, params in out]


def slips(nodes):
	"""Route nodes or tasks by hand, as the API takes them."""
	return [{"name": n, "station": s, "after": a, **({} if share is None else {"share": share})}
			for n, s, a, share in nodes]


class Flow:
	"""One order's way round the loop: a small clockwork of its own, in the order's own time."""

	def __init__(self, book, tag, kind, service, tier, customer, t, fault=None):
		self.book, self.tag, self.kind, self.service, self.tier = book, tag, kind, service, tier
		self.customer, self.fault = customer, fault
		self.rng = random.Random(f"{SEED}/{tag}")
		self.heap, self.n, self.t = [], 0, t
		self.tasks, self.returns = {}, 0
		self.state, self.held, self.paused = "draft", False, 0
		self.arrived = self.done = None
		self.pace = 1.0
		self.is_major = False
		self.unanswered = 0
		hours = LIMIT.get((kind, fault or service)) or LIMIT[(kind, "*")]
		self.limit = hours[TIERS.index(tier)] * HOUR
		self.hours = ALWAYS if kind == "fault" else OFFICE

	# --- its clockwork

	def after(self, span, act, hours=ALWAYS):
		self.n += 1
		at = max(later(self.t, span, hours), self.t + 1)
		heapq.heappush(self.heap, (at, self.n, hours, act))

	def run(self):
		while self.heap:
			self.t, _, _, act = heapq.heappop(self.heap)
			act()
		if self.done is not None and self.done < END:
			key = (self.kind, self.service, self.tier)
			self.book.counts[("done",) + key] += 1
			self.book.late[key] += self.done - self.arrived - self.paused > self.limit
		return self

	def say(self, who, do, save=None, expect=None, **params):
		self.book.add(self.t, who, do, params, save, expect)

	def mine(self, who, do, expect=None, **params):
		self.say(who, do, expect=expect, id="@" + self.tag, **params)

	def chance(self, p):
		return self.rng.random() < p

	def between(self, a, b):
		return self.rng.uniform(a, b)

	def by_tier(self, a, b, c):
		return self.between(*(a, b, c)[TIERS.index(self.tier)])

	def who(self, role):
		return self.book.pick(self.rng, role, self.t)

	def clerk_of_crc(self):
		return self.book.dispatcher(self.t)

	# --- the slip, up to the CRC

	def create(self, who, of_unit, **params):
		self.manager, self.unit = who, of_unit
		self.say(who, "order.create", save=self.tag, kind=self.kind, service=self.service,
				customer=self.customer, **params)
		return self

	def reviews(self, needs_leader):
		row = next(u for u in cast.UNITS if u[0] == self.unit)
		if self.kind == "fault" or self.kind == "confirmation" and row[4]:
			return []
		return [r for r in row[3] if r != "leader" or needs_leader]

	def submitted(self, needs_leader=False, arrive=None):
		self.needs_leader, self.arrive = needs_leader, arrive or self.dispatch
		self.climb(self.reviews(needs_leader))

	def submit_by(self, is_submitted, needs_leader, show):
		"""The originator submits at once or a little later; past the quota only the leader can."""
		if is_submitted:
			return self.submitted(needs_leader)

		def refused():
			self.mine(self.manager, "order.submit", expect="quota_exceeded")
			self.after(self.between(10, 40) * MINUTE, override, OFFICE)

		def override():
			self.mine(self.who("leader@" + self.unit), "order.submit", override="重要客户临时任务，主任批准超额")
			self.submitted(needs_leader)

		def submit():
			self.mine(self.manager, "order.submit")
			self.submitted(needs_leader)
		self.after(self.between(2, 25) * MINUTE, refused if show else submit, OFFICE)

	def climb(self, steps):
		if not steps:
			self.state, self.arrived, self.paused = "at_crc", self.t, 0
			span = self.by_tier((60, 460), (120, 1500), (180, 5400))
			if self.kind == "fault":
				span = min(span, self.limit * self.between(0.01, 0.04))
			self.after(span * (2.2 if self.chance(0.03) else 1), self.at_crc)
			return
		step = steps[0]
		self.state = step + "_review"
		span = {"manager": self.by_tier((5, 45), (10, 120), (15, 300)),
				"leader": self.by_tier((5, 50), (15, 150), (30, 360)),
				"clerk": self.by_tier((2, 20), (5, 45), (5, 90))}[step] * MINUTE
		self.after(span, lambda: self.review(steps), OFFICE)

	def review(self, steps):
		step = steps[0]
		role = {"manager": "industry_manager", "leader": "leader", "clerk": "clerk"}[step]
		who = self.who(f"{role}@{self.unit}")
		if self.tier != "A" and self.chance({"manager": 0.06, "leader": 0.04, "clerk": 0.02}[step]):
			return self.send_back(who)
		if step == "manager":
			extra = {"needs_leader": True} if self.needs_leader and self.tier != "A" else {}
			self.mine(who, "order.confirm", **extra)
		else:
			self.mine(who, {"leader": "order.approve", "clerk": "order.forward"}[step])
		self.climb(steps[1:])

	def send_back(self, who):
		self.mine(who, "order.send_back", reason=self.rng.choice(cast.BACK_REASONS))
		self.state = "draft"

		def amend():
			self.mine(self.manager, "order.amend", description=cast.AMENDED)
			self.after(self.between(60, 600), again, OFFICE)

		def again():
			self.mine(self.manager, "order.submit")
			self.climb(self.reviews(self.needs_leader))
		self.after(self.between(10, 150) * MINUTE, amend, OFFICE)

	def at_crc(self):
		if self.kind == "contact" and self.tier != "A" and self.chance(0.025):
			return self.send_back(self.clerk_of_crc())
		if self.chance(0.015) and self.tier != "A":
			return self.cancel()
		self.arrive()

	# --- dispatch and the stations' work

	def plan(self, route=None, nodes=None, trouble=None):
		"""What the CRC will dispatch; trouble: {task: what happens when its work is done}."""
		self.route, self.trouble = route, dict(trouble or {})
		self.nodes = nodes or next(r[3] for r in cast.routes() if r[0] == route)

	def dispatch(self):
		how = {"route": self.route} if self.route else {"tasks": slips(self.nodes)}
		self.mine(self.clerk_of_crc(), "order.dispatch", **how)
		self.state = "executing"
		for name, station, after, share in self.nodes:
			self.tasks[name] = {"station": station, "after": after, "state": "waiting",
								"share": share or 1 / self.depth(name), "rework": 0}
		self.issue()
		if self.held_for:
			self.after(self.held_at, self.hold, self.hours)

	def depth(self, name):
		rows = {n: a for n, _, a, _ in self.nodes}

		def up(n):
			return 1 + max((up(m) for m in rows[n]), default=0)

		def down(n):
			return 1 + max((down(m) for m in rows if n in rows[m]), default=0)
		return up(name) + down(name) - 1

	def issue(self):
		for name, task in self.tasks.items():
			is_next = all(self.tasks[m]["state"] == "done" for m in task["after"])
			if task["state"] == "waiting" and is_next:
				self.issue_one(name)

	def issue_one(self, name):
		task = self.tasks[name]
		task["state"] = "issued"
		span = self.by_tier((1, 8.5), (2, 26), (4, 105)) * MINUTE
		if self.kind == "fault":
			span = min(span, self.limit * self.between(0.02, 0.08))
		if self.chance(0.05):
			span *= 1.8
		self.after(span, lambda: self.accept(name), self.task_hours(task))

	def task_hours(self, task):
		if self.hours is ALWAYS:
			return ALWAYS
		return FIELD if task["station"].endswith("_line") else OFFICE

	def accept(self, name):
		task = self.tasks[name]
		if task["state"] != "issued":
			return
		if self.chance(0.004):  # closing what nobody received yet
			self.say(self.who("operator@" + task["station"]), "task.complete", expect="wrong_state",
					id=self.ref(name), **self.record(name))
		task["holder"] = self.who("operator@" + task["station"])
		self.say(task["holder"], "task.accept", id=self.ref(name))
		task["state"] = "accepted"
		span = self.work(task)
		self.after(span, lambda: self.work_done(name), self.task_hours(task))
		for user, a, _ in self.book.sick:
			if user == task["holder"] and self.t < a < later(self.t, span, self.task_hours(task)):
				self.after(a - self.t + self.between(20, 90) * MINUTE, lambda: self.reassign(name))

	def work(self, task):
		"""Seconds at it, within the hours of those who do it."""
		own = self.pace * task["share"] * self.between(0.75, 1.1) * (0.5 if task["rework"] else 1)
		if self.hours is ALWAYS:
			return own * self.limit * 0.9
		if self.kind == "confirmation":
			return own * self.by_tier((2.2, 3.2), (3, 6), (3, 8)) * HOUR
		if self.tier == "A" and self.service == "pstn":
			return own * self.between(5, 6.5) * HOUR
		return own * self.limit / 24 * 5.5  # a day of the limit is about so much of a working day

	def ref(self, name):
		return f"@{self.tag}.task.{name}"

	def reassign(self, name):
		task = self.tasks[name]
		if task["state"] == "accepted" and not self.held and self.state == "executing":
			boss = self.who("station_manager@" + task["station"])
			task["holder"] = self.who("operator@" + task["station"])
			self.say(boss, "task.reassign", id=self.ref(name), to=task["holder"])

	def work_done(self, name):
		task = self.tasks[name]
		if task["state"] != "accepted":
			return
		what = self.trouble.pop(name, None)
		if what:
			return what(name)
		self.complete(name)

	def record(self, name):
		text = cast.RECORDS[name.split("_")[0]]
		if self.kind == "confirmation":
			answer = {"result": self.answer, "reference": f"ZY-{self.tag[1:]}-{name}"}
			if self.answer == "needs_build":
				answer["ready_at"] = instant(self.t + 12 * DAY)
			if self.answer != "impossible":
				answer["valid_until"] = instant(self.t + 25 * DAY)
			return {"record": text, "answer": answer}
		if self.kind == "fault":
			_, cause, explanation = self.story
			side = "customer" if "用户" in cause and "自备" in explanation else "carrier"
			return {"record": text, "cause": cause, "side": side, "impact": self.impact,
				"explanation": explanation}
		return {"record": text}

	def complete(self, name):
		task = self.tasks[name]
		who = task["holder"]
		if self.book.absent(who, self.t):
			who = self.who("operator@" + task["station"])
		self.say(who, "task.complete", id=self.ref(name), **self.record(name))
		task["state"] = "done"
		if task.get("blamed_by"):
			raiser = task.pop("blamed_by")
			self.unanswered -= 1
			self.go_on(raiser)
		self.issue()
		if all(t["state"] in ("done", "cancelled") for t in self.tasks.values()):
			self.finish()

	# --- what goes wrong

	def go_on(self, raiser):
		self.tasks[raiser]["state"] = "accepted"
		self.after(self.work(self.tasks[raiser]) * 0.3, lambda: self.work_done(raiser),
					self.task_hours(self.tasks[raiser]))

	def send_against(self, erring, dispute=None):
		"""Trouble: an error found in another task's work. dispute: None, 'upheld', 'overturned'."""
		def raised(name):
			me, them = self.tasks[name], self.tasks[erring]
			self.say(me["holder"], "task.return", id=self.ref(name), to=erring, kind="error",
					text=self.rng.choice(cast.ERROR_TEXTS))
			me["state"] = "waiting_for_return"
			self.unanswered += 1

			def rework():
				them.update(state="issued", rework=them["rework"] + 1, blamed_by=name)
				self.issue_one(erring)

			def answered():
				self.say(self.who("operator@" + them["station"]), "return.accept", id=self.slip())
				rework()

			def disputed():
				self.say(self.who("operator@" + them["station"]), "return.dispute", id=self.slip(),
						reason=self.rng.choice(cast.DISPUTES))
				self.after(self.by_tier((5, 28), (10, 115), (20, 400)) * MINUTE, ruled, self.hours)

			def ruled():
				is_upheld = dispute == "upheld"
				self.say(self.who("supervisor"), "return.rule", id=self.slip(), upheld=is_upheld,
						reason=cast.UPHELD if is_upheld else cast.OVERTURNED)
				if is_upheld:
					return rework()
				self.unanswered -= 1
				self.go_on(name)
			span = self.by_tier((5, 26), (10, 110), (30, 600)) * MINUTE
			self.after(span, answered if not dispute else disputed, self.task_hours(them))
		return raised

	def slip(self):
		return f"@{self.tag}.return"

	def send_to_crc(self, other=None):
		"""Trouble: cannot go on. The CRC settles it, or sends another station."""
		def raised(name):
			me = self.tasks[name]
			self.say(me["holder"], "task.return", id=self.ref(name), to="crc",
				kind="cannot_complete", text=self.rng.choice(cast.CANNOT_TEXTS))
			me["state"] = "waiting_for_return"
			self.unanswered += 1

			def accepted():
				self.say(self.clerk_of_crc(), "return.accept", id=self.slip())
				alone = all(t["state"] == "done" for n, t in self.tasks.items() if n != name)
				act = again if other and alone else settled
				self.after(self.between(3, 40) * MINUTE, act, self.hours)

			def settled():
				self.say(self.clerk_of_crc(), "return.settle", id=self.slip(),
					record=self.rng.choice(cast.SETTLED))
				self.unanswered -= 1
				self.go_on(name)

			def again():
				me["state"] = "cancelled"
				self.unanswered -= 1
				self.tasks["assist"] = {"station": other, "after": [], "state": "waiting",
					"share": 0.4, "rework": 0}
				self.mine(self.clerk_of_crc(), "order.dispatch",
					tasks=[{"name": "assist", "station": other}])
				self.issue()
			self.after(self.by_tier((2, 20), (5, 60), (10, 240)) * MINUTE, accepted, self.hours)
		return raised

	def escalate(self):
		"""Trouble: the station manager makes it a major issue; the supervisor resolves it."""
		def raised(name):
			boss = self.who("station_manager@" + self.tasks[name]["station"])
			self.say(boss, "task.escalate", id=self.ref(name),
				reason=self.rng.choice(cast.ESCALATIONS))

			def resolved():
				self.mine(self.who("supervisor"), "order.resolve_major",
					note=self.rng.choice(cast.RESOLUTIONS))
				self.after(self.between(5, 40) * MINUTE, lambda: self.work_done(name))
			self.after(self.by_tier((20, 90), (40, 180), (60, 300)) * MINUTE, resolved)
		return raised

	held_for = None  # or (reason, seconds)
	held_at = 0

	def hold(self):
		if self.state != "executing" or self.held:
			return
		reason, span = self.held_for
		self.held_for = None
		who = self.clerk_of_crc()
		self.mine(who, "order.hold", reason=reason, note=cast.HOLD_NOTES[reason])
		self.held = True
		span = later(self.t, span, self.hours) - self.t
		if reason not in ("awaiting_parts", "other"):
			self.paused += span
		moved = []
		for at, n, hours, act in self.heap:
			moved.append((opened(at + span + 60, hours), n, hours, act))
		heapq.heapify(moved)
		self.heap = moved
		self.after(span, self.resume)

	def resume(self):
		self.held = False
		self.mine(self.clerk_of_crc(), "order.resume")

	def retier(self, tier, after):
		def act():
			if self.state == "executing":
				self.mine(self.who("supervisor"), "order.retier", tier=tier, reason=cast.RETIERED)
		self.after(after, act, self.hours)

	def note_after(self, span, text):
		def act():
			if self.state in ("executing", "at_crc"):
				self.mine(self.clerk_of_crc(), "order.note", text=text)
		self.after(span, act)

	def cancel(self):
		self.state = "cancelled"
		self.heap = []
		self.mine(self.manager, "order.cancel", reason=self.rng.choice(cast.CANCELS))

	def cancel_after(self, span):
		self.after(span, lambda: self.state == "executing" and self.cancel(), self.hours)

	# --- the end

	refusals = 0

	def finish(self):
		self.done = self.t
		if self.kind == "confirmation":
			self.state = "awaiting_archive"
			self.after(self.between(0.1, 6) * HOUR, self.archive, OFFICE)
			return
		self.state = "awaiting_signature"
		span = self.between(0.2, 6) if self.kind == "fault" else self.between(0.5, 13)
		self.after(span * HOUR, self.sign, FIELD)

	def sign(self):
		by = next((c[1] for c in cast.CUSTOMERS if c[0] == self.customer), self.customer)
		who = self.clerk_of_crc() if self.kind == "fault" and self.chance(0.5) else self.manager
		if self.refusals:
			self.refusals -= 1
			live = {n: t for n, t in self.tasks.items() if t["state"] != "cancelled"}
			redo = [n for n in live if not any(n in t["after"] for t in live.values())]
			more = {"redo": redo} if self.chance(0.5) else {}
			self.mine(who, "order.sign", accepted=False, by=by,
				note=self.rng.choice(cast.REFUSALS), **more)
			self.paused += self.t - self.done
			self.state, self.done = "executing", None
			for name in redo:
				self.tasks[name]["rework"] += 1
				self.issue_one(name)
			return
		self.mine(who, "order.sign", accepted=True, by=by)
		self.state = "awaiting_archive"
		self.after(self.between(0.3, 12) * HOUR, self.archive, OFFICE)

	grades = None

	def archive(self):
		colleagues = self.book.by_role["account_manager@" + self.unit]
		if self.book.absent(self.manager, self.t) and len(colleagues) > 1:
			boss = self.who("leader@" + self.unit)
			self.manager = self.who("account_manager@" + self.unit)
			self.mine(boss, "order.assign", account_manager=self.manager)
			return self.after(self.between(5, 60) * MINUTE, self.archive, OFFICE)
		if self.grades and self.state == "awaiting_archive":
			self.mine(self.who("leader@" + self.unit), "order.authorise_grading",
				until=instant(self.t + 5 * DAY))
			grades, self.grades = self.grades, None

			def graded():
				self.state = "archived"
				self.mine(self.manager, "order.archive", grades=grades)
			return self.after(self.between(1, 30) * MINUTE, graded)
		self.state = "archived"
		self.mine(self.manager, "order.archive")
