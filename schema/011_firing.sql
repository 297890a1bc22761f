-- SPDX-License-Identifier: Apache-2.0
-- What firing costs where a hundred orders that lie side by side are late at once.

-- Each of them is written again in the same transaction: with as much room in a block as there are rows in it, the new
-- ones stay beside the old and no index hears of it. Blocks filled before keep what room they have.
alter table orders set (fillfactor = 50);

-- An alarm is written under its order's lock, and an order cannot go while its slip refers to it.
alter table alarm drop constraint alarm_order_id_fkey;
