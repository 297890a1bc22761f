-- SPDX-License-Identifier: Apache-2.0
-- What a row changed by hand must not be, because a daemon could not begin with it: words of the product that are none.
-- Those of the history are not looked at: it is told as it is.

-- Not valid: a row that is there already does not stand in the way of an upgrade.
alter table alarm add constraint alarm_clock_word check (clock in ('order', 'approval', 'intake', 'accept', 'task',
	'return', 'signature', 'archive', 'reservation')) not valid;

alter table limit_row
	add constraint limit_clock_word check (clock in ('order', 'approval', 'intake', 'accept', 'task', 'return',
		'signature', 'archive', 'reservation')) not valid,
	add constraint limit_kind_word check (kind in ('contact', 'confirmation', 'fault')) not valid,
	add constraint limit_resource_word check (resource in ('dispatchable', 'unforecast_build')) not valid,
	add constraint limit_tier_word check (tier in ('A', 'B', 'C')) not valid,
	add constraint limit_fault_word check (fault in ('equipment', 'line')) not valid;

alter table ladder add constraint ladder_clock_word check (clock in ('order', 'approval', 'intake', 'accept', 'task',
	'return', 'signature', 'archive', 'reservation')) not valid;

alter table quota
	add constraint quota_resource_word check (resource in ('dispatchable', 'unforecast_build')) not valid,
	add constraint quota_tier_word check (tier in ('A', 'B', 'C')) not valid;

alter table target add constraint target_kind_word check (kind in ('contact', 'confirmation', 'fault')) not valid;
alter table route add constraint route_kind_word check (kind in ('contact', 'confirmation', 'fault')) not valid;

-- As in schema 010; but a place of an Alertmanager's that is none says nothing, where it kept a daemon from starting.
create or replace function feed_highest() returns bigint language sql stable return coalesce(greatest(
	(select xid from history order by xid desc limit 1)::text::bigint,
	(select changed_xid from alarm order by changed_xid desc limit 1)::text::bigint,
	(select upto_xid from seal order by number desc limit 1)::text::bigint,
	(select split_part(snapshot, ':', 2)::bigint from alert_cursor where snapshot ~ '^[0-9]+:[0-9]{1,18}:') - 1), 0);
