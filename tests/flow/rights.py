# SPDX-License-Identifier: Apache-2.0
"""Who may call what from which state: written from api.md and rules.md 20 to 24, not from the daemon.

`expected()` answers the set of classes that are right for one cell. More than one stands only
where the specification leaves the point open; those cells are counted apart."""

ACTORS = {
	"owner": ("li.wei", "account_manager"), "colleague": ("zhao.min", "account_manager"),
	"foreign_am": ("qian.hong", "account_manager"), "manager": ("chen.jie", "industry_manager"),
	"foreign_manager": ("ma.lin", "industry_manager"), "leader": ("yang.guang", "leader"),
	"foreign_leader": ("fan.yu", "leader"), "clerk": ("wu.fang", "clerk"),
	"foreign_clerk": ("xu.ying", "clerk"), "dispatcher": ("wang.lei", "dispatcher"),
	"supervisor": ("zhang.qiang", "supervisor"), "line_operator": ("r.one", "operator"),
	"test_operator": ("r.three", "operator"), "far_operator": ("r.six", "operator"),
	"station_manager": ("m.km", "station_manager"), "far_manager": ("m.qj", "station_manager"),
	"monitor": ("noc", "monitor"), "admin": ("admin", "admin"),
}
FRONT_OF_UNIT = {"owner", "colleague", "manager", "leader", "clerk"}
CRC = {"dispatcher", "supervisor", "monitor", "admin"}
STATIONS_OF = {"line_operator": {"line"}, "test_operator": {"test"},
	"station_manager": {"line", "test"}}

EVERYBODY = {role for _, role in ACTORS.values()}
STATION_ROLES = {"operator", "station_manager"}

ROLES = {
	"order.amend": {"account_manager", "leader", "dispatcher"},
	"order.submit": {"account_manager", "leader", "dispatcher"},
	"order.cancel": {"account_manager", "leader", "dispatcher", "supervisor"},
	"order.confirm": {"industry_manager"},
	"order.approve": {"leader"},
	"order.forward": {"clerk"},
	"order.send_back": {"industry_manager", "leader", "clerk", "dispatcher"},
	"order.dispatch": {"dispatcher", "supervisor"},
	"order.hold": {"dispatcher", "supervisor", "station_manager"},
	"order.resume": {"dispatcher", "supervisor", "station_manager"},
	"order.retier": {"leader", "supervisor"},
	"order.assign": {"leader"},
	"order.resolve_major": {"supervisor"},
	"order.sign": {"account_manager", "dispatcher"},
	"order.archive": {"account_manager", "dispatcher"},
	"order.authorise_grading": {"leader"},
	"order.note": EVERYBODY - {"monitor"},
	"order.get": EVERYBODY, "order.history": EVERYBODY, "clock.explain": EVERYBODY,
	"task.get": EVERYBODY, "return.get": EVERYBODY,
	"task.accept": STATION_ROLES, "task.complete": STATION_ROLES, "task.return": STATION_ROLES,
	"task.reassign": STATION_ROLES, "task.escalate": {"station_manager"},
	"return.accept": STATION_ROLES | {"dispatcher"},
	"return.dispute": STATION_ROLES | {"dispatcher"},
	"return.rule": {"supervisor"},
	"return.settle": {"dispatcher"},
}

READS = {"order.get", "order.history", "clock.explain", "task.get", "return.get"}
HARMLESS = READS | {"order.note"}

# A scene is an order brought to one place of the loop (scenes.py): what stands there.
#   state, tasks (line, test), slip: (to, state) or None, held, major


class Scene:
	def __init__(self, name, state, line=None, test=None, slip=None, held=False, major=False,
			kinds=("contact", "fault", "confirmation")):
		self.name, self.state, self.tasks = name, state, {"line": line, "test": test}
		self.slip, self.held, self.major, self.kinds = slip, held, major, kinds


CONTACT = ("contact",)
SIGNED = ("contact", "fault")
SCENES = [
	Scene("draft", "draft"),
	Scene("manager_review", "manager_review", kinds=CONTACT),
	Scene("leader_review", "leader_review", kinds=CONTACT),
	Scene("clerk_review", "clerk_review", kinds=CONTACT),
	Scene("at_crc", "at_crc"),
	Scene("issued", "executing", "issued", "waiting"),
	Scene("accepted", "executing", "accepted", "waiting"),
	Scene("second", "executing", "done", "accepted"),
	Scene("return_open", "executing", "done", "waiting", ("line", "open")),
	Scene("return_accepted", "executing", "issued", "waiting", ("line", "accepted")),
	Scene("return_disputed", "executing", "done", "waiting", ("line", "disputed")),
	Scene("return_overturned", "executing", "done", "accepted", ("line", "overturned")),
	Scene("crc_open", "executing", "done", "waiting", ("crc", "open")),
	Scene("crc_accepted", "executing", "done", "waiting", ("crc", "accepted")),
	Scene("crc_settled", "executing", "done", "accepted", ("crc", "closed")),
	Scene("held", "executing", "accepted", "waiting", held=True),
	Scene("held_return", "executing", "done", "waiting", ("line", "open"), held=True),
	Scene("major", "executing", "accepted", "waiting", major=True),
	Scene("refused", "executing", "done", "issued", kinds=SIGNED),
	Scene("awaiting_signature", "awaiting_signature", "done", "done", kinds=SIGNED),
	Scene("awaiting_archive", "awaiting_archive", "done", "done"),
	Scene("archived", "archived", "done", "done"),
	Scene("cancelled", "cancelled", "cancelled", "cancelled"),
]

BEFORE_SIGNATURE = {"draft", "manager_review", "leader_review", "clerk_review", "at_crc",
	"executing"}
REVIEWER = {"manager_review": "industry_manager", "leader_review": "leader",
	"clerk_review": "clerk", "at_crc": "dispatcher"}
OK, WRONG = {"ok"}, {"wrong_state"}
EITHER = OK | WRONG


def expected(method, target, actor, scene):
	"""target: None, a task's name, or `slip`."""
	role = ACTORS[actor][1]
	admin = role == "admin"
	if not admin and role not in ROLES[method]:
		if method == "return.settle" and role == "supervisor":
			return {"forbidden"} | expected(method, target, "dispatcher", scene)
		return {"forbidden"}
	if not sees(actor, scene):
		return {"not_found"}
	stands = state_allows(method, target, actor, scene)
	owns = admin or owner_allows(method, target, actor, scene)
	if owns is None:  # whoever holds it: whether that is whose or when is not said
		return {"forbidden"} | WRONG
	return stands if owns else {"forbidden"}


def sees(actor, scene):
	if actor in CRC or actor in FRONT_OF_UNIT:
		return True
	return bool(STATIONS_OF.get(actor)) and scene.tasks["line"] is not None


def owner_allows(method, target, actor, scene):
	noun, verb = method.split(".")
	role = ACTORS[actor][1]
	if method in HARMLESS:
		return True
	if method == "order.send_back":
		return True if REVIEWER.get(scene.state) == role else None
	if noun == "order":
		if role == "account_manager":
			return actor == "owner"
		if role == "dispatcher":
			return verb in ("dispatch", "hold", "resume", "sign")
		return True
	if noun == "task":
		return target in STATIONS_OF.get(actor, ())
	if verb in ("accept", "dispute"):
		if scene.slip[0] == "crc":
			return role == "dispatcher"
		return "line" in STATIONS_OF.get(actor, ())
	return True


def state_allows(method, target, actor, scene):
	if method in HARMLESS:
		return OK
	if method.startswith("task."):
		return task_allows(method, target, scene)
	if method.startswith("return."):
		return slip_allows(method, scene)
	return ORDER_STATES[method](scene)


def _where(test):
	return lambda scene: OK if test(scene) else WRONG


def _amend(scene):
	if scene.state == "draft" or scene.held:
		return OK
	return WRONG if scene.state in ("archived", "cancelled") else EITHER


def _dispatch(scene):
	if scene.state == "at_crc":
		return OK
	if scene.state != "executing" or scene.held:
		return WRONG
	settled = not scene.slip or scene.slip[1] in ("closed", "overturned")
	return OK if settled or scene.slip == ("crc", "accepted") else EITHER


def _assign(scene):
	if scene.held:
		return WRONG
	return EITHER if scene.state in ("archived", "cancelled") else OK


def _executing(scene):
	return scene.state == "executing" and not scene.held


ORDER_STATES = {
	"order.amend": _amend,
	"order.submit": _where(lambda s: s.state == "draft"),
	"order.cancel": _where(lambda s: s.state in BEFORE_SIGNATURE | {"awaiting_signature"}),
	"order.confirm": _where(lambda s: s.state == "manager_review"),
	"order.approve": _where(lambda s: s.state == "leader_review"),
	"order.forward": _where(lambda s: s.state == "clerk_review"),
	"order.send_back": _where(lambda s: s.state in REVIEWER),
	"order.dispatch": _dispatch,
	"order.hold": _where(_executing),
	"order.resume": _where(lambda s: s.held),
	"order.retier": _where(lambda s: s.state in BEFORE_SIGNATURE),
	"order.assign": _assign,
	"order.resolve_major": _where(lambda s: s.major),
	"order.sign": _where(lambda s: s.state == "awaiting_signature"),
	"order.archive": _where(lambda s: s.state == "awaiting_archive"),
	"order.authorise_grading":
		lambda s: OK if s.state == "awaiting_archive" else EITHER,
}


def task_allows(method, target, scene):
	state, verb = scene.tasks[target], method.split(".")[1]
	if not _executing(scene):
		return WRONG
	if verb == "accept":
		return OK if state == "issued" else WRONG
	if verb == "complete":
		return OK if state == "accepted" else WRONG
	if verb == "return":
		return OK if state in ("issued", "accepted") else WRONG
	if verb == "reassign":
		return {"accepted": OK, "issued": EITHER}.get(state, WRONG)
	if state == "waiting" or scene.major:
		return EITHER
	return OK if state in ("issued", "accepted") else WRONG


def slip_allows(method, scene):
	to, state = scene.slip
	verb = method.split(".")[1]
	if not _executing(scene):
		return WRONG
	if verb in ("accept", "dispute"):
		return OK if state == "open" else WRONG
	if verb == "rule":
		return OK if state == "disputed" else WRONG
	if to != "crc":
		return WRONG | {"forbidden"}
	return {"accepted": OK, "open": EITHER}.get(state, WRONG)
