-- SPDX-License-Identifier: Apache-2.0
-- What happened goes on being numbered upwards when a store is restored. The numbers are those of the server's
-- transactions: a dump restored into another server brings rows whose numbers are still to come there, and a server
-- that goes back to a point in time gives numbers once more that clients of the lost one were told up to. So all that
-- is written or compared goes by feed_xid() and feed_snapshot(), and a restored store adds a base to both.

-- Stable, so that they are inlined, and plans made with them forgotten, when adopt_feed() has replaced them.
create function feed_base() returns bigint language sql stable parallel safe return 0::bigint;
-- The last number before the base: places of the feed between the two were those of a store that was lost.
create function feed_kept() returns bigint language sql stable parallel safe return 0::bigint;

create function feed_shift(seen pg_snapshot, base bigint) returns pg_snapshot language sql immutable parallel safe
return ((pg_snapshot_xmin(seen)::text::bigint + base)::text || ':' || (pg_snapshot_xmax(seen)::text::bigint + base)::text
	|| ':' || coalesce((select string_agg((x::text::bigint + base)::text, ',' order by x) from pg_snapshot_xip(seen) x), '')
	)::pg_snapshot;

create function feed_xid() returns xid8 language sql stable
return case when feed_base() = 0 then pg_current_xact_id()
	else (pg_current_xact_id()::text::bigint + feed_base())::text::xid8 end;
create function feed_snapshot() returns pg_snapshot language sql stable parallel safe
return case when feed_base() = 0 then pg_current_snapshot() else feed_shift(pg_current_snapshot(), feed_base()) end;

alter table history alter column xid set default feed_xid();
alter table alarm alter column changed_xid set default feed_xid();

-- Where the numbers are given, as it was when the store was last migrated: the server, and its history of its own.
alter table store_state add feed_place text;
create function feed_here() returns text language sql volatile
return (pg_control_system()).system_identifier::text || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);

create function feed_highest() returns bigint language sql stable
return coalesce(greatest(
	(select xid from history order by xid desc limit 1)::text::bigint,
	(select changed_xid from alarm order by changed_xid desc limit 1)::text::bigint,
	(select upto_xid from seal order by number desc limit 1)::text::bigint,
	(select pg_snapshot_xmax(snapshot::pg_snapshot) from alert_cursor)::text::bigint - 1), 0);

-- behind: there are rows of transactions to come, and what is written now would pass for old. moved: there are none,
-- but the store was restored, or a standby took over, which may not have had all that clients were told of.
create function feed_state() returns text language sql volatile
return (select case
	when feed_highest() >= pg_snapshot_xmax(feed_snapshot())::text::bigint then 'behind'
	when pg_is_in_recovery() or s.feed_place is null or s.feed_place = feed_here() then 'here'
	else 'moved' end from store_state s);

-- The base is the next multiple of 2^40: a store that was lost has not come to that in the time since the copy; and its
-- lower half is zero, so that what is a number to Postgres stays one. What others are just writing is waited for, and
-- what they write from then on has the new numbers; alarms come first, as they write them. Notices' numbers go up as
-- well: who has had a lost one takes another of the same number for the same. Where nothing shows that the store was
-- restored (its files were put back), who did it says so. Was there anything to do?
create function adopt_feed(is_restored boolean) returns boolean language plpgsql as $$
declare
	is_elsewhere boolean := is_restored or feed_state() <> 'here';
	kept bigint;
	base bigint;
	notices text := pg_get_serial_sequence('outbox', 'id');
begin
	if is_elsewhere then
		lock table alarm, history in share row exclusive mode;
		kept := feed_highest();
		base := ((greatest(kept, pg_snapshot_xmax(feed_snapshot())::text::bigint) >> 40) + 1) << 40;
		execute format('create or replace function feed_base() returns bigint language sql stable parallel safe'
			' return %s::bigint', base);
		execute format('create or replace function feed_kept() returns bigint language sql stable parallel safe'
			' return %s::bigint', kept);
		perform setval(notices, (nextval(notices) / 1000000000 + 1) * 1000000000);
	end if;
	update store_state set feed_place = feed_here() where feed_place is distinct from feed_here();
	return is_elsewhere;
end
$$;
