# SPDX-License-Identifier: Apache-2.0
"""Paths, statuses and calls: what is answered to whom."""

import concurrent.futures
import json
import os
import pathlib
import zoneinfo

import cases
import cells
import door as doors
from checks import is_closed, require, same, until
from client import Client, error_class
from door import JSON, Door, bearer, frame, read_reply
from room import FAULT, bearer_line, later, length_of

BODY, HEAD, URI = 64 * 1024, 8 * 1024, 2048  # http.h
CALENDAR = {"name": "x", "zone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}}
ZONES = sorted(z for z in zoneinfo.available_timezones() if z.startswith(("Africa/", "America/")))[:100]


def statuses(room):
	d, noc = room.door, room.tokens["noc"]
	ping = frame("system.ping")
	rows = [
		("GET", "/healthz", None, {}, 200), ("HEAD", "/healthz", None, {}, 200),
		("GET", "/readyz", None, {}, 200), ("HEAD", "/metrics", None, {}, 200),
		("GET", "/metrics?x=1", None, {}, 200),
		("GET", "/", None, {}, 404), ("GET", "/rpc/", None, {}, 404), ("GET", "/../rpc", None, {}, 404),
		("GET", "//metrics", None, {}, 404),
		("GET", "/rpc", None, {}, 405), ("PUT", "/rpc", "{}", JSON, 405), ("DELETE", "/metrics", None, {}, 405),
		("POST", "/metrics", "{}", JSON, 405), ("OPTIONS", "/rpc", None, {}, 405),
		("POST", "/rpc", json.dumps(ping), JSON, 200),
		("POST", "/rpc", json.dumps(ping), {"Content-Type": "APPLICATION/json; charset=UTF-8"}, 200),
		("POST", "/rpc", json.dumps(ping), {"Content-Type": "application/json; charset=gbk"}, 415),
		("POST", "/rpc", json.dumps(ping), {"Content-Type": "text/plain"}, 415),
		("POST", "/rpc", json.dumps(ping), {}, 415),
		("POST", "/rpc", "", JSON, 400), ("POST", "/rpc", "{", JSON, 400), ("POST", "/rpc", "[]", JSON, 400),
		("POST", "/rpc", "{}", JSON, 400), ("POST", "/rpc", json.dumps([ping, ping]), JSON, 200),
		("POST", "/rpc", json.dumps({"jsonrpc": "2.0", "method": "system.ping"}), JSON, 204),
		("POST", "/rpc", json.dumps(frame("no.such")), JSON, 200),
		("POST", "/rpc", json.dumps(frame("order.list")), JSON, 401),
		("POST", "/rpc", json.dumps([frame("order.list")]), JSON, 200),
		("POST", "/rpc", json.dumps(frame("order.list")), {**JSON, **bearer(noc)}, 200),
		("POST", "/rpc", json.dumps(frame("order.list")), {**JSON, "Authorization": "bearer  " + noc}, 200),
		("POST", "/rpc", json.dumps(ping), {**JSON, **bearer(noc[:-1])}, 401),
		("POST", "/rpc", json.dumps(ping), {**JSON, "Authorization": "Basic eDp5"}, 401),
		("POST", "/rpc", json.dumps(ping), {**JSON, "Authorization": "Bearer"}, 401),
		("GET", "/overdue.json", None, {}, 401), ("GET", "/overdue.csv", None, bearer("x"), 401),
		("GET", "/overdue.csv", None, bearer(noc), 200),
	]
	for method, path, body, fields, wanted in rows:
		def check(method=method, path=path, body=body, fields=fields, wanted=wanted):
			reply = d.ask(method, path, body, fields)
			require(reply.status == wanted, f"{reply} instead of {wanted}")
			same(reply.fields.get("x-content-type-options"), "nosniff", "nosniff")
			same("allow" in reply.fields, wanted == 405, "Allow")
			same("www-authenticate" in reply.fields, wanted == 401, "WWW-Authenticate")
			if method == "HEAD":
				require(reply.body == b"" and int(reply.fields["content-length"]) > 0, repr(reply))
			if path == "/rpc" and wanted in (400, 401, 415):
				require("error" in reply.json(), repr(reply))
		yield f"{method} {path} {str(body)[:60]}: {wanted}", check


def raw(room):
	"""What http.client would never send."""
	call = json.dumps(frame("system.ping")).encode()
	head = b"POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(call), call)
	length = b"Content-Length: %d\r\n" % len(call)
	big = b"Content-Length: %d\r\n\r\n" % (BODY + 1)
	rows = [
		("a method unheard of", b"BREW /rpc HTTP/1.1\r\n\r\n", 501, True),
		("TRACE", b"TRACE /rpc HTTP/1.1\r\nHost: x\r\n\r\n", 501, True),
		("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, True),
		("a chunked body", head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked, 200, False),
		("two lengths", head + length + length + b"\r\n" + call, 400, True),
		("a length and chunks", head + length + b"Transfer-Encoding: chunked\r\n\r\n" + chunked, 400, True),
		("an unknown coding", head + length + b"Transfer-Encoding: gzip\r\n\r\n" + call, 400, True),
		("a negative length", head + b"Content-Length: -1\r\n\r\n", 400, True),
		("a field over 8 KiB", b"GET /healthz HTTP/1.1\r\nX: " + b"a" * HEAD + b"\r\n\r\n", 400, True),
		("many fields over 8 KiB", b"GET /healthz HTTP/1.1\r\n" + b"A: 1\r\n" * 3000 + b"\r\n", 400, True),
		("a request line over 8 KiB", b"GET /" + b"a" * HEAD + b" HTTP/1.1\r\n\r\n", 400, True),
		("a URI over 2 KiB", b"GET /" + b"a" * URI + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, False),
		("a body of 64 KiB", head + b"Content-Length: %d\r\n\r\n" % BODY + call.ljust(BODY), 200, False),
		("a body over 64 KiB", head + big + b" " * (BODY + 1), 413, True),
		("a body over 64 KiB, asked first", head + b"Expect: 100-continue\r\n" + big, 413, True),
		("a body of 4 GiB, announced", head + b"Content-Length: 4294967296\r\n\r\n" + b" " * 1000, 413, True),
		("chunks over 64 KiB", head + b"Transfer-Encoding: chunked\r\n\r\n"
			+ (b"2000\r\n" + b" " * 0x2000 + b"\r\n") * 10, 413, True),
		("a HEAD with a body", b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\n"
			b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400, True),
		("a HEAD with chunks", b"HEAD / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400, True),
		("a blank before the colon", head + b"Content-Length : %d\r\n\r\n" % len(call) + call, 400, True),
		("HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n", 200, True),
	]
	for name, data, wanted, closes in rows:
		def check(data=data, wanted=wanted, closes=closes):
			with room.door.socket() as s:
				try:
					s.sendall(data)
				except OSError:
					pass  # refused while we were still sending
				reply = read_reply(s, data.split()[0].decode("latin-1"))
				same(reply.status, wanted, repr(reply))
				if closes:
					s.settimeout(5)
					require(is_closed(s, 5), "left open")
		yield name, check

	def pipelined():
		with room.door.socket() as s:
			one = head + length + b"\r\n" + call
			s.sendall(one * 20)
			got = b""
			while got.count(b"pong") < 20:
				data = s.recv(65536)
				require(data, f"closed after {got.count(b'pong')} answers")
				got += data
	yield "twenty requests on one connection without waiting", pipelined

	def deep():
		reply = room.door.raw(head + b"Content-Length: 80\r\n\r\n" + b"[" * 40 + b"]" * 40)
		same((reply.status, reply.fields["connection"]), (400, "close"), repr(reply))
	yield "nested too deep: refused, and the connection closes", deep

	def gone():
		"""Each note is there once or not at all, and nothing of the callers stays."""
		def is_quiet():  # nobody connected but who asks for this
			found = room.door.metrics()
			room.door.close()  # the next asks on a connection accepted after all that came before it
			return [found[name, ()] for name in ("sliploop_http_connections", "sliploop_engine_queue_length",
				"sliploop_reader_queue_length")] == [1, 0, 0]
		version = room.version()

		def send(texts):
			until(is_quiet, "quiet before")
			for text in texts:
				with room.door.socket() as s:
					s.sendall(head + bearer_line(room.tokens["li.wei"]) + length_of(room.note(text)))
			until(is_quiet, "quiet again")
			return [h["text"] for h in room.pages("order.history", id=room.order["id"]) if h.get("text") in texts]
		# On a busy machine all may have gone before the first is read.
		rounds = (send({f"gone {n} {i}" for i in range(20)}) for n in range(10))
		mine = next(filter(None, rounds), None)
		require(mine, "none of them came to anything")
		same(len(set(mine)), len(mine), "notes, each once")
		same(room.version(), version + len(mine), "the version")
	yield "gone before the answer", gone


def calls(room):
	d, li = room.door, room.tokens["li.wei"]

	def keyed():
		first = d.post(room.note("keyed"), li, Idempotency_Key="k-1").json()["result"]
		version = room.version()
		again = d.post(room.note("keyed"), li, Idempotency_Key="k-1").json()["result"]
		same(again.pop("replayed", None), True, "replayed")
		same(again, first, "the answer")
		by_params = frame("order.note", {**room.note("keyed")["params"], "idempotency_key": "k-1"})
		same(d.post(by_params, li).json()["result"].get("replayed"), True, "by params")
		session = Client(room.daemon.socket)
		session.login(li)
		same(session.call("order.note", **by_params["params"]).get("replayed"), True, "by the socket")
		session.close()
		same(room.version(), version, "the version")
		other = d.post(room.note("another"), li, Idempotency_Key="k-1").json()
		same(error_class(other["error"]), "idempotency_mismatch", "another request")
	yield "Idempotency-Key: replayed, by every door", keyed

	def keyed_twice():
		both = frame("order.note", {**room.note()["params"], "idempotency_key": "k-2"})
		for value, status, cls in ((both, 200, "invalid_params"), ([room.note()], 400, "invalid_request"),
				(frame("order.get", {"id": room.order["id"]}), 200, "invalid_params")):
			reply = d.post(value, li, Idempotency_Key="k-2")
			same((reply.status, error_class(reply.json()["error"])), (status, cls), "refused")
		reply = d.post(room.note(), li, Idempotency_Key="x" * 129)
		same(reply.json()["error"]["data"]["field"], "/params/idempotency_key", "too long")
	yield "Idempotency-Key: given twice, for a batch, for a reading call, too long", keyed_twice

	def language():
		for field, wanted in (("zh-CN,zh;q=0.9,en;q=0.8", True), ("en", False), ("de, *;q=0.1", False),
				("en;q=0.2, zh-TW;q=0.7", True)):
			text = d.post(frame("order.list"), Accept_Language=field).json()["error"]["message"]
			same(any(ord(c) > 0x4e00 for c in text), wanted, f"{field}: {text}")
		same(d.post(frame("session.whoami"), li, Accept_Language="zh-CN").json()["result"]["lang"], "zh-CN",
			"whoami")
	yield "Accept-Language", language

	def batch():
		before = room.version()
		reply = d.post([room.note("one", 1), frame("order.get", {"id": room.order["id"]}, 2),
			{"jsonrpc": "2.0", "method": "order.note", "params": room.note("silent")["params"]},
			frame("order.get", {"id": 0}, 3), 7, room.note("two", 4),
			frame("order.get", {"id": room.order["id"]}, 5)], li)
		same(reply.status, 200, repr(reply))
		by_id = {a["id"]: a for a in reply.json()}
		same(set(by_id), {1, 2, 3, 4, 5, None}, "answers")
		versions = [by_id[i]["result"]["order"]["version"] for i in (1, 2, 4, 5)]
		same(versions, [before + 1, before + 1, before + 3, before + 3], "in the order it was said")
		same(error_class(by_id[3]["error"]), "invalid_params", "the bad one")
	yield "a batch: in its order, the refused harm nobody", batch

	def batch_sizes():
		ping = frame("system.ping")
		same(len(d.post([ping] * 100).json()), 100, "a hundred")
		same(d.post([ping] * 101).status, 400, "one more")
	yield "a batch of a hundred, of one more", batch_sizes

	def of_a_stranger():
		"""Refused before anything is done for them: no batch, so no lock, no zone looked up, no text read."""
		before = d.metrics()["sliploop_batch_calls_total", ()]
		for method, params in (("calendar.put", CALENDAR), ("order.note", {"id": room.order["id"], "text": "x"}),
				("calendar.import", {"name": "x", "zone": "Europe/Berlin", "ics": "x"}), ("token.issue", {"user": "noc"})):
			reply = d.post([frame(method, params, i) for i in range(100)])
			same([error_class(a["error"]) for a in reply.json()], ["unauthenticated"] * 100, method)
		same(d.metrics()["sliploop_batch_calls_total", ()], before, "calls carried by a batch")
	yield "a batch of a stranger's", of_a_stranger

	def of_one_who_may_not():
		"""No zone is looked up for one whose role forbids it: no more time goes by than where there are none."""
		spent = []
		for zones in (ZONES, [f"Nowhere/{i}" for i in range(len(ZONES))]):
			before = cpu_s(room.daemon)
			reply = d.post([frame("calendar.put", {**CALENDAR, "zone": z}, i) for i, z in enumerate(zones)],
				room.tokens["noc"])
			same([error_class(a["error"]) for a in reply.json()], ["forbidden"] * len(zones), "calendar.put")
			spent.append(cpu_s(room.daemon) - before)
		require(spent[0] < 3 * spent[1] + 0.3, f"{spent} s for zones that are there, that are not")
	yield "a batch of one who may not", of_one_who_may_not

	def by_what_is_before():
		"""A text is read in the zone that the calendar has by then."""
		ics = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR"
		name = "moved"
		reply = d.post([frame("calendar.put", {**CALENDAR, "name": name}, 0),
			frame("calendar.import", {"name": name, "ics": ics}, 1),
			frame("calendar.put", {**CALENDAR, "name": name, "zone": "Asia/Kathmandu"}, 2),
			frame("calendar.import", {"name": name, "ics": ics}, 3)], room.tokens["admin"])
		zones = {a["id"]: a.get("result", a)["calendar"]["zone"] for a in reply.json()}
		same(zones, {0: CALENDAR["zone"], 1: CALENDAR["zone"], 2: "Asia/Kathmandu", 3: "Asia/Kathmandu"}, "zones")
	yield "a batch: a calendar put and imported into", by_what_is_before

	def long_answer():
		reply = d.post([frame("rpc.discover")] * 100)
		same((reply.status, error_class(reply.json()["error"])), (400, "invalid_request"), "8 MiB")
		same(d.post(frame("system.ping")).status, 200, "afterwards")
	yield "an answer over 8 MiB", long_answer

	def revoked():
		issued = room.call("admin", "token.issue", user="noc")
		token = issued["token"]
		same(d.post(frame("order.list"), token).status, 200, "good")
		room.call("admin", "token.revoke", id=issued["id"])
		same(d.post(frame("order.list"), token).status, 401, "revoked: a call")
		same(d.get("/overdue.json", token).status, 401, "revoked: a board")
		room.call("admin", "user.put", name="passing", title="p", roles=["monitor"])
		token = room.call("admin", "token.issue", user="passing")["token"]
		same(d.post(frame("order.list"), token).status, 200, "before")
		room.call("admin", "user.put", name="passing", title="p", roles=["monitor"], disabled=True)
		same(d.post(frame("order.list"), token).status, 401, "disabled")
		short = room.call("admin", "token.issue", user="noc", ttl="PT1M")["token"]
		now = room.call("noc", "system.info")["now"]
		room.call("admin", "time.advance", to=later(now, 61))
		same(d.post(frame("order.list"), short).status, 401, "expired")
	yield "a token revoked, expired, its user disabled: felt by the next request", revoked

	def kept_to_itself():
		said = room.daemon.log.read_text(errors="replace")
		require(said and not any(token in said for token in room.tokens.values()), "a token is in the log")
		require(not any(token in room.door.get("/metrics").text() for token in room.tokens.values()), "in a figure")
	yield "no token in the log or in a figure", kept_to_itself

	def many():
		notes = [room.note(f"many {i}") for i in range(200)]
		before = room.version()
		with concurrent.futures.ThreadPoolExecutor(16) as pool:
			shares = [pool.submit(several, room, notes[i::16]) for i in range(16)]
			codes = [code for s in shares for code in s.result()]
		same(codes, [200] * 200, "statuses")
		same(room.version(), before + 200, "the version")
	yield "two hundred notes by sixteen connections", many


def cpu_s(daemon):
	"""What it has spent so far, whoever else was busy meanwhile."""
	fields = pathlib.Path(f"/proc/{daemon.process.pid}/stat").read_text().rpartition(")")[2].split()
	return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def several(room, frames):
	d = Door(room.daemon.http)
	codes = [d.post(f, room.tokens["li.wei"]).status for f in frames]
	d.close()
	return codes


def bad_calls(room):
	"""The socket's table of bad calls and bad lines: the same classes here."""
	foreign = room.call("qian.hong", "order.create", **FAULT)["order"]["id"]
	mine = room.call("li.wei", "order.create", **FAULT)["order"]["id"]
	tasks = room.call("wang.lei", "order.dispatch", id=mine, tasks=[{"name": "line", "station": "km_line"}])
	named = {cases.F: room.order["id"], cases.X: foreign, cases.T: tasks["order"]["tasks"][0]["id"]}

	def table():
		for who, method, params, wanted, field in cases.CALLS:
			params = {k: named.get(v, v) if isinstance(v, str) else v for k, v in params.items()}
			answer = room.ask(who, method, **params)
			require(answer.cls in wanted.split("|"), f"{method} {params}: {answer.cls} instead of {wanted}")
			require(field is None or answer.data.get("field") == field, f"{method} {params}: {answer.data}")
	yield f"{len(cases.CALLS)} bad calls", table

	def lines():
		for name, data, wanted in cases.LINES:
			reply = room.door.post(data.rstrip(b"\n"))
			value = reply.json()
			require("error" in value and error_class(value["error"]) in wanted.split("|"), f"{name}: {reply}")
			require(reply.status in (200, 400), f"{name}: {reply}")
	yield f"{len(cases.LINES)} bad bodies", lines


def matrix(room):
	"""tests/flow/matrix, some of its scenes, by tokens over this door."""
	for name, make in cells.over(doors.People(room.door, room.tokens)):
		def check(make=make):
			m = make()
			require(m.counts["cells"] > 100 and not m.wrong, "\n    ".join(m.wrong[:5]))
		yield name, check
