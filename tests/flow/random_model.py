#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random commands of the whole flow against an independent model of the rules (model.py).

Each answer's class, and the whole order in it; at intervals and at the end every order and every
alarm. In a round each order gets one command, all in flight together; between rounds the virtual
clock moves on. The seed is printed: the same seed asks the same."""

import collections
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import bed as beds  # noqa: E402
import compare  # noqa: E402
import instants  # noqa: E402
import model  # noqa: E402
from commands import Maker  # noqa: E402

BASE = instants.parse_instant("2026-03-02T08:00:00Z")
LIVING = 90  # orders to play with
ROUND = 60  # commands in flight
AUDIT_EVERY = 40  # rounds
SHOWN = 12


class Wrong(Exception):
	"""The daemon and the model disagree."""


class Game:
	def __init__(self, people, seed):
		self.people, self.rng = people, random.Random(seed)
		self.maker = Maker(self.rng)
		self.now, self.living, self.all = BASE, [], []
		self.keys, self.replays, self.counts = 0, [], collections.Counter()
		self.alarms, self.cursor = {}, None
		self.log = []

	def round(self):
		"""One instant: steps that are due, then a command for each of many orders."""
		self.now += self.rng.choice([1, 1000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000])
		self.people["admin"].call("time.advance", to=instants.format_instant(self.now))
		for order in self.living:
			order.pass_to(self.now)
		sent = [self.send_replay(*replay) for replay in self.replays]
		self.replays = []
		busy = set()
		for order in self.rng.sample(self.living, min(ROUND, len(self.living))):
			command = self.maker.of(order)
			if command:
				sent.append(self.send(command, busy))
		for _ in range(min(6, LIVING - len(self.living))):
			answered = [o for o in self.all if o.kind == "confirmation" and o.id and not o.used_by
				and o.state in ("awaiting_archive", "archived")
				and self.now < o.finished_at + 29 * model.D and o.key not in busy]
			sent.append(self.send(self.maker.create(answered[-20:]), busy))
		for check in filter(None, sent):
			check()
		self.living = [o for o in self.living if o.state not in ("archived", "cancelled")
			or self.rng.random() < 0.7]

	def send(self, command, busy):
		"""Predicts, sends; the check of its answer. None when the rules do not say what comes."""
		touched = {command.order.key}
		if command.order.confirmation:
			touched.add(command.order.confirmation.key)
		if touched & busy:
			return None
		created = command.method == "order.create"
		try:
			wanted = command.predict(self.now)
		except model.Open:
			self.counts["left open"] += 1
			return None
		busy |= touched
		if self.rng.random() < 0.05:
			self.keys += 1
			command.params["idempotency_key"] = f"key-{self.keys}"
		call_id = self.people[command.who].send(command.method, command.params)
		return lambda: self.check(command, wanted, call_id, created)

	def check(self, command, wanted, call_id, created):
		answer = self.people[command.who].wait(call_id)
		self.counts["commands"] += 1
		self.counts[answer.cls] += 1
		order = command.order
		self.log.append((self.now, command.who, command.method, command.params, answer.cls))
		if answer.cls != wanted:
			why = "" if answer.ok else f" ({answer.error['message']} {answer.data.get('field', '')})"
			raise Wrong(f"{answer.cls} instead of {wanted}{why}", order)
		if not answer.ok:
			return
		shown = answer.result["order"]
		if created:
			order.id, order.version = shown["id"], shown["version"]
			self.living.append(order)
			self.all.append(order)
		self.adopt(command, answer.result)
		wrong = compare.orders(order, shown, self.now)
		if wrong:
			raise Wrong("; ".join(wrong), order)
		if "idempotency_key" in command.params:
			self.replays.append((command, shown["id"], shown["version"]))

	def adopt(self, command, result):
		"""Ids which the daemon gave."""
		shown = result["order"]
		for row in shown["tasks"]:
			for task in command.order.tasks:
				if task.name == row["name"] and task.id is None:
					task.id = row["id"]
		if command.raised:
			command.raised.id = result["return"]["id"]

	def send_replay(self, command, order_id, version):
		call_id = self.people[command.who].send(command.method, command.params)

		def check():
			answer = self.people[command.who].wait(call_id)
			self.counts["commands"] += 1
			self.counts["replayed"] += 1
			if answer.cls in ("not_found", "forbidden"):
				return  # rule 20: role and visibility come before the stored answer
			if not answer.ok or answer.result.get("replayed") is not True \
					or answer.result["order"]["id"] != order_id \
					or answer.result["order"]["version"] != version:
				raise Wrong(f"a repeated {command.method} was answered {answer.frame}", command.order)
		return check

	def audit(self, orders):
		"""The daemon's orders and alarms against the model's, all of them."""
		admin = self.people["admin"]
		shown = admin.ask_all([("order.get", {"id": o.id}) for o in orders])
		for order, answer in zip(orders, shown):
			wrong = compare.orders(order, answer.result["order"], self.now)
			if wrong:
				raise Wrong("audit: " + "; ".join(wrong), order)
		while True:
			page = admin.call("alarm.list", since=self.cursor, limit=500)
			self.alarms.update({a["id"]: a for a in page["items"]})
			moved, self.cursor = page["cursor"] != self.cursor, page["cursor"]
			if not page["items"] or not moved:
				break
		by_order = collections.defaultdict(list)
		for alarm in self.alarms.values():
			by_order[alarm["order"]].append(alarm)
		for order in orders:
			wrong = compare.alarms(order, by_order[order.id])
			if wrong:
				raise Wrong("; ".join(wrong), order)
		self.counts["audited orders"] += len(orders)


def play(game, count):
	game.cursor = game.people["noc"].call("alarm.list")["cursor"]
	start, rounds, told = time.monotonic(), 0, 0
	while game.counts["commands"] < count:
		game.round()
		rounds += 1
		if rounds % AUDIT_EVERY == 0:
			game.audit(game.living)
		if time.monotonic() - start > told + 10:
			told = time.monotonic() - start
			print(f"  {game.counts['commands']} commands, {len(game.all)} orders, {told:.0f} s", flush=True)
	game.audit(game.all)
	print(f"{rounds} rounds, {len(game.all)} orders, {len(game.alarms)} alarms, "
		f"{(game.now - BASE) / model.D:.1f} virtual days, {time.monotonic() - start:.0f} s")


def story_of(game, order):
	"""What was asked of the order, for the report of a difference."""
	lines = []
	ids = {("order", order.id)} | {("task", t.id) for t in order.tasks} \
		| {("return", s.id) for s in order.slips}
	for at, who, method, params, cls in game.log:
		if (method.split(".")[0], params.get("id")) in ids:
			lines.append(f"    {instants.format_instant(at)} {who}: {method} {params} -> {cls}")
	return "\n".join(lines[-40:])


def main():
	parser = beds.options(__doc__, commands=dict(type=int, default=20_000, metavar="N"),
		seed=dict(type=int, default=None, metavar="S"))
	args = parser.parse_args()
	seed = args.seed if args.seed is not None else random.SystemRandom().randrange(1_000_000)
	print(f"seed {seed}, {args.commands} commands", flush=True)
	bed = beds.Bed(args.bin)
	failed = 0
	try:
		daemon = bed.daemon(bed.fresh("org"), instants.format_instant(BASE))
		people = beds.People(daemon.socket, bed.tokens)
		people["admin"].call("quota.put", quotas=[{"service": "pstn", "resource": "dispatchable",
			"tier": "A", "orders_a_month": 1_000_000}])
		game = Game(people, seed)
		try:
			play(game, args.commands)
		except Wrong as e:
			message, order = e.args
			failed = 1
			at, who, method, params, cls = game.log[-1]
			print(f"at {instants.format_instant(game.now)}, seed {seed}, order {order.id} ({order.kind})"
				f"\n  last: {who}: {method} {params}\n  {message}\n{story_of(game, order)}")
		people.close()
		daemon.stop()
	finally:
		bed.close()
	print(", ".join(f"{n} {what}" for what, n in sorted(game.counts.items())))
	return beds.verdict(game.counts["commands"] - failed, failed)


if __name__ == "__main__":
	sys.exit(main())
