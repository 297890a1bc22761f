# SPDX-License-Identifier: Apache-2.0
"""Bad calls and bad lines as tables: what is sent, and the class and field that have to come back."""

import json

F = "$fault"  # stands for the id of a fault of ours at the CRC
T = "$task"  # the id of an issued task
X = "$foreign"  # the id of another unit's order

# (who, method, params, class, JSON pointer or None: any)
CALLS = [
	# wrong types
	("li.wei", "order.get", {"id": "1"}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": 1.5}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": None}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": True}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": [1]}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": {}}, "invalid_params", "/params/id"),
	("li.wei", "order.get", {"id": -1}, "invalid_params|not_found", None),
	("li.wei", "order.get", {"id": 9223372036854775807}, "not_found", None),
	("li.wei", "order.get", {"id": 1e300}, "invalid_params", "/params/id"),
	("li.wei", "order.note", {"id": F, "text": 7}, "invalid_params", "/params/text"),
	("li.wei", "order.note", {"id": F, "text": None}, "invalid_params", "/params/text"),
	("li.wei", "order.note", {"id": F, "text": ["x"]}, "invalid_params", "/params/text"),
	("li.wei", "order.note", {"id": F, "text": "x", "if_version": "1"}, "invalid_params",
		"/params/if_version"),
	("li.wei", "order.note", {"id": F, "text": "x", "idempotency_key": 5}, "invalid_params",
		"/params/idempotency_key"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "D", "customer": "x",
		"title": "x"}, "invalid_params", "/params/tier"),
	("li.wei", "order.create", {"kind": "wish", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x"}, "invalid_params", "/params/kind"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "submit": "yes"}, "invalid_params", "/params/submit"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "lines": 0}, "invalid_params", "/params/lines"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "lines": -3}, "invalid_params", "/params/lines"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "lines": "many"}, "invalid_params", "/params/lines"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "requirement": []}, "invalid_params", "/params/requirement"),
	("li.wei", "order.create", {"kind": "fault", "service": "pstn", "tier": "C", "customer": "x",
		"title": "x", "fault": "human"}, "invalid_params", "/params/fault"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": {}}, "invalid_params", "/params/tasks"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [7]}, "invalid_params", "/params/tasks/0"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [{"name": 1, "station": "km_line"}]},
		"invalid_params", "/params/tasks/0/name"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [{"name": "a", "station": "km_line"},
		{"name": "b", "station": "km_line", "after": "a"}]}, "invalid_params",
		"/params/tasks/1/after"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [{"name": "a", "station": "km_line",
		"share": "half"}]}, "invalid_params", "/params/tasks/0/share"),
	("admin", "time.advance", {"to": "tomorrow"}, "invalid_params", "/params/to"),
	("admin", "time.advance", {"to": "2026-02-30T00:00:00.000Z"}, "invalid_params", "/params/to"),
	("admin", "time.advance", {"to": 1772438400}, "invalid_params", "/params/to"),
	("admin", "token.issue", {"user": "noc", "ttl": "soon"}, "invalid_params", "/params/ttl"),
	("admin", "token.issue", {"user": "noc", "ttl": "P1Y"}, "invalid_params", "/params/ttl"),
	("admin", "policy.put", {"limits": [{"clock": "order", "limit": "P1M"}]},
		"invalid_params|bad_policy", None),
	("admin", "policy.put", {"limits": [{"clock": "sundial", "limit": "P1D"}]},
		"invalid_params|bad_policy", None),
	("zhang.qiang", "report.kpi", {"from": "2026-03-01T00:00:00.000Z",
		"to": "2026-04-01T00:00:00.000Z", "by": ["colour"]}, "invalid_params", "/params/by/0"),
	("noc", "alarm.list", {"limit": "all"}, "invalid_params", "/params/limit"),
	("noc", "alarm.list", {"since": 5}, "invalid_params", "/params/since"),
	("noc", "alarm.list", {"since": "xyz"}, "invalid_params", "/params/since"),
	("noc", "order.list", {"cursor": "xyz"}, "invalid_params", "/params/cursor"),
	("noc", "order.list", {"state": "asleep"}, "invalid_params", "/params/state"),
	# unknown keys
	("li.wei", "order.get", {"id": F, "colour": "red"}, "invalid_params", "/params/colour"),
	("li.wei", "order.get", {"id": F, "a/b": 1}, "invalid_params", "/params/a~1b"),
	("li.wei", "order.get", {"id": F, "a~b": 1}, "invalid_params", "/params/a~0b"),
	("li.wei", "system.ping", {"x": 1}, "invalid_params", "/params/x"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [{"name": "a", "station": "km_line",
		"color": 1}]}, "invalid_params", "/params/tasks/0/color"),
	("li.wei", "session.login", {"token": "x", "idempotency_key": "k"}, "invalid_params",
		"/params/idempotency_key"),
	# missing things
	("li.wei", "order.get", {}, "invalid_params", "/params/id"),
	("li.wei", "order.note", {"id": F}, "invalid_params", "/params/text"),
	("li.wei", "order.create", {"kind": "fault"}, "invalid_params", None),
	("r.one", "task.complete", {"id": T}, "invalid_params", "/params/record"),
	("wang.lei", "order.dispatch", {"id": F, "tasks": [{"name": "a"}]}, "invalid_params",
		"/params/tasks/0/station"),
	("admin", "session.login", {}, "invalid_params", "/params/token"),
	# texts nothing could print
	("li.wei", "order.note", {"id": F, "text": "a\u0000b"}, "invalid_params|parse", None),
	("li.wei", "order.note", {"id": F, "text": ""}, "invalid_params", "/params/text"),
	("li.wei", "order.note", {"id": F, "text": "x", "idempotency_key": "k" * 129},
		"invalid_params", "/params/idempotency_key"),
	("li.wei", "order.create", {"kind": "fault", "service": "PSTN; drop table", "tier": "C",
		"customer": "x", "title": "x"}, "invalid_params", "/params/service"),
	# other people's things, and none
	("li.wei", "order.get", {"id": X}, "not_found", None),
	("li.wei", "order.note", {"id": X, "text": "x"}, "not_found", None),
	("li.wei", "order.cancel", {"id": X, "reason": "x"}, "not_found", None),
	("zhao.min", "order.cancel", {"id": F, "reason": "x"}, "forbidden", None),
	("r.four", "task.accept", {"id": T}, "not_found", None),
	("r.four", "order.history", {"id": F}, "not_found", None),
	("wang.lei", "order.hold", {"id": 999999, "reason": "other"}, "not_found", None),
	("r.one", "task.accept", {"id": 999999}, "not_found", None),
	("r.one", "return.accept", {"id": 999999}, "not_found", None),
	("li.wei", "alarm.get", {"id": 999999}, "not_found", None),
	# methods
	("li.wei", "order.fly", {"id": F}, "method_not_found", None),
	("li.wei", "", {}, "method_not_found|invalid_request", None),
	("li.wei", "ORDER.GET", {"id": F}, "method_not_found", None),
	("li.wei", "order.get ", {"id": F}, "method_not_found", None),
	("li.wei", "order", {"id": F}, "method_not_found", None),
]


def call(call_id, method="system.ping", params=None):
	return {"jsonrpc": "2.0", "id": call_id, "method": method, "params": params or {}}


def line(value):
	return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def nested(depth):
	return b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":' \
		+ b'{"x":' * depth + b"1" + b"}" * depth + b"}\n"


PING = line(call(1))

# (name, bytes, class of the answer; the connection lives on)
LINES = [
	("no JSON at all", b"hello\n", "parse"),
	("half an object", b'{"jsonrpc": "2.0", "id": 1, "method"\n', "parse"),
	("trailing junk", PING[:-1] + b" x\n", "parse"),
	("two values on a line", PING[:-1] + PING, "parse"),
	("single quotes", b"{'jsonrpc': '2.0'}\n", "parse"),
	("a bare control character", b'{"jsonrpc":"2.0","id":1,"method":"a\x01b"}\n', "parse"),
	("NUL in the line", b'{"jsonrpc":"2.0","id":1,\x00"method":"system.ping"}\n', "parse"),
	("NUL in a text", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"x":"\\u0000"}}\n',
		"parse|invalid_params"),
	("NUL in a key", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"\\u0000":1}}\n',
		"parse|invalid_params"),
	("invalid UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"x":"\xff"}}\n',
		"parse"),
	("overlong UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"x":"\xc0\xaf"}}\n',
		"parse"),
	("a lone surrogate", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"x":"\\ud800"}}\n',
		"parse"),
	("NaN", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":{"x":NaN}}\n', "parse"),
	("a number out of range",
		b'{"jsonrpc":"2.0","id":1,"method":"order.get","params":{"id":99999999999999999999999}}\n',
		"parse|invalid_params"),
	("a duplicate key", b'{"jsonrpc":"2.0","id":1,"id":2,"method":"system.ping"}\n',
		"parse|invalid_request"),
	("a duplicate parameter",
		b'{"jsonrpc":"2.0","id":1,"method":"order.get","params":{"id":1,"id":2}}\n',
		"parse|invalid_request|invalid_params"),
	("a number", b"7\n", "invalid_request"),
	("a text", b'"ping"\n', "invalid_request|parse"),
	("null", b"null\n", "invalid_request|parse"),
	("no version", b'{"id":1,"method":"system.ping"}\n', "invalid_request"),
	("another version", b'{"jsonrpc":"1.0","id":1,"method":"system.ping"}\n', "invalid_request"),
	("no method", b'{"jsonrpc":"2.0","id":1}\n', "invalid_request"),
	("a method that is a number", b'{"jsonrpc":"2.0","id":1,"method":5}\n', "invalid_request"),
	("params as an array", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":[]}\n',
		"invalid_request|invalid_params"),
	("params as a text", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":"x"}\n',
		"invalid_request|invalid_params"),
	("params as null", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","params":null}\n',
		"invalid_request|invalid_params"),
	("an unknown key in the frame", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","x":1}\n',
		"invalid_request"),
	("an id that is an object", b'{"jsonrpc":"2.0","id":{},"method":"system.ping"}\n',
		"invalid_request"),
	("an id that is an array", b'{"jsonrpc":"2.0","id":[1],"method":"system.ping"}\n',
		"invalid_request"),
	("an id that is a fraction", b'{"jsonrpc":"2.0","id":1.5,"method":"system.ping"}\n',
		"invalid_request"),
	("an id that is true", b'{"jsonrpc":"2.0","id":true,"method":"system.ping"}\n',
		"invalid_request"),
	("an empty batch", b"[]\n", "invalid_request"),
	("a batch of 101", line([call(n) for n in range(101)]), "invalid_request"),
]

# (name, bytes, class): answered, then the daemon closes
FATAL = [
	("more than 64 KiB", line(call(1, params={"x": "y" * 65536})), None),
	("64 KiB without an end", b"x" * 70000, None),
	("more than 64 KiB that only speak of calendar.import",
		line(call(1, params={"x": '"calendar.import"' + "y" * 65536})), None),
	("more than 64 KiB in a batch with calendar.import",
		line([call(1, "calendar.import", params={"ics": "y" * 65536})]), None),
	("calendar.import of more than 1 MiB",
		line(call(1, "calendar.import", params={"name": "x", "ics": "y" * 1048576})), None),
	("1 MiB without an end that begins as calendar.import",
		b'{"method":"calendar.import",' + b"x" * 1100000, None),
	("deeper than 32", nested(40), None),
	("very deep", b"[" * 60000 + b"\n", None),
	("more than 4,096 values", line(call(1, params={"x": [0] * 5000})), None),
]
