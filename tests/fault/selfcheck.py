# SPDX-License-Identifier: Apache-2.0
"""That the checker can fail: stores whose fences are taken away before the faults, and a sound store that is
damaged afterwards, one row at a time. Each has to be found, and as what it is."""

import checker

AS_REPLICA = "set session_replication_role = replica; "
NO_ROW = "create function no_row() returns trigger language plpgsql as $$ begin return null; end $$; "

# NAME, fault it is shown with, how often, what is taken away, what has to be found
FENCES = (
	# A daemon that does not know what it has fired, as one that has been stopped for long.
	("uniqueness of firings", "daemon-kill", 2, NO_ROW + "drop index one_firing_per_step;"
		" create trigger forgets before insert on alarm for each row when (new.order_id % 4 = 0)"
		" execute function no_row()", "doubled", "fired 2 times"),
	("kept answers", "commit-cut", 12, NO_ROW + "create trigger forgets before insert on idempotency for each row"
		" execute function no_row()", "doubled", "is there 2 times"),
)

STEP = "(select id from history where what = 'step' and at <= {now} order by id limit 1)"
NOTE = "(select id from history where what = 'note' order by id limit 1)"
COPIED = ("order_id, (select max(seq) + 1 from history n where n.order_id = h.order_id), at, by_user, what, state, task, text,"
	" clock, ref, generation, limit_rev, step_is_after, step, repeat, due_at, severity")

# NAME, what is done to a sound store, what has to be found
DAMAGES = (
	("a change is gone", AS_REPLICA + f"delete from history where id = {NOTE}", "lost", "is there 0 times"),
	("a step is gone", AS_REPLICA + f"delete from history where id = {STEP}", "lost", "never fired"),
	("a step stands twice", "drop index if exists one_firing_per_step; insert into history (order_id, seq, at, by_user, what,"
		" state, task, text, clock, ref, generation, limit_rev, step_is_after, step, repeat, due_at, severity)"
		f" select {COPIED} from history h where id = {STEP}", "doubled", "fired 2 times"),
	("a step fired early", AS_REPLICA + "alter table history drop constraint step_never_early;"
		f" update history set at = due_at - 1 where id = {STEP}", "early", "due"),
	("a step is of another instant", AS_REPLICA + f"update history set due_at = due_at - 1 where id = {STEP}", "early",
		"fired as of"),
	("an answer is gone", "delete from idempotency where key = (select min(key) from idempotency where key like 'daemon%')",
		"lost", "its answer is not kept"),
	("another answer is kept", "update idempotency set answer = replace(answer, 'Dianchi', 'Other')"
		" where key = (select max(key) from idempotency where answer like '%Dianchi%')", "lost", "another answer is kept"),
	("a history has a gap", AS_REPLICA + "update history set seq = seq + 1000 where id = (select max(id) from history)",
		"lost", "its history is"),
	("a notice is not written", "delete from outbox where id = (select min(id) from outbox)", "lost", "was never written"),
)


def damaged(room, now):
	"""(name, is it found) for each damage to this settled store, one upon the other."""
	before = checker.check(room.sql, room.journal, room.told, now)[0]
	yield "a sound store is sound", not before.all()
	told = room.told.read_text()
	room.told.write_text("")
	after = checker.check(room.sql, room.journal, room.told, now)[0]
	yield "no message ever came", any("never delivered" in found for found in after.lost)
	room.told.write_text(told)
	for name, sql, kind, text in DAMAGES:
		room.sql(sql.format(now=now))
		after = checker.check(room.sql, room.journal, room.told, now)[0]
		fresh = set(getattr(after, kind)) - set(getattr(before, kind))
		yield name, any(text in found for found in fresh)
		before = after
