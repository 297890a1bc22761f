# SPDX-License-Identifier: Apache-2.0
"""Which ways in there are: what a start refuses, what TLS speaks, and that calls by it are calls."""

import contextlib
import json
import re
import socket
import ssl
import subprocess

import cells
from checks import is_closed, require, same, until
from client import Client, error_class
from room import connect, count_descriptors


def starts(room):
	other_cert, other_key = room.make_cert("other")
	closed = room.dir / "closed.key"
	subprocess.run(["openssl", "ec", "-aes256", "-passout", "pass:x", "-in", room.key, "-out", closed],
		check=True, capture_output=True)
	config = room.dir / "doors.conf"
	config.write_text("listen = 0.0.0.0:0\n")
	rows = [
		(["--listen", "0.0.0.0:0"], "plain TCP is for this machine only"),
		(["--listen", "[::]:0"], "plain TCP is for this machine only"),
		(["--listen", "192.0.2.1:7000"], "plain TCP is for this machine only"),
		(["--config", str(config)], "plain TCP is for this machine only"),
		(["--listen", "here"], "not an address and a port"),
		(["--listen", "127.0.0.1:0", "--tls-cert", room.cert], "go together"),
		(["--listen", "127.0.0.1:0", "--tls-key", room.key], "go together"),
		(room.with_tls, "--listen HOST:PORT, which is not given"),
		(["--listen", "127.0.0.1:0", "--tls-cert", "/nowhere", "--tls-key", room.key], "--tls-cert /nowhere"),
		(["--listen", "127.0.0.1:0", "--tls-cert", room.cert, "--tls-key", "/nowhere"], "--tls-key /nowhere"),
		(["--listen", "127.0.0.1:0", "--tls-cert", room.cert, "--tls-key", other_key], other_key),
		(["--listen", "127.0.0.1:0", "--tls-cert", room.cert, "--tls-key", str(closed)], str(closed)),
		(["--listen", "127.0.0.1:0", "--login-timeout", "0"], "not a number from 1"),
		(["--listen", "127.0.0.1:0", "--user-rate", "many"], "not a number from 1"),
		(["--listen", "%s:%d" % room.plain.listen], "in use"),
	]
	for options, words in rows:
		def check(options=options, words=words):
			status, said = room.refused(*options)
			require(words in said, said[-500:])
			same(said.strip().count("\n") < 3, True, f"a clear sentence: {said}")
		yield f"refused: {' '.join(options)[:70]}: {words[:40]}", check

	def from_file():
		config.write_text(f"listen = 0.0.0.0:0\ntls-cert = {room.cert}\ntls-key = {room.key}\nuser-rate = 100\n")
		with room.passing(["--config", str(config)]) as daemon:
			same(daemon.listen[0], "0.0.0.0", "where")
			client = room.client("noc", is_tls=True, daemon=daemon)
			same(client.call("session.whoami")["user"], "noc", "who")
			client.close()
	yield "by TLS on all addresses, all from the config file", from_file

	def order_of_words():
		words = [line.partition(":")[0] for line in room.plain.said.splitlines()]
		require(words.index("listen") < words.index("ready"), room.plain.said)
	yield "listen: comes before ready:", order_of_words

	def ipv6():
		with room.passing(["--listen", "[::1]:0"]) as daemon:
			client = room.client("noc", daemon=daemon)
			same(client.call("session.whoami")["user"], "noc", "who")
			client.close()
	yield "plain on [::1]", ipv6


# --- TLS ----------------------------------------------------------------------------------------------

def s_client(room, *options, said=""):
	done = subprocess.run(["openssl", "s_client", "-connect", "%s:%d" % room.tls.listen, "-CAfile", room.cert,
		"-verify_return_error", *options], input=said, capture_output=True, text=True, timeout=60)
	return done.returncode, done.stdout + done.stderr


def tls(room):
	ping = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "system.ping", "params": {}}) + "\n"
	old = ("-cipher", "ALL:@SECLEVEL=0")
	for name, options in (("1.0", ("-tls1", *old)), ("1.1", ("-tls1_1", *old)),
			("1.2 without forward secrecy", ("-tls1_2", "-cipher", "AES256-GCM-SHA384")),
			("1.2 by CBC", ("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"))):
		def check(options=options):
			status, said = s_client(room, *options)
			require(status != 0 and "alert" in said and "Cipher is (NONE)" in said, said[-600:])
		yield f"TLS {name}: refused by an alert", check
	for name, options in (("1.2", ("-tls1_2",)), ("1.3", ("-tls1_3",))):
		def check(options=options, name=name):
			status, said = s_client(room, *options, "-ign_eof", said=ping + "x" * 70000 + "\n")
			require(f"New, TLSv{name}, Cipher is" in said, said[-600:])
			require("Verify return code: 0 (ok)" in said, said[-600:])
			require("Compression: NONE" in said and '"result"' in said, said[-600:])
		yield f"TLS {name}: speaks", check

	def renegotiation():
		# A line of a single R makes s_client ask for it; what it then says is its own.
		status, said = s_client(room, "-tls1_2", said="R\n" + ping)
		require("RENEGOTIATING" in said, said[-600:])
		require(re.search("no renegotiation|handshake failure|unexpected", said), said[-600:])
	yield "TLS 1.2: no renegotiation", renegotiation

	def plain_words():
		s = connect(room.tls.listen)
		s.sendall(ping.encode())
		require(is_closed(s), "still open")
		s.close()
	yield "plain words to the TLS door: it hangs up", plain_words

	def tls_to_plain():
		with connect(room.plain.listen) as s:
			try:
				room.wrap(s)
			except ssl.SSLError:
				return
			require(False, "shook hands")
	yield "TLS to the plain door: no handshake", tls_to_plain

	for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
		def pipelining(version=version):
			client = room.client("noc", is_tls=True, maximum_version=version)
			same(client.sock.version(), version.name.replace("_", "."), "version")
			answers = client.ask_all([("system.ping", {})] * 2000 + [("rpc.discover", {})] * 20)
			same([a.cls for a in answers if not a.ok], [], "refused")
			require(len(answers[-1].result["methods"]) > 50, "discover")
			client.close()
		yield f"{version.name}: two thousand calls and a long answer twenty times, pipelined", pipelining

	def drips():
		client = room.client(is_tls=True)
		frame = {"jsonrpc": "2.0", "id": "ü", "method": "system.ping", "params": {}}
		for byte in json.dumps(frame, ensure_ascii=False).encode() + b"\n":
			client.sock.sendall(bytes([byte]))
		same(client.read_frame()["id"], "ü", "id")
		pad = b" " * (64 * 1024 - len(ping) + 1)
		client.sock.sendall(pad + ping.encode())  # 64 KiB to the byte: five records
		same(client.read_frame()["id"], 1, "id")
		client.sock.sendall(b" " + pad + ping.encode())
		same(error_class(client.read_frame()["error"]), "invalid_request", "a byte more")
		require(client.is_closed(), "open")
	yield "a record a byte; a line of 64 KiB, and one byte more", drips

	def cut():
		"""An end without TLS's own goodbye may be an attacker's: the line before it is no frame."""
		issued = room.issue(room.admin.call("session.whoami")["user"])
		room.await_token(room.tls, issued)
		for is_cut in (True, False):
			name = f"cut.{is_cut}".lower()
			client = room.client(is_tls=True)
			client.login(issued["token"])
			client.sock.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "user.put",
				"params": {"name": name, "title": "x", "roles": []}}).encode())
			if is_cut:
				with socket.socket(fileno=client.sock.detach()) as s:
					s.shutdown(socket.SHUT_WR)
					require(is_closed(s), "open")
			else:
				with contextlib.suppress(ssl.SSLError):  # it says that the answer came before their goodbye
					client.sock.unwrap()
				client.close()
			there = Client(room.tls.socket)
			def is_there():
				return any(u["name"] == name for u in there.call("user.list", limit=500)["items"])
			if is_cut:
				require(not is_there(), "it was done all the same")
			else:
				until(is_there, "after a goodbye it is a frame")
			there.close()
	yield "a last line cut without a goodbye is no frame, with one it is", cut

	def abandoned():
		before = count_descriptors(room.tls)
		for i in range(50):
			s = connect(room.tls.listen)
			s.sendall(b"\x16\x03\x01\x02\x00\x01\x00"[:i % 8])
			s.close()
		until(lambda: count_descriptors(room.tls) <= before, "descriptors given back")
	yield "fifty handshakes abandoned half-way leave nothing", abandoned


# --- who it is ----------------------------------------------------------------------------------------

def identity(room):
	for is_tls in (False, True):
		def nobody(is_tls=is_tls):
			client = room.client(is_tls=is_tls)
			same(client.call("session.whoami").get("user"), None, "who")
			for method in ("order.list", "user.list", "system.reload", "system.health"):
				same(client.ask(method).cls, "unauthenticated", method)
			same(client.call("session.login", token=room.tokens["noc"])["user"], "noc", "who")
			require(client.ask("order.list").ok, "order.list")
			same(client.ask("user.put", {"name": "x", "title": "x", "roles": []}).cls, "forbidden", "user.put")
			client.close()
		yield f"{'TLS' if is_tls else 'TCP'}: nobody until session.login", nobody

	def revoked():
		issued = room.issue("noc")
		here, there = room.client(), room.client(is_tls=True)  # two daemons of one store
		room.await_token(room.tls, issued)
		there.login(issued["token"])
		here.login(issued["token"])
		room.admin.call("token.revoke", id=issued["id"])
		same(here.ask("order.list").cls, "unauthenticated", "on the daemon that was told")
		until(lambda: there.ask("order.list").cls == "unauthenticated", "felt on the other daemon", 5)
		here.close(), there.close()
	yield "a token revoked: felt on open connections within 5 s, on another daemon too", revoked

	def disabled():
		put = dict(name="passing", title="p", roles=["monitor"])
		room.admin.call("user.put", **put)
		client = room.client()
		client.login(room.issue("passing")["token"])
		require(client.ask("order.list").ok, "before")
		room.admin.call("user.put", **put, disabled=True)
		same(client.ask("order.list").cls, "unauthenticated", "after")
		client.close()
	yield "a user disabled: felt on his open connection", disabled

	def secret():
		issued = room.issue("noc")
		token = issued["token"]
		room.await_token(room.tls, issued)
		planted = "slt_" + "5ec2e7" * 10 + "abcd"
		said = []
		for is_tls in (False, True):
			client = room.client(is_tls=is_tls)
			said.append(json.dumps(client.ask("session.login", {"token": planted}).frame))
			said.append(json.dumps(client.ask("session.login", {"token": planted, "x": planted}).frame))
			said.append(json.dumps(client.ask("order.get", {"id": planted}).frame))
			client.sock.sendall(b'{"token": "' + planted.encode() + b'"\n')
			client.login(token)
			client.close()
		for daemon in room.started:
			said += [daemon.said, daemon.log.read_text(errors="replace")]
			if daemon.process:
				said.append(open(f"/proc/{daemon.process.pid}/cmdline", "rb").read().decode())
		for word in (planted, token):
			for text in said:
				require(word not in text, text[:500])
	yield "a token planted: in no log, error or command line", secret


# --- rights -------------------------------------------------------------------------------------------------

class People:
	"""As beds.People, by TCP or TLS: each logs in with a token."""

	stays = True

	def __init__(self, room, stack, is_tls):
		self.room, self.stack, self.is_tls, self.open = room, stack, is_tls, {}

	def __getitem__(self, name):
		if name not in self.open:
			client = self.room.client(name, is_tls=self.is_tls)
			self.open[name] = self.stack.enter_context(contextlib.closing(client))
		return self.open[name]


def matrix(room):
	"""tests/flow/matrix, some of its scenes, by both ways."""
	issued = room.issue(room.admin.call("session.whoami")["user"])
	room.await_token(room.tls, issued)
	room.tokens["admin"] = issued["token"]
	for is_tls in (False, True):
		with contextlib.ExitStack() as stack:
			for name, make in cells.over(People(room, stack, is_tls)):
				def check(make=make):
					m = make()
					require(m.counts["cells"] > 100 and not m.wrong, "\n    ".join(m.wrong[:5]))
				yield f"{'TLS' if is_tls else 'TCP'}: {name}", check
