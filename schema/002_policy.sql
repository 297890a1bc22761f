-- SPDX-License-Identifier: Apache-2.0
-- Time that counts by calendars, policy that moves open orders, forecasts and agreed quantities.

-- --- calendars -----------------------------------------------------------------------------------
-- Versioned as limits are. Hours are local wall-clock times, '09:00-12:00 13:30-17:30', '' for closed.
create table calendar (
	id bigint primary key,
	name text not null,
	zone text not null,
	mon text not null,
	tue text not null,
	wed text not null,
	thu text not null,
	fri text not null,
	sat text not null,
	sun text not null,
	from_version bigint not null,
	to_version bigint check (to_version >= from_version),
	changed_in bigint not null
);
create unique index one_calendar_in_force on calendar (name) where to_version is null;

-- A dated day, a holiday or a make-up working day; for people: date '1970-01-01' + day::int.
create table calendar_day (
	calendar_id bigint not null references calendar (id),
	day bigint not null,
	hours text not null,
	primary key (calendar_id, day)
);

-- The zone's offsets as they were known when the calendar was put: every daemon counts alike.
create table calendar_shift (
	calendar_id bigint not null references calendar (id),
	pos integer not null,
	at bigint,
	offset_ms bigint not null,
	primary key (calendar_id, pos)
);

-- --- clocks --------------------------------------------------------------------------------------
-- late_at: the first instant at which more than the limit will be spent; in a calendar that is not the
-- millisecond after due_at. over_ms: plain time run past the breach, up to since_at (plain steps).
alter table clock
	add late_at bigint,
	add over_ms bigint not null default 0 check (over_ms >= 0);
update clock set late_at = due_at + 1, over_ms = greatest(spent_ms - limit_ms, 0);
alter table clock add constraint late_only_running check ((late_at is not null) = (state = 'running'));

-- What a clock counted by from that event on: the calendar version's id (null: every ms counts), its order's
-- tier and policy. With these the history alone tells every clock again.
alter table clock_event
	add calendar_id bigint,
	add tier text check (tier in ('A', 'B', 'C')),
	add policy bigint;

-- Where a task's clock counts is its order's; what people are told may wait for the station to open.
alter table alarm add notify_at bigint;
alter table history add notify_at bigint;

-- --- policy that moves open orders ------------------------------------------------------------------
-- One row a put with `apply`; open orders are moved in order of id, `reached` says how far.
create table policy_move (
	version bigint primary key,
	reached bigint not null default 0,
	done_at bigint
);
create index policy_move_open on policy_move (version) where done_at is null;
create index orders_by_policy on orders (id, policy)
	where policy > 0 and state not in ('draft', 'archived', 'cancelled');

-- --- forecasts ---------------------------------------------------------------------------------------
-- A month is year * 12 + month - 1 of the carrier's zone.
create table forecast (
	id bigint primary key,
	unit text not null,
	service text not null,
	month bigint not null,
	state text not null check (state in ('forecast', 'agreed')),
	quantity bigint not null check (quantity >= 0),
	changed_in bigint not null,
	unique (unit, service, month, state)
);

-- Lines of submitted contact orders whose confirmation said needs_build (rules.md 18).
create table agreed_use (
	unit text not null,
	service text not null,
	month bigint not null,
	used bigint not null check (used >= 0),
	primary key (unit, service, month)
);

alter table orders
	add agreed_month bigint,
	add agreed_lines bigint check (agreed_lines > 0),
	add constraint agreed_whole check ((agreed_month is null) = (agreed_lines is null));

-- --- goals -------------------------------------------------------------------------------------------
-- End to end, raised to signed: what is usual now, and what is to be reached.
alter table target
	add goal_now_ms bigint check (goal_now_ms > 0),
	add goal_short_ms bigint check (goal_short_ms > 0),
	add goal_long_ms bigint check (goal_long_ms > 0);

do $$
begin
	if exists (select from pg_roles where rolname = 'sliploop_daemon') then
		grant select, insert, update, delete on calendar, calendar_day, calendar_shift, policy_move,
			forecast, agreed_use to sliploop_daemon;
	end if;
end
$$;
