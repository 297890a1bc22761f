# SPDX-License-Identifier: Apache-2.0
"""Rows that somebody changed by hand, and what a daemon is then asked: it tells what it can, and goes on.

Each statement ends by telling the order it is about, 0 where it is about none; each row's calls say what was wrong
with the answers."""

import collections

from checks import until
from client import Client
from instants import DAY, format_instant

Garbled = collections.namedtuple("Garbled", "name sql calls")
# Where the calls are made: as an admin, as somebody by his token, and straight to the server.
Place = collections.namedtuple("Place", "admin order socket tokens sql")

GROWS = "alter table history disable trigger only_grows; alter table clock_event disable trigger only_grows; "
NOWHERE = 999_999  # the number of an order that was erased
FIRST_STEP = "from history where what = 'step' order by order_id, seq limit 1"
# Somebody is told of it.
NOTICE = ("insert into outbox (order_id, seq, to_user, address, receiver, not_before, next_try_at, created_at)"
	" select order_id, seq, 'root', 'mailto:root@crc.example', 'mail', at, at, at"
	f" {FIRST_STEP} returning order_id")
ERASED = f"insert into history (order_id, seq, at, what, state) values ({NOWHERE}, %d, 1, 'note', 'draft')"


def history(at):
	told = at.admin.call("order.history", id=at.order)["items"]
	steps = [h for h in told if h["what"] == "step"]
	return None if steps and not any(h["state"] or h["severity"] for h in steps) else f"told {told}"


def notices(at):
	told = at.admin.call("notice.list")["items"]
	one = [(n["order"], n["clock"], n["severity"]) for n in told]
	return None if one == [(at.order, None, None)] else f"told {told}"


def told(names):
	def calls(at):
		alarms = [a for a in at.admin.pages("alarm.list") if a["order"] == at.order]
		at.admin.call("order.get", id=at.order)
		return None if alarms and {tuple(a["told"]) for a in alarms} == {names} else f"told {alarms}"
	return calls


def stations(at):
	users = at.admin.call("user.list")["items"]
	return None if [u["stations"] for u in users if u["name"] == "r.two"] == [["km_line"]] else f"told {users}"


def watch(at):
	"""From where it stands and from before, nobody is told of the order that is not there, and all else."""
	before = at.admin.call("watch.start", topics=["orders"])["cursor"]
	at.sql(ERASED % 1)
	at.admin.call("order.note", id=at.order, text="between")
	at.sql(ERASED % 2)
	late = Client(at.socket)
	late.call("watch.start", topics=["orders"], since=before)
	at.admin.call("order.note", id=at.order, text="behind")
	for client in (at.admin, late):
		until(lambda: client.call("system.ping") and len(client.strays) > 1, "two changes")
		texts = [e["params"]["data"]["change"]["text"] for e in client.strays]
		if texts != ["between", "behind"]:
			return f"told {client.strays}"
	late.close()
	return None


def end_dead(at):
	until(lambda: at.sql("select state from outbox where last_error is not null") == "dead", "its notice is dead")


def run_on(at):
	"""Its clocks are counted, and whatever they do in a month is done."""
	at.admin.call("order.get", id=at.order)
	at.admin.call("order.note", id=at.order, text="still there")
	now = int(at.sql("select virtual_now from store_state"))
	at.admin.call("time.advance", to=format_instant(now + 30 * DAY))
	at.admin.call("order.cancel", id=at.order, reason="gone")


def explain(at):
	kind, name = at.sql("select c.kind, coalesce(t.name, '') from clock c left join task t on t.id = c.ref"
		f" where c.order_id = {at.order} and c.calendar = 'lost' order by c.started_at desc limit 1").split("|")
	where = {"task": name} if name else {}
	segments = at.admin.call("clock.explain", order=at.order, clock=kind, **where)["segments"]
	return None if segments and {s["calendar"] for s in segments} == {"?"} else f"told {segments}"


def keep_customer(at):
	"""By the leader of a unit, which may not be that customer's."""
	leader = Client(at.socket)
	leader.login(at.tokens["yang.guang"])
	answer = leader.ask("customer.put", dict(name="kunming_hotel", title="again", tier="A", unit="key_accounts"))
	return None if answer.cls == "forbidden" else answer.cls


def create(at):
	order = at.admin.call("order.create", kind="fault", service="pstn", unit="suburban", tier="C", title="new",
		customer="farm", submit=True)["order"]["id"]
	return run_on(at._replace(order=order))


OPEN = "(select min(o.id) from orders o join task t on t.order_id = o.id and t.is_open where o.state = 'executing')"
RUNS = (" where state = 'running' and order_id = (select min(order_id) from clock c join orders o on o.id = c.order_id"
	" where c.state = 'running' and o.state = 'executing')")

ROWS = [
	Garbled("words of the history, told", GROWS + "update history set state = 'lost', severity = 'lost'"
		" where what = 'step' returning order_id", history),
	Garbled("words of a step, in a notice", f"{GROWS} update history set clock = 'lost', severity = 'lost'"
		f" where what = 'step' and (order_id, seq) = (select order_id, seq {FIRST_STEP}); {NOTICE}", notices),
	Garbled("a null among names", "update alarm set told = array[null, 'root', null] returning order_id",
		told(("root",))),
	Garbled("names in two dimensions", "update alarm set told = array[['a', 'b'], ['c', 'd']] returning order_id",
		told(())),
	Garbled("a null among a user's stations", "update app_user set stations = array[null, 'km_line']"
		" where name = 'r.two' returning 0", stations),
	Garbled("an order erased under a watch", f"select {OPEN}", watch),
	Garbled("an order erased under its notice", f"{NOTICE}; update outbox set order_id = {NOWHERE}, message = id,"
		" tries = 3, next_try_at = 1", end_dead),
	Garbled("a place of alarms that is none", "insert into alert_cursor values (true, 'lost') on conflict (is_one)"
		" do update set snapshot = 'lost' returning 0", lambda at: None),
	Garbled("a clock of no calendar", f"update clock set calendar = 'lost'{RUNS} returning order_id", run_on),
	Garbled("a station of no calendar", f"update station set calendar = 'lost'; select {OPEN}", run_on),
	Garbled("a limit of no calendar", "update limit_row set calendar = 'lost' returning 0", create),
	Garbled("an event of no calendar version", f"{GROWS} update clock set calendar = 'lost'{RUNS};"
		" update clock_event set calendar_id = 999 where order_id = (select min(order_id) from clock"
		" where calendar = 'lost') returning order_id", explain),
	Garbled("hours that are none", "update calendar set mon = 'lost', tue = '25:00-26:00', wed = '12:00-09:00 08:00-10:00';"
		f" update calendar_day set hours = 'lost'; select {OPEN}", run_on),
	Garbled("a calendar of no shifts", "delete from calendar_shift where calendar_id % 2 = 0 or at is null;"
		f" update calendar_shift set offset_ms = 7; select {OPEN}", run_on),
	Garbled("a customer of no unit", "update customer set unit = null returning 0", keep_customer),
]
