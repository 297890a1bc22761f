-- SPDX-License-Identifier: Apache-2.0
-- What would else be looked for among all there ever was.

-- Open orders from anywhere on, and closed ones behind a million open ones, newest first.
create index orders_open_id on orders (id) where state not in ('archived', 'cancelled');
create index orders_closed on orders (state, id) where state in ('archived', 'cancelled');
-- The longest overdue first; and those of a severity that hardly any have.
create index alarm_overdue on alarm (due_at, id)
	where state <> 'cleared' and (step_is_after or step >= 1000000);
create index alarm_severity on alarm (severity, id);
-- What somebody has in hand, and had.
create index task_by_holder on task (holder, id) where holder is not null;

-- A row is saved where it is one of its order's: an id that another order has already is refused, not taken from it.
drop index task_by_order, return_by_order, alarm_by_order;
create unique index task_of_order on task (order_id, id);
create unique index return_of_order on return_slip (order_id, id);
create unique index alarm_of_order on alarm (order_id, id);

-- Of those in a message only: what waits for its first is never looked through for it, as it was by plans that
-- were made while little waited.
drop index outbox_message;
create index outbox_message on outbox (message) where message is not null and state <> 'sent';
