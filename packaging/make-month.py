#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes organisation.jsonl, month.jsonl and desk.jsonl: March 2026 in a response centre.

Owns which orders there are and what befalls them; the same seed gives the same bytes. It never
talks to a daemon: `sliploop play` does.

	packaging/make-month.py            write the three files beside this program
	packaging/make-month.py --check    end non-zero when they are not what it would write
	packaging/make-month.py --figures  also print what it expects, to tune the delays by
"""
import json
import pathlib
import random
import sys
from collections import Counter

import month_cast as cast
from month_clock import BEIJING, DAY, END, HOUR, MINUTE, OFFICE, instant, local, opened, weekday
from month_flow import QUOTA, SEED, TIERS, Book, Flow

# --- the month

def shuffled(rng, counts):
	out = [k for k, n in counts for _ in range(n)]
	rng.shuffle(out)
	return out


def customer_for(rng, tier, areas=None):
	rows = [c for c in cast.CUSTOMERS if not areas or c[4] in areas]
	if tier == "A":
		rows = [c for c in rows if c[3] in ("key_accounts", "commercial")]
	else:
		rows = [c for c in rows if c[2] == tier] or rows
	return rng.choice(rows)


def lateness(rng):
	return rng.uniform(1.25, 2.1) if rng.random() < 0.045 else rng.triangular(0.35, 0.92, 0.6)


def office_instant(rng, day, tier):
	"""When a slip is written: the urgent ones in the morning."""
	is_early = tier == "A" or weekday(day) == 4
	second = rng.uniform(8.6, 10) if is_early else rng.triangular(8.6, 17.2, 10)
	return opened(int(day * DAY + second * HOUR) - BEIJING, OFFICE)


def confirm(book, n, service, tier, customer, lines, answer, t, nodes=None):
	flow = Flow(book, f"c{n}", "confirmation", service, tier, customer[0], t)
	flow.pace, flow.answer = lateness(flow.rng), answer
	who = book.manager_of[customer[0]]
	if book.absent(who, t):
		who = flow.who("account_manager@" + customer[3])
	text = f"{customer[1]}{cast.SERVICE[service]}资源确认"
	flow.create(who, customer[3], tier=tier, title=text, lines=lines, submit=True,
				sites=[f"{cast.AREAS[customer[4]]}总部"])
	area = customer[4]
	if nodes:
		flow.plan(nodes=nodes)
	elif service == "leased_2m":
		station = "qj_data" if area == "qj" else area + "_transmission"
		flow.plan(nodes=[("check", station, [], None)])
	else:
		flow.plan(route=f"{service.split('_')[0]}_check_{area}")
	flow.submitted()
	return flow.run()


def contact(book, n, service, tier, customer, confirmation, t, spec):
	"""A contact slip that cites a confirmation answered before t."""
	flow = Flow(book, f"o{n}", "contact", service, tier, customer[0], t)
	rng = flow.rng
	flow.pace = lateness(rng)
	purpose = rng.choices(["install", "upgrade", "relocate"], [6, 2, 2])[0]
	area = customer[4]
	other = spec.get("other")
	sites = [cast.AREAS[area] + "总部"] + ([cast.AREAS[other] + "分部"] if other else [])
	title = f"{customer[1]}{cast.PURPOSE[purpose]}{cast.SERVICE[service]}{spec['lines']}路"
	needs_leader = tier == "A" or (tier == "B" and spec["lines"] > 10)
	needs_leader = needs_leader and customer[3] in ("key_accounts", "commercial")
	params = {
		"tier": tier, "title": title, "lines": spec["lines"], "purpose": purpose, "sites": sites,
				"confirmation": "@" + confirmation}
	if service == "ddn_fr":
		rate = rng.choice(["64k", "128k", "256k", "512k"])
		params["requirement"] = {"rate": rate, "interface": "V.35"}
	show = spec.get("quota_show")
	if not show and rng.random() < 0.75:
		params["submit"] = True
	who = book.manager_of[customer[0]]
	if book.absent(who, t):
		who = flow.who("account_manager@" + customer[3])
	flow.create(who, customer[3], **params)

	trouble, last = {}, "test"
	earlier = [x for x in ("line", "number", "port", "access", "access_z", "port_z")]
	names = {x[0] for x in cast.across(area, other)} if other else {
		x[0] for r in cast.routes() if r[0] == f"{service.split('_')[0]}_open_{area}" for x in r[3]}
	earlier = [x for x in earlier if x in names]
	dice = rng.random()
	if dice < 0.09:
		erring = rng.choice(earlier)
		trouble[last] = flow.send_against(erring, rng.choice([None, None, "upheld", "overturned"]))
	elif dice < 0.13:
		trouble[rng.choice(earlier)] = flow.send_to_crc()
	elif dice < 0.15:
		trouble[last] = flow.escalate()
	if other:
		flow.plan(nodes=cast.across(area, other), trouble=trouble)
	else:
		flow.plan(route=f"{service.split('_')[0]}_open_{area}", trouble=trouble)
	if rng.random() < 0.13 and tier != "A":
		reason = rng.choices(list(cast.HOLD_NOTES), [2, 1, 1, 1, 1])[0]
		flow.held_for = (reason, rng.uniform(2, 20) * HOUR)
		flow.held_at = rng.uniform(1, 8) * HOUR
	if rng.random() < 0.06:
		flow.refusals = 1
	if rng.random() < 0.15:
		flow.grades = {"time": rng.choice([3, 4, 5, 5]), "quality": rng.choice([3, 4, 4, 5])}
	if rng.random() < 0.02 and tier != "A":
		flow.cancel_after(rng.uniform(2, 12) * HOUR)
	flow.submit_by(params.get("submit"), needs_leader, show)
	return flow.run()


def provision(book, rng):
	"""Confirmations, and the contact slips that cite them."""
	pstn = [("pstn", t) for t in shuffled(rng, [("A", 22), ("B", 43), ("C", 52)])]
	ddn = [("ddn_fr", t) for t in shuffled(rng, [("A", 9), ("B", 26), ("C", 27)])]
	rows = pstn + ddn
	rng.shuffle(rows)
	days = [d for d in range(1, 29) if weekday(d) < 5]
	used = Counter()
	for n, (service, tier) in enumerate(rows, 1):
		day = days[n * (len(days) - 3) // len(rows)]
		one(book, rng, n, service, tier, day, used, {})
	for i, (service, tier, day) in enumerate([("ddn_fr", "A", 25)], len(rows) + 1):
		one(book, rng, i, service, tier, day, used, {"quota_show": True})
	n = len(rows) + 1
	for i in range(48):  # asked, answered, and nothing came of it
		tier = rng.choices(TIERS, [2, 4, 4])[0]
		service = rng.choices(["pstn", "ddn_fr", "leased_2m"], [4, 4, 2])[0]
		customer = customer_for(rng, tier)
		answer = rng.choices(["available", "needs_build", "impossible"], [4, 3, 3])[0]
		t = office_instant(rng, rng.choice(days), tier)
		confirm(book, n + 1 + i, service, tier, customer, rng.randint(1, 12), answer, t)


def one(book, rng, n, service, tier, day, used, spec):
	other = None
	customer = customer_for(rng, tier)
	if service == "ddn_fr" and rng.random() < 0.4:
		other = rng.choice([a for a in cast.AREAS if a != customer[4]])
	lines = rng.choices([1, 2, 4, 8, 15, 24], [6, 5, 4, 3, 2, 1])[0] if service == "ddn_fr" else \
		rng.choices([1, 2, 5, 10, 30], [8, 4, 3, 2, 1])[0]
	is_build = tier != "A" and rng.random() < 0.07
	nodes = None
	if other:
		check = {"km": "km_resource", "dl": "dl_data", "qj": "qj_data"}
		nodes = [("check_a", check[customer[4]], [], None), ("check_z", check[other], [], None)]
	t = office_instant(rng, day, tier)
	answer = "needs_build" if is_build else "available"
	first = confirm(book, n, service, tier, customer, lines, answer, t, nodes)
	if first.state == "cancelled" or first.done is None:
		return
	t = first.done + int(rng.uniform(0.5, 6) * HOUR)
	t = opened(t, OFFICE) + 60
	if tier == "A":  # the urgent slip goes out in the morning, so that its day is a working day
		day, second = local(t)
		if second > 10 * HOUR or weekday(day) > 3:
			day += 1
			while weekday(day) > 3:
				day += 1
			t = office_instant(rng, day, tier)
		used[service] += 1
		past = used[service] - QUOTA[service]
		assert past <= 0 or past == 1 and spec.get("quota_show"), "quota broken by accident"
	spec = {"lines": lines, "other": other, **spec}
	contact(book, n, service, tier, customer, first.tag, t, spec)


# Faults in a day, by the hour in Beijing.
HOURLY = [1, 1, 1, 1, 1, 2, 3, 5, 9, 10, 9, 8, 6, 6, 8, 8, 8, 7, 6, 5, 5, 4, 3, 2]


def faults(book, rng):
	rows = shuffled(rng, [(("pstn", None), 165), (("ddn_fr", None), 70), (("packet", None), 45),
							(("leased_2m", "equipment"), 26), (("leased_2m", "line"), 24)])
	for n, (service, kind) in enumerate(rows, 1):
		day = rng.randint(0, 30)
		hour = rng.choices(range(24), HOURLY)[0]
		t = int(day * DAY + hour * HOUR + rng.uniform(0, HOUR)) - BEIJING
		if 0 < t < END:
			fault(book, f"f{n}", service, kind, t)


def fault(book, tag, service, kind, t):
	rng = random.Random(f"{SEED}/fault/{tag}")
	tier = rng.choices(TIERS, [15, 35, 50])[0]
	is_stranger = service == "pstn" and tier == "C" and rng.random() < 0.6
	row = customer_for(rng, tier)
	if is_stranger:
		area = rng.choice(["km", "km", "dl", "qj"])
		row = (rng.choice(cast.STRANGERS), None, "C", "public_customers", area)
	customer, area = row[0], row[4]
	flow = Flow(book, tag, "fault", service, tier, customer, t, fault=kind)
	flow.story = rng.choice(cast.FAULTS[service])
	flow.impact = rng.choice(["单个用户", "一个营业网点", "整栋办公楼", "三个网点", "全部专线业务"])
	flow.pace = rng.uniform(1.2, 2.2) if rng.random() < 0.03 else rng.triangular(0.2, 0.8, 0.45)
	if flow.limit > 30 * HOUR:
		flow.pace *= 0.5
	params = {"tier": tier, "title": f"{row[1] or customer}{flow.story[0]}", "submit": True}
	if kind:
		params["fault"] = kind
	day, second = local(t)
	is_office = weekday(day) < 5 and 9 * HOUR < second < 17 * HOUR
	is_called = is_stranger or not is_office or rng.random() < 0.5
	who = flow.clerk_of_crc() if is_called else book.manager_of[customer]
	if not is_called and book.absent(who, t):
		who = flow.who("account_manager@" + row[3])
	if is_stranger:
		params["unit"] = row[3]
	flow.create(who, row[3], **params)
	flow.manager = book.manager_of.get(customer, who) if is_called else who
	if is_stranger:
		flow.archive = lambda: by_dispatcher(flow)

	base = {"pstn": "pstn", "ddn_fr": "ddn", "packet": "packet", "leased_2m": "leased"}[service]
	first = {"packet": "repair", "leased_2m": "test"}.get(service, "locate")
	last = "repair"
	dice, trouble = rng.random(), {}
	helper = {"km": "km_transmission", "dl": "km_data", "qj": "km_data"}[area]
	if dice < 0.05 and first != last:
		trouble[last] = flow.send_against(first, rng.choice([None, None, "upheld", "overturned"]))
	elif dice < 0.10:
		trouble[last] = flow.send_to_crc(rng.choice([None, helper]))
	elif dice < 0.13:
		trouble[last] = flow.escalate()
	if service == "packet" and area != "km" and rng.random() < 0.4:  # across areas: both ends look
		nodes = [("repair_a", area + "_data", [], None), ("repair_z", "km_data", [], None)]
		flow.plan(nodes=nodes, trouble={})
	else:
		flow.plan(route=f"{base}_fault_{area}", trouble=trouble)
	if rng.random() < 0.07:
		reason = rng.choice(["customer_not_ready", "no_access", "force_majeure", "awaiting_parts"])
		flow.held_for = (reason, flow.limit * rng.uniform(0.1, 0.4))
		flow.held_at = flow.limit * rng.uniform(0.1, 0.3)
	if rng.random() < 0.04:
		flow.refusals = 1
	if rng.random() < 0.03:
		flow.cancel_after(flow.limit * rng.uniform(0.1, 0.3))
	elif rng.random() < 0.04 and tier != "A":
		flow.retier({"B": "A", "C": "B"}[tier], flow.limit * rng.uniform(0.15, 0.3))
	if rng.random() < 0.10:
		flow.note_after(flow.limit * rng.uniform(0.02, 0.3), rng.choice(cast.NOTES))
	flow.submitted()
	flow.run()


def by_dispatcher(flow):
	"""A stranger's fault has no account manager: the dispatcher on duty archives it."""
	flow.state = "archived"
	flow.mine(flow.clerk_of_crc(), "order.archive")


def sickness(book, rng):
	"""Who is ill and when, told by the administrator with the whole row of that person."""
	ill = ["operator@" + s for s in (
		"km_line", "km_line", "km_data", "dl_data", "qj_data", "qj_line", "km_switching")]
	ill += ["account_manager@key_accounts", "account_manager@commercial"]
	for i, role in enumerate(ill):
		user = book.by_role[role][i % len(book.by_role[role])]
		a = opened(int(rng.uniform(2, 24) * DAY), OFFICE) - 20 * MINUTE
		b = a + int(rng.uniform(1, 4) * DAY)
		book.sick.append((user, a, b))
		row = next(p for p in book.people if p["name"] == user)
		book.lines.append((a, {"at": instant(a), "do": "user.put",
								"params": {**row, "absent_until": instant(b)}}))


def refusals(book, rng):
	"""What the daemon must refuse, tried by people who should know better."""
	am = book.by_role["account_manager@commercial"][0]
	t = opened(3 * DAY + 2 * HOUR, OFFICE)
	slip = {"kind": "contact", "customer": "jinri_hotel", "title": "锦日酒店新装电话", "purpose": "install",
			"submit": True}
	book.add(t, am, "order.create", {**slip, "service": "pstn"}, expect="confirmation_required")
	operator = book.by_role["operator@km_line"][0]
	book.add(t + 90, operator, "order.create", {**slip, "service": "pstn"}, expect="forbidden")
	telex = {"kind": "fault", "service": "telex", "customer": "jinri_hotel", "title": "电报机故障",
		"submit": True}
	book.add(t + DAY, am, "order.create", telex, expect="no_policy")


def month(book):
	rng = book.rng
	sickness(book, rng)
	refusals(book, rng)
	provision(book, rng)
	faults(book, rng)
	for day in range(31):
		t = max(0, day * DAY - BEIJING + 8 * HOUR)
		book.note(t, f"2026-03-{day + 1:02}")
	book.note(END, "2026-04-01")
	book.lines.sort(key=lambda row: row[0])
	return [line for _, line in book.lines]


# --- the desk: a few open orders to try things on, on the real clock

def desk(book):
	out = []

	def say(who, do, save=None, **params):
		params["idempotency_key"] = f"desk-{len(out) + 1}"
		line = {"as": who, "do": do, "params": params}
		if save:
			line["save"] = save
		out.append(line)

	am = book.manager_of
	crc = book.by_role["dispatcher"][0]

	def op(station):
		return book.by_role["operator@" + station][0]

	say(am["dianchi_bank"], "order.create", "d1", kind="confirmation", service="ddn_fr",
		customer="dianchi_bank", title="滇池商业银行数字数据专线资源确认", lines=2, submit=True)
	say(crc, "order.create", "d2", kind="fault", service="pstn", customer="北市区李先生",
		unit="public_customers", tier="C", title="北市区李先生电话无拨号音", submit=True)
	say(crc, "order.dispatch", id="@d2", route="pstn_fault_km")
	say(am["jinma_securities"], "order.create", "d3", kind="fault", service="ddn_fr",
		customer="jinma_securities", title="金马证券专线中断", submit=True)
	say(crc, "order.dispatch", id="@d3", route="ddn_fault_km")
	say(op("km_data"), "task.accept", id="@d3.task.locate")
	say(am["cangshan_travel"], "order.create", "d4", kind="confirmation", service="pstn",
		customer="cangshan_travel", title="苍山旅行社电话资源确认", lines=5, submit=True)
	say(crc, "order.dispatch", id="@d4", route="pstn_check_dl")
	for name, station in (("number", "dl_switching"), ("pairs", "dl_line")):
		say(op(station), "task.accept", id=f"@d4.task.{name}")
		say(op(station), "task.complete", id=f"@d4.task.{name}", record=cast.RECORDS[name],
			answer={"result": "available", "reference": "ZY-D4-" + name})
	say(am["cangshan_travel"], "order.create", "d5", kind="contact", service="pstn",
		customer="cangshan_travel", title="苍山旅行社新装电话5路", lines=5, purpose="install",
		sites=["大理总部"], confirmation="@d4", submit=True)
	say(crc, "order.create", "d6", kind="fault", service="leased_2m", fault="line",
		customer="erhai_power", title="洱海电力公司2M 电路误码", submit=True)
	say(crc, "order.dispatch", id="@d6", route="leased_fault_dl")
	say(op("dl_transmission"), "task.accept", id="@d6.task.test")
	say(op("dl_transmission"), "task.return", id="@d6.task.test", to="crc", kind="cannot_complete",
		text=cast.CANNOT_TEXTS[0])
	return out


def main():
	book = Book()
	files = {
		"organisation.jsonl": book.organise(),
		"month.jsonl": month(book),
		"desk.jsonl": desk(book),
	}
	here = pathlib.Path(__file__).resolve().parent
	stale = []
	for name, lines in files.items():
		rows = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
		text = "\n".join(rows) + "\n"
		path = here / name
		if "--check" in sys.argv[1:]:
			if not path.exists() or path.read_text(encoding="utf-8") != text:
				stale.append(name)
		else:
			path.write_text(text, encoding="utf-8")
	if "--figures" in sys.argv[1:]:
		for key, n in sorted((k, n) for k, n in book.counts.items() if isinstance(k, tuple)):
			print(*key[1:], n, "done,", book.late[key[1:]], "late")
		for do, n in sorted((k, n) for k, n in book.counts.items() if isinstance(k, str)):
			print(do, n)
	if stale:
		sys.exit("not what make-month.py writes: " + " ".join(stale))


if __name__ == "__main__":
	main()
