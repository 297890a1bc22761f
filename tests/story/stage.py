# SPDX-License-Identifier: Apache-2.0
"""One story played: a database of its own, a daemon, the people in it, and what is expected of them.

Owns the story's daemon and connections. Never shares anything with another story."""

import json
import os
import pathlib
import re
import select
import shlex
import shutil
import subprocess
import time
import zipfile
from xml.etree import ElementTree

import bed as beds
import instants
import org
from checks import Wrong, until
from client import Client, IN_FLIGHT, Lost
from cluster import Daemon, Failed, sanitizer_env
from language import ABSENT, Bad, Words, follow, same

TESTS = pathlib.Path(__file__).resolve().parent.parent
NOBODY = 65534
UNTIL_S = 60
NOUNS = {"order", "task", "return", "alarm", "clock", "token", "customer", "unit", "station"}
CALL = re.compile(r"^([\w.-]+): ([a-z_]+\.[a-z_]+|[a-z_]+)\b(.*)$")
CHECK = re.compile(r"^(#?)(\S+) (=|!=|<=|>=|<|>|~|!~|has|lacks|is) (.+)$")


class Surprise(Exception):
	"""An expectation that did not hold."""


class Skip(Exception):
	"""This machine cannot play the story."""


class Stage:
	client = Client  # what people talk through

	def __init__(self, bed):
		self.bed, self.own_bed = bed, None
		self.database = self.daemon = self.people = None
		self.embedded = None
		self.template, self.tokens = "org", bed.tokens
		self.options, self.env = [], None
		self.base = instants.parse_instant("2026-03-02T08:00:00Z")
		self.now = self.base
		self.is_real = False
		self.names, self.orders, self.said = {}, {}, []
		self.stalled = None
		self.second = self.second_people = None

	# the course of a story

	def play(self, steps):
		try:
			for step in steps:
				try:
					self._step(step)
				except (Surprise, Bad, Failed, Lost, OSError) as e:
					raise Surprise(f"{step.number}: {step.text}\n    {type(e).__name__}: {e}") from e
			if self.second:
				self.second_people.close()
				self.second.stop()
			if self.daemon and self.daemon.process:
				self._leave()
				self.daemon.stop()
				self._verify(steps)
		finally:
			self._clear()

	def _verify(self, steps):
		"""What the story left behind is what its history says, unless the story wrote into the store itself."""
		if any(step.text.startswith("sql ") for step in steps):
			return
		where = ["--embedded", str(self.embedded)] if self.embedded else \
			["--store", self.bed.cluster.conninfo(self.database)]
		status, said = beds.verify(self.bed.bin, *where)
		if status:
			raise Surprise(f"sliploopd verify, {status}: {said}")

	def _clear(self):
		if self.people:
			self.people.close()
		self._unstall()
		if self.second:
			self.second_people.close()
			self.second.kill()
		if self.daemon:
			try:
				self.daemon.kill() if not self.embedded else self.daemon.stop()
			except Failed as e:
				self.said.append(str(e))
		if self.embedded:
			stop_left_postgres(self.embedded)
			shutil.rmtree(self.embedded, ignore_errors=True)
		if self.own_bed:
			self.own_bed.close()
		elif self.database:
			self.bed.cluster.drop(self.database)

	def _step(self, step):
		self.said.append(f"{step.number}: {step.text}")
		words = step.text.split()
		if CALL.match(step.text) and words[0] != "raw":
			self._call(step)
			return
		acts = {"use": self._use, "clock": self._clock, "zone": self._zone, "at": self._at,
			"kill": self._kill, "stop": self._stop, "start": self._start, "own": self._own,
			"race": self._race, "raw": self._raw, "until": self._until, "sql": self._sql,
			"stall": self._stall, "cli": self._cli, "flood": self._flood,
			"second": self._second}
		if words[0] not in acts:
			raise Bad(f"no such step: {words[0]}")
		acts[words[0]](step)

	# the stage itself

	def _use(self, step):
		self.template = step.text.split()[1]

	def _clock(self, step):
		"""clock INSTANT: the story's first; clock real: the daemon's time is the world's."""
		word = step.text.split()[1]
		if word == "real":
			self.is_real = True
		else:
			self.base = self.now = self._instant(word)

	def _virtual(self, at):
		"""The --virtual-clock of a daemon that starts at that instant; None: the real clock."""
		return None if self.is_real else instants.format_instant(at)

	def _zone(self, step):
		self.options += ["--zone", step.text.split()[1]]

	def _own(self, step):
		"""own cluster: a Postgres for this story alone, which may be stopped."""
		self.own_bed = self.bed = beds.Bed(self.bed.bin)
		self.tokens = self.bed.tokens

	def _up(self):
		"""The daemon, started when it is first needed."""
		if self.daemon:
			if not self.daemon.process:
				raise Bad("the daemon is down")
			return
		clock = self._virtual(self.base)
		if self.template == "embedded":
			self.embedded = self.bed.cluster.dir / f"embedded_{os.getpid()}_{time.monotonic_ns()}"
			self.daemon = Daemon(self.bed.bin, ["--embedded", str(self.embedded), *self.options],
				f"{self.embedded}.sock", clock, f"{self.embedded}.log")
			self._fill()
		elif self.is_real:  # a new store: the templates are of the virtual clock, which stays
			self.database, self.daemon, self.tokens = self.bed.real(self.options)
		else:
			self.database = self.bed.fresh(self.template)
			self.daemon = self.bed.daemon(self.database, clock, self.options, self._store(), self.env)
		self.people = beds.People(self.daemon.socket, self.tokens, self.client)

	def _store(self):
		"""Where daemons find the story's database."""
		return self.bed.cluster.conninfo(self.database)

	def _fill(self):
		"""The organisation of org.py into a store of our own."""
		admin = Client(self.daemon.socket)
		self.tokens = org.put(admin)
		admin.close()

	def _second(self, _step):
		"""second daemon: another one on the same store; `second.WHO` calls it."""
		self._up()
		base = f"{self.bed.cluster.dir / self.database}.second"
		self.second = Daemon(self.bed.bin, ["--store", self._store(), *self.options], f"{base}.sock",
			self._virtual(self.now), f"{base}.log")
		self.second_people = beds.People(self.second.socket, self.tokens, self.client)

	def _leave(self):
		self.people.close()

	def _at(self, step):
		to = self._instant(step.text.split()[1])
		self._up()
		self.people["admin"].call("time.advance", to=instants.format_instant(to))
		self.now = to

	def _kill(self, step):
		self._leave()
		self.daemon.kill()

	def _stop(self, step):
		if step.text == "stop daemon":
			self._leave()
			self.daemon.stop()
		elif step.text == "stop postgres" and self.own_bed:
			self.bed.cluster.stop()
		else:
			raise Bad("stop daemon, or (with its own cluster) stop postgres")

	def _start(self, step):
		words = step.text.split()
		if step.text == "start postgres":
			self.bed.cluster.start()
		elif words[:2] == ["start", "daemon"]:
			if len(words) == 4 and words[2] == "at":
				self.now = self._instant(words[3])
			self.daemon.start(self._virtual(self.now))
		else:
			raise Bad("start daemon [at WHEN], start postgres")

	def _sql(self, step):
		self._up()
		self.bed.cluster.sql(self.database, step.text[4:])

	def _stall(self, step):
		"""Every table locked from outside, until `stall end`."""
		if step.text == "stall end":
			self._unstall()
			return
		self._up()
		self.stalled = self.bed.cluster.hold(self.database, "do $$ declare t text; begin for t in select "
			"quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname not in "
			"('pg_catalog', 'information_schema') loop execute 'lock table ' || t || "
			"' in access exclusive mode'; end loop; end $$")

	def _unstall(self):
		if self.stalled:
			self.stalled.let_go()
			self.stalled = None

	# people talking

	def _client(self, who):
		self._up()
		if who.startswith("second."):
			return self.second_people[who.removeprefix("second.")]
		if who == "stranger" and who not in self.people.open:
			if os.geteuid() != 0:
				raise Skip("only root can call as another uid")
			self.people.open[who] = self.client(self.daemon.socket, uid=NOBODY)
		return self.people[who]

	def _parse(self, text):
		m = CALL.match(text)
		if not m:
			raise Bad(f"no call: {text}")
		self._up()
		params, name = Words(m.group(3), self._resolve).params()
		return m.group(1), m.group(2), params, name

	def _call(self, step):
		who, method, params, name = self._parse(step.text)
		answer = self._client(who).ask(method, params)
		self._judge(step, method, answer, name)

	def _judge(self, step, method, answer, name=None):
		self.said.append("    " + short(answer.frame))
		refusal = next((b for b in step.below if b.text.startswith("refused ")), None)
		checks = [b for b in step.below if b is not refusal]
		if refusal:
			self._judge_refusal(refusal, answer)
			base = answer.data
		else:
			if not answer.ok:
				raise Surprise(f"refused: {short(answer.error)}")
			base = answer.result
			self._remember(method, answer.result, name)
		for check in checks:
			try:
				self._check(check.text, base)
			except Surprise as e:
				raise Surprise(f"{check.number}: {e}")

	def _judge_refusal(self, refusal, answer):
		words = refusal.text.split()
		if answer.ok:
			raise Surprise(f"{refusal.number}: not {refusal.text}, but {short(answer.result)}")
		if answer.cls not in words[1].split("|"):
			raise Surprise(f"{refusal.number}: {answer.cls} instead of {words[1]}: {short(answer.error)}")
		if len(words) > 2 and answer.data.get("field") != words[2]:
			raise Surprise(f"{refusal.number}: field {answer.data.get('field')!r} instead of {words[2]}")

	def _until(self, step):
		"""The same call again until its expectations hold, for UNTIL_S at most."""
		inner = type(step)(step.number, step.text[6:])
		inner.below = step.below
		trouble = None

		def holds():
			nonlocal trouble
			try:
				self._call(inner)
				return True
			except (Surprise, Lost, OSError) as e:
				trouble = e
				if not isinstance(e, Surprise):
					self._leave()
				return False
		try:
			until(holds, step.text, UNTIL_S)
		except Wrong:
			raise trouble

	def _race(self, step):
		"""Calls below are all sent before any answer is read; `outcome` counts what came."""
		calls, wanted = [], None
		for below in step.below:
			if below.text.startswith("outcome "):
				wanted = sorted(w.strip() for w in below.text[8:].split(","))
			else:
				calls.append(self._parse(below.text))
		clients = [self._client(who) if [c[0] for c in calls].count(who) == 1
			else self._another(who) for who, *_ in calls]
		ids = [c.send(method, params) for c, (_, method, params, _) in zip(clients, calls)]
		for client in clients:
			client.flush()
		answers = [c.wait(i) for c, i in zip(clients, ids)]
		for (_, method, _, name), answer in zip(calls, answers):
			self.said.append("    " + short(answer.frame))
			if answer.ok:
				self._remember(method, answer.result, name)
		came = [("replayed" if a.ok and a.result.get("replayed") else a.cls) for a in answers]
		if not self._is_outcome(came, wanted):
			raise Surprise(f"outcome {', '.join(came)}")

	def _is_outcome(self, came, wanted):
		return sorted(came) == wanted

	def _another(self, who):
		client = self.client(self.daemon.socket)
		if who in self.tokens:
			client.login(self.tokens[who])
		self.people.open[f"{who}/{len(self.people.open)}"] = client
		return client

	def _flood(self, step):
		"""The call over ever more connections until one is answered `overloaded`; then the stall
		ends, and every other one has to be answered ok."""
		who, method, params, _ = self._parse(step.text[6:])
		clients, counts = [], {}
		for _ in range(600):
			client = self._another(who)
			clients.append((client, [client.send(method, params) for _ in range(IN_FLIGHT)]))
			client.flush()
			seen = select.select([c.sock for c, _ in clients], [], [], 0)[0]
			if seen:
				break
		self._unstall()
		for client, ids in clients:
			for answer in map(client.wait, ids):
				counts[answer.cls] = counts.get(answer.cls, 0) + 1
		self.said.append(f"    {counts}")
		if set(counts) != {"ok", "overloaded"}:
			raise Surprise(f"answers {counts} on {len(clients)} connections")

	def _raw(self, step):
		m = re.match(r"^raw ([\w.-]+): (.*)$", step.text)
		client = self._client(m.group(1))
		client.send_raw(m.group(2).encode() + b"\n")
		from client import Answer
		self._judge(step, "raw", Answer(client.read_frame() or {}))

	def _cli(self, step):
		"""cli WHO: ARGUMENTS: the command line, as that person; its status, what it said, and of
		`--xlsx` the first sheet as {cell: value}."""
		who, args = re.match(r"^cli ([\w.-]+): (.*)$", step.text).groups()
		self._up()
		base = str(self.bed.cluster.dir / f"{self.database}.{who}")
		command = [str(self.bed.bin / "sliploop"), "--socket", self.daemon.socket]
		if who in self.tokens:
			pathlib.Path(base).write_text(self.tokens[who])
			command += ["--token-file", base]
		book = base + ".xlsx"
		said = self._run_cli([*command, *(self._argument(w, book) for w in shlex.split(args))])
		if pathlib.Path(book).exists():
			said["cells"] = sheet(book)
			pathlib.Path(book).unlink()
		self.said.append("    " + short(said))
		for check in step.below:
			try:
				self._check(check.text, said)
			except Surprise as e:
				raise Surprise(f"{check.number}: {e}")

	def _run_cli(self, command):
		done = subprocess.run(command, capture_output=True, text=False, cwd="/", stdin=subprocess.DEVNULL,
			env={**sanitizer_env(), "LC_ALL": "C.UTF-8"})
		return dict(status=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

	def _argument(self, word, book):
		"""$xlsx: a workbook to be written; $tests/...: a file of ours; $f and $f/line: ids."""
		word = word.replace("$xlsx", book).replace("$tests", str(TESTS))
		return re.sub(r"\$\w+(/\w+)?", lambda m: str(self._resolve(m.group())), word)

	# what is known

	def _remember(self, method, result, name):
		if not isinstance(result, dict):
			return
		order = result.get("order")
		if isinstance(order, dict) and "id" in order:
			self.orders[order["id"]] = order
		if name:
			self.names[name] = (method.split(".")[0], result)

	def _resolve(self, word):
		"""$f: its id; $f/line: the id of its task `line`; $f/return: of its last return slip;
		$f.path: a value in what was answered; +10m: an instant."""
		if word.startswith("+"):
			return instants.format_instant(self._instant(word))
		m = re.match(r"^\$(\w+)(?:/(\w+))?(\..*)?$", word)
		if not m or m.group(1) not in self.names:
			raise Bad(f"nothing is called {word}")
		noun, result = self.names[m.group(1)]
		if m.group(2):
			return self._inside(result, m.group(2))
		if m.group(3):
			path, _, more = m.group(3)[1:].partition("+")
			value = follow(result, path)
			if value is ABSENT:
				raise Bad(f"{word} is not there")
			return value + int(more) if more else value
		thing = result.get(noun) if noun in NOUNS else None
		thing = thing if isinstance(thing, dict) else result
		if "id" not in thing:
			raise Bad(f"{word} has no id")
		return thing["id"]

	def _inside(self, result, name):
		order = self.orders[result["order"]["id"]]
		if name == "version":
			return order["version"]
		if name == "return":
			return order["returns"][-1]["id"]
		for task in reversed(order["tasks"]):
			if task["name"] == name:
				return task["id"]
		raise Bad(f"the order has no task {name}")

	def _instant(self, text):
		offset = instants.parse_offset(text)
		if offset is not None:
			return self.base + offset
		at = instants.parse_instant(text)
		if at is None:
			raise Bad(f"no instant: {text}")
		return at

	# expectations

	def _check(self, text, base):
		m = CHECK.match(text)
		if not m:
			raise Bad(f"no expectation: {text}")
		count, path, op, right = m.groups()
		path = re.sub(r"(?<==)\$\w+(?=[,\]])", lambda w: str(self._resolve(w.group())), path)
		if path.startswith("$"):
			have = self._resolve(path)
		else:
			have = follow(base, path)
		if count:
			have = len(have) if isinstance(have, (list, dict)) else ABSENT
		if op == "is":
			good = {"absent": have is ABSENT or have is None, "null": have is None,
				"set": have is not ABSENT and have is not None}[right]
		else:
			good = compare(op, have, Words(right, self._resolve).whole())
		if not good:
			raise Surprise(f"{text}  -- found {short(have) if have is not ABSENT else 'nothing there'}")


def compare(op, have, wanted):
	if op == "=":
		return same(have, wanted)
	if op == "!=":
		return not same(have, wanted)
	if have is ABSENT:
		return False
	if op in ("~", "!~"):
		text = have if isinstance(have, str) else json.dumps(have, ensure_ascii=False)
		return (str(wanted) in text) == (op == "~")
	if op in ("has", "lacks"):
		return any(same(h, wanted) for h in have) == (op == "has")
	a, b = measure(have), measure(wanted)
	return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def measure(value):
	if isinstance(value, (int, float)):
		return value
	for parse in (instants.parse_instant, instants.parse_span):
		if parse(value) is not None:
			return parse(value)
	raise Bad(f"{value!r} has no size")


def sheet(path):
	"""The first sheet of a workbook: {"A1": text or number}."""
	inside = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
	with zipfile.ZipFile(path) as book:
		texts = ["".join(t.text or "" for t in item.iter(inside + "t"))
			for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
		cells = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(inside + "c")
		return {c.get("r"): texts[int(c[0].text)] if c.get("t") == "s" else float(c[0].text)
			for c in cells if len(c)}


def short(value):
	text = json.dumps(value, ensure_ascii=False, default=str)
	return text if len(text) <= 1500 else text[:1500] + "..."


def stop_left_postgres(directory):
	"""The Postgres that a killed embedded daemon left in our own directory."""
	for pidfile in pathlib.Path(directory).rglob("postmaster.pid"):
		try:
			pid = int(pidfile.read_text().splitlines()[0])
			os.kill(pid, 3)
			until(lambda: not pidfile.exists() or os.kill(pid, 0), "its end", UNTIL_S)
		except (OSError, ValueError, IndexError):
			pass
