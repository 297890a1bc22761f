# SPDX-License-Identifier: Apache-2.0
"""What must be true whatever was done to the daemons: I1 to I5 of the project's list of proofs.

Plain SQL over the store, the load's journal, the receiver's file, and the rules as rules.md has them: a ladder and
a clock's own record say which steps must have fired. Shares no code with the daemon, and reads no figure of its.

I1  every acknowledged change is there, and what was answered is what the store keeps as the answer
I2  each step fired exactly once, none early by the store's clock, none that was not due
I3  an unacknowledged request happened once or not at all; its key gives the same answer when asked again
I4  each notice was delivered at least once, with a stable key
I5  an order's history has no gap"""

import collections
import dataclasses
import hashlib
import json
import pathlib

# What a granted request leaves in its order's history; those with a mark leave their key there too.
LEAVES = {"order.create": ("created", "submitted"), "order.note": ("note",), "order.dispatch": ("dispatched",),
	"order.hold": ("held",), "order.resume": ("resumed",), "order.cancel": ("cancelled",), "order.sign": ("signed",),
	"order.archive": ("archived",), "task.accept": ("task_accepted",), "task.complete": ("task_completed",)}
# Answers after which nothing can have been done; any other end of a try leaves it open.
OPEN_ENDS = {"unknown_outcome"}
ENDS = ("met", "missed", "cancelled")


@dataclasses.dataclass
class Finding:
	lost: list = dataclasses.field(default_factory=list)
	doubled: list = dataclasses.field(default_factory=list)
	early: list = dataclasses.field(default_factory=list)
	false: list = dataclasses.field(default_factory=list)  # said to have failed, or answered otherwise
	n_requests: int = 0
	n_retried: int = 0
	n_steps: int = 0
	n_notices: int = 0
	n_again: int = 0

	def add(self, other):
		for field in dataclasses.fields(self):
			setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

	def all(self):
		return [f"{kind}: {text}" for kind in ("lost", "doubled", "early", "false") for text in getattr(self, kind)]


class Store:
	"""The rows the rules speak of, each table read whole."""

	def __init__(self, sql, now):
		self.sql, self.now = sql, now
		self.orders = self.rows("select id, n_happenings, title from orders join slip on order_id = id")
		self.history = self.rows("select order_id, seq, at, what, coalesce(by_user, '') as by, coalesce(text, '') as text, clock,"
			" coalesce(ref, 0) as ref, coalesce(generation, 0) as generation, coalesce(limit_rev, 0) as rev,"
			" coalesce(step_is_after, false) as is_after, coalesce(step, 0) as step, coalesce(repeat, 0) as repeat,"
			" due_at, told, (extract(epoch from pg_xact_commit_timestamp(xid::xid)) * 1000)::bigint as committed"
			" from history order by order_id, seq")
		self.events = self.rows("select order_id, clock, ref, generation, at, change, limit_ms from clock_event"
			" order by order_id, seq, n")
		self.answers = {r["key"]: r for r in self.rows("select key, user_name, answer from idempotency")}
		self.ladders = self.rows("select tier, clock, is_after, value, repeat, every from ladder join ladder_step"
			" on ladder_id = id where to_version is null and tier = 'A' and clock is null")
		self.notices = self.rows("select order_id, seq, to_user, state from outbox")
		self.addressed = {r["name"] for r in self.rows("select name from app_user where notify <> '{}'")}

	def rows(self, text):
		said = self.sql(f"select row_to_json(r) from ({text}) r")
		return [json.loads(line) for line in said.splitlines()]


def digest(result):
	said = {k: v for k, v in result.items() if k != "replayed"}
	return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


# --- requests: I1, I3

class Asked:
	"""All tries of one key, in their order."""

	def __init__(self):
		self.tries, self.method, self.order = {}, None, None

	def granted(self):
		return [t for t in self.tries.values() if "said" in t]

	def is_refused(self):
		ends = [t.get("error") for t in self.tries.values()]
		return not self.granted() and bool(ends) and ends[-1] is not None


def read_journal(path):
	keys, strays, unsent = collections.defaultdict(Asked), [], []
	with open(path) as f:
		for line in f:
			r = json.loads(line)
			if r["what"] == "stray":
				strays.append(r)
				continue
			if r["what"] == "sent":
				for t in unsent:
					t["sent"] = r["t"]
				unsent = []
				continue
			asked = keys[r["key"]]
			if r["what"] == "ask":
				asked.method, asked.order = r["method"], r["order"] if r["order"] else asked.order
				asked.tries[(r["again"], r["n"])] = {"asked": r["t"], "sent": r["t"], "daemon": r["daemon"]}
				unsent.append(asked.tries[(r["again"], r["n"])])
			else:
				# A late answer to a try that was given up is an answer all the same.
				at = max((k for k in asked.tries if k[1] == r["n"]), key=lambda k: asked.tries[k]["asked"])
				if r["what"] == "answer":
					asked.tries[at] |= {"ended": asked.tries[at].get("ended", r["t"]), "answered": r["t"],
						**{k: r[k] for k in ("said", "error", "why", "replayed", "order") if k in r}}
				else:
					asked.tries[at]["ended"] = r["t"]
	return keys, strays


def check_answers(keys, store, found):
	"""One key, one answer; and it is the one the store keeps."""
	for key, asked in keys.items():
		granted = asked.granted()
		kept = store.answers.get(key)
		if len({t["said"] for t in granted}) > 1:
			found.doubled.append(f"{key} {asked.method} was answered in {len({t['said'] for t in granted})} ways")
		if sum(not t["replayed"] for t in granted) > 1:
			found.doubled.append(f"{key} {asked.method} was said to be new more than once")
		if granted and not kept:
			found.lost.append(f"{key} {asked.method} was acknowledged, its answer is not kept")
		elif granted and digest(json.loads(kept["answer"])) != granted[0]["said"]:
			found.lost.append(f"{key} {asked.method}: another answer is kept than was given")
		if not granted and kept:
			found.false.append(f"{key} {asked.method} was granted and never said to be:"
				f" {[t.get('error', 'no answer') for t in asked.tries.values()]}")
		if not granted and not asked.is_refused():
			found.lost.append(f"{key} {asked.method} was never answered in {len(asked.tries)} tries")
		check_said_failed(key, asked, found)


def check_said_failed(key, asked, found):
	"""Nobody was told that it was done now, and every other try was told that nothing was done: somebody was wrong."""
	granted = asked.granted()
	ends = [t.get("error") for t in asked.tries.values() if "said" not in t]
	if granted and all(t["replayed"] for t in granted) and all(e and e not in OPEN_ENDS for e in ends):
		found.false.append(f"{key} {asked.method} was said to have failed ({ends}), and was done")


def check_changes(keys, store, found):
	"""What was granted is in the history, once; what was not is not there."""
	there = collections.Counter((r["order_id"], r["what"]) for r in store.history)
	marked = collections.Counter(r["text"] for r in store.history if r["what"] in ("note", "cancelled", "task_completed"))
	titles = collections.Counter(o["title"] for o in store.orders)
	wanted = collections.Counter()
	for key, asked in keys.items():
		granted = asked.granted()
		if granted:
			for what in LEAVES[asked.method]:
				wanted[(granted[0]["order"], what)] += 1
		if asked.method in ("order.note", "order.cancel", "task.complete", "order.create"):
			n = (titles if asked.method == "order.create" else marked)[key]
			if n != bool(granted):
				(found.lost if n < bool(granted) else found.doubled).append(
					f"{key} {asked.method} is there {n} times, granted {bool(granted)}")
	for what in {w for leaves in LEAVES.values() for w in leaves}:
		for order in {o for o, w in list(there) + list(wanted) if w == what}:
			have, want = there[(order, what)], wanted[(order, what)]
			if have != want:
				(found.lost if have < want else found.doubled).append(
					f"order {order}: {what} {have} times in the history, {want} times granted")


# --- steps: I2

def up(a, b, c):
	return -(-a * b // c)


def steps_of(ladder):
	"""(is_after, value, repeat, of what it is due) for each firing of each step."""
	for s in ladder:
		for repeat in range(s["repeat"] + 1):
			yield s["is_after"], s["value"], repeat, s["value"] + repeat * s["every"]


def due_steps(ladder, events, until):
	"""Every step that comes due on a clock with these events, at its instant, up to `until`."""
	wanted = {}
	limit, spent, since = events[0]["limit_ms"], 0, None
	assert all(e["limit_ms"] == limit for e in events), "the load changes no limits"
	counted = {(a, v, r): limit + c if a else up(c, limit, 1_000_000) for a, v, r, c in steps_of(ladder)}
	for e in [*events, {"at": until, "change": "now"}]:
		if since is not None:
			for step, at in counted.items():
				if step not in wanted and at <= spent + e["at"] - since:
					wanted[step] = since + at - spent
			spent += e["at"] - since
		if e["change"] in ("start", "resume", "reopen"):
			since = e["at"]
		elif e["change"] in ("pause", *ENDS):
			since = None
	return wanted


def check_steps(store, found):
	clocks, fired = collections.defaultdict(list), collections.defaultdict(list)
	for e in store.events:
		clocks[(e["order_id"], e["clock"], e["ref"], e["generation"])].append(e)
	for r in store.history:
		if r["what"] == "step":
			found.n_steps += 1
			fired[(r["order_id"], r["clock"], r["ref"], r["generation"])].append(r)
			if r["at"] < r["due_at"] or r["committed"] < r["due_at"]:
				found.early.append(f"order {r['order_id']} step {r['seq']}: due {r['due_at']}, at {r['at']},"
					f" committed {r['committed']}")
	for clock in {*clocks, *fired}:
		wanted = due_steps(store.ladders, clocks[clock], store.now) if clocks[clock] else {}
		have = collections.defaultdict(list)
		for r in fired[clock]:
			have[(r["is_after"], r["step"], r["repeat"])].append(r)
		for step in {*wanted, *have}:
			rows = have[step]
			if len(rows) > 1:
				found.doubled.append(f"clock {clock}: step {step} fired {len(rows)} times")
			if step in wanted and not rows:
				found.lost.append(f"clock {clock}: step {step}, due {wanted[step]}, never fired")
			elif step not in wanted and rows[0]["due_at"] <= store.now:
				found.early.append(f"clock {clock}: step {step} fired at {rows[0]['at']} and was not due")
			elif step in wanted and rows[0]["due_at"] != wanted[step]:
				found.early.append(f"clock {clock}: step {step} is due {wanted[step]}, fired as of {rows[0]['due_at']}")


# --- notices: I4

def check_notices(store, told, found):
	"""Whom a step's row names and who has an address has had it; a message says the same at every try."""
	taken, messages = set(), {}
	with open(told) as f:
		for line in f:
			r = json.loads(line)
			if messages.setdefault(r["message"], r["keys"]) != r["keys"]:
				found.doubled.append(f"message {r['message']} changed: {messages[r['message']]} and {r['keys']}")
			if r["status"] == 204:
				taken.update((k, r["message"]) for k in r["keys"])
	ways = collections.defaultdict(set)
	for key, message in taken:
		_, number, = key.split("-", 1)
		order, seq, who = number.split("/")
		ways[(int(order), int(seq), who)].add((key, message))
	sent = {(n["order_id"], n["seq"], n["to_user"]): n["state"] for n in store.notices}
	for r in store.history:
		for who in (r["told"] or []) if r["what"] == "step" and r["at"] <= store.now else []:
			if who not in store.addressed:
				continue
			found.n_notices += 1
			at = (r["order_id"], r["seq"], who)
			if at not in sent:
				found.lost.append(f"notice {at} was never written")
			elif not ways[at]:
				found.lost.append(f"notice {at} ({sent[at]}) was never delivered")
			elif len(ways[at]) > 1:
				found.doubled.append(f"notice {at} came under several keys: {ways[at]}")
	for at in ways.keys() - sent.keys():
		found.doubled.append(f"notice {at} was delivered and is not there")


# --- histories: I5

def check_gaps(store, found):
	seqs = collections.defaultdict(list)
	for r in store.history:
		seqs[r["order_id"]].append(r["seq"])
	for o in store.orders:
		if seqs[o["id"]] != list(range(1, o["n_happenings"] + 1)):
			found.lost.append(f"order {o['id']}: its history is {seqs[o['id']]}, of {o['n_happenings']} happenings")


def check(sql, journal, told, now):
	"""Everything; and all that was asked, for whoever wants to know what was in flight."""
	found, store = Finding(), Store(sql, now)
	keys, strays = read_journal(journal)
	if strays:
		found.false.append(f"{len(strays)} answers to nothing: {strays[0]}")
	found.n_requests = len(keys)
	found.n_retried = sum(any(n > 1 for _, n in a.tries) for a in keys.values())
	found.n_again = sum(any(again for again, _ in a.tries) for a in keys.values())
	check_answers(keys, store, found)
	check_changes(keys, store, found)
	check_steps(store, found)
	check_notices(store, pathlib.Path(told), found)
	check_gaps(store, found)
	return found, keys, store
