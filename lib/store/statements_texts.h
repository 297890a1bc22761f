/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_STATEMENTS_TEXTS_H
#define SL_STORE_STATEMENTS_TEXTS_H

#include "store/fields.h"

/* What several statements*.c say in the same words. */

/* Which orders `o` the viewer may see (rules.md 21): parameters 1 .. 4 of everything found. Looked up order by
 * order (offset 0), as else the whole table of tasks is read for one page. */
#define VISIBLE \
	"($1::boolean or o.unit = $2::text or ($3::text[] <> '{}' and exists (select from task v" \
	" where v.order_id = o.id and v.station = any ($3) offset 0)))"
/* The viewer's name is used by some only; a parameter must be typed all the same. */
#define VIEWER " and ($4::text is null or true)"

/* The store may be virtual; what other programs are waited for is not. */
#define REAL_NOW "floor(extract(epoch from clock_timestamp()) * 1000)::bigint"

/*
 * Where a reading stands in the store's changes, as a snapshot: up to the last transaction that it sees something of.
 * One that only locked, or failed, has nothing to be told of; but a server that crashes gives its number once more,
 * unless a commit came after it, and whoever is told of changes would take that one for seen.
 */
/* clang-format off */
#define FEED_SNAPSHOT \
	"(select least(pg_snapshot_xmin(n.seen), l.next)::text || ':' || least(pg_snapshot_xmax(n.seen), l.next)::text" \
	" || ':' || coalesce((select string_agg(x::text, ',' order by x) from pg_snapshot_xip(n.seen) x where x < l.next), '')" \
	" from (select feed_snapshot() as seen) n, (select (greatest('2'::xid8," \
	"  (select xid from history order by xid desc limit 1)," \
	"  (select changed_xid from alarm order by changed_xid desc limit 1))::text::numeric + 1)::text::xid8 as next) l)"
/* clang-format on */

/* An alarm as row_get_found_alarm() reads it, of alarm a and orders o. The task's name is kept apart from
 * the state of the task, slip or alarm it is about. */
#define OF_A(num, column, ...) ", a." #column
/* clang-format off */
#define FOUND_ALARM \
	"a.order_id" ALARM_FIELDS(OF_A) ", o.kind as order_kind, case" \
	" when a.clock in ('accept', 'task') then (select t.name from task t where t.id = a.ref)" \
	" when a.clock = 'return' then (select t.name from return_slip r join task t on t.id = r.raised_by_task" \
	" where r.id = a.ref) end as task_name, a.changed_xid::text"
/* clang-format on */

#endif
