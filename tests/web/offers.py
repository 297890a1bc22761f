# SPDX-License-Identifier: Apache-2.0
"""What the console offers, against the tables of the role matrix (tests/flow/rights.py): in every scene everybody who
sees the order is offered what the daemon would grant, and nothing that it would refuse.

No browser: the console's own table of actions, made one file for node."""

import json
import pathlib
import subprocess
import sys

import bed as beds
from cluster import repository

HERE = pathlib.Path(__file__).resolve().parent
WEB = repository() / "clients" / "web"
sys.path.insert(0, str(HERE.parent / "flow"))

import cells  # noqa: E402
import rights  # noqa: E402
import scenes  # noqa: E402

NODE_18 = "globalThis.navigator ??= { language: 'en' };"
SHOWN = 20


def bundle(folder):
	made = folder / "offers.mjs"
	subprocess.run([WEB / "node_modules" / ".bin" / "esbuild", HERE / "offers.mjs", "--bundle", "--platform=node", "--format=esm",
		f"--banner:js={NODE_18}", f"--outfile={made}", "--log-level=error"], cwd=WEB, check=True)
	return made


class Look:
	"""One person's look at an order of a scene: what the tables say, then what the console offers."""

	def __init__(self, kind, scene, actor, built, me, order):
		self.name, self.built, self.me, self.order = f"{kind}, {scene.name}, {actor}", built, me, order
		self.expected = {(cell.method, self.id_of(cell)): cell.expected for cell in cells.cells_of(kind, scene)
			if cell.actor == actor and cell.method not in rights.READS}

	def id_of(self, cell):
		if cell.target == "slip":
			return self.built.slip()
		return self.built.task(cell.target) if cell.target else self.built.order["id"]

	def judge(self, offers):
		"""What is wrong, in words."""
		offered = {tuple(offer) for offer in offers}
		for method, of in sorted(offered):
			if "ok" not in self.expected.get((method, of), {"ok"}):
				yield f"{self.name}: {method} is offered and {'|'.join(self.expected[method, of])}"
		for (method, of), expected in sorted(self.expected.items()):
			if expected == {"ok"} and (method, of) not in offered:
				yield f"{self.name}: {method} is allowed and not offered"


def looks(people):
	who = {actor: people[name].call("session.whoami") for actor, (name, _) in rights.ACTORS.items()}
	for kind in ("contact", "fault", "confirmation"):
		for scene in rights.SCENES:
			if kind not in scene.kinds:
				continue
			built = scenes.build(people, kind, scene, 1)[0]
			for actor, (name, _) in rights.ACTORS.items():
				if rights.sees(actor, scene):
					order = people[name].call("order.get", id=built.order["id"])["order"]
					yield Look(kind, scene, actor, built, who[actor], order)


def check(bed, clock):
	"""How many looks passed and failed."""
	daemon = bed.daemon(bed.fresh("org"), clock)
	try:
		people = beds.People(daemon.socket, bed.tokens)
		seen = list(looks(people))
		people.close()
	finally:
		daemon.stop()
	lines = "\n".join(json.dumps({"me": look.me, "order": look.order}) for look in seen)
	done = subprocess.run(["node", bundle(bed.cluster.dir)], input=lines, capture_output=True, text=True, check=True)
	offers = [json.loads(line) for line in done.stdout.splitlines()]
	wrong = [list(look.judge(offered)) for look, offered in zip(seen, offers, strict=True)]
	troubles = [trouble for of_look in wrong for trouble in of_look]
	for trouble in troubles[:SHOWN]:
		print(f"FAILED offers: {trouble}")
	failed = sum(map(bool, wrong))
	print(f"offers: {len(seen) - failed} ok, {failed} failed, {sum(map(len, offers))} offered", flush=True)
	return len(seen) - failed, failed
