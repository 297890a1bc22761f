-- SPDX-License-Identifier: Apache-2.0
-- What the figures for managers look up.

-- Places of the tier-A quota by their month: few, and taken before an order has arrived anywhere, so
-- orders_when does not find them.
create index orders_by_quota_month on orders (quota_month) where quota_month is not null;
