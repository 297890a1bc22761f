-- SPDX-License-Identifier: Apache-2.0
-- What ladder steps tell, on its way to the people (product.md, Ladders). A row is written by the
-- transaction that fires the step, so that neither can be without the other, and leaves from here.

-- One telling: a step's row of the history, a person, one of his addresses. not_before is an instant
-- of the store; what ends in try_at, created_at and done_at is the real clock's, also in a virtual
-- store, because receivers live by that one. message is the id of the first notice of those that are
-- sent together: once it is set they stay together, so that every try carries the same key.
create table outbox (
	id bigint generated always as identity primary key,
	order_id bigint not null,
	seq bigint not null,
	to_user text not null,
	address text not null,
	receiver text not null,
	not_before bigint not null,
	state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
	message bigint,
	tries integer not null default 0 check (tries >= 0),
	next_try_at bigint not null,
	last_error text,
	created_at bigint not null,
	done_at bigint,
	constraint told_once unique (order_id, seq, to_user, address),
	constraint done_when check ((state = 'waiting') = (done_at is null)),
	constraint sent_in_a_message check (state <> 'sent' or message is not null)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- Still to come: what may be the next message, by when; and who else goes in it.
create index outbox_next on outbox (receiver, next_try_at)
	where state = 'waiting' and (message is null or message = id);
create index outbox_fresh on outbox (to_user, address, id) where state = 'waiting' and message is null;
create index outbox_message on outbox (message) where state <> 'sent';
create index outbox_dead on outbox (id) where state = 'dead';
create index outbox_done on outbox using brin (done_at) with (autosummarize = on);

-- Up to where an Alertmanager has been told what changed: a snapshot, any daemon's.
create table alert_cursor (
	is_one boolean primary key default true check (is_one),
	snapshot text not null
);

do $$
begin
	if exists (select from pg_roles where rolname = 'sliploop_daemon') then
		grant select, insert, update, delete on outbox, alert_cursor to sliploop_daemon;
	end if;
end
$$;

-- As prune_answers: block ranges, which the connections that call it have priced out.
create function prune_notices(before bigint, most bigint) returns bigint language plpgsql
set enable_bitmapscan = on set enable_seqscan = off as $$
declare
	n bigint;
begin
	delete from outbox where ctid = any (array(
		select ctid from outbox where done_at < before limit most));
	get diagnostics n = row_count;
	return n;
end
$$;
