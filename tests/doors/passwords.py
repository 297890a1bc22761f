# SPDX-License-Identifier: Apache-2.0
"""People who log in by a password: who may set one, what lets in and what does not, that hashing holds
nobody up, and that no password is kept anywhere."""

import contextlib
import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

from bounds import FIRST_S, WRONG, is_silent
from checks import require, same
from client import Client, error_class
from cluster import postgres_bin

GOOD, OTHER = "correct horse 电池", "quite another one"


def login(client, user, password):
	return client.ask("session.login", {"user": user, "password": password})


def people(room):
	def who_may():
		own, other = room.client("noc"), room.client("li.wei")
		put = lambda c, user, password: c.ask("user.password", {"user": user, "password": password})
		require(put(own, "noc", GOOD).ok, "one's own")
		same(put(other, "noc", OTHER).cls, "forbidden", "another's")
		same(put(room.client(), "noc", OTHER).cls, "unauthenticated", "a stranger")
		require(put(room.admin, "li.wei", OTHER).ok, "an admin, anybody's")
		same(put(room.admin, "nobody", OTHER).cls, "invalid_params", "no such user")
		same(put(own, "noc", "short").cls, "invalid_params", "too short")
		same(put(own, "noc", "x" * 129).cls, "invalid_params", "too long")
		same(own.ask("user.password", {"user": "noc"}).cls, "invalid_params", "not said at all")
		for is_again in (False, True):
			keyed = own.call("user.password", user="noc", password=GOOD, idempotency_key="k")
			same(keyed.get("replayed", False), is_again, "by a key")
		answer = put(own, "noc", GOOD)
		require("password" not in json.dumps(answer.result) and "argon" not in json.dumps(answer.result),
			"it leaves")
		for item in own.call("user.list", limit=500)["items"]:
			require("password" not in item, item)
		own.close(), other.close()
	yield "one's own, or anybody's by an admin", who_may

	def lets_in():
		client = room.client(source="127.0.0.41")
		answer = login(client, "noc", GOOD)
		same((answer.result or {}).get("user"), "noc", f"who: {answer.error}")
		require(client.ask("order.list").ok, "order.list")
		same(login(client, "li.wei", OTHER).result["user"], "li.wei", "another, on the same connection")
		same(client.login(room.tokens["noc"])["user"], "noc", "and by token again")
		for params in ({}, {"user": "noc"}, {"password": GOOD}, {"token": room.tokens["noc"], "user": "noc"},
				{"token": room.tokens["noc"], "user": "noc", "password": GOOD}):
			same(client.ask("session.login", params).cls, "invalid_params", params)
		client.close()
	yield "a user and his password, or a token, never both", lets_in

	def in_order():
		client = room.client(source="127.0.0.41")
		ids = [client.send("session.login", {"user": "noc", "password": GOOD}), client.send("session.whoami"),
			client.send("order.list")]
		same([client.wait(i).cls for i in ids], ["ok", "ok", "ok"], "what was sent behind the login is his")
		frames = [{"jsonrpc": "2.0", "id": i, "method": m, "params": p} for i, (m, p) in enumerate(
			[("session.login", {"user": "li.wei", "password": OTHER}), ("session.whoami", {})])]
		client.send_raw(json.dumps(frames).encode() + b"\n")
		answers = {a["id"]: a for a in client.read_frame()}
		same(answers[0]["error"]["data"]["class"], "invalid_request", "in an array")
		same(answers[1]["result"]["user"], "noc", "still")
		client.close()
	yield "calls sent behind it are his; in an array it is refused", in_order

	def keeps_out():
		client, right = room.client(source="127.0.0.42"), room.client(source="127.0.0.43")
		began = time.monotonic()
		for user, password in (("noc", OTHER), ("noc", GOOD + " "), ("nobody", GOOD), ("nobody", OTHER),
				("wang.lei", GOOD)):
			answer = login(client, user, password)
			same((answer.cls, answer.error["message"]), ("unauthenticated",
				"no such user, or this is not the password"), user)
		require(time.monotonic() - began >= FIRST_S * 31 - 0.02, "not held back")
		last = client.send("session.login", {"user": "noc", "password": OTHER})
		client.flush()
		require(login(right, "noc", GOOD).ok, "the same account, by who knows it")
		require(is_silent(client), "the wrong one was answered before")
		same(client.wait(last).cls, "unauthenticated", "then")
		client.close(), right.close()
	yield "wrong ones wait, alike whether there is such a user; the right one does not", keeps_out

	def by_http():
		with room.passing(["--http", "127.0.0.1:0"]) as daemon:
			call = lambda password: json.load(urllib.request.urlopen(urllib.request.Request(
				"http://%s:%d/rpc" % daemon.http, json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.login",
				"params": {"user": "noc", "password": password}}).encode(), {"Content-Type": "application/json"}),
				timeout=20))
			same(call(GOOD)["result"]["user"], "noc", "the right one")
			began = time.monotonic()
			for _ in range(3):
				try:
					call(OTHER)
					require(False, "let in")
				except urllib.error.HTTPError as e:
					same(e.code, 401, "wrong")
			require(time.monotonic() - began >= FIRST_S * 7 - 0.02, "not held back")
			same(call(GOOD)["result"]["user"], "noc", "the right one still")
	yield "by HTTP as well", by_http

	def account():
		"""Guesses from many addresses at one account wait for one another's sake."""
		spans = []
		for i in range(4):
			client = room.client(source=f"127.0.0.{50 + i}")
			began = time.monotonic()
			login(client, "wu.di", WRONG)
			spans.append(time.monotonic() - began)
			client.close()
		require(spans[3] >= FIRST_S * 8 - 0.01, spans)
	yield "one account from many addresses", account

	def felt():
		client = room.client(source="127.0.0.44")
		require(login(client, "noc", GOOD).ok, "in")
		admin = room.admin
		roles = next(u for u in admin.call("user.list", limit=500)["items"] if u["name"] == "noc")
		admin.call("user.put", **{k: v for k, v in roles.items() if v is not None})
		require(client.ask("order.list").ok, "a put of the user leaves the password")
		admin.call("user.password", user="noc", password=OTHER)
		same(client.ask("order.list").cls, "unauthenticated", "another password")
		same(login(client, "noc", GOOD).cls, "unauthenticated", "the old one")
		require(login(client, "noc", OTHER).ok, "the new one")
		admin.call("user.password", user="noc", password=None)
		same(client.ask("order.list").cls, "unauthenticated", "none any more")
		same(login(client, "noc", OTHER).cls, "unauthenticated", "none any more: a login")
		client.close()
	yield "changed or taken away: felt on open connections; a put keeps it", felt

	def beside():
		room.admin.call("user.password", user="noc", password=GOOD)
		many = [room.client(source=f"127.0.0.{60 + i}") for i in range(4)]
		busy = room.client("li.wei", source="127.0.0.70")
		for client in many:
			client.send("session.login", {"user": "noc", "password": GOOD})
			client.flush()
		n = 0
		while is_silent(many[-1]):
			require(busy.ask("system.ping").ok, "ping")
			n += 1
		require(n >= 20, f"{n} calls were answered while four passwords were checked")
		for client in many + [busy]:
			client.close()
	yield "others are served while passwords are checked", beside

	def gone():
		for _ in range(6):
			client = room.client(source="127.0.0.45")
			client.send("session.login", {"user": "noc", "password": GOOD})
			client.flush()
			client.close()
		client = room.client(source="127.0.0.46")
		require(login(client, "noc", GOOD).ok, "afterwards")
		client.close()
	yield "who hangs up meanwhile harms nothing", gone

	def too_many():
		"""More than four at once from one address are told so; another address is served."""
		many = [room.client(source="127.0.0.47") for _ in range(12)]
		for client in many:
			client.send("session.login", {"user": "noc", "password": GOOD})
			client.flush()
		other = room.client(source="127.0.0.48")
		require(login(other, "noc", GOOD).ok, "from elsewhere")
		found = [client.read_frame() for client in many]
		refused = [f["error"]["data"]["class"] for f in found if "error" in f]
		require(refused and set(refused) == {"overloaded"} and len(refused) < 12, refused)
		for client in many + [other]:
			client.close()
	yield "passwords of one address at once", too_many

	def of_strangers():
		"""Nobody's password is hashed for him: none of them waits for another's, as hashing would have it."""
		many = [room.client(source="127.0.0.50") for _ in range(12)]
		for client in many:
			client.send("user.password", {"user": "noc", "password": OTHER})
			client.flush()
		same([error_class(client.read_frame()["error"]) for client in many], ["unauthenticated"] * 12, "answers")
		for client in many:
			client.close()
	yield "passwords set by strangers at once", of_strangers

	def stopping():
		with room.passing(["--listen", "127.0.0.1:0"]) as daemon, contextlib.ExitStack() as stack:
			for i in range(8):
				client = stack.enter_context(contextlib.closing(room.client(source=f"127.0.0.{80 + i}", daemon=daemon)))
				client.send("session.login", {"user": "noc", "password": GOOD})
				client.flush()
			require(stack.enter_context(contextlib.closing(Client(daemon.socket))).ask("system.ping").ok, "up")
	yield "a daemon that stops while they wait", stopping

	def nowhere():
		planted = "planted 5ec2e7 secret"
		client = room.client(source="127.0.0.49")
		said = [json.dumps(room.admin.ask("user.password", {"user": "noc", "password": planted}).frame)]
		room.admin.call("user.password", user="noc", password=planted, idempotency_key="planted")
		said.append(json.dumps(login(client, "noc", planted).frame))
		said.append(json.dumps(login(client, "nobody", planted).frame))
		said.append(json.dumps(room.admin.ask("user.password", {"user": planted, "password": planted, "x": planted}).frame))
		client.close()
		for daemon in room.started:
			said.append(daemon.log.read_text(errors="replace"))
			if daemon.process:
				said.append(pathlib.Path(f"/proc/{daemon.process.pid}/cmdline").read_text())
		dump = subprocess.run([postgres_bin() / "pg_dump", "-d", room.bed.cluster.conninfo(room.database)],
			capture_output=True, text=True, env=os.environ, timeout=60)
		same(dump.returncode, 0, dump.stderr)
		require("$argon2id$" in dump.stdout, "the store has no hash")
		for text in said + [dump.stdout]:
			require(planted not in text, text[:300])
	yield "a password planted: in no log, error, command line or store", nowhere
