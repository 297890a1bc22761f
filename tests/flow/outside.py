# SPDX-License-Identifier: Apache-2.0
"""Methods that are not about one order brought to a place of the loop: who may call them at all.

Written from api.md (the brackets) and rules.md 20 to 24; where they are silent, from lib/api/cmd_*.c."""

import collections

import instants
import rights
import scenes

# params: a dict, or what makes one of (stage, actor). but: actors of these roles who hear `forbidden` all the
# same. says: what those hear who may; `sees`: ok, or `not_found` where the order is not theirs to see.
Row = collections.namedtuple("Row", "method params roles but says")

# Who calls it is nobody yet; who it lets in is shown in tests/doors/ways.py and passwords.py.
EXCEPTIONS = {"session.login"}
NOBODY_HAS = 999_999_999
REPORTS = {"leader", "supervisor", "monitor", "station_manager"}
FROM, TO = "2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z"
FORECAST = {"unit": "key_accounts", "service": "pstn", "month": "2026-05", "quantity": 1}
ICS = ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260501\nSUMMARY:x\n"
	"END:VEVENT\nEND:VCALENDAR\n")
DAY = 86_400_000


def row(method, params=None, roles=(), but=(), says="ok"):
	"""roles beside admin, who may call everything."""
	return Row(method, params or {}, {"admin", *roles}, set(but), says)


def everybody(method, params=None, says="ok"):
	return row(method, params, rights.EVERYBODY, says=says)


ROWS = [
	# the organisation
	row("unit.put", {"name": "x", "kind": "back", "title": "x"}),
	row("station.put", {"name": "x", "unit": "operations", "area": "x", "title": "x"}),
	row("user.put", {"name": "x", "title": "x", "roles": ["monitor"]}),
	row("customer.put", {"name": "x", "title": "x", "tier": "C", "unit": "key_accounts"}, {"leader"},
		but={"foreign_leader"}),  # a leader keeps the customers of the own unit only
	row("hold_reason.put", {"name": "x", "en": "x", "zh": "x", "stops_clock": False}),
	row("token.issue", {"user": "noc"}), row("token.list"),
	row("token.revoke", lambda stage, actor: {"id": stage.token()}),
	everybody("user.password", lambda stage, actor: {"user": stage.user(actor), "password": None}),
	row("user.password", {"user": "noc", "password": None}, {"monitor"}),  # noc is the only one; another's
	*[everybody(f"{noun}.list") for noun in ("unit", "station", "user", "customer", "hold_reason")],
	# the policy
	row("policy.put", {"limits": []}), row("quota.put", {"quotas": []}), row("target.put", {"targets": []}),
	row("ladder.put", {"tier": "A", "steps": [{"at": 1.0, "severity": "major", "tell": "holder"}]}),
	row("route.put", {"name": "x", "kind": "fault", "service": "pstn",
		"nodes": [{"name": "a", "station": "km_line", "after": []}]}),
	row("calendar.put", {"name": "x", "zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}, "days": []}),
	row("calendar.import", {"name": "x", "ics": ICS}),
	row("forecast.put", {**FORECAST, "state": "forecast"}, {"leader"}, but={"foreign_leader"}),
	row("forecast.put", {**FORECAST, "state": "agreed"}, {"supervisor"}),
	row("policy.replay", {"from": FROM, "to": TO, "limits": [{"clock": "order", "limit": "PT1H"}]}),
	everybody("route.get", {"name": "pstn_install"}), everybody("calendar.get", {"name": "x"}),
	everybody("calendar.span", {"name": "x", "from": FROM, "to": TO}),
	everybody("calendar.add", {"name": "x", "from": FROM, "seconds": 1}),
	*[everybody(f"{noun}.list") for noun in ("policy", "ladder", "quota", "target", "route", "calendar", "forecast")],
	# what is asked of many orders at once
	row("order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "corner_shop", "title": "x"},
		{"account_manager", "dispatcher"}),
	*[everybody(f"{noun}.list") for noun in ("order", "task", "return", "alarm")],
	everybody("alarm.get", lambda stage, actor: {"id": stage.alarm(actor)}, says="sees"),
	row("alarm.acknowledge", lambda stage, actor: {"id": stage.alarm(actor)}, rights.EVERYBODY - {"monitor"},
		says="sees"),
	row("feedback.list", {}, {"account_manager", "clerk"}),
	row("feedback.read", {"ids": []}, {"account_manager", "clerk"}),
	row("report.kpi", {"from": FROM, "to": TO, "by": ["tier"]}, REPORTS), row("report.quota", {}, REPORTS),
	row("report.forecast", {}, REPORTS), row("report.loops", {}, REPORTS),
	# being told
	everybody("watch.start", {"topics": ["alarms"]}, says="stays"),
	everybody("watch.stop", lambda stage, actor: {"watch": stage.watches.get(actor, NOBODY_HAS)}, says="watches"),
	row("notice.list"), row("notice.resend", {"id": NOBODY_HAS}, says="not_found"),
	# the daemon and the connection
	everybody("session.whoami"), everybody("session.set", {"lang": "en"}), everybody("rpc.discover"),
	everybody("system.ping"), everybody("system.info"), everybody("system.health"), row("system.reload"),
	row("time.advance", lambda stage, actor: {"to": stage.now()}),
]
METHODS = {r.method for r in ROWS} | set(rights.ROLES) | EXCEPTIONS


class Stage:
	"""What the rows stand on: for each actor an order of key_accounts at work at km_line and km_test, and an
	alarm of it."""

	def __init__(self, people):
		self.people, self.watches, self.scene = people, {}, next(s for s in rights.SCENES if s.name == "accepted")
		admin = people["admin"]
		built = scenes.build(people, "fault", self.scene, len(rights.ACTORS))
		admin.call("time.advance", to=instants.format_instant(instants.parse_instant(self.now()) + DAY))
		alarms = {a["order"]: a["id"] for a in admin.pages("alarm.list", state="raised", limit=1000)}
		self.alarms = {actor: alarms[b.order["id"]] for actor, b in zip(rights.ACTORS, built)}

	def now(self):
		return self.people["admin"].call("system.info")["now"]

	def user(self, actor):
		return self.people[rights.ACTORS[actor][0]].call("session.whoami")["user"]

	def token(self):
		return self.people["admin"].call("token.issue", user="noc")["id"]

	def alarm(self, actor):
		return self.alarms[actor]

	def expected(self, r, actor):
		"""The class of the answer."""
		if rights.ACTORS[actor][1] not in r.roles or actor in r.but:
			return "forbidden"
		if r.says == "sees":
			return "ok" if rights.sees(actor, self.scene) else "not_found"
		if r.says == "stays":  # a watch needs a connection that stays
			return "ok" if self.people.stays else "invalid_request"
		if r.says == "watches":
			return "ok" if actor in self.watches else "not_found"
		return r.says


def check(people):
	"""(what is wrong or None, the answer's class) for each row and actor."""
	stage = Stage(people)
	for r in ROWS:
		for actor, (name, _) in rights.ACTORS.items():
			params = r.params(stage, actor) if callable(r.params) else r.params
			answer, wanted = people[name].ask(r.method, params), stage.expected(r, actor)
			if r.method == "watch.start" and answer.ok:
				stage.watches[actor] = answer.result["watch"]
			said = "" if answer.ok else answer.error["message"]
			yield None if answer.cls == wanted else \
				f"{actor:16} {r.method}: {answer.cls} instead of {wanted} {said}", answer.cls


def without_row(people):
	"""Methods that the daemon has and no table here, or the other way round."""
	have = {m["name"] for m in people["admin"].call("rpc.discover")["methods"]}
	return sorted(have ^ METHODS)
