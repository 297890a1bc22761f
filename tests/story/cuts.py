# SPDX-License-Identifier: Apache-2.0
"""Stories in which a connection to the store is lost at the Nth statement: people ask again with the same key, and
the story has to end as it does undisturbed.

A story is played first as it is, behind a proxy that counts (../fault/nth.py), then once for each N drawn or for every
N. Owns the draws and the comparison; never what a story expects."""

import collections
import concurrent.futures
import functools
import itertools
import multiprocessing
import os
import pathlib
import random
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "fault"))

import bed as beds  # noqa: E402
import ending  # noqa: E402
import language  # noqa: E402
import stage  # noqa: E402
from checks import until  # noqa: E402
from client import Client  # noqa: E402
from room import Helper  # noqa: E402

HOWS = ("withheld", "sent", "done")
AGAIN = ("unavailable", "unknown_outcome")
PATIENCE_S = 60
CLI_UNAVAILABLE = 3
SHOWN = 6  # differences printed of each play

# What a story does that makes it no story of this: a pattern of a step or of what is expected below it, and why.
UNFIT = (
	(r"own cluster", "stops its store itself"),
	(r"use embedded", "no proxy gets between a daemon and a store of its own"),
	(r"clock real", "steps come due as the world's time passes: no two plays are alike"),
	(r"stall|flood", "locks its store, and expects calls to be refused"),
	(r"sql create", "cuts its connection itself"),
	(r"refused (unavailable|unknown_outcome|overloaded)", "expects what is asked again here"),
	(r"\S+: token\.issue", "a secret is in no second answer: whoever lost it issues another"),
	(r"cli \S+: calendar\.import", "the command line gives no key, and does not ask again"),
)


def why_unfit(steps):
	"""None: it can be played."""
	texts = [s.text for step in steps for s in (step, *step.below)]
	return next((why for pattern, why in UNFIT if any(re.match(pattern, t) for t in texts)), None)


class Patient(Client):
	"""Asks again, with the key of before, whenever the store was away or nobody knows."""

	keyed = frozenset()  # methods that take an idempotency key

	def __init__(self, keys, *where, **more):
		super().__init__(*where, **more)
		self.keys, self.calls = keys, {}

	def send(self, method, params=None):
		params = dict(params or {})
		if method in self.keyed:
			params.setdefault("idempotency_key", f"story-{next(self.keys)}")
		call_id = super().send(method, params)
		self.calls[call_id] = (method, params)
		return call_id

	def wait(self, call_id):
		call = self.calls.pop(call_id)
		answer = super().wait(call_id)

		def is_answered():
			nonlocal answer
			answer = Client.wait(self, Client.send(self, *call))
			return answer.cls not in AGAIN
		if answer.cls in AGAIN:
			until(is_answered, f"an answer to {call[0]}", PATIENCE_S)
		return answer


class AgainStage(stage.Stage):
	"""A play of people who ask again, and how it ended (`left`)."""

	after = ""  # done to the store when all is over

	def __init__(self, bed):
		super().__init__(bed)
		self.left = None

	def _is_outcome(self, came, wanted):
		def granted(words):
			return sorted("ok" if w == "replayed" else w for w in words)
		return granted(came) == granted(wanted)

	def _check(self, text, base):
		if not text.startswith("replayed "):
			super()._check(text, base)

	def revive(self):
		"""What there is to do before somebody asks again."""

	def _run_cli(self, command):
		said = {}

		def is_answered():
			said.update(super(AgainStage, self)._run_cli(command))
			if said["status"] != CLI_UNAVAILABLE:
				return True
			self.revive()
			return False
		until(is_answered, "an answer to the command line", PATIENCE_S)
		return said

	def _verify(self, steps):
		def sql(text):
			return self.bed.cluster.sql(self.database, text)
		if self.after:
			sql(self.after)
		self.left, wrong = ending.read(sql)
		if wrong:
			raise stage.Surprise("; ".join(wrong))
		super()._verify(steps)


class CutStage(AgainStage):
	"""One play behind the proxy. `damage` is done to its store before a daemon comes."""

	def __init__(self, bed, proxy, damage="", after=""):
		super().__init__(bed)
		self.proxy, self.damage, self.after = proxy, damage, after
		self.client = functools.partial(Patient, itertools.count(1))

	def _store(self):
		if self.damage:
			self.bed.cluster.sql(self.database, self.damage)
			self.damage = ""
		return f"host={self.proxy.folder} user=postgres dbname={self.database}"


class CountingProxy(Helper):
	def __init__(self, bed):
		self.folder = bed.cluster.dir / f"nth-{os.getpid()}"
		self.folder.mkdir()
		self.folder.chmod(0o755)
		super().__init__("nth.py", self.folder, bed.cluster.run)
		self.hear()

	def asked(self, line):
		self.tell(line)
		return self.hear()


Play = collections.namedtuple("Play", "names was_cut left trouble is_skipped")
BED, PROXY = None, None


def play(path, cut=None, damage="", after=""):
	"""One play. cut: (N, HOW)."""
	global PROXY
	PROXY = PROXY or CountingProxy(BED)
	PROXY.asked("count " + " ".join(map(str, cut or ())))
	scene, trouble, is_skipped = CutStage(BED, PROXY, damage, after), None, False
	try:
		scene.play(language.read(path, HERE / "parts"))
	except stage.Skip as e:
		trouble, is_skipped = str(e), True
	except Exception as e:  # whatever it is, it is this play's failure
		trouble = str(e) if isinstance(e, stage.Surprise) else f"{type(e).__name__}: {e}"
		trouble += "".join(f"\n      | {line}" for line in scene.said[-3:])
	if trouble and scene.daemon and scene.daemon.log.exists():
		trouble += "\n    daemon: " + scene.daemon.complaints()[-1500:]
	names, was_cut = language.json.loads(PROXY.asked("seen"))
	return Play(names, was_cut, scene.left, trouble, is_skipped)


class Case:
	"""What came of one story: plays, how many were cut, and what was wrong, each with how to play it again."""

	def __init__(self, path):
		self.name, self.n_statements, self.n_cut, self.n_missed, self.skipped = path.stem, 0, 0, 0, None
		self.wrong, self.seconds = [], 0


def draw(rng, names):
	"""Every second time a COMMIT: there nobody can know what became of it."""
	commits = [n for n, name in enumerate(names, 1) if name == "COMMIT"]
	n = rng.choice(commits) if commits and rng.random() < 0.5 else rng.randrange(1, len(names) + 1)
	return n, rng.choice(HOWS)


def judge(case, first, cut, names, second):
	"""What is wrong with a play that was cut there."""
	at, how = cut
	where = f"--cut --at {at} {how} {case.name}" + (f"  ({names[at - 1]})" if at in range(1, len(names) + 1) else "")
	if second.trouble:
		case.wrong.append(f"{where}\n    {second.trouble}")
		return
	lines = ending.differences(first.left, second.left) if first.left and second.left else []
	if lines:
		more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
		case.wrong.append(f"{where}: it ends otherwise" + "".join(f"\n    {line}" for line in [*lines[:SHOWN], *more]))


def run_case(job):
	"""In a worker. job: (path, seed, is_every, at)."""
	path, seed, is_every, at = job
	case, began, rng = Case(path), time.monotonic(), random.Random(f"{seed} {path.stem}")
	steps = language.read(path, HERE / "parts")
	case.skipped = why_unfit(steps)
	if case.skipped:
		return case
	first = play(path)
	case.n_statements = len(first.names)
	if first.trouble:
		case.skipped = first.trouble if first.is_skipped else None
		if not first.is_skipped:
			case.wrong.append(f"{case.name}, undisturbed behind the proxy\n    {first.trouble}")
		return case
	if any(s.text.startswith("race") for s in steps):
		first = first._replace(left=None)  # who comes first is not told in advance
	if not first.names:
		case.skipped = "no statement of it is in a batch"
		return case
	cuts = [at] if at else [(n, rng.choice(HOWS)) for n in range(1, len(first.names) + 1)] if is_every else \
		[draw(rng, first.names)]
	for cut in cuts:
		second = play(path, cut)
		case.n_cut += second.was_cut
		case.n_missed += not second.was_cut
		judge(case, first, cut, second.names, second)
	case.seconds = time.monotonic() - began
	return case


# --- that it can fail

NO_ROW = "create function no_row() returns trigger language plpgsql as $$ begin return null; end $$; "
AS_REPLICA = "set session_replication_role = replica; "
FORGETFUL = "create trigger forgets before insert on {} for each row {} execute function no_row()"
SELF_STORY = "clock-accept"
SAVING = "SAVE_ORDERS,COMMIT"  # wherever it comes: a batch more or less comes before it each time

# NAME, what is taken away before, what is done afterwards, what has to be said
SELF_CHECKS = (
	("a sound store is sound", "", "", None),
	("kept answers are gone", NO_ROW + FORGETFUL.format("idempotency", ""), "", "too much|order"),
	("a step is not written", NO_ROW + FORGETFUL.format("history", "when (new.what = 'step')"), "", "history|missing"),
	("a history has a gap", "", AS_REPLICA + "update history set seq = seq + 1000 where id = (select max(id) from history)",
		"its history is"),
	("a step stands twice", "drop index one_firing_per_step", AS_REPLICA + "insert into history overriding system value select (jsonb_populate_record("
		"h, jsonb_build_object('seq', (select max(seq) + 1 from history n where n.order_id = h.order_id), 'id', 1000000))).*"
		" from history h where what = 'step' order by id limit 1", "fired twice"),
)


def check_self():
	"""[(name, was it found)]: one story, its first saving COMMIT done and not answered, in stores that are not sound."""
	path = HERE / f"{SELF_STORY}.story"
	first = play(path)
	if first.trouble:
		return [("undisturbed", False, first.trouble)]
	results = []
	for name, damage, after, wanted in SELF_CHECKS:
		cut, case = (SAVING, "done"), Case(path)
		second = play(path, cut, damage, after)
		judge(case, first, cut, second.names, second)
		text = "\n".join(case.wrong)
		is_good = second.was_cut and (bool(re.search(wanted, text)) if wanted else not text)
		results.append((name, is_good, text))
	return results


# --- the whole

def keyed_methods(bed):
	"""What takes an idempotency key, as the daemon itself says."""
	database = bed.fresh("empty")
	daemon = bed.daemon(database, beds.FILLED_AT)
	client = Client(daemon.socket)
	methods = client.call("rpc.discover")["methods"]
	client.close()
	daemon.stop()
	bed.cluster.drop(database)
	return frozenset(m["name"] for m in methods if any(p["name"] == "idempotency_key" for p in m["params"]))


def report(case):
	"""1 when it failed, 0 when not, None when it was not played."""
	if case.skipped:
		print(f"left out {case.name}: {case.skipped}", flush=True)
		return None
	if case.wrong:
		for text in case.wrong:
			print(f"FAILED  {text}", flush=True)
		return 1
	print(f"ok      {case.name}: cut {case.n_cut} times in {case.n_statements} statements, {case.seconds:.1f} s", flush=True)
	return 0


def main(paths, args):
	"""The program's exit status."""
	global BED
	seed = args.seed if args.seed is not None else random.randrange(1 << 32)
	print(f"seed {seed}", flush=True)
	if args.sample:
		paths = random.Random(seed).sample(paths, min(args.sample, len(paths)))
	at = (args.at[0] if args.at[0] == SAVING else int(args.at[0]), args.at[1]) if args.at else None
	began = time.monotonic()
	BED = beds.Bed(args.bin)
	passed = failed = skipped = n_cut = n_missed = n_statements = 0
	try:
		Patient.keyed = keyed_methods(BED)
		with concurrent.futures.ProcessPoolExecutor(args.jobs, mp_context=multiprocessing.get_context("fork")) as pool:
			itself = pool.submit(check_self) if args.self_check else None
			for case in pool.map(run_case, [(p, seed, args.every, at) for p in paths]):
				is_wrong = report(case)
				passed, failed, skipped = passed + (is_wrong == 0), failed + (is_wrong == 1), skipped + (is_wrong is None)
				n_cut, n_missed, n_statements = n_cut + case.n_cut, n_missed + case.n_missed, n_statements + case.n_statements
			for name, is_found, text in itself.result() if itself else ():
				print(f"{'ok    ' if is_found else 'FAILED'}  self-check: {name}" + ("" if is_found else f"\n    {text}"), flush=True)
				passed, failed = passed + is_found, failed + (not is_found)
	finally:
		BED.close()
	print(f"{n_statements} statements in {len(paths) - skipped} stories; {n_cut} times cut, {n_missed} times there was no such"
		f" statement; {time.monotonic() - began:.0f} s; again with --cut --seed {seed}")
	if n_missed > max(2, n_cut // 10):
		print("FAILED  too many plays were not cut")
		failed += 1
	return beds.verdict(passed, failed, skipped)
