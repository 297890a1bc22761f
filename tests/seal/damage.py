# SPDX-License-Identifier: Apache-2.0
"""What whoever owns the database does to a sealed history by SQL, and what verify must say of it."""

import collections

import bed as beds
from checks import require, same

Row = collections.namedtuple("Row", "nth id order seq what seal")
OTHER = {"bigint": "coalesce({0}, 0) + 1", "integer": "coalesce({0}, 0) + 1", "text": "coalesce({0}, '') || 'x'",
	"boolean": "not coalesce({0}, false)", "text[]": "array_append({0}, 'somebody')"}
WORD = {"what": "'amended'", "state": "'draft'", "clock": "'order'", "severity": "'minor'"}
PLACE = {"order_id", "seq", "id", "xid"}  # another one of these moves a row

# All seals anew, as whoever knows how would: nothing of the chain alone shows it.
REWRITE = """do $$
declare s record; before bytea := (select head from seal where number = 0); e bytea;
begin
	for s in select number, upto_xid, upto_id from seal where number > 0 order by number loop
		select string_agg(int8send(h.id) || int8send(h.order_id) || int8send(h.seq)
			|| sha256(convert_to(rtrim(h::text, ',)'), 'UTF8')), '' order by h.xid, h.id) into e from history h
			where (h.xid, h.id) <= (s.upto_xid, s.upto_id) and not exists (select from seal p
			where p.number = s.number - 1 and (h.xid, h.id) <= (p.upto_xid, p.upto_id));
		before := sha256(before || e);
		update seal set entries = e, head = before where number = s.number;
	end loop;
end $$"""


def read_rows(room):
	"""The sealed history in feed order."""
	said = room.sql("select row_number() over (order by xid, id), id, order_id, seq, what,"
		" (select min(number) from seal s where (s.upto_xid, s.upto_id) >= (h.xid, h.id)) from history h"
		" order by xid, id", room.sealed_store())
	return [Row(*(int(v) if v.isdigit() else v for v in line.split("|"))) for line in said.splitlines()]


def named(row, what, zh):
	return [f"history: row {row.nth} (number {row.id}, entry {row.seq} of order {row.order}), sealed at ", what], \
		[f"历史：第 {row.nth} 行（编号 {row.id}，工单 {row.order} 第 {row.seq} 条）于 ", zh]


def finds(room, database, says, *options):
	"""Verify says so, in both languages."""
	for lang, words in zip(("en", "zh-CN"), says):
		status, line = room.verify(database, "--lang", lang, *options)
		require(status == 1 and all(word in line for word in words), f"status {status}: {words} not in: {line}")


def damage(room):
	rows = read_rows(room)
	notes = [r for r in rows if r.what == "note"]
	row = room.rng.choice([r for r in notes if 1 < r.seal < rows[-1].seal])
	at = rows.index(row)
	print(f"{len(rows)} rows in {rows[-1].seal} seals; row {row.nth}")
	changed = named(row, "was changed since", "之后被更改")

	def columns():
		said = room.sql("select attname, format_type(atttypid, atttypmod) from pg_attribute where attnum > 0"
			" and not attisdropped and attrelid = 'history'::regclass order by attnum", room.sealed_store())
		kinds = dict(line.split("|") for line in said.splitlines())
		same(PLACE - set(kinds), set(), "columns of its place")
		with room.copy() as database:
			for column in kinds.keys() - PLACE:
				another = WORD.get(column) or OTHER[kinds[column]].format(column)
				room.sql(f"create table kept as select * from history where id = {row.id};"
					f" update history set {column} = {another} where id = {row.id};", database)
				finds(room, database, changed)
				room.sql(f"update history h set {column} = k.{column} from kept k where h.id = k.id; drop table kept",
					database)
			same(room.verify(database)[0], 0, "all is as it was")

	def unknown_word():
		"""Such a row cannot be read as an order's; it is named before that is tried."""
		with room.copy() as database:
			room.sql(f"update history set what = 'magic' where id = {row.id}", database)
			status, said = beds.verify(room.bed.bin, "--store", room.cluster.conninfo(database))
			require(status != 0 and all(word in said.splitlines()[0] for word in changed[0]), f"{status}: {said}")

	def one(name, sql, says):
		def check():
			with room.copy() as database:
				room.sql(sql, database)
				finds(room, database, says)
		return name, check

	follows = next((r for r in rows[at + 1:] if r.order == row.order), None)
	near = rows[at + 1]
	last = max(r.seq for r in rows if r.order == rows[0].order)
	yield "whichever column is changed, the row is named", columns
	yield "a word that nobody knows", unknown_word
	yield one("null is not empty", f"update history set person = '' where id = {row.id}", changed)
	yield one("the first of two is named", f"update history set text = 'x' where id in ({row.id}, {rows[-1].id})", changed)
	yield one("a row is removed", f"delete from history where id = {row.id}",
		named(row, "was removed since", "之后被删除"))
	if follows:
		yield one("two entries of an order change places", f"update history set seq = seq + 5000 where id in"
			f" ({row.id}, {follows.id}); update history set seq = case id when {row.id} then {follows.seq} else"
			f" {row.seq} end where id in ({row.id}, {follows.id})",
			named(row, f"was moved since: it is entry {follows.seq} of order {row.order} now",
				f"之后被移动：现为第 {follows.seq} 条，工单 {row.order}"))
	yield one("a row goes to another order", f"update history set order_id = {rows[0].order}, seq = {last + 1}"
		f" where id = {row.id}", named(row, f"it is entry {last + 1} of order {rows[0].order} now",
			f"现为第 {last + 1} 条，工单 {rows[0].order}"))
	yield one("two rows change places in the feed", f"update history h set xid = o.xid from history o"
		f" where (h.id, o.id) in (({row.id}, {near.id}), ({near.id}, {row.id}))",
		named(row, "was moved since: it stands elsewhere in the feed", "之后被移动：现位于流水的另一处"))
	yield one("a row leaves the sealed part", f"update history set xid = '99999999' where id = {row.id}",
		named(row, "it stands elsewhere in the feed", "现位于流水的另一处"))
	yield one("all rows from one on are cut off", f"delete from history where (xid, id) >= (select xid, id from history"
		f" where id = {row.id})", named(row, "was cut off since, and all rows after it", "之后连同其后各行被截去"))
	yield one("the last row is cut off", f"delete from history where id = {rows[-1].id}",
		named(rows[-1], "was cut off since", "被截去"))
	yield one("a row is put among them", "insert into history (order_id, seq, at, what, state, xid) select"
		f" {row.order}, 7000, at, what, state, xid from history where id = {row.id}",
		([f"history: before row {row.nth + 1}, ", "stands that was not there then", f"entry 7000 of order {row.order}"],
			[f"历史：第 {row.nth + 1} 行", f"工单 {row.order} 第 7000 条"]))
	first = next(r for r in rows if r.seal == row.seal)
	ends = [r for r in rows if r.seal == row.seal][-1]
	yield one("a row and its hash are changed", f"update history set text = 'x' where id = {row.id};"
		" update seal set entries = overlay(entries placing (select sha256(convert_to(rtrim(h::text, ',)'), 'UTF8'))"
		f" from history h where id = {row.id}) from {(row.nth - first.nth) * 56 + 25} for 32) where number = {row.seal}",
		([f"seal {row.seal} of rows {first.nth} (number {first.id}, ", f" to {ends.nth} does not follow"],
			[f"封印 {row.seal}（第 {first.nth} 行", "不衔接"]))
	yield one("a seal is removed", f"delete from seal where number = {row.seal}",
		([f"history: seal {row.seal} is gone: it held the rows from {first.nth} on"],
			[f"历史：封印 {row.seal} 已不存在：它从第 {first.nth} 行起"]))
	yield one("all seals are removed", "delete from seal", (["history: seal 0 is gone"], ["封印 0 已不存在"]))


def read_heads(room):
	said = room.sql("select encode(head, 'hex') || '@' || n_rows from seal where number > 0 order by number",
		room.sealed_store())
	return said.splitlines()


def count(head):
	return int(head.split("@")[1])


def rewritten(room):
	rows, heads = read_rows(room), read_heads(room)
	row = next(r for r in rows if r.what == "note" and r.nth > count(heads[1]))
	before = max((h for h in heads if count(h) < row.nth), key=count)
	damaging = f"update history set text = 'another' where id = {row.id}; {REWRITE}"

	def alone():
		with room.copy() as database:
			room.sql(REWRITE, database)
			same(room.verify(database, "--head", heads[-1])[0], 0, "what rewrites makes the same chain of the same rows")
			room.sql(damaging, database)
			same(room.verify(database)[0], 0, "a chain made anew is whole")

	def with_head():
		with room.copy() as database:
			room.sql(damaging, database)
			finds(room, database, ([f"history: the chain was rewritten, beginning with one of rows 1 to {len(rows)}:"],
				[f"历史：封印链被改写，起点在第 1 行至第 {len(rows)} 行之间"]), "--head", heads[-1])

	def with_heads():
		after = min((h for h in heads if count(h) >= row.nth), key=count)
		span = count(before) + 1, count(after)
		with room.copy() as database:
			room.sql(damaging, database)
			finds(room, database, ([f"beginning with one of rows {span[0]} to {span[1]}:"],
				[f"起点在第 {span[0]} 行至第 {span[1]} 行之间"]), "--head", ",".join(heads[-16:]))

	yield "a chain made anew is whole in itself", alone
	yield "but has not got the head that was exported", with_head
	yield "several heads say between which rows it begins", with_heads


def cut(room):
	rows, heads = read_rows(room), read_heads(room)
	last = heads[len(heads) // 2]
	cutting = f"delete from history where (xid, id) > (select upto_xid, upto_id from seal where n_rows = {count(last)});" \
		f" delete from seal where n_rows > {count(last)}"

	def with_head():
		with room.copy() as database:
			room.sql(cutting, database)
			finds(room, database, ([f"history: it was cut off from row {count(last) + 1} on: a head was exported at row"
				f" {len(rows)}"], [f"历史：自第 {count(last) + 1} 行起被截去：曾在第 {len(rows)} 行导出链头"]),
				"--head", f"{last},{heads[-1]}")

	def sealed_again():
		"""The seals' tail alone: daemons seal the rows again, and the exported head is not in that chain."""
		with room.copy() as database:
			room.sql(f"update history set text = 'x' where id = {rows[-1].id};"
				f" delete from seal where n_rows > {count(last)}; alter table seal enable trigger user", database)
			daemon = room.another(database, "again")
			room.await_sealed(database)
			daemon.stop()
			finds(room, database, ([f"beginning with one of rows {count(last) + 1} to {len(rows)}:"],
				[f"第 {count(last) + 1} 行至第 {len(rows)} 行"]), "--head", f"{last},{heads[-1]}")

	yield "rows and seals cut off together: the exported head says from where", with_head
	yield "seals cut off and rows sealed again", sealed_again
