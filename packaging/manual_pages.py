# SPDX-License-Identifier: Apache-2.0
"""The parts of the manual pages that come from the daemon's tables, as mdoc. Owns the wording of a schema; it
knows no method and no option by name."""
import re
import textwrap

NAME = "^[a-z0-9_][a-z0-9_.-]{0,63}$"
MONTH = "^[0-9]{4}-[0-9]{2}$"
MANY = 8  # a parameter that so many methods share is described once
EVERYWHERE = {"invalid_params", "unauthenticated", "forbidden", "overloaded", "unavailable", "unknown_outcome",
	"idempotency_mismatch"}


def text(words):
	"""A line of text: nothing in it is taken for a request."""
	line = re.sub(r"(?<!\S)--?(?=[a-z])", lambda m: m[0].replace("-", r"\-"), words.replace("\\", r"\e"))
	return r"\&" + line if line[:1] in (".", "'") else line


def sentence(words):
	words = words.rstrip(",")
	if not re.match(r"[a-z]+,|[a-z]+_", words):  # words that are to be written so
		words = words[:1].upper() + words[1:]
	return text(words if words.endswith((".", "?")) else words + ".")


def either(words, last="or"):
	return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} {words[-1]}"


def laid(line):
	"""Lines of text as mdoc wants them: a sentence begins one, and none is long."""
	if line.startswith("."):
		return [line]
	sentences = re.split(r"(?<=[a-z)][.:?]) +(?=[A-Z])", line)
	return [text(piece) if piece[0] in ".'" else piece for sentence in sentences
		for piece in textwrap.wrap(sentence, 78, break_long_words=False, break_on_hyphens=False)]


# --- what sliploopd says of itself


class Help:
	"""`sliploopd --help`: rows of options in groups, and the paragraphs after them."""

	def __init__(self, said):
		blocks = [block.splitlines() for block in said.strip("\n").split("\n\n")]
		self.rows = [self._row(line) for block in blocks[1:] if block[0].startswith("  --") for line in block]
		self.paragraphs = [" ".join(block) for block in blocks[1:] if not block[0].startswith("  --")]
		for line in blocks[0]:  # what only a subcommand takes
			self.rows += [(f"--{name}", arg, "") for name, arg in re.findall(r"\[--(head|lang) ([^\]]+)\]", line)]

	@staticmethod
	def _row(line):
		found = re.fullmatch(r"  (--[a-z-]+)(?: (\S+))?  +(\S.*)", line)
		return found.groups() if found else (line.strip(), None, "")

	def described(self):
		return [(name.removeprefix("--"), arg, doc) for name, arg, doc in self.rows if doc]

	def paragraph(self, begins):
		"""The paragraphs from the one that begins so to the next subject."""
		at = next(i for i, p in enumerate(self.paragraphs) if p.startswith(begins))
		upto = at + 1
		while upto < len(self.paragraphs) and self.paragraphs[upto].startswith("It "):
			upto += 1
		return self.paragraphs[at:upto]


def prose(paragraphs):
	lines = []
	for paragraph in paragraphs:
		lines.append(".Pp")
		lines.append(text(paragraph))
	return lines[1:]


def options(tables, said):
	del tables
	lines = [".Bl -tag -width Ds"]
	for name, arg, doc in said.described():
		lines += [f".It Fl -{name}" + (f" Ar {arg}" if arg else ""), sentence(doc)]
	return lines + [".It Fl -version , -help", "Print that and exit.", ".El"]


def settings(tables, said):
	may_change = {s["name"]: s["may_change"] for s in tables["settings"]}
	lines = [".Bl -tag -width Ds"]
	for name, arg, doc in said.described():
		if name in may_change:
			lines += [f".It Ic {name} = Ar {arg}", sentence(doc)]
			lines += ["Read again by a reload."] if may_change[name] else []
	return lines + [".El"]


def migrate(tables, said):
	del tables
	return prose(said.paragraph("migrate "))


def reload(tables, said):
	del tables
	return prose(said.paragraph("SIGHUP "))


def credentials(tables, said):
	del tables
	return prose(said.paragraph("credential:"))


def verify(tables, said):
	del tables
	return prose(said.paragraph("verify "))


# --- the command line


def cli_options(tables, _said):
	lines = [".Bl -tag -width Ds"]
	for option in tables["options"]:
		arg = option.get("arg")
		lines += [f".It Fl {option['name'][1:]}" + (f" Ar {arg}" if arg else ""), sentence(option["doc"])]
	return lines + [".It Fl -version , -help", "Print that and exit.", ".El"]


def verbs(tables, _said):
	lines = [".Bl -tag -width Ds"]
	for verb in tables["verbs"]:
		lines += [".It Xo", ".Ic " + verb["name"]]
		lines += [text(verb["usage"])] if verb["usage"] else []
		lines += [".Xc", sentence(verb["doc"])]
	return lines + [".El"]


# --- the API


def errors(tables, _said):
	lines = [".Bl -tag -width Ds"]
	for error in tables["errors"]:
		lines += [f".It Sy {error['class']} Pq {error['code']}", sentence(error["text"])]
		lines += ["Trying the same again can help."] if error["retriable"] else []
	return lines + [".El"]


def bounds(schema, low, high, unit):
	least, most = (str(schema[key]).removesuffix(".0") if key in schema else None for key in (low, high))
	if least and least == most:
		return f", {least}{unit}"
	if least and most:
		return f", {least} to {most}{unit}"
	return f", at most {most}{unit}" if most else f", {least} or more{unit}" if least and least != "0" else ""


def kind(schema, many=False):
	"""What may stand there, in words; many: in a list."""
	s = "s" if many else ""
	is_nullable = isinstance(schema.get("type"), list) and "null" in schema["type"]
	of = [t for t in schema["type"] if t != "null"] if isinstance(schema.get("type"), list) else [schema.get("type")]
	if "enum" in schema:
		said = either(schema["enum"], "and" if many else "or")
		return f"any of {said}" if many else f"one of {said}" if len(schema["enum"]) > 1 else f"the word {said}"
	if schema.get("pattern") == NAME:
		said = f"name{s}"
	elif schema.get("pattern") == MONTH:
		said = "month, as in 2026-10"
	elif "format" in schema:
		said = {"date-time": "instant", "duration": "span", "date": "date, as in 2026-10-01"}[schema["format"]] + s
	elif of == ["array"]:
		inner = schema.get("items")
		said = f"list{s}" + (f" of {kind(inner, True)}" if inner else "")
		said += bounds(schema, "minItems", "maxItems", "")
	elif of == ["object"]:
		said = f"object{s}"
	elif of == ["boolean"]:
		said = "true or false"
	elif of == ["string"]:
		said = f"text{s}" + bounds(schema, "minLength", "maxLength", " bytes")
	else:
		said = " or ".join({"integer": "integer", "number": "number", "string": "text"}[t] + s for t in of)
		said += bounds(schema, "minimum", "maximum", "")
	return said + (" or null" if is_nullable else "")


def inner_rows(schema):
	"""The keys of an object, or of the objects in a list."""
	while schema.get("type") == "array" and "items" in schema:
		schema = schema["items"]
	needed = schema.get("required", [])
	return [{"name": name, "schema": inner, "required": name in needed, "description": inner.get("description")}
		for name, inner in schema.get("properties", {}).items()]


def params(rows):
	if not rows:
		return []
	lines = [".Bl -tag -width Ds -compact"]
	for row in rows:
		lines.append(f".It Va {row['name']}" + ("" if row["required"] else " Pq optional"))
		said, doc = kind(row["schema"]), row.get("description") or ""
		said = said[:1].upper() + said[1:]
		lines += [sentence(f"{said}, {doc}")] if doc.startswith("or ") else [sentence(s) for s in (said, doc) if s]
		lines += params(inner_rows(row["schema"]))
	return lines + [".El"]


def shared(tables):
	"""Parameters that many methods have in the very same words."""
	seen = {}
	for method in tables["api"]["methods"]:
		for param in method["params"]:
			seen.setdefault(repr(sorted(param.items(), key=str)), []).append(param)
	return {key: many[0] for key, many in seen.items() if len(many) >= MANY and many[0].get("description")}


def shared_params(tables, _said):
	return params(sorted(shared(tables).values(), key=lambda p: p["name"]))


def who(method, everybody):
	if method["x-open"]:
		return "Anyone may call it."
	roles = method["x-roles"]
	return "For whoever has logged in." if len(roles) == everybody else f"For {either(roles, 'and')}."


def method_lines(method, known, everybody):
	lines = [f".It Ic {method['name']}"]
	for param in method["params"]:
		lines[0] += f" Va {param['name']}" if param["required"] else f" Oo Va {param['name']} Oc"
	lines += [sentence(method["summary"]), who(method, everybody)]
	for key, thing in (("x-states", "order"), ("x-task-states", "task"), ("x-return-states", "return slip")):
		if key in method:
			lines.append(text(f"The {thing} must be {either(method[key])}."))
	keys = list(method["result"]["schema"].get("properties", {}))
	if keys:
		lines.append(text(f"Answers {either(keys, 'and')}."))
	own = [e["x-class"] for e in method["errors"] if e["x-class"] not in EVERYWHERE]
	if own:
		lines.append(text(f"May be refused as {either(own)}."))
	rows = [p for p in method["params"] if repr(sorted(p.items(), key=str)) not in known]
	return lines + params(rows)


def methods(tables, _said):
	known, lines, noun = shared(tables), [], None
	everybody = max(len(m["x-roles"]) for m in tables["api"]["methods"])
	for method in tables["api"]["methods"]:
		if method["name"].split(".")[0] != noun:
			lines += [".El"] if noun else []
			noun = method["name"].split(".")[0]
			lines += [f".Ss {noun}", ".Bl -tag -width Ds"]
		lines += method_lines(method, known, everybody)
	return lines + [".El"]


PARTS = {f.__name__.replace("_", "-"): f
	for f in (options, settings, migrate, reload, credentials, verify, cli_options, verbs, errors, shared_params, methods)}
BEGIN = re.compile(r'\.\\" begin ([a-z-]+): [^\n]*\n')


def fill(page, tables, said):
	"""The page with each part between `begin NAME` and `end NAME` written anew."""
	out, at = [], 0
	while found := BEGIN.search(page, at):
		end = page.index(f'.\\" end {found[1]}\n', found.end())
		lines = [piece for line in PARTS[found[1]](tables, said) for piece in laid(line)]
		out += [page[at:found.end()], "\n".join(lines), "\n"]
		at = end
	return "".join(out) + page[at:]
