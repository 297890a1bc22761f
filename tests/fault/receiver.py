#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whom the steps tell: a webhook on this machine that writes down each message before it takes it.

A process of its own, as the load is. Some messages it refuses at first, by their ids, so that they have to come
again. Says its port; one JSON record a message goes into the file named on the command line. Never judges."""

import asyncio
import json
import sys
import zlib

REFUSED_FIRST = 8  # one in so many


class Receiver:
	def __init__(self, path):
		self.file = open(path, "a", buffering=1)
		self.seen = set()

	def status(self, message):
		is_first = message not in self.seen
		self.seen.add(message)
		return 503 if is_first and zlib.crc32(message.encode()) % REFUSED_FIRST == 0 else 204

	async def serve(self, reader, writer):
		try:
			while True:
				head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
				fields = {k.lower(): v for k, _, v in (line.partition(": ") for line in head)}
				body = await reader.readexactly(int(fields["content-length"]))
				status = self.status(fields["webhook-id"])
				keys = [item["key"] for item in json.loads(body)["data"]["items"]]
				self.file.write(json.dumps({"message": fields["webhook-id"], "keys": keys, "status": status}) + "\n")
				writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n".encode())
				await writer.drain()
		except (asyncio.IncompleteReadError, OSError):
			pass
		finally:
			writer.close()


async def main():
	server = await asyncio.start_server(Receiver(sys.argv[1]).serve, "127.0.0.1", 0)
	asyncio.get_running_loop().add_reader(sys.stdin, sys.exit)  # the harness is gone
	print(server.sockets[0].getsockname()[1], flush=True)
	await server.serve_forever()


if __name__ == "__main__":
	asyncio.run(main())
