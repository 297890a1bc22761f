# SPDX-License-Identifier: Apache-2.0
"""The console's files as the door serves them: their types, forms and fields, and nothing that was not read at the start."""

import contextlib
import gzip
import os
import pathlib
import signal
import subprocess
import tempfile

from checks import require, same, until
from cluster import sanitizer_env
from door import Door
from room import CLOCK, HTTP

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
	"media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
PAGE = "<!doctype html><title>Sliploop</title>" + "<p>一张工单</p>" * 100
FILES = {"index.html": PAGE.encode(), "assets/index-4f2a.js": b"export const x = 1;\n" * 200,
	"assets/index-4f2a.css": b"body { margin: 0 }\n" * 50, "assets/one-1.js": b"1", "assets/dot-2.png": bytes(range(256)),
	"favicon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 20, "assets/strange.xyz": b"xyz",
	"assets/empty-0.css": b""}
TYPES = {"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8",
	"/assets/index-4f2a.js": "text/javascript; charset=utf-8", "/assets/index-4f2a.css": "text/css; charset=utf-8",
	"/assets/dot-2.png": "image/png", "/favicon.svg": "image/svg+xml", "/assets/strange.xyz": "application/octet-stream"}


@contextlib.contextmanager
def folder(files):
	with tempfile.TemporaryDirectory(prefix="console.") as dir_:
		put(dir_, files)
		yield pathlib.Path(dir_)


def put(dir_, files):
	for name, content in files.items():
		path = pathlib.Path(dir_) / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_bytes(content)



def serving(room, dir_):
	daemon = room.bed.daemon(room.bed.fresh("org"), CLOCK, [*HTTP, "--console", str(dir_)])
	return daemon, Door(daemon.http)


def console(room):
	with folder(FILES) as dir_:
		(dir_ / ".hidden.js").write_text("1")
		(dir_ / "a b.js").write_text("1")
		(dir_ / "link.js").symlink_to("/etc/passwd")
		(dir_ / "linked").symlink_to("/etc")
		os.mkfifo(dir_ / "pipe.js")
		daemon, d = serving(room, dir_)
		yield from checks_of(daemon, d, dir_)
		d.close()
		daemon.stop()
	yield "no folder, a folder without a page", lambda: not_there(room)
	yield "too much to be read: the daemon does not start", lambda: too_big(room)


def checks_of(daemon, d, dir_):
	def types():
		for path, wanted in TYPES.items():
			reply = d.get(path)
			same((reply.status, reply.fields["content-type"]), (200, wanted), path)
			same(reply.body, FILES[path.strip("/") or "index.html"], path)
			head = d.ask("HEAD", path)
			for each in head, reply:
				each.fields.pop("date")  # they may be a second apart
			same((head.status, head.body, head.fields), (200, b"", reply.fields), f"HEAD {path}")
		same(d.get("/?x=1").body, FILES["index.html"], "a query changes nothing")
	yield "each with its type", types

	def protections():
		for path in ("/", "/assets/index-4f2a.js", "/favicon.svg"):
			for fields in ({}, {"If-None-Match": "*"}):
				reply = d.ask("GET", path, None, fields)
				for name, wanted in (("content-security-policy", POLICY), ("referrer-policy", "no-referrer"),
						("x-content-type-options", "nosniff"), ("cross-origin-opener-policy", "same-origin")):
					same(reply.fields.get(name), wanted, f"{path}: {name}")
				require("set-cookie" not in reply.fields, "a cookie")
	yield "what a browser may do with it", protections

	def packed():
		for path, is_smaller in (("/", True), ("/assets/index-4f2a.js", True), ("/assets/one-1.js", False),
				("/assets/dot-2.png", False), ("/assets/strange.xyz", False), ("/assets/empty-0.css", False)):
			plain = d.get(path)
			for accepted, takes in (("gzip", True), ("gzip, deflate, br", True), ("br;q=1, gzip;q=0.2", True), ("*", True),
					("identity", False), ("gzip;q=0", False), ("gzip;q=0, *", False), ("*;q=0", False), ("xgzip", False)):
				reply = d.get(path, Accept_Encoding=accepted)
				is_packed = takes and is_smaller
				same(reply.fields.get("content-encoding"), "gzip" if is_packed else None, f"{path} {accepted}")
				same(reply.fields.get("vary"), "Accept-Encoding" if is_smaller else None, f"{path}: vary")
				same(gzip.decompress(reply.body) if is_packed else reply.body, plain.body, path)
				same(reply.fields["etag"] == plain.fields["etag"], not is_packed, "each form has its own tag")
				same(int(reply.fields["content-length"]), len(reply.body), "length")
				require(not is_packed or len(reply.body) < len(plain.body), "smaller")
	yield "by gzip, where it is smaller and taken", packed

	def kept():
		for path, wanted in (("/", "no-cache"), ("/favicon.svg", "no-cache"),
				("/assets/index-4f2a.js", "public, max-age=31536000, immutable")):
			for accepted in ("identity", "gzip"):
				reply = d.get(path, Accept_Encoding=accepted)
				etag = reply.fields["etag"]
				same(reply.fields["cache-control"], wanted, path)
				for tags, code in ((etag, 304), (f'"x", {etag}', 304), (f"W/{etag}", 304), ("*", 304), ('"x"', 200),
						(etag[:-1], 200), ("", 200)):
					again = d.get(path, Accept_Encoding=accepted, If_None_Match=tags)
					same(again.status, code, f"{path} {tags}")
					same((again.fields["etag"], again.fields["cache-control"]), (etag, wanted), "its fields")
					same(again.body, b"" if code == 304 else reply.body, "its body")
			require(d.get(path, Accept_Encoding="gzip", If_None_Match=d.get(path).fields["etag"]).status == 200,
				"the tag of another form")
	yield "kept by the browser: tags and times", kept

	def nothing_else():
		(dir_ / "assets" / "later.js").write_text("1")
		for path in ("/assets/later.js", "/..", "/../", "/assets/../index.html", "/assets/%2e%2e/index.html",
				"/%2e%2e/%2e%2e/etc/passwd", "/../../../../etc/passwd", "//etc/passwd", "/assets//index-4f2a.js",
				"/assets/index-4f2a.js/", "/assets/", "/assets", "/./index.html", "/index.html%00", "/index.html/..",
				"/.hidden.js", "/a%20b.js", "/a+b.js", "/link.js", "/linked/passwd", "/pipe.js", "/INDEX.HTML", "/index",
				"/assets\\index-4f2a.js", "/" + "a" * 1000, "/proc/self/environ"):
			same(d.ask("GET", path).status, 404, path)
		for line in (b"GET index.html HTTP/1.1", b"GET ../index.html HTTP/1.1", b"GET http://x/../index.html HTTP/1.1",
				b"GET /index.html\0.js HTTP/1.1", b"GET /\xff HTTP/1.1"):
			reply = d.raw(line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
			require(reply.status in (400, 404), f"{line}: {reply}")
		for method in ("POST", "PUT", "DELETE", "OPTIONS"):
			reply = d.ask(method, "/", None)
			same((reply.status, reply.fields["allow"]), (405, "GET, HEAD"), method)
			same(d.ask(method, "/assets/none.js").status, 404, f"{method}: no such path")
	yield "nothing that was not read at the start", nothing_else

	def reread():
		"""A reload takes the folder as it is now, or refuses whole and serves on."""
		put(dir_, {"index.html": b"another page", "assets/index-9999.js": b"2"})
		(dir_ / "assets/index-4f2a.js").unlink()
		daemon.process.send_signal(signal.SIGHUP)
		until(lambda: d.get("/").body == b"another page", "read again")
		same([d.get(f"/assets/index-{name}.js").status for name in ("9999", "4f2a")], [200, 404], "new and old")
		(dir_ / "big.js").write_bytes(b"x" * (1 << 20 | 1))
		put(dir_, {"index.html": b"a third"})
		before = daemon.log.read_text().count("is refused")
		daemon.process.send_signal(signal.SIGHUP)
		until(lambda: daemon.log.read_text().count("is refused") > before, "refused")
		require("big.js is larger than" in daemon.log.read_text(), "why")
		same(d.get("/").body, b"another page", "served on")
	yield "read again on SIGHUP, or refused", reread


def not_there(room):
	same(room.door.get("/").status, 404, "where it was installed nowhere")
	with folder({"assets/x.js": b"1"}) as dir_:
		for where in (dir_, dir_ / "gone", dir_ / "assets/x.js"):
			daemon, d = serving(room, where)
			reply = d.get("/")
			same((reply.status, reply.body.count(b"\n")), (404, 1), str(where))
			require("not installed" in reply.text(), reply.text())
			require("未安装" in d.get("/", Accept_Language="zh-CN").text(), "in Chinese")
			same(d.get("/healthz").status, 200, "all else works")
			d.close()
			daemon.stop()


def too_big(room):
	rows = (({"big.js": b"x" * (1 << 20 | 1)}, "big.js is larger than"),
		({f"{i}.js": b"x" * (1 << 20) for i in range(5)}, "larger than 4194304 bytes together"),
		({f"assets/{i}.js": b"x" for i in range(257)}, "more than 256 files"),
		({"a/b/c/d/e/f.js": b"x"}, "lies too deep"))
	for files, words in rows:
		with folder(files) as dir_:
			done = subprocess.run([room.bed.bin / "sliploopd", "--store", room.bed.cluster.conninfo(room.database),
				"--socket", f"{dir_}.sock", "--virtual-clock", CLOCK, *HTTP, "--console", str(dir_)], capture_output=True,
				text=True, env=sanitizer_env(), timeout=60)
			require(done.returncode == 71 and words in done.stderr and "--console" in done.stderr,
				f"{words}: {done.returncode} {done.stderr}")
