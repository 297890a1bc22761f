/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns every SQL text the daemon sends, with the other statements_*.c. Each is a constant of the program: lists
 * of columns come from fields.h at compile time, values always are parameters. It never runs anything.
 *
 * Plans. The batch connection plans each statement once (force_generic_plan) with sequential, bitmap and index-only
 * scans, hash and merge joins priced out: all it does are look-ups by key, so that a plan made while
 * the tables were empty is the plan for ten million rows. While a table holds a few rows, going along all of
 * an index looks cheaper than ten keys looked up in it: where that is in reach, a key is looked up at a time. The reading connection has filters that may
 * be absent; it plans anew each time (force_custom_plan), which folds the absent ones away.
 */
#include "store/statements.h"

#include "core/words.h"
#include "store/fields.h"
#include "store/fields_org.h"
#include "store/store.h"
#include "store/statements_texts.h"

#define COL(num, column, ...) ", " #column
#define SEL(num, column, ptype, ctype, ...) ", n." #column "::" #ctype
#define PAR(num, column, ptype, ...) ", $" #num "::" #ptype "[]"
#define SET(num, column, ...) ", " #column " = excluded." #column
#define SET_N(num, column, ...) ", " #column " = n." #column
#define OF_L(num, column, ...) ", l." #column
#define OF_P(num, column, ...) ", p." #column

/* Rows arrive as one array a column. */
#define INSERT(table, key, key_type, fields, more, more_values) \
	"insert into " table " (" key fields(COL) more ") select n." key fields(SEL) more_values \
		" from unnest($1::" key_type "[]" fields(PAR) ") as n (" key \
		fields(COL) ")"
#define UPSERT(table, key, conflict, fields) \
	INSERT(table, key, "bigint", fields, "", "") \
	" on conflict (" conflict ") do update set " key " = excluded." key fields(SET)

/* The ids of the orders at hand travel from the locking statement to the next ones in a setting of the
 * transaction: so everything is asked for in one round trip, for exactly the orders that were locked. */
#define LOCKED "current_setting('sliploop.locked')::bigint[]"
#define SAY_LOCKED(ids) "set_config('sliploop.locked', " ids "::text, true)"
#define WHERE_LOCKED " where order_id = any (" LOCKED ")"
/* Locks further orders beside those that are locked already; what somebody else holds is left to him. */
#define LOCK_MORE(wanted, most) \
	"locked as materialized (select id" ORDER_FIELDS( \
		COL) " from orders where id = any (array(" wanted " except select unnest(" LOCKED \
			 "))) order by id" most " for update skip locked)," \
			 " said as materialized (select " SAY_LOCKED( \
				 "(" LOCKED \
				 " || coalesce((select array_agg(id) from locked), '{}'))") " as ids)" \
																			" select l.id" ORDER_FIELDS( \
																				OF_L) " from said left join locked l on true"

#define PLACES "74317" /* the lock of a month's places */

#define DUE(before, max) \
	"select c.order_id from (select order_id from clock where next_due_at <= (select coalesce(" before \
	"::bigint, " REAL_NOW ")) order by next_due_at limit " max "::bigint) c"

/* --- reading ----------------------------------------------------------------------------------- */

#define SAME(param, type, column) OPT(param, type, column " =")
#define OPT(param, type, test) \
	" and ($" #param "::" type " is null or " test " $" #param "::" type ")"
#define OVERDUE \
	"coalesce((select c.state <> 'cancelled' and (c.is_missed or c.late_at <= store_now())" \
	" from clock c where c.order_id = o.id and c.kind = 'order'" \
	" order by c.generation desc limit 1), false)"
#define IN_TEXT(column) "position(lower($12::text) in lower(coalesce(s." column ", ''))) > 0"

/* A page of (order, row): its orders become the ones that the LOAD statements load. */
#define PAGE(select, order) \
	"with page as materialized (" select "), said as materialized (select " SAY_LOCKED( \
		"coalesce((select array_agg(distinct order_id) from page), '{}')") " as ids)" \
																		   " select page.order_id, page.row_id from said left join page on true order by " order

/* Of the history, by number (schema 004): seen by this reading and not by snapshot $1; of a longer answer, seen by $2
 * and behind row $3. Its first page looks for them by their transactions: they may be few, and at the far end; from
 * there on the numbers lead from one to the next. */
#define FRESH \
	"not pg_visible_in_snapshot(xid, $1::text::pg_snapshot) and id > $3::bigint" \
	" and ($2::text is null or pg_visible_in_snapshot(xid, $2::text::pg_snapshot))"
/* clang-format off */
#define CHANGES(rows) \
	" page as materialized (select order_id" HISTORY_FIELDS(COL) ", id from " rows ")," \
	" said as materialized (select " SAY_LOCKED( \
		"coalesce((select array_agg(distinct order_id) from page), '{}')") " as ids)" \
	" select p.order_id" HISTORY_FIELDS(OF_P) ", p.id from said left join page p on true order by p.id"
/* clang-format on */

/* clang-format off */
/* A page of what may be seen: first what is the viewer's by his unit, or because he sees everything, then what
 * is his by his stations, so that each is found by the index that suits it, were it one row among millions. */
#define SEEN(select, wanted, order) \
	"((" select " where ($1::boolean or o.unit = $2::text) and " wanted order ") union (" select \
	" where not $1 and $3::text[] <> '{}' and exists (select from task v where v.order_id = o.id" \
	"  and v.station = any ($3)) and " wanted order "))"
#define ALARM_OF(wanted, order, limit) \
	"select " FOUND_ALARM " from alarm a join orders o on o.id = a.order_id where a.id = any (array(select id from " \
		SEEN("select a.id, a.due_at, a.changed_xid from alarm a join orders o on o.id = a.order_id", \
		     wanted VIEWER, " order by " order " limit " limit) \
		" seen)) order by " order " limit " limit

/* A page of orders, or of what they have, newest first. */
#define NEWEST(what, from, wanted, limit) \
	PAGE("select order_id, row_id from " \
	     SEEN("select o.id as order_id, " what ".id as row_id from " from, wanted VIEWER, \
	          " order by " what ".id desc limit " limit) " seen order by row_id desc limit " limit, \
	     "page.row_id desc")
/* Of order.list; what they all have stands in the text, where an index can be seen to fit. */
#define ORDERS(which) \
	NEWEST("o", "orders o", \
	     "true" which \
	     SAME(5, "text", "o.state") SAME(6, "text", "o.kind") SAME(7, "text", "o.tier") \
	     SAME(8, "text", "o.unit") SAME(10, "boolean", OVERDUE) SAME(11, "boolean", "o.is_major") \
	     " and ($12::text is null or o.id = $13::bigint or exists (select from slip s" \
	     "  where s.order_id = o.id and (" IN_TEXT("title") " or " IN_TEXT("description") \
	     "  or " IN_TEXT("customer") ") offset 0))" \
	     OPT(14, "bigint", "o.id <"), "$15::bigint")
#define FEEDBACKS(whose) \
	"(select order_id" FEEDBACK_FIELDS(COL) " from feedback f where " whose \
	" and ($5::boolean is null or $5 = (f.read_at is null))" SAME(6, "bigint", "f.order_id") OPT(7, "bigint", "f.id <") \
	" order by f.id desc limit $8::bigint)"
#define IS_OPEN " and o.state not in ('archived', 'cancelled')"
#define AT_ANY_STATION " and ($9::text is null or true)"
#define AT_STATION " and exists (select from task s where s.order_id = o.id and s.station = $9::text)"
#define FIRST BIT(CHANNEL_BATCH)
#define BATCH (FIRST | BIT(CHANNEL_SIDE))
#define READ BIT(CHANNEL_READ)
#define COUNT BIT(CHANNEL_COUNT)
#define NOTICE BIT(CHANNEL_NOTICE)
#define CONFIG_VERSION "(select config_version from store_state)"
#define PUT(table, key, type, fields)                                                              \
	INSERT(table, key, type, fields, ", changed_in", ", " CONFIG_VERSION)                      \
	" on conflict (" key ") do update set changed_in = excluded.changed_in" fields(SET)
#define ORG(table, key, fields)                                                                    \
	"select " key fields(COL) " from " table " where changed_in > $1::bigint order by " key
#define CHILDREN(table, fields, order)                                                             \
	"select order_id" fields(COL) " from " table WHERE_LOCKED " order by " order

#define ST(id, where, first, ...) [ST_##id] = {#id, __VA_ARGS__, where, first}
const struct statement_text statements[ST_N] = {
	/* --- a connection's start ------------------------------------------------------------------ */
	ST(SET_COMMON, 0, BATCH | READ | COUNT | NOTICE,
	   "select set_config('jit', 'off', false), set_config('application_name', 'sliploopd', false),"
	   " set_config('client_min_messages', 'warning', false),"
	   /* What nobody waits for any more is not finished. */
	   " set_config('client_connection_check_interval', '1s', false)"),
	/* All up to a Sync is one transaction there, with one snapshot; no BEGIN, so no failed one to leave. */
	ST(SET_READ_PLANS, 0, READ | COUNT,
	   "select set_config('plan_cache_mode', 'force_custom_plan', false),"
	   " set_config('default_transaction_isolation', 'repeatable read', false),"
	   " set_config('default_transaction_read_only', 'on', false),"
	   /* A page by merging begins at the end of both tables, however far from there it is. */
	   " set_config('enable_mergejoin', 'off', false),"
	   " set_config('work_mem', '32MB', false)"),
	ST(SET_BATCH_PLANS, 0, BATCH | NOTICE, "set plan_cache_mode = force_generic_plan"),
	ST(SET_BATCH_JOINS, 0, BATCH | NOTICE,
	   "select set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false)"),
	ST(SET_BATCH_BITMAPS, 0, BATCH | NOTICE,
	   "select set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false),"
	   " set_config('enable_indexonlyscan', 'off', false)"),
	/* A daemon that was stopped while it held locks lets go of them. */
	ST(SET_IDLE, 0, BATCH, "set idle_in_transaction_session_timeout = '10s'"),
	/* A question that takes too long is ended, not the connection with everybody else's. */
	ST(SET_DEADLINE, 0, 0, "select set_config('statement_timeout', $1::text, false)"),
	ST(SCHEMA, 0, BATCH | READ | COUNT | NOTICE, "select max(number) from schema_migration"),
	/* Locks nothing, and is refused where nothing can be changed: a session begun there would stay so. */
	ST(WRITABLE, 0, BATCH | NOTICE, "select 1 from store_state where false for key share"),
	ST(CLAIM, FIRST, 0,
	   "update store_state set is_virtual = $1::boolean, zone = $3::text, virtual_now ="
	   " case when $1 then greatest(virtual_now, $2::bigint) end"
	   " where is_virtual is null or is_virtual = $1 returning store_id"),

	/* --- transactions ---------------------------------------------------------------------------- */
	ST(BEGIN, BATCH | NOTICE, 0, "begin isolation level read committed"),
	ST(HOLD, READ, 0, "begin isolation level repeatable read, read only"),
	ST(COMMIT, BATCH, 0, "commit"),
	ST(ROLLBACK, BATCH | NOTICE, 0, "rollback"),

	/* --- loading a batch --------------------------------------------------------------------------- */
	ST(LOCK_STORE, BATCH, 0, "select config_version from store_state for update"),
	/* Not `union`, which makes room for as many rows as the tables might yield: ids named twice do no harm. */
	ST(LOCK_NAMED, BATCH, 0,
	   "with named as materialized ("
	   " select unnest($1::bigint[]) as id"
	   " union all select (select order_id from task t where t.id = n.id) from unnest($2::bigint[]) as n (id)"
	   " union all select (select order_id from return_slip t where t.id = n.id) from unnest($3::bigint[]) as n (id)"
	   " union all select (select order_id from alarm t where t.id = n.id) from unnest($4::bigint[]) as n (id)),"
	   " wanted as materialized ("
	   " select id from named"
	   " union all select confirmation from orders where id = any (array(select id from named))"
	   "  and confirmation is not null"
	   " union all " DUE("$5", "$6") "),"
	   " locked as materialized ("
	   " select id" ORDER_FIELDS(COL) " from orders where id = any (array(select id from wanted))"
	   " order by id for update),"
	   " said as materialized ("
	   " select " SAY_LOCKED("coalesce((select array_agg(id) from locked), '{}')") " as ids)"
	   " select l.id" ORDER_FIELDS(OF_L) " from said left join locked l on true"),
	/* What somebody else holds he is about to fire himself. When we looked is said, so that what he holds can be
	 * told from what has come due since. */
	ST(LOCK_DUE, BATCH, 0,
	   "with looked as materialized ("
	   " select set_config('sliploop.looked', coalesce($1::bigint, " REAL_NOW ")::text, true)::bigint as at),"
	   " due as materialized (select order_id from clock where next_due_at <= (select at from looked)"
	   "  and order_id <> all ($4::bigint[]) order by next_due_at limit $2::bigint),"
	   LOCK_MORE("select order_id from due", " limit $3::bigint")),
	/* A policy put with `apply`: the next open orders that have not been moved to it. One daemon at a time
	 * moves; what somebody else holds he leaves for the next batch. */
	ST(FIND_MOVES, BATCH, 0,
	   "with m as materialized (select version, reached from policy_move where done_at is null"
	   "  order by version limit 1 for update skip locked),"
	   " page as materialized (select o.id from m, lateral (select id from orders where id > m.reached"
	   "  and policy > 0 and policy < m.version and state not in ('draft', 'archived', 'cancelled')"
	   "  order by id limit $1::bigint) o),"
	   " said as materialized (select set_config('sliploop.moving',"
	   "  coalesce((select array_agg(id) from page), '{}')::text, true))"
	   " select m.version, m.reached, page.id from said cross join m left join page on true order by page.id"),
	ST(LOCK_MOVES, BATCH, 0,
	   "with " LOCK_MORE("select unnest(current_setting('sliploop.moving')::bigint[])", "")),
	ST(LOAD_ORDERS, READ, 0,
	   "select id" ORDER_FIELDS(COL) " from orders where id = any (" LOCKED ")"),
	ST(LOAD_SLIPS, BATCH | READ, 0, "select order_id" SLIP_FIELDS(COL) " from slip" WHERE_LOCKED),
	ST(LOAD_CLOCKS, BATCH | READ, 0, CHILDREN("clock", CLOCK_FIELDS, "order_id")),
	ST(LOAD_TASKS, BATCH | READ, 0, CHILDREN("task", TASK_FIELDS, "order_id, pos, id")),
	ST(LOAD_RETURNS, BATCH | READ, 0, CHILDREN("return_slip", RETURN_FIELDS, "order_id, id")),
	/* Cleared ones too: which steps have fired is read off them. */
	ST(LOAD_ALARMS, BATCH | READ, 0, CHILDREN("alarm", ALARM_FIELDS, "order_id, id")),
	ST(LOAD_ANSWERS, BATCH, 0,
	   "select i.user_name, i.key, i.request, i.answer from unnest($1::text[], $2::text[]) as w (u, k)"
	   " join idempotency i on i.user_name = w.u and i.key = w.k"),
	/* A lock of its own: a month's first use has no row yet. */
	ST(LOCK_PLACES, BATCH, 0, "select pg_advisory_xact_lock(" PLACES ")"),
	/* Whoever takes no place, but the policy in force: one that open orders are moved to waits for him. */
	ST(SHARE_PLACES, BATCH, 0, "select pg_advisory_xact_lock_shared(" PLACES ")"),
	ST(LOAD_QUOTAS, BATCH | READ, 0, "select quota, month, used from quota_use order by quota, month"),
	/* Only what a submission now can need: time goes forward, and what is given back is saved as a change. */
	ST(LOAD_AGREED, BATCH, 0,
	   "select unit, service, month, used from agreed_use"
	   " where month >= (select max(month) from agreed_use) - 1"),
	ST(LOAD_FEEDBACKS, BATCH, 0,
	   "select order_id" FEEDBACK_FIELDS(COL) " from feedback where id = any ($1::bigint[])"
	   " order by id for update"),
	ST(TAKE_IDS, BATCH, 0,
	   "select first, n from take_ids($1::text::regclass, $2::bigint, $3::bigint, $4::bigint)"),
	ST(LOAD_FACTS, BATCH, 0,
	   "select coalesce(virtual_now, " REAL_NOW ") as now_at, config_version,"
	   " (select next_due_at from clock where next_due_at is not null"
	   "  and order_id not in (select unnest(" LOCKED ")) and order_id <> all ($1::bigint[])"
	   "  order by next_due_at limit 1) as next_due_at"
	   ", (select version from policy_move where done_at is null order by version limit 1) as moving"
	   ", nullif(current_setting('sliploop.looked', true), '')::bigint as looked_at"
	   " from store_state"),

	/* --- saving it ----------------------------------------------------------------------------------- */
	ST(SAVE_ORDERS, BATCH, 0, UPSERT("orders", "id", "id", ORDER_FIELDS)),
	ST(STAMP_ORDERS, BATCH, 0,
	   "update orders o set id = n.id" ORDER_STAMP_FIELDS(SET_N)
	   " from unnest($1::bigint[]" ORDER_STAMP_FIELDS(PAR) ") as n (id" ORDER_STAMP_FIELDS(COL) ")"
	   " where o.id = n.id"),
	ST(SAVE_SLIPS, BATCH, 0, UPSERT("slip", "order_id", "order_id", SLIP_FIELDS)),
	ST(SAVE_CLOCKS, BATCH, 0,
	   UPSERT("clock", "order_id", "order_id, kind, ref, generation", CLOCK_FIELDS)),
	ST(SAVE_TASKS, BATCH, 0, UPSERT("task", "order_id", "order_id, id", TASK_FIELDS)),
	ST(SAVE_RETURNS, BATCH, 0, UPSERT("return_slip", "order_id", "order_id, id", RETURN_FIELDS)),
	ST(SAVE_ALARMS, BATCH, 0,
	   UPSERT("alarm", "order_id", "order_id, id", ALARM_FIELDS) ", changed_xid = feed_xid()"),
	ST(SAVE_HISTORY, BATCH, 0, INSERT("history", "order_id", "bigint", HISTORY_FIELDS, "", "")),
	ST(SAVE_CLOCK_EVENTS, BATCH, 0,
	   INSERT("clock_event", "order_id", "bigint", CLOCK_EVENT_FIELDS, "", "")),
	ST(SAVE_FEEDBACKS, BATCH, 0, UPSERT("feedback", "order_id", "id", FEEDBACK_FIELDS)),
	/* On the real clock what must wait is not looked at until it need not. */
	ST(SAVE_NOTICES, BATCH, 0,
	   INSERT("outbox", "order_id", "bigint", NOTICE_FIELDS, ", created_at, next_try_at", ", " REAL_NOW
	          ", greatest(" REAL_NOW ", case when (select is_virtual from store_state) then 0 else n.not_before end)")
	   " on conflict do nothing"),
	ST(RESEND_NOTICE, BATCH, 0, statement_resend_notice),
	ST(SAVE_ANSWERS, BATCH, 0,
	   "insert into idempotency (user_name, key, request, answer, at)"
	   " select n.u, n.k, n.r, n.a, " REAL_NOW
	   " from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (u, k, r, a)"),
	/* Kept 7 days, by the real clock (rules.md 26). */
	ST(PRUNE_ANSWERS, BATCH, 0,
	   "select prune_answers(" REAL_NOW " - 7 * 86400000::bigint, 1000)"),
	ST(SAVE_QUOTAS, BATCH, 0,
	   "insert into quota_use (quota, month, used)"
	   " select n.q, n.m, n.u from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as n (q, m, u)"
	   " on conflict (quota, month) do update set used = excluded.used"),
	ST(SAVE_AGREED, BATCH, 0,
	   "merge into agreed_use a"
	   " using (select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])) as n (u, s, m, added)"
	   " on a.unit = n.u and a.service = n.s and a.month = n.m"
	   " when matched then update set used = a.used + n.added"
	   " when not matched then insert (unit, service, month, used) values (n.u, n.s, n.m, n.added)"),
	ST(ADD_MOVE, BATCH, 0,
	   "insert into policy_move (version) select policy_version from store_state"),
	ST(SAVE_MOVE, BATCH, 0,
	   "update policy_move set reached = $2::bigint, done_at = $3::bigint where version = $1::bigint"),
	ST(SAVE_AUDITS, BATCH, 0,
	   "insert into audit (at, by_user, method, subject) select n.at, n.b, n.m, n.s"
	   " from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as n (at, b, m, s)"),
	ST(SAVE_VIRTUAL_NOW, BATCH, 0,
	   "update store_state set virtual_now = greatest(virtual_now, $1::bigint)"),

	/* --- the organisation ------------------------------------------------------------------------------ */
	ST(RAISE_VERSIONS, BATCH, 0,
	   "update store_state set config_version = config_version + 1,"
	   " policy_version = policy_version + $1::bigint"),
	ST(PUT_UNIT, BATCH, 0, PUT("unit", "name", "text", UNIT_FIELDS)),
	ST(PUT_STATION, BATCH, 0, PUT("station", "name", "text", STATION_FIELDS)),
	ST(PUT_USER, BATCH, 0, PUT("app_user", "name", "text", USER_FIELDS)),
	ST(PUT_CUSTOMER, BATCH, 0, PUT("customer", "name", "text", CUSTOMER_FIELDS)),
	ST(PUT_TOKEN, BATCH, 0, PUT("token", "id", "bigint", TOKEN_FIELDS)),
	ST(PUT_HOLD_REASON, BATCH, 0, PUT("hold_reason", "name", "text", HOLD_REASON_FIELDS)),
	ST(PUT_LIMIT, BATCH, 0, PUT("limit_row", "id", "bigint", LIMIT_FIELDS)),
	ST(PUT_LADDER, BATCH, 0, PUT("ladder", "id", "bigint", LADDER_FIELDS)),
	/* A ladder is never rewritten, only ended: its steps stand as they are. */
	ST(PUT_STEPS, BATCH, 0,
	   "insert into ladder_step (ladder_id, pos" STEP_FIELDS(COL) ") select $1::bigint, n.pos" STEP_FIELDS(SEL)
	   " from rows from (unnest($2::boolean[]), unnest($3::bigint[]), unnest($4::text[]),"
	   " unnest($5::text[]), unnest($6::boolean[]), unnest($7::boolean[]), unnest($8::boolean[]),"
	   " unnest($9::bigint[]), unnest($10::bigint[]))"
	   " with ordinality as n (is_after, value, severity, tell, is_plain, is_major, is_hand_over, repeat,"
	   " every, pos) on conflict (ladder_id, pos) do nothing"),
	ST(PUT_QUOTA, BATCH, 0, PUT("quota", "id", "bigint", QUOTA_FIELDS)),
	ST(PUT_TARGET, BATCH, 0, PUT("target", "id", "bigint", TARGET_FIELDS)),
	ST(PUT_ROUTE, BATCH, 0, PUT("route", "name", "text", ROUTE_FIELDS)),
	ST(DROP_NODES, BATCH, 0, "delete from route_node where route = $1::text"),
	ST(PUT_NODES, BATCH, 0,
	   "insert into route_node (route, pos" NODE_FIELDS(COL) ") select $1::text, n.pos" NODE_FIELDS(SEL)
	   " from rows from (unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]))"
	   " with ordinality as n (name, station, after, share_ppm, pos)"),

	ST(PUT_CALENDAR, BATCH, 0, PUT("calendar", "id", "bigint", CALENDAR_FIELDS)),
	/* A version's days and shifts stand as they are, as a ladder's steps do. */
	ST(PUT_DAYS, BATCH, 0,
	   "insert into calendar_day (calendar_id" DAY_FIELDS(COL) ") select $1::bigint, n.day, n.hours"
	   " from unnest($2::bigint[], $3::text[]) as n (day, hours) on conflict do nothing"),
	ST(PUT_SHIFTS, BATCH, 0,
	   "insert into calendar_shift (calendar_id, pos" SHIFT_FIELDS(COL) ") select $1::bigint, n.pos, n.at,"
	   " n.offset_ms from unnest($2::bigint[], $3::bigint[]) with ordinality as n (at, offset_ms, pos)"
	   " on conflict do nothing"),
	ST(PUT_FORECAST, BATCH, 0, PUT("forecast", "id", "bigint", FORECAST_FIELDS)),

	ST(ORG_VERSIONS, READ, 0, "select config_version, policy_version from store_state"),
	ST(ORG_MONTHS, READ, 0,
	   "select (extract(year from m) * 12 + extract(month from m) - 1)::bigint,"
	   " floor(extract(epoch from m at time zone $1::text) * 1000)::bigint"
	   " from generate_series(timestamp '1990-01-01', timestamp '2120-01-01', interval '1 month') as m"
	   " order by 1"),
	ST(ORG_UNITS, READ, 0, ORG("unit", "name", UNIT_FIELDS)),
	ST(ORG_STATIONS, READ, 0, ORG("station", "name", STATION_FIELDS)),
	ST(ORG_USERS, READ, 0, ORG("app_user", "name", USER_FIELDS)),
	ST(ORG_CUSTOMERS, READ, 0, ORG("customer", "name", CUSTOMER_FIELDS)),
	ST(ORG_TOKENS, READ, 0, ORG("token", "id", TOKEN_FIELDS)),
	ST(ORG_HOLD_REASONS, READ, 0, ORG("hold_reason", "name", HOLD_REASON_FIELDS)),
	ST(ORG_LIMITS, READ, 0, ORG("limit_row", "id", LIMIT_FIELDS)),
	ST(ORG_LADDERS, READ, 0, ORG("ladder", "id", LADDER_FIELDS)),
	ST(ORG_STEPS, READ, 0,
	   "select n.ladder_id" STEP_FIELDS(COL) " from ladder_step n"
	   " where n.ladder_id in (select id from ladder where changed_in > $1::bigint)"
	   " order by n.ladder_id, n.pos"),
	ST(ORG_QUOTAS, READ, 0, ORG("quota", "id", QUOTA_FIELDS)),
	ST(ORG_TARGETS, READ, 0, ORG("target", "id", TARGET_FIELDS)),
	ST(ORG_ROUTES, READ, 0, ORG("route", "name", ROUTE_FIELDS)),
	ST(ORG_NODES, READ, 0,
	   "select n.route" NODE_FIELDS(COL) " from route_node n"
	   " where n.route in (select r.name from route r where r.changed_in > $1::bigint)"
	   " order by n.route, n.pos"),
	ST(ORG_CALENDARS, READ, 0, ORG("calendar", "id", CALENDAR_FIELDS)),
	ST(ORG_DAYS, READ, 0,
	   "select n.calendar_id" DAY_FIELDS(COL) " from calendar_day n"
	   " where n.calendar_id in (select id from calendar where changed_in > $1::bigint)"
	   " order by n.calendar_id, n.day"),
	ST(ORG_SHIFTS, READ, 0,
	   "select n.calendar_id" SHIFT_FIELDS(COL) " from calendar_shift n"
	   " where n.calendar_id in (select id from calendar where changed_in > $1::bigint)"
	   " order by n.calendar_id, n.pos"),
	ST(ORG_FORECASTS, READ, 0, ORG("forecast", "id", FORECAST_FIELDS)),

	/* --- reading ------------------------------------------------------------------------------------------ */
	ST(FIND_ORDER, READ, 0,
	   PAGE("select o.id as order_id, o.id as row_id from orders o where o.id = $5::bigint and " VISIBLE VIEWER,
	        "page.row_id")),
	ST(FIND_ORDERS, READ, 0, ORDERS(AT_ANY_STATION)),
	ST(FIND_OPEN_ORDERS, READ, 0, ORDERS(AT_ANY_STATION IS_OPEN)),
	ST(FIND_ORDERS_AT, READ, 0, ORDERS(AT_STATION)),
	ST(FIND_OPEN_ORDERS_AT, READ, 0, ORDERS(AT_STATION IS_OPEN)),
	ST(FIND_TASK, READ, 0,
	   PAGE("select o.id as order_id, t.id as row_id from task t join orders o on o.id = t.order_id"
	        " where t.id = $5::bigint and " VISIBLE VIEWER,
	        "page.row_id")),
	ST(FIND_TASKS, READ, 0,
	   NEWEST("t", "task t join orders o on o.id = t.order_id",
	        "true" SAME(5, "text", "t.station") SAME(6, "text", "t.state")
	        " and ($7::boolean is null or ($7 and t.holder = $4::text) or (not $7 and t.holder is distinct from $4))"
	        SAME(8, "bigint", "t.order_id") OPT(9, "bigint", "t.id <")
	        " and ($6 is null or $6 in ('done', 'cancelled') or t.is_open)", "$10::bigint")),
	ST(FIND_RETURN, READ, 0,
	   PAGE("select o.id as order_id, r.id as row_id from return_slip r join orders o on o.id = r.order_id"
	        " where r.id = $5::bigint and " VISIBLE VIEWER,
	        "page.row_id")),
	ST(FIND_RETURNS, READ, 0,
	   NEWEST("r", "return_slip r join orders o on o.id = r.order_id",
	        "($5::text is null or exists (select from task s where s.id in (r.raised_by_task, r.to_task)"
	        "  and s.station = $5))"
	        SAME(6, "text", "r.state") SAME(7, "bigint", "r.order_id") OPT(8, "bigint", "r.id <"), "$9::bigint")),
	/* Archived with a loop open first (row 1): the three ways that can be, each by its own small index. */
	ST(FIND_LOOPS, READ, 0,
	   PAGE("(select o.id as order_id, 1::bigint as row_id from orders o where o.state in ('archived') and o.id in ("
	        " select id from orders where state = 'archived' and (finished_at is null"
	        "  or (kind <> 'confirmation' and signed_at is null))"
	        " union select order_id from return_slip where state in ('open', 'accepted', 'disputed', 'upheld')"
	        " union select order_id from task where is_open) and $5::bigint is null and " VISIBLE VIEWER
	        " order by o.id limit $6::bigint)"
	        " union all (select o.id, 0 from orders o where o.state not in ('archived', 'cancelled') and " VISIBLE
	        OPT(5, "bigint", "o.id >") " order by o.id limit $6)",
	        "page.row_id desc, page.order_id")),
	ST(FIND_ALARM, READ, 0,
	   "select " FOUND_ALARM " from alarm a join orders o on o.id = a.order_id where a.id = $5::bigint and "
	   VISIBLE VIEWER),
	ST(FIND_ALARMS, READ, 0,
	   ALARM_OF("true" SAME(5, "text", "a.state") SAME(6, "text", "a.station") SAME(7, "text", "a.severity")
	            SAME(8, "bigint", "a.order_id") OPT(9, "bigint", "a.id <")
	            " and ($5::text is null or $5 = 'cleared' or a.state <> 'cleared')", "a.id desc", "$10::bigint")),
	/* Changed after snapshot $9 and, where a page of an earlier question is gone on with, seen by $10 and
	 * behind ($11, $12). */
	ST(FIND_ALARMS_SINCE, READ, 0,
	   ALARM_OF("a.changed_xid >= pg_snapshot_xmin($9::text::pg_snapshot)"
	            " and not pg_visible_in_snapshot(a.changed_xid, $9::text::pg_snapshot)"
	            SAME(5, "text", "a.station") SAME(6, "text", "a.severity") SAME(7, "bigint", "a.order_id")
	            " and ($10::text is null or (pg_visible_in_snapshot(a.changed_xid, $10::text::pg_snapshot)"
	            "  and (a.changed_xid, a.id) > ($11::text::xid8, $12::bigint)))",
	            "a.changed_xid, a.id", "$8::bigint")),
	/* Standing, of a step at the limit or past it: the longest overdue first. */
	ST(FIND_OVERDUE, READ, 0,
	   ALARM_OF("a.state <> 'cleared' and (a.step_is_after or a.step >= 1000000)", "a.due_at, a.id", "$5::bigint")),
	ST(FIND_FEEDBACKS, READ, 0,
	   "select order_id" FEEDBACK_FIELDS(COL) " from (" FEEDBACKS("$1::boolean") " union " FEEDBACKS("not $1 and f.unit = $2::text")
	   " union " FEEDBACKS("not $1 and f.to_user = $4::text") ") f where $3::text[] is null or true"
	   " order by id desc limit $8"),
	ST(FIND_KPI, READ, 0, statement_kpi),
	ST(FIND_QUOTA, READ, 0, statement_quota),
	ST(FIND_DEMAND, READ, 0, statement_demand),
	ST(FIND_RECORDS, READ, 0,
	   PAGE("select order_id, row_id from "
	        SEEN("select o.id as order_id, o.id as row_id from orders o",
	             "($5::bigint is null or o.id > $5) and case $6::text"
	             " when 'open' then o.policy > 0 and o.state not in ('draft', 'archived', 'cancelled')"
	             " when 'finished' then o.finished_at >= $7::bigint and o.finished_at < $8::bigint"
	             "  and o.state <> 'cancelled' else true end" VIEWER, " order by o.id limit $9::bigint")
	        " seen order by row_id limit $9", "page.row_id")),
	ST(FIND_CHANGES, READ, 0,
	   "with fresh as materialized (select id from history where xid >= pg_snapshot_xmin($1::text::pg_snapshot)"
	   " and " FRESH "),"
	   CHANGES("history join (select id from fresh order by id limit $4::bigint) f using (id)")),
	ST(FIND_MORE_CHANGES, READ, 0, "with" CHANGES("history where " FRESH " order by id limit $4::bigint")),
	ST(READ_RECORD_HISTORY, READ, 0,
	   "select order_id" HISTORY_FIELDS(COL) " from history where order_id = any (" LOCKED ") order by order_id, seq"),
	ST(READ_RECORD_EVENTS, READ, 0,
	   "select order_id" CLOCK_EVENT_FIELDS(COL) " from clock_event where order_id = any (" LOCKED ")"
	   " order by order_id, seq, n"),
	ST(READ_HISTORY, READ, 0,
	   "select order_id" HISTORY_FIELDS(COL) " from history where order_id = any (" LOCKED ")"
	   " and seq > $1::bigint order by seq limit $2::bigint"),
	ST(READ_CLOCK_EVENTS, READ, 0,
	   "select e.order_id" CLOCK_EVENT_FIELDS(COL) " from clock_event e where e.order_id = any (" LOCKED ")"
	   " and e.clock = $1::text and ($2::text is null or e.ref in ("
	   "  select t.id from task t where t.order_id = e.order_id and t.name = $2"
	   "  union all select r.id from return_slip r join task t on t.id = r.raised_by_task"
	   "   where r.order_id = e.order_id and t.name = $2)) order by e.seq, e.n"),
	ST(READ_AGREED_USE, READ, 0,
	   "select unit, service, month, used from agreed_use order by unit, service, month"),
	ST(READ_NOW, READ, 0,
	   "select store_now() as now_at, " FEED_SNAPSHOT " as snapshot,"
	   " (select next_due_at from clock where next_due_at is not null order by next_due_at limit 1)"
	   "  as oldest_due_at, (select max(number) from schema_migration) as schema_version,"
	   " config_version, policy_version, pg_snapshot_xmax(feed_snapshot())::text::bigint as feed_next,"
	   " feed_kept() as feed_kept, feed_base() as feed_base from store_state"),
	ST(TALLY, COUNT, 0, statement_tally),

	/* --- notices --------------------------------------------------------------------------------------------- */
	ST(LOAD_NOTICE, BATCH, 0, statement_load_notice),
	ST(FIND_NOTICES, READ, 0, statement_find_notices),
	ST(CLAIM_NOTICES, NOTICE, 0, statement_claim_notices),
	ST(END_NOTICE, NOTICE, 0, statement_end_notice),
	ST(EXPIRE_NOTICES, NOTICE, 0, statement_expire_notices),
	ST(BURY_NOTICES, NOTICE, 0, statement_bury_notices),
	/* Sent or given up: kept 30 days, as changes are. */
	ST(PRUNE_NOTICES, NOTICE, 0, "select prune_notices(" REAL_NOW " - 30 * 86400000::bigint, 1000)"),
	ST(READ_SNAPSHOT, NOTICE, 0,
	   "select " FEED_SNAPSHOT ", (select snapshot from alert_cursor where is_one)"),
	ST(SAVE_ALERT_CURSOR, NOTICE, 0,
	   "insert into alert_cursor (is_one, snapshot) values (true, $1::text)"
	   " on conflict (is_one) do update set snapshot = excluded.snapshot"),
	ST(STANDING_ALARMS, NOTICE, 0, statement_standing_alarms),
	ST(CHANGED_ALARMS, NOTICE, 0, statement_changed_alarms),

	/* --- the history's seal ---------------------------------------------------------------------------------- */
	ST(SEAL, NOTICE, 0, statement_seal),
	ST(READ_SEAL_STATE, NOTICE, 0, statement_read_seal_state),
	ST(READ_SEALS, READ, 0, statement_read_seals),
	ST(READ_SEALED, READ, 0, statement_read_sealed),
	ST(FIND_SEALED, READ, 0, statement_find_sealed),
	ST(COUNT_UNSEALED, READ, 0, statement_count_unsealed),

	/* --- looking after the store ------------------------------------------------------------------------------ */
	ST(FEED_STATE, 0, 0, "select feed_state()"),
	ST(CHECK, NOTICE, 0, "select " REAL_NOW ", (select max(number) from schema_migration)"),
	/* More than a page's rest can take, and nothing that could be packed. */
	ST(PROBE, NOTICE, 0,
	   "insert into idempotency (user_name, key, request, answer, at)"
	   " select '', '', '', string_agg(gen_random_uuid()::text, ''), 0 from generate_series(1, 4000)"),

	/* --- the schema's runner -------------------------------------------------------------------------------- */
	ST(MIGRATE_LOCK, 0, 0, "select pg_advisory_lock(74316)"),
	ST(MIGRATE_HAS_TABLE, 0, 0, "select to_regclass('schema_migration') is not null"),
	ST(MIGRATE_TABLE, 0, 0,
	   "create table if not exists schema_migration (number integer primary key, name text not null,"
	   " checksum text not null, applied_at timestamptz not null default clock_timestamp())"),
	ST(MIGRATE_LIST, 0, 0,
	   "select number, name, checksum, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
	   " from schema_migration order by number"),
	ST(MIGRATE_SUM, 0, 0, "select encode(sha256(convert_to($1::text, 'UTF8')), 'hex')"),
	ST(MIGRATE_ADOPT, 0, 0, "select adopt_feed($1::boolean)"),
	ST(MIGRATE_ZONE, 0, 0, "select coalesce(zone, 'UTC') from store_state"),
	ST(MIGRATE_ADD, 0, 0,
	   "insert into schema_migration (number, name, checksum)"
	   " values ($1::bigint, $2::text, encode(sha256(convert_to($3::text, 'UTF8')), 'hex'))"),
};
/* clang-format on */
