# SPDX-License-Identifier: Apache-2.0
"""The story language: lines to steps, words to values, paths into answers.

README.md beside this file is its reference. Never talks to a daemon."""

import json
import re

import instants


class Bad(Exception):
	"""The story itself is wrong."""


class Step:
	def __init__(self, number, text):
		self.number, self.text, self.below = number, text, []


def read(path, parts_dir, given=None, depth=0):
	"""A file's steps, with the parts it plays put in their places."""
	if depth > 8:
		raise Bad(f"{path.name}: parts play one another")
	given, steps, pending = dict(given or {}), [], ""
	for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
		line = pending + (raw.strip() if pending else raw.rstrip())
		if line.endswith("\\"):
			pending = line[:-1]
			continue
		pending = ""
		if not line.strip() or re.match(r"#|\s+#(\s|$)", line):
			continue
		if line.startswith("default "):
			for word in line.split()[1:]:
				key, _, value = word.partition("=")
				given.setdefault(key, value)
			continue
		line = re.sub(r"%(\w+)%", lambda m: _given(given, m.group(1), path, number), line)
		where = f"{path.name}:{number}"
		if line[0] in " \t":
			if not steps:
				raise Bad(f"{where}: an expectation without a call")
			steps[-1].below.append(Step(where, line.strip()))
		elif re.match(r"^(times \d+ )?part ", line):
			words = line.split()
			count = 1
			if words[0] == "times":
				count, words = int(words[1]), words[2:]
			values = dict(w.split("=", 1) for w in words[2:] if "=" in w)
			names = [w for w in words[2:] if "=" not in w]
			values.update({"f": names[0]} if names else {})
			for _ in range(count):
				steps += read(parts_dir / f"{words[1]}.part", parts_dir, values, depth + 1)
		else:
			steps.append(Step(where, line))
	if pending:
		raise Bad(f"{path.name}: the last line goes on")
	return steps


def _given(given, key, path, number):
	if key not in given:
		raise Bad(f"{path.name}:{number}: %{key}% is not given")
	return given[key]


# words to values

BARE_END = re.compile(r"[\s,\]}]")


class Words:
	"""`key=value ...`, values written as relaxed JSON: quotes only where they are needed."""

	def __init__(self, text, resolve):
		self.text, self.at, self.resolve = text, 0, resolve

	def params(self):
		values, name = {}, None
		while True:
			self._space()
			if self.at >= len(self.text):
				return values, name
			if self.text.startswith("->", self.at):
				name = self.text[self.at + 2:].strip()
				if not name.isidentifier():
					raise Bad(f"-> {name!r} is no name")
				return values, name
			m = re.compile(r"(\w+)=").match(self.text, self.at)
			if not m:
				raise Bad(f"expected key=value at {self.text[self.at:]!r}")
			self.at = m.end()
			values[m.group(1)] = self.value(top=True)

	def whole(self):
		"""All of the text as one value."""
		self._space()
		if self.text[self.at:self.at + 1] in ("[", "{", '"'):
			value = self.value(top=True)
			if self.text[self.at:].strip():
				raise Bad(f"something after the value: {self.text[self.at:]!r}")
			return value
		return self._meaning(self.text[self.at:].strip())

	def value(self, top=False):
		self._space()
		c = self.text[self.at:self.at + 1]
		if c == "[":
			return self._list()
		if c == "{":
			return self._object()
		if c == '"':
			value, self.at = json.JSONDecoder().raw_decode(self.text, self.at)
			return self.resolve(value) if value.startswith("$") else value
		end = (re.compile(r"\s") if top else BARE_END).search(self.text, self.at)
		end = end.start() if end else len(self.text)
		word, self.at = self.text[self.at:end], end
		if not word:
			raise Bad(f"a value is missing in {self.text!r}")
		return self._meaning(word)

	def _meaning(self, word):
		if word.startswith("$"):
			return self.resolve(word)
		if re.match(r"^\+\d", word):
			return self.resolve(word)
		try:
			return json.loads(word)
		except ValueError:
			return word

	def _space(self):
		while self.at < len(self.text) and self.text[self.at].isspace():
			self.at += 1

	def _list(self):
		self.at += 1
		items = []
		while True:
			self._space()
			if self.text[self.at:self.at + 1] == "]":
				self.at += 1
				return items
			if self.at >= len(self.text):
				raise Bad("a list without its end")
			items.append(self.value())
			self._comma("]")

	def _object(self):
		self.at += 1
		items = {}
		while True:
			self._space()
			if self.text[self.at:self.at + 1] == "}":
				self.at += 1
				return items
			m = re.compile(r'"?(\w+)"?\s*:').match(self.text, self.at)
			if not m:
				raise Bad(f"expected key: value at {self.text[self.at:]!r}")
			self.at = m.end()
			items[m.group(1)] = self.value()
			self._comma("}")

	def _comma(self, end):
		self._space()
		c = self.text[self.at:self.at + 1]
		if c == ",":
			self.at += 1
		elif c != end:
			raise Bad(f"expected , or {end} at {self.text[self.at:]!r}")


# paths into answers

SEGMENT = re.compile(r"\.?([A-Za-z_]\w*)|\[([^\]]*)\]|/(\w+)")
ABSENT = object()


def follow(value, path):
	"""`order.clocks[clock=task,task=line].state`: of several that match, the last counts."""
	at, chosen = 0, None
	while at < len(path):
		m = SEGMENT.match(path, at)
		if not m:
			raise Bad(f"no path: {path!r}")
		at = m.end()
		name, choice = m.group(1) or m.group(3), m.group(2)
		if name is not None:
			if chosen is not None:
				value, chosen = (chosen[-1] if chosen else ABSENT), None
			value = value.get(name, ABSENT) if isinstance(value, dict) else ABSENT
		elif not isinstance(value, list):
			value = ABSENT
		elif re.match(r"^-?\d+$", choice):
			inside = -len(value) <= int(choice) < len(value)
			value = value[int(choice)] if inside else ABSENT
		else:
			chosen = [v for v in value if matches(v, choice)]
	if chosen is not None:
		return chosen
	return value


def matches(value, choice):
	for pair in filter(None, choice.split(",")):
		key, _, wanted = pair.partition("=")
		have = follow(value, key.strip())
		text = have if isinstance(have, str) else json.dumps(have) if have is not ABSENT else None
		if text != wanted.strip():
			return False
	return True


def same(have, wanted):
	"""Equal as values; instants, spans and numbers by what they mean, not how they are written."""
	if have is ABSENT:
		return False
	if isinstance(have, str) and isinstance(wanted, str) and have != wanted:
		for parse in (instants.parse_instant, instants.parse_span):
			a, b = parse(have), parse(wanted)
			if a is not None and b is not None:
				return a == b
		return False
	if isinstance(have, bool) or isinstance(wanted, bool):
		return have is wanted
	if isinstance(have, (int, float)) and isinstance(wanted, (int, float)):
		return abs(have - wanted) < 1e-6
	if isinstance(have, list) and isinstance(wanted, list):
		return len(have) == len(wanted) and all(map(same, have, wanted))
	return have == wanted
