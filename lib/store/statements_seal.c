/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the statements of the history's seal (schema 007): sealing, and reading seals and what they are about.
 * SEAL_TEXT is the one place that says what is hashed of a row: all its columns, as Postgres writes a row. What
 * is null at its end is left out, so that a column that a later schema adds changes no text of before.
 */
#include "store/statements.h"

#include "store/statements_texts.h"

#define SEAL_TEXT(row) "pg_catalog.rtrim((" row ")::text, ',)')"
#define SEALER "74318" /* the lock of who seals */
#define STANDS "number, n_rows, upto_xid, upto_id, head"
#define BEHIND(seal) "(h.xid, h.id) > (" seal ".upto_xid, " seal ".upto_id)"

/* clang-format off */
/* One at a time: what another one holds is left to him. His seal may not be seen yet when the lock is had: then the
 * number is taken, and nothing is done. What is still under way, or may be, begins at the snapshot's xmin. */
const char statement_seal[] =
	"with turn as materialized (select pg_try_advisory_xact_lock(" SEALER ") as is_ours),"
	" last as materialized (select l.* from turn, lateral (select " STANDS " from seal order by number desc limit 1) l"
	"  where turn.is_ours),"
	" fresh as materialized (select f.* from last, lateral (select h.xid, h.id, int8send(h.id) || int8send(h.order_id)"
	"  || int8send(h.seq) || sha256(convert_to(" SEAL_TEXT("h") ", 'UTF8')) as entry"
	"  from history h where " BEHIND("last") " and h.xid < pg_snapshot_xmin(feed_snapshot())"
	"  order by h.xid, h.id limit $1::bigint) f),"
	" packed as materialized (select count(*) as n, string_agg(entry, '' order by xid, id) as entries from fresh)"
	" insert into seal (number, n_rows, upto_xid, upto_id, entries, head, sealed_at)"
	" select last.number + 1, last.n_rows + p.n, e.xid, e.id, p.entries, sha256(last.head || p.entries), " REAL_NOW
	" from last, packed p, (select xid, id from fresh order by xid desc, id desc limit 1) e"
	" on conflict (number) do nothing"
	" returning (select n from packed)";

/* How it stands, the first row that is committed and not sealed, and whose transaction has written something for
 * the longest time: that one is waited for. */
const char statement_read_seal_state[] =
	"select s.number, s.n_rows, s.head, f.id, case when f.id is not null then"
	" (select concat_ws(', ', 'process ' || a.pid, 'role ' || a.usename, nullif(a.application_name, ''))"
	"  from pg_stat_activity a where a.backend_xid is not null and a.pid <> pg_backend_pid()"
	"  order by age(a.backend_xid) desc limit 1) end"
	" from (select " STANDS " from seal order by number desc limit 1) s left join lateral"
	" (select h.id from history h where " BEHIND("s") " order by h.xid, h.id limit 1) f on true";

const char statement_read_seals[] =
	"select number, n_rows, head, upto_xid::text, upto_id, entries, sealed_at from seal"
	" where number > $1::bigint order by number limit $2::bigint";

/* Rows as they are now: behind one place in the feed and up to another. */
const char statement_read_sealed[] =
	"select h.id, h.order_id, h.seq, " SEAL_TEXT("h") " from history h"
	" where (h.xid, h.id) > ($1::text::xid8, $2::bigint) and (h.xid, h.id) <= ($3::text::xid8, $4::bigint)"
	" order by h.xid, h.id limit $5::bigint";
const char statement_find_sealed[] =
	"select h.id, h.order_id, h.seq, " SEAL_TEXT("h") " from history h where h.id = $1::bigint";
const char statement_count_unsealed[] =
	"select count(*) from history h where (h.xid, h.id) > ($1::text::xid8, $2::bigint)";
/* clang-format on */
