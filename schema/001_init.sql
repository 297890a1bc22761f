-- SPDX-License-Identifier: Apache-2.0
-- The store as it begins: orders and what hangs on them, the organisation, and the store's own row.
--
-- Instants are bigint milliseconds since 1970 UTC, named *_at, as the product counts them (rules.md 1):
-- what is compared, added and paged by is the very number the rules speak of, eight bytes, with no
-- conversion on either side. For people: to_timestamp(x_at / 1000.0) at time zone 'Asia/Shanghai'.
-- Spans are bigint milliseconds, *_ms. Words are text with a CHECK, so that a row can be read as it is.

-- --- ids -----------------------------------------------------------------------------------------
create sequence order_id_seq;
create sequence task_id_seq;
create sequence return_id_seq;
create sequence alarm_id_seq;
create sequence feedback_id_seq;

-- A block of ids without a hole in it, also when several daemons take at once. Who holds `have` ids
-- that end before `at` gets only what is missing where the block begins right there.
create function take_ids(seq regclass, need bigint, have bigint, at bigint, out first bigint, out n bigint)
language plpgsql as $$
begin
	perform pg_advisory_lock(74315, seq::oid::int);
	first := nextval(seq);
	n := case when first = at then need - have else need end;
	if n > 1 then
		perform setval(seq, first + n - 1);
	end if;
	perform pg_advisory_unlock(74315, seq::oid::int);
end
$$;

-- --- orders --------------------------------------------------------------------------------------
-- Hot: rewritten with every command. What is only written when the slip is filled in stands in `slip`.
create table orders (
	id bigint primary key,
	kind text not null check (kind in ('contact', 'confirmation', 'fault')),
	service text not null,
	tier text not null check (tier in ('A', 'B', 'C')),
	state text not null check (state in ('draft', 'manager_review', 'leader_review', 'clerk_review',
		'at_crc', 'executing', 'awaiting_signature', 'awaiting_archive', 'archived', 'cancelled')),
	version bigint not null,
	unit text,
	account_manager text,
	raised_by text,
	lines bigint not null check (lines > 0),
	purpose text check (purpose in ('install', 'upgrade', 'relocate')),
	fault text check (fault in ('equipment', 'line')),
	needs_leader boolean not null,
	confirmation bigint references orders (id),
	used_by bigint,
	resource text check (resource in ('dispatchable', 'unforecast_build')),
	hold_reason text,
	hold_stops_clock boolean not null,
	hold_note text,
	hold_by text,
	hold_since bigint,
	is_major boolean not null,
	sent_back text,
	sent_back_by text,
	sent_back_at bigint,
	n_sent_back integer not null check (n_sent_back >= 0),
	policy bigint not null,
	route text,
	quota bigint,
	quota_month bigint,
	created_at bigint not null,
	submitted_at bigint,
	arrived_at bigint,
	promised_at bigint,
	finished_at bigint,
	signed_at bigint,
	archived_at bigint,
	cancelled_at bigint,
	signed_by text,
	grading_until bigint,
	grade_time smallint check (grade_time between 1 and 5),
	grade_quality smallint check (grade_quality between 1 and 5),
	last_at bigint,
	n_happenings bigint not null check (n_happenings >= 0),
	-- Held only while executing, and then it is known since when (rules.md 10).
	constraint hold_while_executing check (hold_reason is null or state = 'executing'),
	constraint hold_whole check ((hold_reason is null) = (hold_since is null)),
	constraint archived_when check ((state = 'archived') = (archived_at is not null)),
	constraint cancelled_when check ((state = 'cancelled') = (cancelled_at is not null)),
	constraint at_crc_arrived check (state not in ('at_crc', 'executing') or arrived_at is not null)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index orders_open on orders (state, id) where state not in ('archived', 'cancelled');
create index orders_by_unit on orders (unit, id);
-- For reports over periods: block ranges cost a transition next to nothing.
create index orders_when on orders using brin (arrived_at, finished_at) with (autosummarize = on);
-- Archived with a loop open is a bug: nothing should ever be in here.
create index orders_broken on orders (id) where state = 'archived'
	and (finished_at is null or (kind <> 'confirmation' and signed_at is null));
-- A confirmation serves one living contact order (rules.md 17).
create unique index confirmation_used_once on orders (confirmation)
	where kind = 'contact' and confirmation is not null and state not in ('draft', 'cancelled');

create table slip (
	order_id bigint primary key references orders (id),
	title text not null,
	description text,
	customer text,
	requirement json,
	sites text[] not null
);

create table clock (
	order_id bigint not null references orders (id),
	kind text not null check (kind in ('order', 'approval', 'intake', 'accept', 'task', 'return',
		'signature', 'archive', 'reservation')),
	ref bigint not null,
	generation integer not null check (generation > 0),
	state text not null check (state in ('running', 'paused', 'met', 'missed', 'cancelled')),
	paused_by text check (paused_by in ('hold', 'return')),
	limit_rev integer not null,
	limit_ms bigint not null check (limit_ms >= 0),
	spent_ms bigint not null check (spent_ms >= 0),
	since_at bigint,
	due_at bigint,
	is_missed boolean not null,
	started_at bigint not null,
	ended_at bigint,
	next_due_at bigint,
	calendar text,
	primary key (order_id, kind, ref, generation),
	-- A paused clock has no due instant; neither has one that has ended.
	constraint due_only_running check ((due_at is not null) = (state = 'running')),
	constraint since_only_running check ((since_at is not null) = (state = 'running')),
	constraint paused_has_reason check ((paused_by is not null) = (state = 'paused')),
	constraint armed_only_running check (next_due_at is null or state = 'running'),
	constraint ended_when check ((ended_at is not null) = (state in ('met', 'missed', 'cancelled'))),
	constraint missed_is_missed check (is_missed or state <> 'missed'),
	constraint met_is_not_missed check (state <> 'met' or not is_missed)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index clock_next_due on clock (next_due_at) where next_due_at is not null;

create table task (
	order_id bigint not null references orders (id),
	id bigint primary key,
	name text not null,
	station text not null,
	area text,
	state text not null check (state in ('waiting', 'issued', 'accepted', 'done', 'cancelled')),
	before_return text check (before_return in ('issued', 'accepted')),
	pos integer not null,
	holder text,
	after text[] not null,
	share_ppm bigint not null check (share_ppm between -64 and 1000000),
	issued_at bigint,
	accepted_at bigint,
	done_at bigint,
	done_by text,
	record text,
	cause text,
	side text check (side in ('carrier', 'customer')),
	impact text,
	explanation text,
	answer text check (answer in ('available', 'needs_build', 'impossible')),
	reference text,
	ready_at bigint,
	valid_until bigint,
	rework integer not null check (rework >= 0),
	is_with_manager boolean not null,
	is_open boolean not null generated always as (state in ('waiting', 'issued', 'accepted')) stored,
	constraint done_when check ((state = 'done') = (done_at is not null)),
	constraint done_is_recorded check (state <> 'done' or (record is not null and done_by is not null)),
	constraint accepted_when check (state not in ('accepted', 'done') or accepted_at is not null),
	constraint returned_waits check (before_return is null or state in ('waiting', 'cancelled'))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index task_by_order on task (order_id);
create index task_by_station on task (station, order_id);
create index task_open on task (station, id) where is_open;
-- One living task of a name in an order: `after` and task.return name tasks.
create unique index task_name_once on task (order_id, name) where state <> 'cancelled';

create table return_slip (
	order_id bigint not null references orders (id),
	id bigint primary key,
	raised_by_task bigint not null references task (id),
	raised_by text,
	to_task bigint references task (id),
	kind text not null check (kind in ('error', 'cannot_complete')),
	text text,
	state text not null check (state in ('open', 'accepted', 'disputed', 'upheld', 'overturned',
		'closed', 'cancelled')),
	raised_at bigint not null,
	answered_at bigint,
	ruled_at bigint,
	closed_at bigint,
	answered_by text,
	dispute text,
	ruled_by text,
	ruling text,
	record text,
	charged_to text,
	charged_ms bigint check (charged_ms >= 0),
	constraint charged_to_someone check (charged_ms is null or charged_to is not null)
);

create index return_by_order on return_slip (order_id);
-- One unsettled slip a task (rules.md 11).
create unique index one_unsettled_slip on return_slip (raised_by_task)
	where state in ('open', 'accepted', 'disputed', 'upheld');

-- changed_xid is the transaction that wrote the row last. A change cursor is a snapshot: what it could
-- not see is what has changed since (rules.md 28), whatever order transactions commit in.
create table alarm (
	order_id bigint not null references orders (id),
	id bigint primary key,
	clock text not null,
	ref bigint not null,
	generation integer not null,
	step_is_after boolean not null,
	step bigint not null,
	limit_rev integer not null,
	repeat integer not null,
	count integer not null check (count > 0),
	severity text not null check (severity in ('warning', 'minor', 'major', 'critical')),
	state text not null check (state in ('raised', 'acknowledged', 'cleared')),
	due_at bigint not null,
	raised_at bigint not null,
	last_at bigint not null,
	station text,
	told text[] not null,
	acknowledged_by text,
	acknowledged_at bigint,
	cleared_at bigint,
	cleared_why text,
	changed_xid xid8 not null default pg_current_xact_id(),
	constraint cleared_when check ((state = 'cleared') = (cleared_at is not null)),
	constraint cleared_has_reason check ((cleared_at is null) = (cleared_why is null)),
	constraint acknowledged_when check (state <> 'acknowledged' or acknowledged_at is not null),
	constraint never_early check (raised_at >= due_at)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create index alarm_by_order on alarm (order_id);
create index alarm_standing on alarm (id) where state <> 'cleared';
create index alarm_changed on alarm (changed_xid, id);
create unique index one_standing_alarm on alarm (order_id, clock, ref, generation, step_is_after, step)
	where state <> 'cleared';

-- --- what happened: only grows ----------------------------------------------------------------
-- Columns of a fired step are null where they are 0, false or not a step: rows stay small.
create table history (
	order_id bigint not null,
	seq bigint not null check (seq > 0),
	at bigint not null,
	by_user text,
	what text not null,
	state text not null,
	task text,
	return_id bigint,
	person text,
	text text,
	clock text,
	ref bigint,
	generation integer,
	limit_rev integer,
	step_is_after boolean,
	step bigint,
	repeat integer,
	due_at bigint,
	severity text,
	told text[],
	primary key (order_id, seq),
	constraint step_is_whole check (what <> 'step' or (clock is not null and generation is not null
		and limit_rev is not null and due_at is not null and severity is not null)),
	constraint step_never_early check (what <> 'step' or at >= due_at)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

-- The fence: a step fires once (rules.md 4), whoever else believes it is his to fire.
create unique index one_firing_per_step
	on history (order_id, clock, ref, generation, limit_rev, step_is_after, step, repeat)
	nulls not distinct where what = 'step';

create table clock_event (
	order_id bigint not null,
	seq bigint not null,
	n integer not null,
	clock text not null,
	ref bigint not null,
	generation integer not null,
	at bigint not null,
	change text not null check (change in ('start', 'pause', 'resume', 'limit', 'reopen', 'met',
		'missed', 'cancelled')),
	spent_ms bigint not null,
	limit_ms bigint not null,
	rule text,
	primary key (order_id, seq, n)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

create table audit (
	id bigint generated always as identity primary key,
	at bigint not null,
	by_user text,
	method text not null,
	subject text
);

create function only_grows() returns trigger language plpgsql as $$
begin
	raise exception '% only grows: % is refused', tg_table_name, lower(tg_op)
		using errcode = 'restrict_violation';
end
$$;

create trigger only_grows before update or delete or truncate on history
	for each statement execute function only_grows();
create trigger only_grows before update or delete or truncate on clock_event
	for each statement execute function only_grows();
create trigger only_grows before update or delete or truncate on audit
	for each statement execute function only_grows();

create table feedback (
	order_id bigint not null,
	id bigint primary key,
	at bigint not null,
	to_user text,
	unit text,
	what text not null,
	text text,
	read_at bigint,
	read_by text,
	constraint read_by_someone check ((read_at is null) = (read_by is null))
) with (fillfactor = 90);

create index feedback_to on feedback (to_user, id);
create index feedback_unit on feedback (unit, id);
create index feedback_by_order on feedback (order_id);

create table idempotency (
	user_name text not null,
	key text not null check (octet_length(key) <= 128),
	request text not null,
	answer text not null,
	at bigint not null,
	primary key (user_name, key)
);
create index idempotency_at on idempotency using brin (at) with (autosummarize = on);

-- A function of its own, because the connection that calls it has bitmap scans priced out and block ranges
-- are read by nothing else.
create function prune_answers(before bigint, most bigint) returns bigint language plpgsql
set enable_bitmapscan = on set enable_seqscan = off as $$
declare
	n bigint;
begin
	delete from idempotency where ctid = any (array(
		select ctid from idempotency where at < before limit most));
	get diagnostics n = row_count;
	return n;
end
$$;

-- --- the organisation and the policy --------------------------------------------------------------
-- changed_in is the config version that wrote the row: a snapshot is brought up to date by what is newer.
create table unit (
	name text primary key,
	title text,
	kind text not null check (kind in ('front', 'crc', 'back')),
	reviews bigint not null,
	is_confirmation_direct boolean not null,
	changed_in bigint not null
);

create table station (
	name text primary key,
	unit text,
	area text,
	title text,
	calendar text,
	changed_in bigint not null
);

create table app_user (
	name text primary key,
	title text,
	roles bigint not null,
	unit text,
	stations text[] not null,
	uid bigint check (uid >= 0),
	notify text[] not null,
	absent_until bigint,
	is_disabled boolean not null,
	changed_in bigint not null
);

create table customer (
	name text primary key,
	number text,
	title text,
	unit text,
	account_manager text,
	tier text check (tier in ('A', 'B', 'C')),
	contacts json,
	changed_in bigint not null
);

create table token (
	id bigint primary key,
	user_name text not null,
	hash bytea not null unique check (octet_length(hash) = 32),
	issued_at bigint,
	expires_at bigint,
	revoked_at bigint,
	issued_by text,
	changed_in bigint not null
);

create table hold_reason (
	name text primary key,
	en text,
	zh text,
	stops_clock boolean not null,
	changed_in bigint not null
);

create table limit_row (
	id bigint primary key,
	clock text not null,
	kind text,
	service text,
	resource text,
	tier text,
	fault text,
	customer text,
	lines_from bigint,
	lines_to bigint,
	is_rework boolean not null,
	limit_ms bigint check (limit_ms >= 0),
	calendar text,
	source text,
	from_version bigint not null,
	to_version bigint check (to_version >= from_version),
	changed_in bigint not null
);
-- One row of the same keys in force at a time (rules.md 29).
create unique index one_limit_in_force on limit_row (clock, kind, service, resource, tier, fault,
	customer, lines_from, lines_to, is_rework) nulls not distinct where to_version is null;

create table ladder (
	id bigint primary key,
	tier text not null check (tier in ('A', 'B', 'C')),
	clock text,
	from_version bigint not null,
	to_version bigint check (to_version >= from_version),
	changed_in bigint not null
);
create unique index one_ladder_in_force on ladder (tier, clock) nulls not distinct
	where to_version is null;

create table ladder_step (
	ladder_id bigint not null references ladder (id),
	pos integer not null,
	is_after boolean not null,
	value bigint not null check (value >= 0),
	severity text not null check (severity in ('warning', 'minor', 'major', 'critical')),
	tell text not null check (tell in ('holder', 'station_manager', 'supervisor', 'leader', 'admin')),
	is_plain boolean not null,
	is_major boolean not null,
	is_hand_over boolean not null,
	repeat integer not null check (repeat >= 0),
	every bigint not null,
	primary key (ladder_id, pos),
	constraint repeats_move_on check (repeat = 0 or every > 0)
);

create table quota (
	id bigint primary key,
	service text,
	resource text,
	tier text,
	orders_a_month bigint not null check (orders_a_month >= 0),
	source text,
	changed_in bigint not null
);

create table quota_use (
	quota bigint not null references quota (id),
	month bigint not null,
	used bigint not null check (used >= 0),
	primary key (quota, month)
);

create table target (
	id bigint primary key,
	kind text,
	service text,
	on_time_ppm bigint not null check (on_time_ppm between 0 and 1000000),
	source text,
	changed_in bigint not null
);

create table route (
	name text primary key,
	kind text,
	service text,
	changed_in bigint not null
);

create table route_node (
	route text not null references route (name),
	pos integer not null,
	name text not null,
	station text not null,
	after text[] not null,
	share_ppm bigint check (share_ppm between 0 and 1000000),
	primary key (route, pos),
	unique (route, name)
);

-- --- the store's own row -----------------------------------------------------------------------
create table store_state (
	is_one boolean primary key default true check (is_one),
	store_id text not null default replace(gen_random_uuid()::text, '-', ''),
	config_version bigint not null default 0,
	policy_version bigint not null default 0,
	is_virtual boolean, -- null until the first daemon says which; then for life (rules.md 25)
	virtual_now bigint,
	zone text,
	created timestamptz not null default clock_timestamp(),
	constraint now_if_virtual check ((virtual_now is not null) = (is_virtual is true))
);
insert into store_state default values;

create function virtual_never_back() returns trigger language plpgsql as $$
begin
	if old.is_virtual is distinct from new.is_virtual and old.is_virtual is not null then
		raise exception 'a store is virtual or real for life' using errcode = 'restrict_violation';
	end if;
	if new.virtual_now < old.virtual_now then
		raise exception 'the virtual now never runs backwards' using errcode = 'restrict_violation';
	end if;
	return new;
end
$$;
create trigger virtual_never_back before update on store_state
	for each row execute function virtual_never_back();

-- The store's now: what is due is decided by this and nothing else.
create function store_now() returns bigint language sql volatile as $$
	select coalesce(virtual_now, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
	from store_state
$$;

-- --- rights ---------------------------------------------------------------------------------------
-- A daemon that does not own the schema connects as this role, where the cluster's owner has made it:
-- it may add to the history and never change it.
do $$
begin
	if exists (select from pg_roles where rolname = 'sliploop_daemon') then
		grant usage on schema public to sliploop_daemon;
		grant select, insert, update, delete on all tables in schema public to sliploop_daemon;
		grant usage, select, update on all sequences in schema public to sliploop_daemon;
		revoke update, delete, truncate on history, clock_event, audit from sliploop_daemon;
		revoke insert, update, delete on schema_migration from sliploop_daemon;
	end if;
end
$$;
