/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the statements behind the outbox: which notices go next, what becomes of them, and the alarms
 * that a monitoring system is told of. It never runs anything.
 */
#include "store/fields.h"
#include "store/statements.h"
#include "store/statements_texts.h"

/* clang-format off */
#define OF_N(num, column, ...) ", n." #column
#define IS_HEAD "o.state = 'waiting' and (o.message is null or o.message = o.id)"
#define SEEN "n.order_id" NOTICE_SEEN_FIELDS(OF_N)
/* Rows of the outbox with what they are about; named n by whoever selects SEEN. */
#define WITH_STEP(source, where) \
	"(select b.*, o.kind, o.state as order_state, o.tier, o.service, s.title, s.customer, h.clock, h.task," \
	" h.severity, h.repeat, h.at, h.due_at from " source " b" \
	" join history h on h.order_id = b.order_id and h.seq = b.seq" \
	" join orders o on o.id = b.order_id join slip s on s.order_id = b.order_id" where ")"

/*
 * $1 how long a new notice waits for more, $2 how long nobody else tries what is taken, $3 and $4 the
 * most messages, in all and to one receiver, $5 receivers that have enough to do, $6 and $7 whether mail
 * and webhooks can be sent from here, $8 the most notices in a message.
 *
 * First the receivers, from one to the next in the index: a thousand notices that wait for one who does
 * not answer are not looked at. Rows somebody else is about to take are passed over: nobody waits for anybody. What was in a message
 * once stays in it, and its first row stands for it: whoever has that one has them all.
 */
const char statement_claim_notices[] =
	"with recursive t as materialized (select store_now() as now_at, " REAL_NOW " as real_at),"
	" who as ((select o.receiver from outbox o where " IS_HEAD " order by o.receiver limit 1)"
	"  union all select (select o.receiver from outbox o where " IS_HEAD " and o.receiver > w.receiver"
	"   order by o.receiver limit 1) from who w where w.receiver is not null),"
	" ripe as materialized (select f.* from t, who w cross join lateral (select o.id, o.message, o.to_user, o.address,"
	"  o.receiver, o.next_try_at from outbox o where o.receiver = w.receiver and " IS_HEAD
	"  and o.next_try_at <= t.real_at - case when o.message is null then $1::bigint else 0 end"
	"  and o.not_before <= t.now_at order by o.next_try_at limit 64) f where not (w.receiver = any ($5::text[]))"
	"  and case when w.receiver = 'mail' then $6::boolean else $7::boolean end),"
	" heads as (select to_user, address, receiver, message, min(next_try_at) as try_at, min(id) as head"
	"  from ripe group by to_user, address, receiver, message),"
	" placed as (select *, row_number() over (partition by receiver order by try_at, head) as place from heads),"
	" chosen as materialized (select * from placed where place <= $4::bigint order by try_at, head limit $3::bigint),"
	" fresh as materialized (select c.head, f.id from t, chosen c cross join lateral (select o.id from outbox o"
	"  where o.to_user = c.to_user and o.address = c.address and o.state = 'waiting' and o.message is null"
	"  and o.not_before <= t.now_at order by o.id limit $8::bigint for update skip locked) f"
	"  where c.message is null),"
	" again as materialized (select f.id from t, chosen c cross join lateral (select o.id from outbox o"
	"  where o.id = c.message and o.state = 'waiting' and o.next_try_at <= t.real_at for update skip locked) f"
	"  where c.message is not null),"
	" taken as materialized (select id, min(id) over (partition by head) as message from fresh"
	"  union all select f.id, a.id from again a cross join lateral (select o.id from outbox o"
	"   where o.message = a.id and o.state = 'waiting' offset 0) f),"
	" claimed as (update outbox o set message = k.message, tries = o.tries + 1, next_try_at = t.real_at + $2::bigint"
	"  from t, taken k where o.id = any (array(select id from taken)) and o.id = k.id and o.state = 'waiting' returning o.*)"
	" select " SEEN ", t.real_at from t, " WITH_STEP("claimed", "") " n order by n.message, n.id";

/* $2 null: sent; else why not, and $3 whether that was the last try, $4 how long to wait for the next. */
const char statement_end_notice[] =
	"update outbox set last_error = $2::text, next_try_at = " REAL_NOW " + $4::bigint,"
	" state = case when $2 is null then 'sent' when $3::boolean then 'dead' else 'waiting' end,"
	" done_at = case when $2 is null or $3 then " REAL_NOW " end where message = $1::bigint and state = 'waiting'";

/* What no daemon has been able to send for a week: there is no mail server, or no secret, in any. */
const char statement_expire_notices[] =
	"update outbox set state = 'dead', done_at = " REAL_NOW ", last_error = 'no daemon could send it for 7 days:"
	" is there a mail server, a secret in the configuration?' where id = any (array(select id from outbox"
	" where state = 'waiting' and (message is null or message = id) and message is null"
	" and next_try_at < " REAL_NOW " - 7 * 86400000::bigint limit 1000))";

/* Messages that were taken and brought nothing: what they are about was erased by hand. They were taken again for ever. */
const char statement_bury_notices[] =
	"update outbox set state = 'dead', done_at = " REAL_NOW ", last_error = 'its order is not in the store any more'"
	" where state = 'waiting' and message is not null and message = any (array(select o.id from outbox o"
	" where o.state = 'waiting' and o.message is not null and o.message = o.id and not exists (select from outbox b"
	" join history h on h.order_id = b.order_id and h.seq = b.seq join orders r on r.id = b.order_id"
	" join slip s on s.order_id = b.order_id where b.message = o.id and b.message is not null and b.state = 'waiting')"
	" limit 1000))";

const char statement_load_notice[] =
	"select " SEEN " from " WITH_STEP("outbox", " where b.id = $1::bigint for update of b") " n";

const char statement_resend_notice[] =
	"update outbox set state = 'waiting', tries = 0, done_at = null, next_try_at = " REAL_NOW
	" where id = any (array(select o.id from outbox o where o.id = $1::bigint and o.state = 'dead'"
	/* Neither nor, which is to say dead: by that word the index of all that are would be gone along. */
	" union all select p.id from outbox p where p.state <> 'sent' and p.state <> 'waiting'"
	" and p.message = (select o.message from outbox o where o.id = $1::bigint)))";

const char statement_find_notices[] =
	"select " SEEN " from (select * from outbox b where ($1::boolean and $2::text is null or true)"
	" and ($3::text[] is null or true)" VIEWER
	" and ($5::text is null or b.state = $5) and ($6::bigint is null or b.id < $6)"
	" order by b.id desc limit $7::bigint) c join lateral " WITH_STEP("(select c.*)", "") " n on true"
	" order by n.id desc";

#define ALERTS \
	"select " FOUND_ALARM ", o.tier, store_now() as now_at, " REAL_NOW " as real_at" \
	" from alarm a join orders o on o.id = a.order_id"
const char statement_standing_alarms[] =
	ALERTS " where a.state <> 'cleared' and a.id > $1::bigint order by a.id limit $2::bigint";
/* Changed since snapshot $3, cleared ones among them, behind ($4, $1). */
const char statement_changed_alarms[] =
	ALERTS " where a.changed_xid >= pg_snapshot_xmin($3::text::pg_snapshot)"
	" and not pg_visible_in_snapshot(a.changed_xid, $3::text::pg_snapshot)"
	" and (a.changed_xid, a.id) > ($4::text::xid8, $1::bigint)"
	" order by a.changed_xid, a.id limit $2::bigint";
/* clang-format on */
