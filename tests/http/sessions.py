# SPDX-License-Identifier: Apache-2.0
"""Sessions by cookie, as a browser has them and as one has them who means harm."""

import json
import select

from checks import require, same, until
from client import Client, error_class
from cluster import wait_ready
from door import JSON, Door, bearer, frame, read_reply
from events import Stream
from room import CLOCK, HTTP, later

PASSWORD = "a long enough one"
TTL_S = 12 * 3600
SESSIONS = 64  # decide_session.c
USER_LOGINS = 4  # http.h


class Session:
	"""As a browser's: what a login's answer set, sent with whatever follows."""

	def __init__(self, reply):
		require(reply.status == 200, f"no login: {reply}")
		self.reply, self.said = reply, reply.json()
		self.pair, *self.flags = reply.fields["set-cookie"].split("; ")
		self.token, self.csrf = self.pair.split("=")[1], self.said["csrf"]
		self.expires_at = self.said["expires_at"]

	def fields(self, csrf=True, **more):
		csrf = self.csrf if csrf is True else csrf
		return {**JSON, "Cookie": self.pair, **({"X-Sliploop-CSRF": csrf} if csrf is not None else {}),
			**{k.replace("_", "-"): v for k, v in more.items()}}

	def post(self, door, method="order.list", params=None, **fields):
		return door.ask("POST", "/rpc", json.dumps(frame(method, params)), self.fields(**fields))

	def get(self, door, path="/session", **fields):
		return door.ask("GET", path, None, self.fields(csrf=None, **fields))

	def end(self, door, **fields):
		return door.ask("DELETE", "/session", None, self.fields(**fields))


def log_in(door, **body):
	return door.ask("POST", "/session", json.dumps(body), JSON)


def enter(door, user="noc"):
	return Session(log_in(door, user=user, password=PASSWORD))


def cookie(value):
	return {**JSON, "Cookie": value}


def refusals(reply):
	return reply.status, error_class(reply.json()["error"])


NOT_IN = (401, "unauthenticated")
FORBIDDEN = (403, "forbidden")


def sessions(room):
	d = room.door
	for name in ("noc", "li.wei", "wu.fang"):
		room.call("admin", "user.password", user=name, password=PASSWORD)

	def by_password():
		s = enter(d)
		me = room.call("noc", "session.whoami")
		same(s.said["user"], me, "who")
		same(sorted(s.said), ["csrf", "expires_at", "user"], "what is said")
		same(s.flags, ["HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={TTL_S}"], "flags")
		require(s.pair.startswith("sliploop_session=slt_") and len(s.token) == 68, s.pair)
		same((s.reply.fields["cache-control"], s.reply.fields["content-type"]), ("no-store", "application/json"), "fields")
		same(s.expires_at, later(room.call("noc", "system.info")["now"], TTL_S), "until when")
		require(s.csrf not in s.token and len(s.csrf) == 64, "a value of its own")
		again = s.get(d)
		same((again.status, again.json(), "set-cookie" in again.fields), (200, s.said, False), "GET /session")
		same(s.post(d).status, 200, "a call")
		mine = rows_of(room, "noc")
		same([(t["issued_by"], t["expires_at"]) for t in mine], [("noc", s.expires_at)], "its row")
		same(s.end(d).status, 204, "logged out")
	yield "log in by password: the cookie, its flags, what is said", by_password

	def by_tls():
		for proto, is_secure in (("https", True), ("https, http", True), ("http", False), ("httpsx", False), ("", False)):
			reply = d.ask("POST", "/session", json.dumps({"user": "noc", "password": PASSWORD}),
				{**JSON, "X-Forwarded-Proto": proto})
			same("Secure" in reply.fields["set-cookie"].split("; "), is_secure, proto)
			s = Session(reply)
			same("Secure" in s.end(d, X_Forwarded_Proto=proto).fields["set-cookie"].split("; "), is_secure, "cleared")
	yield "Secure where the proxy says https", by_tls

	def by_token():
		issued = room.call("admin", "token.issue", user="noc", ttl="PT1H")
		s = Session(log_in(d, token=issued["token"]))
		require(s.token != issued["token"], "the token itself stays out of the browser")
		same((s.said["user"]["user"], s.expires_at), ("noc", issued["expires_at"]), "no longer than the token")
		same(s.flags[-1], "Max-Age=3600", "nor the cookie")
		same(refusals(log_in(d, token=s.token)), NOT_IN, "a session opens no other")
		same(s.end(d).status, 204, "logged out")
		same(d.post(frame("order.list"), issued["token"]).status, 200, "the token lives on")
		s = Session(log_in(d, token=issued["token"]))
		same(s.post(d).status, 200, "before")
		room.call("admin", "token.revoke", id=issued["id"])
		same(refusals(s.post(d)), NOT_IN, "its token revoked, it ends")
		same(refusals(s.get(d)), NOT_IN, "everywhere")
	yield "log in by a token: a session of its own, which ends with the token", by_token

	def wrong():
		rows = [
			({"user": "noc", "password": "not this one"}, 401, "unauthenticated"),
			({"user": "nobody", "password": PASSWORD}, 401, "unauthenticated"),
			({"token": "slt_" + "0" * 64}, 401, "unauthenticated"), ({"token": ""}, 400, "invalid_params"),
			({"user": "noc"}, 400, "invalid_params"), ({}, 400, "invalid_params"),
			({"user": "noc", "password": PASSWORD, "x": 1}, 400, "invalid_params"),
			({"user": "noc", "password": 7}, 400, "invalid_params"), ([], 400, "invalid_params"),
			("noc", 400, "invalid_params"),
		]
		for body, code, cls in rows:
			reply = d.ask("POST", "/session", json.dumps(body), JSON)
			same(refusals(reply), (code, cls), f"{body}")
			require("set-cookie" not in reply.fields, "a cookie")
		for body in (b"", b"{", b"{}{}", b'{"token": "x"}, "params": {}', b'{"token": "x"}, "method": "system.ping"',
				b'{"token": "x"}} {', b'{"token": "x"}\0', b'{"token": "\xff"}', b'{"token": "x", "token": "y"}',
				b'{"token": "x"}, "more": 1', b'[' * 40 + b']' * 40):
			reply = d.ask("POST", "/session", body, JSON)
			require(reply.status == 400 and "error" in reply.json(), f"{body}: {reply}")
		same(d.ask("POST", "/session", json.dumps({"token": "x"}), {}).status, 415, "no type")
		same(d.ask("POST", "/session", "token=x", {"Content-Type": "application/x-www-form-urlencoded"}).status, 415, "a form")
		reply = d.ask("PUT", "/session", "{}", JSON)
		same((reply.status, reply.fields["allow"]), (405, "GET, POST, DELETE"), "PUT")
	yield "what is no login", wrong

	def languages():
		reply = d.ask("POST", "/session", json.dumps({"user": "noc", "password": "not this one"}),
			{**JSON, "Accept-Language": "zh-CN"})
		require("密码错误" in reply.json()["error"]["message"], repr(reply))
		s = Session(d.ask("POST", "/session", json.dumps({"user": "noc", "password": PASSWORD}),
			{**JSON, "Accept-Language": "zh-CN"}))
		same(s.said["user"]["lang"], "zh-CN", "lang")
		require("X-Sliploop-CSRF" in s.post(d, csrf=None, Accept_Language="zh").json()["error"]["message"], "which field")
		s.end(d)
	yield "in the language of the browser", languages

	def csrf():
		s, other = enter(d), enter(d, "li.wei")
		note = {"id": room.order["id"], "text": "by cookie"}
		version = room.version()
		for name, value in (("missing", None), ("empty", ""), ("short", s.csrf[:-1]), ("long", s.csrf + "0"),
				("another's", other.csrf), ("the token", s.token), ("upper case", s.csrf.upper() + "!")):
			for reply in (s.post(d, csrf=value), s.post(d, "session.whoami", csrf=value), s.end(d, csrf=value)):
				same(refusals(reply), FORBIDDEN, name)
		same(refusals(other.post(d, "order.note", note, csrf=None)), FORBIDDEN, "a change")
		same(room.version(), version, "nothing happened")
		same(other.post(d, "order.note", note).status, 200, "the right one")
		same(room.version(), version + 1, "it did")
		for path in ("/session", "/overdue.json", "/overdue.csv"):
			same(s.get(d, path).status, 200, f"{path} needs none")
		s.end(d), other.end(d)
	yield "what changes something needs the CSRF value, and the right one", csrf

	def foreign():
		s = enter(d)
		for site in ("cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, cross-site"):
			for path in ("/session", "/events?topics=orders", "/overdue.json", "/overdue.csv"):
				same(refusals(s.get(d, path, Sec_Fetch_Site=site)), FORBIDDEN, f"{site} {path}")
			same(refusals(s.post(d, Sec_Fetch_Site=site)), FORBIDDEN, site)
			same(refusals(s.end(d, Sec_Fetch_Site=site)), FORBIDDEN, site)
			body = json.dumps({"user": "noc", "password": PASSWORD})
			same(refusals(d.ask("POST", "/session", body, {**JSON, "Sec-Fetch-Site": site})), FORBIDDEN, f"login {site}")
		for site in ("same-origin", "none"):
			same(s.get(d, Sec_Fetch_Site=site).status, 200, site)
		same(d.post(frame("order.list"), room.tokens["noc"], Sec_Fetch_Site="cross-site").status, 200, "by token")
		same(d.get("/healthz", Sec_Fetch_Site="cross-site").status, 200, "nobody's")
		s.end(d)
	yield "what another site's page asks is refused", foreign

	def bearers():
		s, noc = enter(d, "li.wei"), room.tokens["noc"]
		both = {**s.fields(csrf=None), **bearer(noc)}
		ask = json.dumps(frame("session.whoami"))
		same(d.ask("POST", "/rpc", ask, both).json()["result"]["user"], "noc", "the header wins, without CSRF")
		same(d.ask("POST", "/rpc", ask, {**both, **bearer("slt_no")}).status, 401, "a bad one too")
		same(d.ask("POST", "/rpc", ask, {**s.fields(), "Authorization": "Basic eDp5"}).status, 401, "whatever it is")
		same(refusals(d.ask("GET", "/session", None, bearer(noc))), NOT_IN, "a token is no session")
		same(refusals(d.ask("GET", "/session", None, cookie(f"sliploop_session={noc}"))), NOT_IN, "nor in a cookie")
		same(refusals(d.ask("GET", "/session", None, {})), NOT_IN, "nobody")
		same(d.post(frame("system.ping")).status, 200, "nobody")
		s.end(d)
	yield "a bearer token is what it was", bearers

	def cookies():
		s = enter(d)
		good, name = s.pair, "sliploop_session"
		rows = [(good, 200), (f"a=b; {good}", 200), (f"{good};x=y", 200), (f" {good} ; c", 200), (f"{name}x=1; {good}", 200),
			(f"x{name}=1; {good}", 200), (f"{good}; {good}", 401), (f"{name}=; {good}", 401), (f"{name}={s.token}\"", 401),
			(f"{name}=\"{s.token}\"", 401), (f"{name}={s.token[:-1]}", 401), (f"{name}={s.token}x", 401),
			(f"{name}=", 401), (name, 401), ("", 401), (f"{name.upper()}={s.token}", 401), (f"{name} ={s.token}", 401),
			(f"{name}={s.token},{name}={s.token}", 401), (f"{name}={'a' * 4000}", 401), (f"{name}=\u00e9".encode("latin-1"), 401)]
		for value, wanted in rows:
			same(d.ask("GET", "/session", None, cookie(value)).status, wanted, str(value)[:80])
		for value in (f"{good}; {good}", f"{name}=x"):  # and not as nobody, for whom ping would do
			reply = d.ask("POST", "/rpc", json.dumps(frame("system.ping")), {**s.fields(), "Cookie": value})
			same(refusals(reply), NOT_IN, value[:80])
		s.end(d)
	yield "ugly cookies", cookies

	def ended():
		s = enter(d)
		stream = watch(d, s)
		reply = s.end(d)
		same((reply.status, reply.body), (204, b""), "logged out")
		same(reply.fields["set-cookie"], "sliploop_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0", "cleared")
		same(refusals(s.post(d)), NOT_IN, "a call afterwards")
		same(refusals(s.get(d)), NOT_IN, "GET /session")
		same(refusals(s.end(d)), NOT_IN, "twice")
		wait_end(stream)
		again = enter(d)  # takes the row that has become free, some day; never that cookie
		same(refusals(s.post(d)), NOT_IN, "still")
		again.end(d)
	yield "logged out: felt at once, on an open stream too", ended

	def by_others():
		"""Revoked by an admin, the user disabled, his password another."""
		s = enter(d)
		rows = [t for t in rows_of(room, "noc") if not t["revoked_at"] and t["expires_at"] == s.expires_at]
		same(len(rows), 1, "one session")
		room.call("admin", "token.revoke", id=rows[0]["id"])
		same(refusals(s.post(d)), NOT_IN, "revoked")
		s = enter(d, "li.wei")
		me = next(u for u in room.call("admin", "user.list", limit=1000)["items"] if u["name"] == "li.wei")
		room.call("admin", "user.put", **{**me, "disabled": True})
		same(refusals(s.post(d)), NOT_IN, "disabled")
		same(refusals(log_in(d, user="li.wei", password=PASSWORD)), NOT_IN, "nor does he come in")
		room.call("admin", "user.put", **me)
		same(s.post(d).status, 200, "as a token")
		token = Session(log_in(d, token=room.tokens["li.wei"]))
		same(s.post(d, "user.password", {"user": "li.wei", "password": "another long one"}).status, 200, "a password")
		same(refusals(s.post(d)), NOT_IN, "whoever came in by the old one is out")
		same(token.post(d).status, 200, "who came in by token stays")
		room.call("admin", "user.password", user="li.wei", password=PASSWORD)
		token.end(d)
	yield "revoked, disabled, another password", by_others

	def streams():
		s = enter(d)
		events = watch(d, s)
		same(d.post(room.note("seen by cookie"), room.tokens["li.wei"]).status, 200, "a note")
		require(events.next().id, "the event")
		s.end(d)
		wait_end(events)
	yield "GET /events by cookie alone", streams

	def elsewhere():
		"""Sessions are rows: another daemon knows them, and so does one started anew."""
		s = enter(d)
		daemon = room.bed.daemon(f"{room.database}_beside", CLOCK, HTTP, room.bed.cluster.conninfo(room.database))
		other = Door(daemon.http)
		same((s.get(other).json(), s.post(other).status), (s.said, 200), "another daemon")
		daemon.kill()
		daemon.start(CLOCK)
		other.close()
		other = Door(daemon.http)
		same((s.get(other).json(), s.post(other).status), (s.said, 200), "started anew")
		same(s.end(other).status, 204, "ended there")
		until(lambda: s.get(d).status == 401, "and here", 5)
		other.close()
		daemon.stop()
	yield "another daemon and a restart know the session", elsewhere

	def gone():
		"""Who hangs up while his session is opened, and a daemon told to stop meanwhile."""
		queue = lambda door: door.metrics()["sliploop_engine_queue_length", ()]  # noqa: E731
		with room.bed.cluster.hold(room.database, "lock table token"):
			s = begin(d, token=room.tokens["noc"])
			until(lambda: queue(d) == 1, "it is being opened")
			s.close()
		until(lambda: queue(d) == 0, "it was")
		same(enter(d).end(d).status, 204, "and the next")
		daemon = room.bed.daemon(f"{room.database}_gone", CLOCK, HTTP, room.bed.cluster.conninfo(room.database))
		other = Door(daemon.http)
		with room.bed.cluster.hold(room.database, "lock table token"):
			s = begin(other, token=room.tokens["noc"])
			until(lambda: queue(other) == 1, "it is being opened")
			daemon.process.terminate()
			until(lambda: other.get("/readyz").status == 503, "stopping")
			same(refusals(log_in(other, token=room.tokens["noc"])), (503, "unavailable"), "no new one")
		last = Session(read_reply(s))
		s.close()
		other.close()
		daemon.stop()
		until(lambda: last.get(d).status == 200, "the one under way was opened, and is known here too")
		last.end(d)
	yield "hung up, or stopped, while a session is being opened", gone

	def crowded():
		"""Four of one user are being opened: his next is refused, others' are not."""
		queue = lambda: d.metrics()["sliploop_engine_queue_length", ()]  # noqa: E731
		with room.bed.cluster.hold(room.database, "lock table token"):
			waiting = [begin(d, token=room.tokens["noc"]) for _ in range(USER_LOGINS)]
			until(lambda: queue() == USER_LOGINS, "they are being opened")
			same(refusals(log_in(d, token=room.tokens["noc"])), (429, "overloaded"), "one more")
			waiting.append(begin(d, token=room.tokens["li.wei"]))
			until(lambda: queue() == USER_LOGINS + 1, "somebody else's is, too")
		for s in waiting:
			same(Session(read_reply(s)).end(d).status, 204, "opened, afterwards")
			s.close()
	yield "sessions of one user being opened: a bound that is not everybody's", crowded

	def early():
		"""Whom a cookie or a token means is not known yet: nobody is told that his is bad."""
		s = enter(d)
		daemon = room.bed.daemon(f"{room.database}_early", CLOCK, HTTP, room.bed.cluster.conninfo(room.database))
		daemon.stop()
		with room.bed.cluster.hold(room.database, "lock table token"):
			daemon.launch(CLOCK)
			daemon.said = daemon.process.stdout.readline().decode()
			other = Door(daemon.http)
			same(refusals(s.get(other)), (503, "unavailable"), "GET /session")
			same(refusals(s.post(other)), (503, "unavailable"), "a call by cookie")
			same(refusals(other.post(frame("order.list"), room.tokens["noc"])), (503, "unavailable"), "and by token")
			same(refusals(log_in(other, user="noc", password=PASSWORD)), (503, "unavailable"), "a login")
		wait_ready(daemon.process, daemon.log)
		same((s.get(other).status, s.end(other).status), (200, 204), "afterwards")
		other.close()
		daemon.stop()
	yield "while the organisation is being read nobody's session is bad", early

	def many():
		"""One user's rows have a bound, and so has how fast he fills them."""
		token = {"token": room.call("admin", "token.issue", user="wu.fang")["token"]}
		others = len(rows_of(room, "wu.fang"))
		open_ = [Session(log_in(d, **token)) for _ in range(SESSIONS - others)]
		same(refusals(log_in(d, **token)), (429, "overloaded"), "one too many at once")
		now = room.call("noc", "system.info")["now"]
		room.call("admin", "time.advance", to=later(now, 60))
		more = [Session(log_in(d, **token)) for _ in range(others + 1)]
		same(open_[0].get(d).status, 401, "the oldest has made room")
		same([s.get(d).status for s in open_[1:] + more], [200] * (SESSIONS), "the others live")
		same(len(rows_of(room, "wu.fang")), SESSIONS, "rows")
	yield "sessions of one user: a bound, and a pace", many

	def expired():
		s, on_socket = enter(d), Client(room.daemon.socket)
		on_socket.login(s.token)
		now = room.call("noc", "system.info")["now"]
		room.call("admin", "time.advance", to=later(now, TTL_S - 1))
		same(s.post(d).status, 200, "a second before")
		require(s.get(d).json()["expires_at"] == s.expires_at, "it does not move")
		room.call("admin", "time.advance", to=later(now, TTL_S))
		same(refusals(s.post(d)), NOT_IN, "over")
		before = len(rows_of(room, "noc"))
		again = enter(d)
		same(len(rows_of(room, "noc")), before, "its row is taken again")
		same(refusals(s.post(d)), NOT_IN, "which is not its return")
		same(on_socket.ask("order.list").cls, "unauthenticated", "nor for who came in by it elsewhere")
		on_socket.close()
		again.end(d)
	yield "a session ends by itself", expired

	def kept_to_itself():
		s = enter(d)
		said = room.daemon.log.read_text(errors="replace") + d.get("/metrics").text()
		require(s.token not in said and s.csrf not in said and PASSWORD not in said, "a secret is told")
		rows = room.bed.cluster.sql(room.database, "select t::text from token t")
		require(s.token not in rows and s.csrf not in rows, "a secret is stored")
		audit = room.bed.cluster.sql(room.database, "select method || ' ' || by_user from audit order by id desc limit 1")
		same(audit.strip(), "session.open noc", "the audit")
		same(refusals(d.ask("POST", "/rpc", json.dumps(frame("session.open")), s.fields())), (200, "method_not_found"),
			"nobody asks for one by name")
		s.end(d)
	yield "no secret in the log, a figure or the store", kept_to_itself

	def impatient():
		"""As on the socket: the more wrong logins, the later their answers; who knows the password waits for nobody."""
		held = [begin(d, user=f"nobody.{i}", password=PASSWORD) for i in range(8)]
		enter(d).end(d)
		require(not select.select(held[-1:], [], [], 0)[0], "the last wrong one is answered already")
		same(read_reply(held[0]).status, 401, "the first is, soon")
		for s in held:
			s.close()
	yield "wrong logins are answered late", impatient

	def guessers():
		"""A token cannot be guessed: a wrong one is answered at once, and many of them take up nobody's place."""
		wrong = [begin(d, token=f"slt_{i}") for i in range(100)]
		enter(d).end(d)
		same({read_reply(s).status for s in wrong}, {401}, "each")
		for s in wrong:
			s.close()
	yield "a hundred wrong tokens at once keep nobody out", guessers

	def at_a_proxy():
		"""By TLS the cookie is one that no other host or port can set."""
		fields = {**JSON, "X-Forwarded-Proto": "https"}
		reply = d.ask("POST", "/session", json.dumps(dict(user="noc", password=PASSWORD)), fields)
		cookie = reply.fields["set-cookie"]
		require(cookie.startswith("__Host-sliploop_session=") and cookie.endswith("; Secure") and "Path=/;" in cookie, cookie)
		value = cookie.split(";")[0].split("=")[1]
		for name, status in (("__Host-sliploop_session", 200), ("sliploop_session", 401)):
			same(d.ask("GET", "/session", None, {**fields, "Cookie": f"{name}={value}"}).status, status, name)
	yield "behind TLS: a cookie of this host alone", at_a_proxy


def begin(door, **body):
	"""A login on a connection of its own, not waited for."""
	body = json.dumps(body).encode()
	s = door.socket()
	s.sendall(b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
		+ body)
	return s


def rows_of(room, user):
	return [t for t in room.call("admin", "token.list", limit=1000)["items"] if t["user"] == user and t["session"]]


def watch(door, session):
	stream = Stream(door, None, more={"Cookie": session.pair})
	same(stream.begin()[0], 200, "a stream")
	return stream


def wait_end(stream):
	last = stream.next()
	same((last.data["params"]["type"], last.data["params"]["data"]["reason"]), ("watch.ended", "unauthenticated"), "its end")
	same(stream.next(), None, "the end")
	stream.close()
