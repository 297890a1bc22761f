# SPDX-License-Identifier: Apache-2.0
"""Every row of sla.json, asked of a daemon: an order that the row is meant for gets its limit.

Also which pairs of combination and tier have no row: those are refused with `no_policy`."""

import json

import scenes
from cluster import repository
from instants import parse_span

RECORD = scenes.DONE


def rows():
	own = repository() / "schema" / "sla.json"
	return json.loads(own.read_text(encoding="utf-8"))["limits"]


def confirmation(people, who, service, lines, result):
	order = people[who].call("order.create", kind="confirmation", service=service, tier="C",
		customer="Dianchi Hotel", title="lines?", lines=lines, submit=True)["order"]
	order = people["wang.lei"].call("order.dispatch", id=order["id"],
		tasks=[{"name": "check", "station": "km_line"}])["order"]
	task = order["tasks"][0]["id"]
	people["r.one"].call("task.accept", id=task)
	answer = {"result": result}
	if result == "needs_build":
		answer["ready_at"] = "2026-06-01T00:00:00.000Z"
	people["r.one"].call("task.complete", id=task, record="looked", answer=answer)
	return order["id"]


def submitted(people, kind, service, tier, lines=1, resource="dispatchable", fault=None):
	"""The answer to an order of that kind, submitted."""
	who = "qian.hong"
	params = {"kind": kind, "service": service, "tier": tier, "customer": "Dianchi Hotel",
		"title": "limits", "lines": lines, "submit": True}
	if fault:
		params["fault"] = fault
	if kind == "contact":
		result = "available" if resource == "dispatchable" else "needs_build"
		params.update(purpose="install",
			confirmation=confirmation(people, who, service, lines, result))
	return people[who].ask("order.create", params)


def order_rows(people, table):
	for row in (r for r in table if r["clock"] == "order"):
		low, high = row.get("lines", [1, None])
		for lines in {low, high or low + 7}:
			answer = submitted(people, row["kind"], row.get("service", "pstn"), row["tier"], lines,
				row.get("resource", "dispatchable"), row.get("fault"))
			found = answer.cls
			if answer.ok:
				found = [c["limit"] for c in answer.result["order"]["clocks"] if c["clock"] == "order"][0]
			good = answer.ok and parse_span(found) == parse_span(row["limit"])
			yield None if good else f"{row}, {lines} lines: {found}"


def missing_rows(people):
	for kind, service, fault in (("fault", "isdn", None), ("fault", "leased_2m", None),
			("contact", "packet", None)):
		for tier in "ABC":
			found = submitted(people, kind, service, tier, fault=fault).cls
			good = found == "no_policy" or (service == "leased_2m" and found == "invalid_params")
			yield None if good else f"{kind} {service} {tier} without a row: {found}"


def other_clocks(people, table):
	"""approval to archive: one fault with a return slip and one reviewed slip of each tier."""
	for tier in "ABC":
		seen = {}

		def look(order):
			for clock in order["clocks"]:
				seen.setdefault(clock["clock"], set()).add(parse_span(clock["limit"]))

		who, fault = people["qian.hong"], submitted(people, "fault", "pstn", tier).result["order"]
		look(fault)
		fault = people["wang.lei"].call("order.dispatch", id=fault["id"], tasks=scenes.TASKS)["order"]
		ids = {t["name"]: t["id"] for t in fault["tasks"]}
		people["r.one"].call("task.accept", id=ids["line"])
		people["r.one"].call("task.complete", id=ids["line"], **RECORD)
		people["r.three"].call("task.accept", id=ids["test"])
		raised = people["r.three"].call("task.return", id=ids["test"], to="line", kind="error",
			text="noise")
		look(raised["order"])
		people["r.one"].call("return.dispute", id=raised["return"]["id"], reason="no")
		people["zhang.qiang"].call("return.rule", id=raised["return"]["id"], upheld=False, reason="no")
		look(people["r.three"].call("task.complete", id=ids["test"], **RECORD)["order"])
		look(who.call("order.sign", id=fault["id"], accepted=True, by="x")["order"])
		cited = confirmation(people, "sun.li", "pstn", 1, "available")
		look(people["sun.li"].call("order.create", kind="contact", service="pstn", tier=tier,
			customer="Dianchi Hotel", title="limits", purpose="install", confirmation=cited,
			submit=True)["order"])
		for row in table:
			if row["clock"] != "order" and row["tier"] == tier:
				good = parse_span(row["limit"]) in seen.get(row["clock"], ())
				yield None if good else f"{row}: {seen.get(row['clock'])}"


def check(people):
	"""None for each row that holds, a text for each that does not."""
	people["admin"].call("quota.put", quotas=[
		{"service": s, "resource": r, "tier": "A", "orders_a_month": 1000}
		for s, r in (("pstn", "dispatchable"), ("pstn", "unforecast_build"), ("ddn_fr", "dispatchable"))])
	table = rows()
	yield from order_rows(people, table)
	yield from missing_rows(people)
	yield from other_clocks(people, table)
