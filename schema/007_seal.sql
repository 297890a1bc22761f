-- SPDX-License-Identifier: Apache-2.0
-- The history under seal: a chain of hashes over its rows in feed order (transaction, number), by which
-- `sliploopd verify` finds what was changed, removed, moved or cut off, whoever did it. It is written after
-- the commits it is about, by one daemon at a time, so that no commit waits for it.
--
-- A seal is a stretch of the history: entries has 56 bytes a row, its number, order and place in the order,
-- eight bytes each, and the SHA-256 of its text (lib/store/statements_seal.c); head is the SHA-256 of the
-- head before and these entries. Only transactions that nobody can commit behind any more are sealed.
create table seal (
	number bigint primary key, -- one after the other: two sealers cannot both be the next
	n_rows bigint not null, -- of the history, up to here
	upto_xid xid8 not null,
	upto_id bigint not null,
	entries bytea not null check (octet_length(entries) % 56 = 0),
	head bytea not null check (octet_length(head) = 32),
	sealed_at bigint not null -- the real clock, also in a virtual store
);
alter table seal alter entries set storage external; -- hashes cannot be compressed

-- Before all rows: no two stores have the same chain.
insert into seal (number, n_rows, upto_xid, upto_id, entries, head, sealed_at)
select 0, 0, '0', 0, '', sha256(convert_to(store_id, 'UTF8')), floor(extract(epoch from clock_timestamp()) * 1000)
from store_state;

create trigger only_grows before update or delete or truncate on seal
	for each statement execute function only_grows();

do $$
begin
	if exists (select from pg_roles where rolname = 'sliploop_daemon') then
		grant select, insert on seal to sliploop_daemon;
	end if;
end
$$;
