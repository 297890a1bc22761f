-- SPDX-License-Identifier: Apache-2.0
-- What happened as a feed: a row says which transaction wrote it, and its place among the rows of that
-- transaction. A cursor is a snapshot (rules.md 28): what it could not see has come since, in whatever
-- order transactions commit.
alter table history
	add id bigint generated always as identity,
	add xid xid8 not null default pg_current_xact_id();
create index history_feed on history (xid, id);
