/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one statement behind the gauges of orders: open ones by tier, and how many of those are overdue,
 * as order.list counts them. An order's earlier generations of its clock are cancelled, so that those not
 * cancelled are one an order at most. One join over what is open: the planner sees how many that are.
 */
#include "store/statements.h"

/* clang-format off */
const char statement_tally[] =
	"select o.tier, count(*), count(*) filter (where o.is_late) from ("
	" select o.id, o.tier, coalesce(bool_or(c.is_missed or c.late_at <= n.at), false) as is_late"
	" from (select store_now() as at) n cross join orders o"
	" left join clock c on c.order_id = o.id and c.kind = 'order' and c.state <> 'cancelled'"
	" where o.state not in ('archived', 'cancelled') group by o.id, o.tier) o group by o.tier";
/* clang-format on */
