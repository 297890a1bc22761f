# SPDX-License-Identifier: Apache-2.0
"""How Postgres carries out each statement the store can send, with the settings of the connection it is sent on:
plans as EXPLAIN tells them, and what they touch when they are carried out. Owns the asking; judges nothing."""

import json
import re
import subprocess

from cluster import Failed, postgres_bin

CHANNELS = {"batch": 1, "read": 4, "count": 8, "notice": 16}  # the other batch connection is set as this one
UNSAID = {"SCHEMA", "SET_IDLE"}  # of what begins a connection, those that settle no plan


class Statement:
	def __init__(self, name, prepared, at_start, text):
		self.name, self.text = name, text
		self.prepared, self.at_start = int(prepared), int(at_start)
		self.n_params = max((int(n) for n in re.findall(r"\$(\d+)", text)), default=0)
		self.channels = [c for c, bit in CHANNELS.items() if self.prepared & bit]


def read_statements(bin_dir):
	done = subprocess.run([bin_dir / "list_statements"], stdout=subprocess.PIPE, text=True, check=True)
	return {s.name: s for s in (Statement(*row.split("\x1f")) for row in done.stdout.split("\x1e") if row)}


class Plan:
	"""One statement, carried out with one list of parameters, or only planned."""

	def __init__(self, statement, channel, label, told):
		self.statement, self.channel, self.label = statement, channel, label
		self.root = told["Plan"]
		self.nodes = list(_walk(self.root))

	@property
	def name(self):
		return self.statement.name + (f" ({self.label})" if self.label else "")

	@property
	def is_carried_out(self):
		return "Actual Rows" in self.root

	@property
	def buffers(self):
		return self.root["Shared Hit Blocks"] + self.root["Shared Read Blocks"]

	def rows_touched(self):
		"""Rows looked at in tables and indexes, whether they were of use or not."""
		return sum((n["Actual Rows"] + n.get("Rows Removed by Filter", 0) + n.get("Rows Removed by Index Recheck", 0))
			* n["Actual Loops"] for n in self.nodes if "Relation Name" in n and "Scan" in n["Node Type"])


def _walk(node, relation=None):
	relation = node.get("Relation Name", relation)
	node["relation"] = relation
	yield node
	for child in node.get("Plans", []):
		yield from _walk(child, relation)


def explain(cluster, database, statements, channel, cases):
	"""The plans of (statement name, label, parameters as SQL or None: only planned, orders at hand)."""
	bit = CHANNELS[channel]
	script = ["\\o /dev/null", *(s.text + ";" for s in statements.values() if s.at_start & bit and s.name not in UNSAID)]
	script += [f'prepare "{name}" as {statements[name].text};' for name in dict.fromkeys(c[0] for c in cases)]
	for name, _, params, orders in cases:
		options = "format json" if params is None else "analyze, buffers, timing off, format json"
		given = ", ".join(["null"] * statements[name].n_params if params is None else params)
		script += ["\\o /dev/null", "begin;", f"select set_config('sliploop.locked', '{orders}', true),"
			f" set_config('sliploop.moving', '{orders}', true);", "\\o", "\\echo \x1e",
			f'explain ({options}) execute "{name}"' + (f"({given});" if given else ";"), "\\o /dev/null", "rollback;"]
	done = subprocess.run([postgres_bin() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", cluster.run,
		"-U", "postgres", "-d", database], input="\n".join(script), capture_output=True, text=True, cwd="/")
	told = done.stdout.split("\x1e")[1:]
	if done.returncode:
		at = cases[max(len(told) - 1, 0)]
		raise Failed(f"{channel}: {at[0]} ({at[1]}): {done.stderr.strip()}")
	return [Plan(statements[name], channel, label, json.loads(text)[0])
		for (name, label, _, _), text in zip(cases, told, strict=True)]


def read_indexes(cluster, database):
	"""Of each index: its first column, or none where that is an expression."""
	rows = cluster.sql(database, "select c.relname, coalesce(a.attname, '') from pg_index i join pg_class c on c.oid ="
		" i.indexrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"
		" left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]")
	return dict(row.split("|") for row in rows.splitlines())
