# SPDX-License-Identifier: Apache-2.0
"""What of the doors changes while the daemon runs: a renewed certificate, bounds; all of it or nothing."""

import hashlib
import pathlib
import shutil
import ssl

from checks import require, same
from client import Client, error_class
from room import connect


def shown_certificate(daemon):
	"""The fingerprint of what a newcomer is shown."""
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
	context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
	with context.wrap_socket(connect(daemon.listen)) as s:
		return hashlib.sha256(s.getpeercert(binary_form=True)).hexdigest()


def fingerprint(path):
	return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pathlib.Path(path).read_text())).hexdigest()


def renewal(room):
	cert, key, config = (room.dir / f"renewed.{what}" for what in ("crt", "key", "conf"))
	first, second = (room.cert, room.key), room.make_cert("second")

	def lay(pair):
		shutil.copy(pair[0], cert)
		shutil.copy(pair[1], key)

	def write(more=""):
		config.write_text(f"listen = 127.0.0.1:0\ntls-cert = {cert}\ntls-key = {key}\n{more}")

	def certificates():
		lay(first)
		write()
		with room.passing(["--config", str(config)]) as daemon:
			admin = Client(daemon.socket)
			before = room.client("noc", is_tls=True, daemon=daemon)
			same(shown_certificate(daemon), fingerprint(first[0]), "at first")
			lay(second)
			same(shown_certificate(daemon), fingerprint(first[0]), "nothing was said yet")
			same(admin.call("system.reload")["reloaded"], True, "read again")
			same(shown_certificate(daemon), fingerprint(second[0]), "renewed")
			same(before.call("session.whoami")["user"], "noc", "who was there before")
			for pair, words in (((second[0], first[1]), "--tls-key"), ((config, second[1]), "--tls-cert")):
				lay(pair)
				write("log-level = debug\n")
				answer = admin.ask("system.reload")
				require(answer.cls == "bad_config" and words in answer.error["message"], f"{answer.frame}")
				same(shown_certificate(daemon), fingerprint(second[0]), "the one that was good")
			lay(second)
			same(admin.call("system.reload")["changed"], ["log-level"], "mended: nothing had been taken")
			config.write_text("listen = 127.0.0.1:0\n")
			answer = admin.ask("system.reload")
			require(answer.cls == "bad_config" and "not come or go" in answer.error["message"], f"{answer.frame}")
			admin.close()
			before.close()
	yield "a renewed certificate, for those to come; a bad one is refused", certificates

	def limits():
		lay(first)
		write("source-connections = 3\nuser-rate = 1000\n")
		with room.passing(["--config", str(config)]) as daemon:
			admin = Client(daemon.socket)
			mine = [room.client("noc", source="127.0.0.31", is_tls=True, daemon=daemon) for _ in range(3)]
			with room.wrap(connect(daemon.listen, "127.0.0.31")) as s:
				same(error_class(Client(None, sock=s).read_frame()["error"]), "overloaded", "a fourth")
			write("source-connections = 5\nuser-rate = 1\n")
			same(sorted(admin.call("system.reload")["changed"]), ["source-connections", "user-rate"], "changed")
			mine += [room.client("noc", source="127.0.0.31", is_tls=True, daemon=daemon) for _ in range(2)]
			answers = [mine[0].ask("system.ping") for _ in range(8)]
			require(any(not a.ok and a.cls == "overloaded" for a in answers), "as fast as before")
			write("source-connections = 5\nuser-rate = 1000\n")
			same(admin.call("system.reload")["changed"], ["user-rate"], "and back")
			for client in (admin, *mine):
				client.close()
	yield "bounds: raised and lowered", limits
