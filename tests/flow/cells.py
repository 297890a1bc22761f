# SPDX-License-Identifier: Apache-2.0
"""The cells of the role matrix, and asking them through people of any door: every method of the flow x
everybody x every place of the loop (rights.py), and the methods outside of it (outside.py)."""

import collections

import outside
import rights
import scenes

FEW = ("at_crc", "accepted", "return_open", "awaiting_signature")  # places for one more door

# what a call carries beside the id
PARAMS = {
	"order.amend": {"description": "third floor"}, "order.cancel": {"reason": "x"},
	"order.send_back": {"reason": "x"}, "order.hold": {"reason": "other"},
	"order.dispatch": {"tasks": [{"name": "fresh", "station": "dl_line"}]},
	"order.retier": {"tier": "B", "reason": "x"}, "order.assign": {"account_manager": "zhao.min"},
	"order.resolve_major": {"note": "x"}, "order.sign": {"accepted": True, "by": "x"},
	"order.authorise_grading": {"until": "2026-04-01T00:00:00.000Z"},
	"order.note": {"text": "x"}, "task.return": {"to": "crc", "kind": "error", "text": "x"},
	"task.escalate": {"reason": "x"}, "return.dispute": {"reason": "x"},
	"return.rule": {"upheld": False, "reason": "x"}, "return.settle": {"record": "x"},
}


class Cell:
	def __init__(self, kind, scene, method, target, actor):
		self.kind, self.scene, self.method, self.target, self.actor = \
			kind, scene, method, target, actor
		self.expected = rights.expected(method, target, actor, scene)
		self.changes = "ok" in self.expected and method not in rights.HARMLESS

	def params(self, built):
		params = dict(PARAMS.get(self.method, {}))
		noun = self.method.split(".")[0]
		if self.method == "clock.explain":
			return {"order": built.order["id"], "clock": "order"}
		if self.target == "slip":
			params["id"] = built.slip()
		elif noun == "task":
			params["id"] = built.task(self.target)
		else:
			params["id"] = built.order["id"]
		if self.method == "task.complete":
			params.update(scenes.record_of(built))
		if self.method == "task.reassign":
			params["to"] = self.assignee()
		return params

	def assignee(self):
		name, role = rights.ACTORS[self.actor]
		return name if role == "operator" else {"line": "r.one", "test": "r.three"}[self.target]

	def __str__(self):
		target = f" ({self.target})" if self.target else ""
		return f"{self.kind:12} {self.scene.name:18} {self.actor:16} {self.method}{target}"


def cells_of(kind, scene):
	for method in rights.ROLES:
		noun = method.split(".")[0]
		if noun == "return":
			targets = ["slip"] if scene.slip else []
		elif noun == "task":
			targets = [t for t in ("line", "test") if scene.tasks[t]]
		else:
			targets = [None]
		if method == "clock.explain" and scene.tasks["line"] is None and scene.state != "at_crc":
			continue  # no order clock yet
		for target in targets:
			for actor in rights.ACTORS:
				yield Cell(kind, scene, method, target, actor)


class Matrix:
	def __init__(self, people):
		self.people, self.wrong = people, []
		self.counts = collections.Counter()

	def scene(self, kind, scene):
		cells = list(cells_of(kind, scene))
		changing = [c for c in cells if c.changes]
		still, *own = scenes.build(self.people, kind, scene, 1 + len(changing))
		before = still.order["version"]
		self.probe([(c, still) for c in cells
			if not c.changes and c.method != "order.note"])
		after = self.people["admin"].call("order.get", id=still.order["id"])["order"]
		if after["version"] != before:
			self.wrong.append(f"{kind:12} {scene.name:18} refused calls changed the order: "
				f"version {before} -> {after['version']}, {after['state']}")
		self.probe(list(zip(changing, own)))
		self.probe([(c, still) for c in cells if c.method == "order.note"])

	def probe(self, pairs):
		sent = []
		for cell, built in pairs:
			person = self.people[rights.ACTORS[cell.actor][0]]
			sent.append((cell, person, person.send(cell.method, cell.params(built))))
		for cell, person, call_id in sent:
			self.judge(cell, person.wait(call_id))

	def judge(self, cell, answer):
		self.counts["cells"] += 1
		self.counts["left open"] += len(cell.expected) > 1
		self.counts[answer.cls] += 1
		if answer.cls not in cell.expected:
			why = "" if answer.ok else f": {answer.error['message']} {answer.data.get('field', '')}"
			self.wrong.append(f"{cell}: {answer.cls} instead of {'|'.join(sorted(cell.expected))}{why}")

	def outside(self):
		"""Methods that are not about one order: by role alone; and none is without a row."""
		for wrong, cls in outside.check(self.people):
			self.counts["cells"] += 1
			self.counts[cls] += 1
			self.wrong += [wrong] if wrong else []
		self.counts["cells"] += 1
		self.wrong += [f"{method}: only the tables or only rpc.discover has it"
			for method in outside.without_row(self.people)]


def over(people):
	"""(name, what makes a Matrix) of some places, and of the methods outside of them, for one more door."""
	def at(scene):
		matrix = Matrix(people)
		matrix.scene("fault", scene)
		return matrix

	def without_order():
		matrix = Matrix(people)
		matrix.outside()
		return matrix
	for scene in rights.SCENES:
		if scene.name in FEW:
			yield f"fault, {scene.name}", lambda scene=scene: at(scene)
	yield "methods without an order", without_order
