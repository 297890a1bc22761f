# SPDX-License-Identifier: Apache-2.0
"""Random commands for the random model: who asks what of which order, right or wrong.

Each command knows how to carry itself out in the model; rights come from rights.py's roles."""

import itertools

import rules
import org
import rights

ROLES_OF = {u["name"]: set(u["roles"]) for u in org.USERS} | {"admin": {"admin"}}
UNIT_OF = {u["name"]: u.get("unit") for u in org.USERS}
STATIONS_OF = {u["name"]: set(u.get("stations", ())) for u in org.USERS}
OPERATORS = {}
for _user in org.USERS:
	for _station in _user.get("stations", ()):
		OPERATORS.setdefault(_station, []).append(_user["name"])
STATIONS = [s["name"] for s in org.STATIONS]
FRONT = {"account_manager", "industry_manager", "clerk", "leader"}
SEES_ALL = {"dispatcher", "supervisor", "monitor", "admin"}
ANYBODY = [u["name"] for u in org.USERS if u.get("unit") != "public"] + ["admin"]
PEOPLE = {  # of a unit: account managers, industry manager, leader, clerk
	"key_accounts": (["li.wei", "zhao.min"], "chen.jie", "yang.guang", "wu.fang"),
	"commercial": (["sun.li"], None, "lu.ming", "xu.ying"),
	"suburban": (["qian.hong"], None, "fan.yu", None),
}
DISPATCHERS = ["wang.lei", "liu.yan"]
FAULT_RECORD = {"cause": "cable", "side": "carrier", "impact": "one line", "explanation": "dug up"}
NAMES = itertools.count(1)


class Command:
	def __init__(self, who, method, order, params, act, task=None, slip=None):
		self.who, self.method, self.order, self.params = who, method, order, params
		self.act, self.task, self.slip = act, task, slip
		self.raised = None  # the slip it makes

	def predict(self, now):
		"""Carries it out in the model; the class it has to be answered with."""
		order = self.order
		try:
			if order is not None and order.id is not None:
				guard(self)
			if "if_version" in self.params and self.params["if_version"] != order.version:
				raise rules.Refused("conflict")
			made = self.act(now)
		except rules.Refused as refused:
			return refused.cls
		if made is rules.NOTHING:
			return "ok"
		self.raised = made
		if order.version is not None:
			order.version += 1
		return "ok"


def guard(command):
	roles, order, method = ROLES_OF[command.who], command.order, command.method
	if "admin" in roles:
		return
	if method == "return.settle" and "supervisor" in roles:
		raise rules.Open
	rules.need(roles & rights.ROLES[method], "forbidden")
	rules.need(sees(command.who, order), "not_found")
	rules.need(owns(command, roles, order), "forbidden")


def sees(who, order):
	if ROLES_OF[who] & SEES_ALL:
		return True
	if ROLES_OF[who] & FRONT:
		return UNIT_OF[who] == order.unit
	return bool(STATIONS_OF[who] & order.stations)


def owns(command, roles, order):
	noun, verb = command.method.split(".")
	if verb == "note":
		return True
	if verb == "send_back":
		if not roles & {rights.REVIEWER.get(order.state)}:
			raise rules.Open
		return True
	if noun == "order":
		if "account_manager" in roles:
			return order.am == command.who
		if "dispatcher" in roles:
			if verb == "archive":
				return order.am is None
			if verb in ("amend", "submit", "cancel"):
				return order.am is None and order.raised_by == command.who
			return verb in ("dispatch", "hold", "resume", "sign")
		if "station_manager" in roles and verb in ("hold", "resume"):
			living = {t.station for t in order.tasks if t.state not in ("done", "cancelled")}
			if not STATIONS_OF[command.who] & living:
				raise rules.Open
		return True
	if noun == "task":
		return command.task.station in STATIONS_OF[command.who]
	if verb in ("accept", "dispute"):
		if command.slip.to == "crc":
			return "dispatcher" in roles
		return order.task(command.slip.to).station in STATIONS_OF[command.who]
	return True


class Maker:
	"""Makes commands; `rng` alone decides which."""

	def __init__(self, rng):
		self.rng = rng

	def create(self, answered):
		"""answered: confirmations a contact slip may cite."""
		rng, kind = self.rng, self.rng.choices(["fault", "confirmation", "contact"], [4, 3, 3])[0]
		tier = rng.choice("ABC")
		unit = rng.choice(list(PEOPLE))
		if kind == "contact" and rng.random() < 0.9 and not any(c.unit == unit for c in answered):
			kind = "confirmation"
		service = rng.choice(["pstn", "ddn_fr", "packet"]) if kind == "fault" else "pstn"
		params = {"kind": kind, "service": service, "tier": tier, "customer": f"hotel {unit}",
			"title": "random"}
		am, who, cited = rng.choice(PEOPLE[unit][0]), None, None
		if kind == "fault" and rng.random() < 0.3:
			who, am, params["unit"] = rng.choice(DISPATCHERS), None, unit
		needs_leader = kind == "contact" and rng.random() < 0.3
		if kind == "contact":
			mine = [c for c in answered if c.unit == unit]
			cited = rng.choice(mine) if mine else None
			params["purpose"] = rng.choice(["install", "upgrade", "relocate"])
			if needs_leader:
				params["needs_leader"] = True
			if cited:
				params["confirmation"] = cited.id
		order = rules.Order(kind, service, tier, unit, am, needs_leader, cited)
		order.raised_by = who or am
		submit = rng.random() < 0.8
		if submit:
			params["submit"] = True
		return Command(who or am, "order.create", order, params,
			order.submit if submit else lambda now: None)

	def of(self, order):
		"""A command on the order: usually one that fits; None when there is nothing to ask."""
		rng = self.rng
		command = self._any(order) if rng.random() < 0.2 else self._fitting(order)
		if not command:
			return None
		if rng.random() < 0.1 and command.method != "order.send_back":
			command.who = rng.choice(ANYBODY)
			if command.method == "task.reassign":
				return None
		if rng.random() < 0.08:
			command.params["if_version"] = order.version - rng.choice([0, 0, 1])
		return command

	def _order(self, who, method, order, act, **params):
		return Command(who, f"order.{method}", order, {"id": order.id, **params}, act)

	def _task(self, who, method, order, task, act, **params):
		return Command(who, f"task.{method}", order, {"id": task.id, **params}, act, task=task)

	def _slip(self, who, method, order, slip, act, **params):
		return Command(who, f"return.{method}", order, {"id": slip.id, **params}, act, slip=slip)

	def owner(self, order):
		return order.am or order.raised_by

	def _fitting(self, order):
		rng, (_, manager, leader, clerk) = self.rng, PEOPLE[order.unit]
		if rng.random() < 0.03:
			return self.retier(order) if rng.random() < 0.7 else self.cancel(order)
		if rng.random() < 0.05:
			return self.note(order)
		if order.state == "draft":
			return self.amend(order) if rng.random() < 0.3 else self.submit(order)
		if order.state in ("manager_review", "leader_review", "clerk_review"):
			step = order.state.split("_")[0]
			who = {"manager": manager, "leader": leader, "clerk": clerk}[step]
			return self.send_back(order, who) if rng.random() < 0.15 else self.review(order, step, who)
		if order.state == "at_crc":
			who = rng.choice(DISPATCHERS)
			return self.send_back(order, who) if rng.random() < 0.1 else self.dispatch(order, who)
		if order.state == "executing":
			return self._executing(order)
		if order.state == "awaiting_signature":
			return self.sign(order)
		if order.state == "awaiting_archive":
			return self.archive(order)
		return self.note(order)

	def _executing(self, order):
		rng = self.rng
		if order.hold:
			return self.resume(order)
		dice = rng.random()
		if dice < 0.08:
			return self.hold(order)
		if dice < 0.10 and all(s.to == "crc" and s.state in ("accepted", "upheld")
				for s in order.unsettled()):
			return self.dispatch(order, "zhang.qiang")
		if dice < 0.12 and order.major:
			return self._order("zhang.qiang", "resolve_major", order,
				lambda now: order.resolve_major(), note="solved")
		if order.unsettled() and dice < 0.5:
			return self.slip(order, rng.choice(order.unsettled()))
		tasks = [t for t in order.tasks if t.state in ("issued", "accepted")]
		return self.task(order, rng.choice(tasks)) if tasks else self.note(order)

	def _any(self, order):
		"""Whatever comes to mind, fitting or not."""
		rng = self.rng
		makers = [self.submit, self.sign, self.archive, self.hold, self.resume, self.cancel,
			self.retier, self.note, lambda o: self.dispatch(o, "wang.lei"),
			lambda o: self.review(o, "manager", PEOPLE[o.unit][1] or "admin"),
			lambda o: self.review(o, "leader", PEOPLE[o.unit][2]),
			lambda o: self.review(o, "clerk", PEOPLE[o.unit][3] or "admin")]
		if order.tasks:
			makers += [lambda o: self.task(o, rng.choice(o.tasks))] * 4
		if order.slips:
			makers += [lambda o: self.slip(o, rng.choice(o.slips))] * 3
		command = rng.choice(makers)(order)
		if command and command.method == "order.cancel" and rng.random() < 0.8:
			return None
		return command

	# single commands

	def submit(self, order):
		return self._order(self.owner(order), "submit", order, order.submit)

	def amend(self, order):
		return self._order(self.owner(order), "amend", order,
			lambda now: rules.need(order.state == "draft"), title=f"amended {next(NAMES)}")

	def review(self, order, step, who):
		method = {"manager": "confirm", "leader": "approve", "clerk": "forward"}[step]
		params = {}
		if method == "confirm" and self.rng.random() < 0.2:
			params["needs_leader"] = True
		return self._order(who, method, order,
			lambda now: order.review(step, now, "needs_leader" in params), **params)

	def send_back(self, order, who):
		return self._order(who, "send_back", order, order.send_back, reason="say more")

	def cancel(self, order):
		return self._order(self.owner(order), "cancel", order, order.cancel, reason="gone")

	def note(self, order):
		return self._order(self.owner(order), "note", order, lambda now: None, text="说明")

	def dispatch(self, order, who):
		rng, nodes = self.rng, []
		shape = rng.choice(["one", "serial", "parallel", "diamond"])
		count = {"one": 1, "serial": rng.choice([2, 3]), "parallel": rng.choice([2, 3]), "diamond": 4}
		names = [f"t{next(NAMES)}" for _ in range(count[shape])]
		for n, name in enumerate(names):
			after = []
			if shape == "serial" and n:
				after = [names[n - 1]]
			elif shape == "diamond" and n:
				after = [names[0]] if n < 3 else names[1:3]
			nodes.append({"name": name, "station": rng.choice(STATIONS), "after": after})
		if shape == "one" and rng.random() < 0.3:
			nodes[0]["share"] = 0.5
		return self._order(who, "dispatch", order, lambda now: order.dispatch(nodes, now), tasks=nodes)

	def hold(self, order):
		reason = self.rng.choice(sorted(rules.STOPS) + ["awaiting_parts", "other"])
		return self._order(self.rng.choice(DISPATCHERS + ["zhang.qiang"]), "hold", order,
			lambda now: order.set_hold(reason, now), reason=reason)

	def resume(self, order):
		return self._order("wang.lei", "resume", order, order.resume)

	def retier(self, order):
		tier = self.rng.choice([t for t in "ABC" if t != order.tier])
		who = self.rng.choice(["zhang.qiang", PEOPLE[order.unit][2]])
		return self._order(who, "retier", order, lambda now: order.retier(tier, now), tier=tier,
			reason="asked for")

	def sign(self, order):
		accepted, redo, params = self.rng.random() < 0.7, None, {}
		done = [t.name for t in order.tasks if t.state == "done"]
		if not accepted and done and self.rng.random() < 0.5:
			redo = params["redo"] = self.rng.sample(done, self.rng.randrange(1, len(done) + 1))
		return self._order(order.am or "wang.lei", "sign", order,
			lambda now: order.sign(accepted, redo, now), accepted=accepted, by="the customer", **params)

	def archive(self, order):
		return self._order(order.am or "wang.lei", "archive", order, order.archive)

	def task(self, order, task):
		rng, who = self.rng, self.rng.choice(OPERATORS[task.station])
		dice = rng.random()
		if dice < 0.06 and task.state == "accepted":
			manager = next(u for u in OPERATORS[task.station] if u.startswith("m."))
			return self._task(manager, "reassign", order, task,
				lambda now: order.reassign(task, who), to=who)
		if dice < 0.09:
			manager = next(u for u in OPERATORS[task.station] if u.startswith("m."))
			return self._task(manager, "escalate", order, task,
				lambda now: order.escalate(task), reason="beyond us")
		if dice < 0.25:
			return self.raise_slip(order, task, who)
		if task.state == "accepted" or dice < 0.3:
			return self.complete(order, task, who)
		command = self._task(who, "accept", order, task, None)
		command.act = lambda now: order.accept(task, command.who, now)
		return command

	def raise_slip(self, order, task, who):
		against = {s.to for s in order.unsettled()}
		done = [t.name for t in order.tasks
			if t.state == "done" and t.name not in against and t is not task]
		to = self.rng.choice(done + ["crc"])
		kind = "cannot_complete" if to == "crc" else "error"
		return self._task(who, "return", order, task,
			lambda now: order.raise_slip(task, to, now), to=to, kind=kind, text="wrong pair")

	def complete(self, order, task, who):
		params = {"record": "done"}
		if order.kind == "fault":
			params.update(FAULT_RECORD)
		elif order.kind == "confirmation":
			params["answer"] = {"result": "available"}
		return self._task(who, "complete", order, task, lambda now: order.complete(task, now), **params)

	def slip(self, order, slip):
		rng = self.rng
		if slip.state == "disputed" or rng.random() < 0.05:
			upheld = rng.random() < 0.5
			return self._slip("zhang.qiang", "rule", order, slip,
				lambda now: order.rule(slip, upheld, now), upheld=upheld, reason="looked at it")
		if slip.to == "crc" and slip.state in ("accepted", "upheld"):
			return self._slip("wang.lei", "settle", order, slip,
				lambda now: order.settle(slip, now), record="another way")
		if slip.state in ("accepted", "upheld") and rng.random() < 0.8:
			return self.task(order, order.task(slip.to))
		who = rng.choice(DISPATCHERS) if slip.to == "crc" else \
			rng.choice(OPERATORS[order.task(slip.to).station])
		if rng.random() < 0.35:
			return self._slip(who, "dispute", order, slip,
				lambda now: order.answer(slip, False, now), reason="not us")
		return self._slip(who, "accept", order, slip, lambda now: order.answer(slip, True, now))
