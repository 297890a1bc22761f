-- SPDX-License-Identifier: Apache-2.0
-- What bench_day does, as pgbench would have it: the same rows and bytes, one prepared statement for each
-- call, nothing read or checked. :answer_N is what Sliploop answered to call N of the day.

-- order.create
with t as (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as at),
	o as (insert into orders (id, kind, service, tier, state, version, unit, raised_by, lines, fault, needs_leader,
		hold_stops_clock, is_major, n_sent_back, policy, created_at, submitted_at, arrived_at, promised_at,
		last_at, n_happenings)
		select nextval('order_id_seq'), 'fault', 'pstn', 'A', 'at_crc', 1, 'public', 'wang.lei', 1, 'line', false,
		false, false, 0, 1, at, at, at, at + 7200000, at, 2 from t returning id, created_at as at),
	s as (insert into slip (order_id, title, customer, requirement, sites)
		select id, 'No dial tone on the second floor', 'Dianchi Hotel', '{}', '{}' from o),
	c as (insert into clock (order_id, kind, ref, generation, state, limit_rev, limit_ms, spent_ms, since_at, due_at,
		is_missed, started_at, next_due_at, calendar, late_at)
		select id, kind, 0, 1, 'running', 1, ms, 0, at, at + ms, false, at, at + ms / 2, 'always', at + ms + 1
		from o, (values ('order', 7200000), ('intake', 600000)) as k (kind, ms)),
	h as (insert into history (order_id, seq, at, by_user, what, state)
		select id, seq, at, 'wang.lei', what, state
		from o, (values (1, 'created', 'draft'), (2, 'submitted', 'at_crc')) as k (seq, what, state)),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 2, n, kind, 0, 1, at, 'start', 0, ms, 'arrival at the CRC', 'A', 1
		from o, (values (0, 'order', 7200000), (1, 'intake', 600000)) as k (n, kind, ms)),
	f as (insert into feedback (order_id, id, at, to_user, unit, what)
		select id, nextval('feedback_id_seq'), at, 'wang.lei', 'public', 'arrived' from o),
	a as (insert into idempotency (user_name, key, request, answer, at)
		select 'wang.lei', 'peer-' || id || '-0', :request_0, :answer_0, at from o)
select id as order from o
\gset

-- order.dispatch
with o as (update orders set state = 'executing', version = version + 1, n_happenings = 3, last_at = last_at + 60
		where id = :order returning id, last_at as at),
	m as (update clock set state = 'met', spent_ms = 60, since_at = null, due_at = null, late_at = null, next_due_at = null,
		ended_at = o.at from o where order_id = o.id and kind = 'intake' and ref = 0 and generation = 1),
	k as (insert into task (order_id, id, name, station, area, state, pos, after, share_ppm, issued_at, rework,
		is_with_manager)
		select id, nextval('task_id_seq'), 'line', 'km_line', 'kunming', 'issued', 0, '{}', 1000000, at, 0, false
		from o returning id),
	c as (insert into clock (order_id, kind, ref, generation, state, limit_rev, limit_ms, spent_ms, since_at, due_at,
		is_missed, started_at, next_due_at, calendar, late_at)
		select o.id, kind, k.id, 1, 'running', 1, ms, 0, at, at + ms, false, at, at + ms / 2, 'always', at + ms + 1
		from o, k, (values ('accept', 600000), ('task', 7200000)) as x (kind, ms)),
	h as (insert into history (order_id, seq, at, by_user, what, state)
		select id, 3, at, 'wang.lei', 'dispatched', 'executing' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select o.id, 3, n, kind, case when n = 0 then 0 else k.id end, 1, at, change, 0, ms, rule, 'A', 1
		from o, k, (values (0, 'intake', 'met', 600000, 'dispatched'),
		(1, 'accept', 'start', 600000, 'issued: nothing before it is open'),
		(2, 'task', 'start', 7200000, 'issued: nothing before it is open')) as x (n, kind, change, ms, rule)),
	f as (insert into feedback (order_id, id, at, to_user, unit, what)
		select id, nextval('feedback_id_seq'), at, 'wang.lei', 'public', 'dispatched' from o),
	a as (insert into idempotency (user_name, key, request, answer, at)
		select 'wang.lei', 'peer-' || id || '-1', :request_1, :answer_1, at from o)
select id as task from k
\gset

-- task.accept
with o as (update orders set version = version + 1, n_happenings = 4, last_at = last_at + 60
		where id = :order returning id, last_at as at),
	m as (update clock set state = 'met', spent_ms = 60, since_at = null, due_at = null, late_at = null, next_due_at = null,
		ended_at = o.at from o where order_id = o.id and kind = 'accept' and ref = :task and generation = 1),
	k as (update task set state = 'accepted', holder = 'r.one', accepted_at = o.at from o where task.id = :task),
	h as (insert into history (order_id, seq, at, by_user, what, state, task)
		select id, 4, at, 'r.one', 'task_accepted', 'executing', 'line' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 4, 0, 'accept', :task, 1, at, 'met', 60, 600000, 'accepted: received and verified', 'A', 1 from o)
insert into idempotency (user_name, key, request, answer, at)
	select 'r.one', 'peer-' || id || '-2', :request_2, :answer_2, at from o;

-- order.hold
with o as (update orders set version = version + 1, n_happenings = 5, last_at = last_at + 60,
		hold_reason = 'customer_not_ready', hold_stops_clock = true, hold_note = 'nobody on site before noon',
		hold_by = 'wang.lei', hold_since = last_at + 60 where id = :order returning id, last_at as at),
	m as (update clock set state = 'paused', paused_by = 'hold', spent_ms = 120, since_at = null, due_at = null,
		late_at = null, next_due_at = null from o
		where order_id = o.id and generation = 1 and (kind, ref) in (('order', 0), ('task', :task))),
	h as (insert into history (order_id, seq, at, by_user, what, state, text)
		select id, 5, at, 'wang.lei', 'held', 'executing', 'customer_not_ready: nobody on site before noon' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 5, n, kind, ref, 1, at, 'pause', 120, 7200000, 'hold: customer_not_ready (rules.md 10)', 'A', 1
		from o, (values (0, 'order', 0), (1, 'task', :task)) as x (n, kind, ref)),
	f as (insert into feedback (order_id, id, at, to_user, unit, what, text)
		select id, nextval('feedback_id_seq'), at, 'wang.lei', 'public', 'held',
		'customer_not_ready: nobody on site before noon' from o)
insert into idempotency (user_name, key, request, answer, at)
	select 'wang.lei', 'peer-' || id || '-3', :request_3, :answer_3, at from o;

-- order.resume
with o as (update orders set version = version + 1, n_happenings = 6, last_at = last_at + 60,
		hold_reason = null, hold_stops_clock = false, hold_note = null, hold_by = null, hold_since = null
		where id = :order returning id, last_at as at),
	m as (update clock set state = 'running', paused_by = null, since_at = o.at, due_at = o.at + 7199880,
		late_at = o.at + 7199881, next_due_at = o.at + 3599880 from o
		where order_id = o.id and generation = 1 and (kind, ref) in (('order', 0), ('task', :task))),
	h as (insert into history (order_id, seq, at, by_user, what, state)
		select id, 6, at, 'wang.lei', 'resumed', 'executing' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 6, n, kind, ref, 1, at, 'resume', 120, 7200000, 'resumed (rules.md 10)', 'A', 1
		from o, (values (0, 'order', 0), (1, 'task', :task)) as x (n, kind, ref)),
	f as (insert into feedback (order_id, id, at, to_user, unit, what)
		select id, nextval('feedback_id_seq'), at, 'wang.lei', 'public', 'resumed' from o)
insert into idempotency (user_name, key, request, answer, at)
	select 'wang.lei', 'peer-' || id || '-4', :request_4, :answer_4, at from o;

-- task.complete
with o as (update orders set state = 'awaiting_signature', version = version + 1, n_happenings = 7,
		last_at = last_at + 60, finished_at = last_at + 60 where id = :order returning id, last_at as at),
	m as (update clock set state = 'met', spent_ms = 180, since_at = null, due_at = null, late_at = null, next_due_at = null,
		ended_at = o.at from o
		where order_id = o.id and generation = 1 and (kind, ref) in (('order', 0), ('task', :task))),
	c as (insert into clock (order_id, kind, ref, generation, state, limit_rev, limit_ms, spent_ms, since_at, due_at,
		is_missed, started_at, next_due_at, calendar, late_at)
		select id, 'signature', 0, 1, 'running', 1, 172800000, 0, at, at + 172800000, false, at, at + 86400000, 'always',
		at + 172800001 from o),
	k as (update task set state = 'done', done_at = o.at, done_by = 'r.one', record = 'joint remade in cabinet 12',
		cause = 'corroded joint', side = 'carrier', impact = 'one floor without a line',
		explanation = 'water in the joint' from o where task.id = :task),
	h as (insert into history (order_id, seq, at, by_user, what, state, task, text)
		select id, 7, at, 'r.one', 'task_completed', 'awaiting_signature', 'line', 'joint remade in cabinet 12' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 7, n, kind, ref, 1, at, change, ms, 7200000, rule, 'A', 1
		from o, (values (0, 'task', :task, 'met', 180, 'task done'), (1, 'order', 0, 'met', 180, 'last task done'),
		(2, 'signature', 0, 'start', 0, 'last task done')) as x (n, kind, ref, change, ms, rule)),
	f as (insert into feedback (order_id, id, at, to_user, unit, what)
		select id, nextval('feedback_id_seq'), at, 'wang.lei', 'public', 'completed' from o)
insert into idempotency (user_name, key, request, answer, at)
	select 'r.one', 'peer-' || id || '-5', :request_5, :answer_5, at from o;

-- order.sign
with o as (update orders set state = 'awaiting_archive', version = version + 1, n_happenings = 8,
		last_at = last_at + 60, signed_at = last_at + 60, signed_by = 'the duty manager'
		where id = :order returning id, last_at as at),
	m as (update clock set state = 'met', spent_ms = 60, since_at = null, due_at = null, late_at = null, next_due_at = null,
		ended_at = o.at from o where order_id = o.id and kind = 'signature' and ref = 0 and generation = 1),
	c as (insert into clock (order_id, kind, ref, generation, state, limit_rev, limit_ms, spent_ms, since_at, due_at,
		is_missed, started_at, next_due_at, calendar, late_at)
		select id, 'archive', 0, 1, 'running', 1, 259200000, 0, at, at + 259200000, false, at, at + 86400000, 'always',
		at + 259200001 from o),
	h as (insert into history (order_id, seq, at, by_user, what, state, text)
		select id, 8, at, 'wang.lei', 'signed', 'awaiting_archive', 'the duty manager' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 8, n, kind, 0, 1, at, change, ms, 172800000, 'signed', 'A', 1
		from o, (values (0, 'signature', 'met', 60), (1, 'archive', 'start', 0)) as x (n, kind, change, ms))
insert into idempotency (user_name, key, request, answer, at)
	select 'wang.lei', 'peer-' || id || '-6', :request_6, :answer_6, at from o;

-- order.archive
with o as (update orders set state = 'archived', version = version + 1, n_happenings = 9,
		last_at = last_at + 60, archived_at = last_at + 60 where id = :order returning id, last_at as at),
	m as (update clock set state = 'met', spent_ms = 60, since_at = null, due_at = null, late_at = null, next_due_at = null,
		ended_at = o.at from o where order_id = o.id and kind = 'archive' and ref = 0 and generation = 1),
	h as (insert into history (order_id, seq, at, by_user, what, state)
		select id, 9, at, 'wang.lei', 'archived', 'archived' from o),
	e as (insert into clock_event (order_id, seq, n, clock, ref, generation, at, change, spent_ms, limit_ms, rule, tier,
		policy)
		select id, 9, 0, 'archive', 0, 1, at, 'met', 60, 259200000, 'archived', 'A', 1 from o)
insert into idempotency (user_name, key, request, answer, at)
	select 'wang.lei', 'peer-' || id || '-7', :request_7, :answer_7, at from o;
