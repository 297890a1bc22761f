# SPDX-License-Identifier: Apache-2.0
"""Each bound of connections hit on purpose: the one who hits it is told or hung up on, others notice
nothing. Lower bounds of spans are measured; what must come sooner is shown by the order of answers."""

import contextlib
import json
import resource
import select
import socket
import time

from checks import SOON_S, is_closed, require, same, until
from client import Client, error_class
from room import connect, count_descriptors, resident_kib

FIRST_S = 0.1  # pace.h
HANDSHAKE_S = 10  # session.c
OVER, SOURCE_OVER = 64, 8  # session.h
WRONG = "slt_" + "0" * 64


def is_silent(client):
	"""Nothing has come from the daemon yet."""
	return not client.got and not select.select([client.sock], [], [], 0)[0]


# --- wrong logins ---------------------------------------------------------------------------------------

def logins(room):
	def grows():
		client = room.client(source="127.0.0.11")
		spans = []
		for _ in range(4):
			began = time.monotonic()
			answer = client.ask("session.login", {"token": WRONG})
			spans.append(time.monotonic() - began)
			same(answer.cls, "unauthenticated", "wrong")
		for i, span in enumerate(spans):
			require(span >= FIRST_S * 2 ** i - 0.005, f"the answers came after {spans}")
		same(client.login(room.tokens["noc"])["user"], "noc", "the right one")
		client.close()
	yield "each wrong login waits twice as long as the one before", grows

	def only_here():
		source = "127.0.0.12"
		slow = room.client(source=source)
		for _ in range(5):
			slow.ask("session.login", {"token": WRONG})
		before = slow.send("system.ping")
		wrong = slow.send("session.login", {"token": WRONG})
		after = slow.send("system.ping")
		slow.flush()
		require(slow.wait(before).ok, "what was asked before the wrong login is answered")
		# All this is answered while the wrong one waits: 3.2 s.
		neighbour = room.client("noc", source=source)
		require(neighbour.ask("order.list").ok, "a right token from the same address")
		same(neighbour.ask("session.login", {"token": room.tokens["li.wei"]}).cls, "ok", "again")
		other = room.client(source="127.0.0.13")
		same(other.ask("session.login", {"token": WRONG}).cls, "unauthenticated", "elsewhere: the first one")
		require(is_silent(slow), "the wrong one was answered before all others")
		same(slow.wait(wrong).cls, "unauthenticated", "then")
		require(slow.wait(after).ok, "and what came behind it")
		for client in (slow, neighbour, other):
			client.close()
	yield "it slows that connection only: the same address with the right token, and others, go on", only_here

	def uid():
		slow, fast = Client(room.plain.socket), Client(room.plain.socket)
		began = time.monotonic()
		for _ in range(5):
			same(slow.ask("session.login", {"token": WRONG}).cls, "unauthenticated", "wrong")
		require(time.monotonic() - began >= FIRST_S * 31 - 0.005, "too soon")
		slow.send("session.login", {"token": WRONG})
		slow.flush()
		require(fast.ask("system.ping").ok, "another connection")
		require(is_silent(slow), "not held back")
		slow.close(), fast.close()
	yield "on the Unix socket by uid", uid

	def arrays():
		client = room.client(source="127.0.0.14")
		frames = [{"jsonrpc": "2.0", "id": i, "method": "session.login", "params": {"token": t}}
			for i, t in enumerate([WRONG, WRONG, WRONG, room.tokens["noc"]])]
		began = time.monotonic()
		client.send_raw(json.dumps(frames).encode() + b"\n")
		answers = {a["id"]: a for a in client.read_frame()}
		require(time.monotonic() - began >= FIRST_S * 7 - 0.005, "guesses in one array wait for their sum")
		require("result" in answers[3], "the right one among them is good")
		client.close()
	yield "several in one array wait for their sum, the right one among them is good", arrays

	def stopping():
		"""One by one they would take 6.2 s, less than a stop waits for what is under way; in one array 25 s,
		more than that: who waited for them would have to hang up without a word."""
		with room.passing(["--listen", "127.0.0.1:0"]) as daemon:
			single = room.client(source="127.0.0.15", daemon=daemon)
			array = room.client(source="127.0.0.16", daemon=daemon)
			single.ask("session.login", {"token": WRONG})
			for _ in range(5):
				single.send("session.login", {"token": WRONG})
			single.flush()
			array.send_raw(json.dumps([{"jsonrpc": "2.0", "id": i, "method": "session.login",
				"params": {"token": WRONG}} for i in range(9)]).encode() + b"\n")
			require(room.client(daemon=daemon).ask("system.ping").ok, "up")
			require(is_silent(array), "not held back")
		answers = list(iter(single.read_frame, None))
		require(len(answers) < 5, f"{len(answers)} were answered before it stopped")
		answers = array.read_frame()
		same([error_class(a["error"]) for a in answers or ()], ["unauthenticated"] * 9, "the array")
		require(array.is_closed(), "open")
		single.close(), array.close()
	yield "a daemon that stops does not wait for them", stopping


# --- who stays too long -----------------------------------------------------------------------------------

def spans(room):
	def strangers():
		with room.passing(["--listen", "127.0.0.1:0", "--login-timeout", "1"]) as daemon:
			known, unix = room.client("noc", daemon=daemon), Client(daemon.socket)
			silent, half = room.client(daemon=daemon), room.client(daemon=daemon)
			half.sock.sendall(b'{"jsonrpc": "2.0",')
			for client in (silent, half):
				same(error_class(client.read_frame()["error"]), "unauthenticated", "told")
				require(client.is_closed(), "open")
			require(known.ask("order.list").ok and unix.ask("system.ping").ok, "others")
			issued = room.issue("noc")
			room.await_token(daemon, issued)
			gone = room.client(daemon=daemon)
			gone.login(issued["token"])
			room.admin.call("token.revoke", id=issued["id"])
			same(error_class(gone.read_frame()["error"]), "unauthenticated", "his token went: told")
			require(known.ask("order.list").ok, "others")
			known.close(), unix.close()
	yield "who never logs in on TCP, or whose token goes, is told and hung up on", strangers

	def handshakes():
		began = time.monotonic()
		silent, half = connect(room.tls.listen), connect(room.tls.listen)
		half.sendall(b"\x16\x03\x01\x02\x00\x01")
		other = room.client("noc", is_tls=True)
		for s in (silent, half):
			require(is_closed(s, HANDSHAKE_S + 10), "open")
			s.close()
		require(time.monotonic() - began >= HANDSHAKE_S - 0.1, "too soon")
		require(other.ask("order.list").ok, "others")
		other.close()
	yield "a handshake that does not come to its end", handshakes


# --- too many ---------------------------------------------------------------------------------------------

def crowd(room):
	for is_tls in (False, True):
		def source(is_tls=is_tls):
			options = ["--listen", "127.0.0.1:0", "--source-connections", "10", *(room.with_tls if is_tls else [])]
			with room.passing(options) as daemon, contextlib.ExitStack() as stack:
				def come(source, who=None):
					return stack.enter_context(contextlib.closing(
						room.client(who, source=source, is_tls=is_tls, daemon=daemon)))
				inside = [come("127.0.0.21", "noc") for _ in range(10)]
				for _ in range(20):
					one_more = come("127.0.0.21")
					same(error_class(one_more.read_frame()["error"]), "overloaded", "told")
					require(one_more.is_closed(), "open")
				require(come("127.0.0.22", "noc").ask("order.list").ok, "from elsewhere")
				require(Client(daemon.socket).ask("system.ping").ok, "on the Unix socket")
				require(all(c.ask("order.list").ok for c in inside), "those inside")
				inside.pop().close()
				def has_room():
					client = come("127.0.0.21")
					client.send("system.ping")
					client.flush()
					# Of many told no at once the last hear nothing: SOURCE_OVER.
					return "result" in (client.read_frame() or {})
				until(has_room, "one left, one may come")
		yield f"connections of one source, by {'TLS' if is_tls else 'plain TCP'}", source

	def stalled():
		"""Handshakes that never end cannot take the places of those told no."""
		options = ["--listen", "127.0.0.1:0", "--source-connections", "5", *room.with_tls]
		with room.passing(options) as daemon:
			stalls = [connect(daemon.listen, "127.0.0.23") for _ in range(5 + SOURCE_OVER + 20)]
			for s in stalls[5 + SOURCE_OVER:]:
				require(is_closed(s, 5), "one too many is still open")
			other = room.client("noc", source="127.0.0.24", is_tls=True, daemon=daemon)
			require(other.ask("order.list").ok, "others")
			for s in stalls:
				s.close()
			other.close()
	yield "handshakes of one source that stall", stalled

	def full():
		"""The daemon of few descriptors: half of them are places."""
		descriptors = 200
		places = descriptors // 2
		with room.passing(["--listen", "127.0.0.1:0"], descriptors=descriptors) as daemon:
			inside = [room.client("noc", source=f"127.0.1.{i}", daemon=daemon) for i in range(1, places + 1)]
			for came in (lambda: room.client(daemon=daemon), lambda: Client(daemon.socket, 20)):
				for _ in range(2 * OVER):
					one_more = came()
					same(error_class(one_more.read_frame()["error"]), "overloaded", "told")
					require(one_more.is_closed(), "open")
					one_more.close()
			require(all(c.ask("order.list").ok for c in inside), "those inside")
			require(count_descriptors(daemon) < descriptors - 50, "descriptors in reserve")
			inside.pop().close()
			def has_room():
				with contextlib.closing(Client(daemon.socket, 20)) as client:
					client.send("system.ping")
					client.flush()
					return "result" in client.read_frame()
			until(has_room, "one left, one may come")
			for client in inside:
				client.close()
	yield "a full daemon says so in one line and hangs up", full

	def rate():
		with room.passing(["--listen", "127.0.0.1:0", "--user-rate", "20"]) as daemon:
			fast, other = room.client("noc", daemon=daemon), room.client("li.wei", daemon=daemon)
			answers = fast.ask_all([("system.ping", {})] * 1000)
			refused = [a for a in answers if not a.ok]
			require(len(refused) > 500, f"{len(refused)} refused")
			same({(a.cls, a.data["retriable"]) for a in refused}, {("overloaded", True)}, "how")
			require(other.ask("order.list").ok, "another user")
			again = room.client(daemon=daemon)
			require(again.ask("session.login", {"token": room.tokens["noc"]}).ok, "logging in is always open")
			until(lambda: again.ask("order.list").ok, "after a while he may again")
			stranger = room.client(source="127.0.0.31", daemon=daemon)
			answers = stranger.ask_all([("system.ping", {})] * 1000)
			require(sum(not a.ok for a in answers) > 500, "a stranger, by his address")
			require(room.client(source="127.0.0.32", daemon=daemon).ask("system.ping").ok, "another address")
			fast.close(), other.close(), again.close(), stranger.close()
	yield "calls a second of one user, and of one stranger's address", rate


# --- ten thousand -----------------------------------------------------------------------------------------

def turns(room):
	"""One among others: what it sends beyond its turn waits with it, and is not forgotten there."""
	def backlog():
		with socket.socket(socket.AF_UNIX) as s:
			s.connect(room.plain.socket)
			s.setblocking(False)
			lines, sent, answers, worst = b"x\n" * 32768, 0, 0, 0
			ends = time.monotonic() + 4
			while time.monotonic() < ends:
				readable, writable, _ = select.select([s], [s], [], 1)
				if readable:
					answers += s.recv(1 << 20).count(b"\n")
				if writable:
					sent += s.send(lines[sent % 2:])
				worst = max(worst, sent - 2 * answers)
			require(answers > 10000, f"only {answers} answers")
			require(worst < 1 << 20, f"{worst} bytes of lines were taken and not answered yet")
	yield "lines without end: no more are taken in than are answered", backlog

	def long_answers():
		n, socks = 60, [socket.socket(socket.AF_UNIX) for _ in range(8)]
		got = dict.fromkeys(socks, 0)
		for s in socks:
			s.connect(room.plain.socket)
			s.sendall(b'{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}\n' * n)
		while min(got.values()) < n:
			readable = select.select([s for s in socks if got[s] < n], [], [], SOON_S)[0]
			require(readable, f"of {n} answers each, these came: {list(got.values())}")
			for s in readable:
				got[s] += s.recv(1 << 16).count(b"\n")
		for s in socks:
			s.close()
	yield "long answers, taken as they come: none is left out", long_answers


def idle(room):
	soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
	wanted = min(10000, hard - 1100)

	def thousands(is_tls=False, n=wanted):
		resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
		options = ["--listen", "127.0.0.1:0", "--login-timeout", "600", *(room.with_tls if is_tls else [])]
		with room.passing(options) as daemon:
			busy = room.client("noc", is_tls=is_tls, daemon=daemon)
			alone = paces(busy)
			before = resident_kib(daemon)
			socks = []
			for i in range(n):
				s = connect(daemon.listen, f"127.2.{i // 250}.{i % 250 + 1}")
				socks.append(room.wrap(s) if is_tls else s)
			require(busy.ask("order.list").ok, "all are taken in")
			until(lambda: count_descriptors(daemon) >= n, "all are open")
			grown = resident_kib(daemon) - before
			among = paces(busy)
			for s in socks[::500]:
				s.sendall(b'{"jsonrpc": "2.0", "id": 1, "method": "system.ping", "params": {}}\n')
				require(b'"result"' in s.recv(4096), "one of them wakes up")
			same(count_speaking(socks[1::100]), 0, "of those silent: hung up on")
			print(f"    {n} idle by {'TLS' if is_tls else 'TCP'} (hard limit {hard}): {grown / n:.2f} KiB each; "
				f"p99 of a call {alone * 1e3:.2f} ms alone, {among * 1e3:.2f} ms among them", flush=True)
			for s in socks:
				s.close()
			until(lambda: count_descriptors(daemon) < 100, "all are let go")
			require(busy.ask("order.list").ok, "afterwards")
			busy.close()
	yield f"{wanted} idle connections while another is served", thousands
	yield "2000 idle connections by TLS while another is served", lambda: thousands(True, 2000)


def count_speaking(socks):
	"""Those of them that have something for us, if only an end; select() knows no high descriptors."""
	poll = select.poll()
	for s in socks:
		poll.register(s, select.POLLIN)
	return len(poll.poll(0))


def paces(client, n=1000):
	spans = []
	for _ in range(n):
		began = time.monotonic()
		require(client.ask("system.ping").ok, "ping")
		spans.append(time.monotonic() - began)
	return sorted(spans)[n * 99 // 100]
