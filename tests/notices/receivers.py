# SPDX-License-Identifier: Apache-2.0
"""Who notices are sent to: an HTTP receiver that behaves as told, an SMTP sink, a real Alertmanager.

Owns their threads and processes, on ports the kernel picks. Never decides what should have come."""

import base64
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import pathlib
import re
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time

AWAIT_S = 40


class Late(Exception):
	"""What was waited for did not come before the deadline."""


class Seen:
	"""What has come so far, and waiting for more of it."""

	def __init__(self):
		self.items, self.changed = [], threading.Condition()

	def add(self, item):
		with self.changed:
			self.items.append(item)
			self.changed.notify_all()

	def all(self):
		with self.changed:
			return list(self.items)

	def wait(self, enough, what, seconds=AWAIT_S):
		"""Until enough(items); the items."""
		with self.changed:
			if not self.changed.wait_for(lambda: enough(self.items), seconds):
				raise Late(f"{what}: only {len(self.items)} came: {str(self.items)[:600]}")
			return list(self.items)


class Quiet:
	"""A server that takes it as it comes when the other side is killed."""

	daemon_threads = True

	def handle_error(self, request, address):
		if not isinstance(sys.exc_info()[1], OSError):
			super().handle_error(request, address)


class HttpServer(Quiet, http.server.ThreadingHTTPServer):
	pass


class MailServer(Quiet, socketserver.ThreadingTCPServer):
	pass


class Request:
	def __init__(self, path, headers, body):
		self.path, self.headers, self.body = path, headers, body
		self.id = headers.get("webhook-id")
		self.at = time.monotonic()

	@property
	def data(self):
		return json.loads(self.body)["data"]

	@property
	def keys(self):
		return [item["key"] for item in self.data["items"]]

	def is_signed_by(self, secret):
		stamp = self.headers["webhook-timestamp"]
		mac = hmac.new(base64.b64decode(secret[len("whsec_"):]),
			f"{self.id}.{stamp}.".encode() + self.body, hashlib.sha256)
		return "v1," + base64.b64encode(mac.digest()).decode() in self.headers["webhook-signature"].split(" ")

	def __repr__(self):
		return f"{self.path} {self.id} {self.body[:80]}"


class Receiver:
	"""POSTs are answered by how(path, nth of that path): a status, "hang", "drip", "endless", a Location."""

	def __init__(self, how=lambda path, nth: 204):
		self.how, self.seen, self.closing = how, Seen(), threading.Event()
		self.connections = 0
		owner = self

		class Handler(http.server.BaseHTTPRequestHandler):
			protocol_version = "HTTP/1.1"

			def setup(self):
				owner.connections += 1
				super().setup()

			def do_POST(self):
				body = self.rfile.read(int(self.headers["content-length"]))
				with owner.seen.changed:
					nth = sum(r.path == self.path for r in owner.seen.items)
				owner.seen.add(Request(self.path, self.headers, body))
				try:
					owner.answer(self, owner.how(self.path, nth))
				except OSError:
					self.close_connection = True  # the other side had enough

			def log_message(self, *args):
				pass

		self.server = HttpServer(("127.0.0.1", 0), Handler)
		self.port = self.server.server_address[1]
		threading.Thread(target=self.server.serve_forever, daemon=True).start()

	def url(self, path="/ok", host="127.0.0.1"):
		return f"http://{host}:{self.port}{path}"

	def answer(self, handler, how):
		if how == "hang":
			self.closing.wait()
			handler.close_connection = True
		elif how == "drip":
			for byte in b"HTTP/1.1 200 OK\r\n" + b"x-slow: y\r\n" * 100000:
				handler.wfile.write(bytes([byte]))
				if self.closing.wait(0.05):
					break
			handler.close_connection = True
		elif how == "endless":
			handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
			while not self.closing.is_set():
				handler.wfile.write(b"x" * 65536)
		elif isinstance(how, str):
			handler.send_response(307)
			handler.send_header("location", how)
			handler.send_header("content-length", "0")
			handler.end_headers()
		else:
			handler.send_response(how)
			handler.send_header("content-length", "0")
			handler.end_headers()

	def close(self):
		self.closing.set()
		self.server.shutdown()
		self.server.server_close()


class Mail:
	def __init__(self, sender, to, data):
		self.sender, self.to = sender, to
		self.message = email.message_from_bytes(data, policy=email.policy.default)
		self.subject, self.id = self.message["subject"], self.message["message-id"]
		self.text = self.message.get_content()

	def __repr__(self):
		return f"{self.to} {self.subject}"


class Sink:
	"""An SMTP server; how(nth mail) is its answer to the text: 250, another status, a word, "hang", or "250
	and goes" without a goodbye. A mute one takes connections and never says a word. With a login (name, password) it takes mail from nobody
	else; with a certificate (its file, the key's) it offers TLS, and a login there only."""

	def __init__(self, how=lambda nth: 250, is_mute=False, login=None, certificate=None):
		self.how, self.seen, self.tries, self.closing = how, Seen(), Seen(), threading.Event()
		self.heard = []  # of what was said before TLS and by whom it was logged in
		owner = self

		class Handler(socketserver.StreamRequestHandler):
			def say(self, line):
				self.wfile.write(line.encode() + b"\r\n")

			def handle(self):
				try:
					self.talk()
				except OSError:
					pass

			def start_tls(self):
				self.say("220 go on")
				context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
				context.load_cert_chain(*certificate)
				self.request = context.wrap_socket(self.request, server_side=True)
				self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
				self.is_secret = True

			def log_in(self, words):
				if len(words) < 3:
					self.say("334 ")
					words.append(self.rfile.readline().decode().strip())
				_, name, password = base64.b64decode(words[2]).decode().split("\0")
				self.is_in = (name, password) == login
				self.say("235 welcome" if self.is_in else "535 no")

			def talk(self):
				sender, to = None, []
				self.is_secret, self.is_in = False, login is None
				if is_mute:
					owner.tries.add(None)
					owner.closing.wait()
					return
				self.say("220-sink")
				self.say("220 at your service")
				while line := self.rfile.readline():
					verb = line.decode().strip()
					if not self.is_secret:
						owner.heard.append(verb)
					if verb == "STARTTLS" and certificate:
						self.start_tls()
						continue
					if verb.startswith("AUTH PLAIN"):
						self.log_in(verb.split(" "))
						continue
					if verb.upper().startswith("MAIL FROM:") and not self.is_in:
						self.say("530 log in first")
						continue
					if verb.upper().startswith("MAIL FROM:"):
						sender = verb[10:]
					elif verb.upper().startswith("RCPT TO:"):
						to.append(verb[8:].strip("<> "))
					elif verb.upper() == "DATA":
						self.say("354 go on")
						self.text(sender, to)
						continue
					elif verb.upper() == "QUIT":
						self.say("221 bye")
						return
					elif verb.upper().startswith("EHLO"):
						self.say("250-sink")
						if certificate and not self.is_secret:
							self.say("250-STARTTLS")
						if login and (self.is_secret or not certificate):
							self.say("250-AUTH PLAIN")
					self.say("250 ok")

			def text(self, sender, to):
				data = b""
				while not data.endswith(b"\r\n.\r\n"):
					line = self.rfile.readline()
					if not line:
						return
					data += line
				nth = len(owner.tries.all())
				mail, how = Mail(sender, to, data[:-3]), owner.how(nth)
				owner.tries.add(mail)
				if how == "hang":
					owner.closing.wait()
					raise ConnectionError
				if how in (250, "250 and goes"):
					owner.seen.add(mail)
				self.say(f"{how} so be it")
				if how == "250 and goes":
					raise ConnectionError

		self.server = MailServer(("127.0.0.1", 0), Handler)
		self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
		threading.Thread(target=self.server.serve_forever, daemon=True).start()

	def close(self):
		if not self.closing.is_set():
			self.closing.set()
			self.server.shutdown()
			self.server.server_close()


class Alertmanager:
	"""Debian's (packaging/packages), on a port of the kernel's and a folder of its own."""

	def __init__(self):
		self.dir = tempfile.TemporaryDirectory(prefix="sliploop-alertmanager-")
		config = pathlib.Path(self.dir.name) / "alertmanager.yml"
		config.write_text("route:\n  receiver: none\nreceivers:\n  - name: none\n")
		self.log = open(pathlib.Path(self.dir.name) / "log", "w+")
		self.process = subprocess.Popen(["prometheus-alertmanager", f"--config.file={config}",
			f"--storage.path={self.dir.name}/data", "--web.listen-address=127.0.0.1:0",
			"--cluster.listen-address="], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
		for line in self.process.stderr:
			self.log.write(line)
			if m := re.search(r'"Listening on" address=127\.0\.0\.1:(\d+)', line):
				self.url = f"http://127.0.0.1:{m.group(1)}"
				break
		else:
			self.log.seek(0)
			raise Late("Alertmanager did not start: " + self.log.read()[-1000:])
		threading.Thread(target=lambda: [self.log.write(line) for line in self.process.stderr],
			daemon=True).start()

	def alerts(self, *matchers):
		"""What amtool sees: active ones, by their labels."""
		done = subprocess.run(["amtool", f"--alertmanager.url={self.url}", "--output=json", "alert",
			"query", *matchers], capture_output=True, text=True, timeout=AWAIT_S)
		if done.returncode:
			return None
		return json.loads(done.stdout or "[]") or []

	def wait(self, enough, what, *matchers):
		deadline = time.monotonic() + AWAIT_S
		while time.monotonic() < deadline:
			found = self.alerts(*matchers)  # a process each: no loop that burns
			if found is not None and enough(found):
				return found
		raise Late(f"{what}: amtool sees {str(self.alerts(*matchers))[:600]}")

	def close(self):
		self.process.terminate()
		self.process.wait(AWAIT_S)
		self.dir.cleanup()
