# SPDX-License-Identifier: Apache-2.0
"""Orders brought to each place of the loop, many at a time.

A recipe is a list of calls; orders with the same recipe are built side by side, pipelined."""

from client import Refused

DONE = {"record": "done", "cause": "cable", "side": "carrier", "impact": "one line",
	"explanation": "dug up"}
TASKS = [{"name": "line", "station": "km_line"},
	{"name": "test", "station": "km_test", "after": ["line"]}]


class Built:
	"""One order on its way: what the daemon last said about it."""

	def __init__(self, kind):
		self.kind, self.order, self.confirmation = kind, None, None

	def take(self, result):
		order = result["order"]
		if self.kind == "contact" and order["kind"] == "confirmation":
			self.confirmation = order
		else:
			self.order = order

	def task(self, name, order=None):
		return [t for t in (order or self.order)["tasks"] if t["name"] == name][-1]["id"]

	def slip(self):
		return self.order["returns"][-1]["id"]


def record_of(built):
	return dict(DONE) if built.kind == "fault" else (
		{"record": "done"} if built.kind == "contact" else
		{"record": "looked", "answer": {"result": "available", "reference": "KM-1"}})


def _order(who, method, **params):
	return lambda b: (who, f"order.{method}", {"id": b.order["id"], **params})


def _task(who, method, name, **params):
	return lambda b: (who, f"task.{method}", {"id": b.task(name), **params})


def _done(who, name):
	return lambda b: (who, "task.complete", {"id": b.task(name), **record_of(b)})


def _slip(who, method, **params):
	return lambda b: (who, f"return.{method}", {"id": b.slip(), **params})


def _create(built):
	params = {"kind": built.kind, "service": "pstn", "tier": "C", "customer": "Dianchi Hotel",
		"title": f"matrix {built.kind}"}
	if built.kind == "contact":
		params.update(purpose="install", needs_leader=True, confirmation=built.confirmation["id"])
	return "li.wei", "order.create", params


CONFIRMED = [
	lambda b: ("li.wei", "order.create", {"kind": "confirmation", "service": "pstn", "tier": "C",
		"customer": "Dianchi Hotel", "title": "lines?", "submit": True}),
	lambda b: ("wang.lei", "order.dispatch", {"id": b.confirmation["id"],
		"tasks": [{"name": "check", "station": "dl_switch"}]}),
	lambda b: ("r.five", "task.accept", {"id": b.task("check", b.confirmation)}),
	lambda b: ("r.five", "task.complete", {"id": b.task("check", b.confirmation),
		"record": "looked", "answer": {"result": "available"}}),
]
SUBMIT = _order("li.wei", "submit")
REVIEWS = [_order("chen.jie", "confirm"), _order("yang.guang", "approve"),
	_order("wu.fang", "forward")]
DISPATCH = _order("wang.lei", "dispatch", tasks=TASKS)
ACCEPT = _task("r.one", "accept", "line")
RAISE = _task("r.three", "return", "test", to="line", kind="error", text="noise")
TO_CRC = _task("r.three", "return", "test", to="crc", kind="cannot_complete", text="no pole")
HOLD = _order("zhang.qiang", "hold", reason="no_access")


def recipe(kind, scene):
	steps = (CONFIRMED if kind == "contact" else []) + [_create]
	if scene == "draft":
		return steps
	steps = steps + [SUBMIT]
	reviews = ["manager_review", "leader_review", "clerk_review"]
	if scene in reviews:
		return steps + REVIEWS[:reviews.index(scene)]
	if kind == "contact":
		steps = steps + REVIEWS
	if scene == "at_crc":
		return steps
	steps = steps + [DISPATCH]
	accepted = [ACCEPT]
	second = accepted + [_done("r.one", "line"), _task("r.three", "accept", "test")]
	finished = second + [_done("r.three", "test")]
	signed = finished + ([_order("li.wei", "sign", accepted=True, by="x")]
		if kind != "confirmation" else [])
	return steps + {
		"issued": [], "accepted": accepted, "second": second,
		"return_open": second + [RAISE],
		"return_accepted": second + [RAISE, _slip("r.one", "accept")],
		"return_disputed": second + [RAISE, _slip("r.one", "dispute", reason="no")],
		"return_overturned": second + [RAISE, _slip("r.one", "dispute", reason="no"),
			_slip("zhang.qiang", "rule", upheld=False, reason="no")],
		"crc_open": second + [TO_CRC],
		"crc_accepted": second + [TO_CRC, _slip("wang.lei", "accept")],
		"crc_settled": second + [TO_CRC, _slip("wang.lei", "accept"),
			_slip("wang.lei", "settle", record="a pole")],
		"held": accepted + [HOLD], "held_return": second + [RAISE, HOLD],
		"major": accepted + [_task("m.km", "escalate", "line", reason="beyond us")],
		"refused": finished + [_order("li.wei", "sign", accepted=False, by="x")],
		"awaiting_signature": finished, "awaiting_archive": signed,
		"archived": signed + [_order("li.wei", "archive")],
		"cancelled": accepted + [_order("li.wei", "cancel", reason="x")],
	}[scene]


def build(people, kind, scene, count):
	"""`count` orders of that kind in that scene."""
	orders = [Built(kind) for _ in range(count)]
	for step in recipe(kind, scene.name):
		sent = []
		for built in orders:
			who, method, params = step(built)
			sent.append((built, who, method, params, people[who].send(method, params)))
		for built, who, method, params, call_id in sent:
			answer = people[who].wait(call_id)
			if not answer.ok:
				raise Refused(method, params, answer.error)
			built.take(answer.result)
	for built in orders:
		if built.order["state"] != scene.state:
			raise AssertionError(f"{kind} {scene.name}: {built.order['state']} instead of {scene.state}")
	return orders
