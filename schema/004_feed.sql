-- SPDX-License-Identifier: Apache-2.0
-- What happened as a feed. A cursor is a snapshot (rules.md 28): the transaction that wrote a row says whether it
-- could see it; what it could not see has come since, in whatever order transactions commit. It is told by
-- number: an order's rows are numbered under its lock, so in their sequence, which transaction ids do not
-- follow (one that locked another order first has the lower id and may write later).
alter table history
	add id bigint generated always as identity,
	add xid xid8 not null default pg_current_xact_id();
create index history_feed on history (xid, id);
create unique index history_id on history (id);
