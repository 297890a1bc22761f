/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the statements behind report.quota and report.forecast (rules.md 18, 19, 21). Parameters: 1 .. 4 the
 * viewer, 5 and 6 the period, 7 the carrier's zone; of forecasts 8 the unit and 9 the service. Their columns
 * are the answer's. It never runs anything.
 */
#include "store/months.h"
#include "store/statements.h"

/* clang-format off */
/* Every month that touches the period; its end left out is the present month's, its begin eleven before. */
#define ASKED \
	"with last as (select " MONTH_NO("coalesce($6::bigint - 1, store_now())") " as month)," \
	" asked as (select coalesce(" MONTH_NO("$5::bigint") ", month - 11) as first_month," \
	"  month as last_month, " MONTH_NO("store_now()") " as present from last)"
/* Places are the whole carrier's: whoever may ask sees them. A parameter must be typed all the same. */
#define ANY_VIEWER "($1::boolean or $2::text is null or $3::text[] is null or $4::text is null or true)"

const char statement_quota[] =
	ASKED
	" select q.service, q.resource, q.tier, " MONTH_TEXT("m.month") " as month, q.orders_a_month, m.used,"
	"  greatest(q.orders_a_month - m.used, 0) as left, greatest(m.used - q.orders_a_month, 0) as overridden"
	" from asked a cross join quota q cross join lateral ("
	"  select u.month, u.used from quota_use u where u.quota = q.id and u.used > 0"
	"   and u.month between a.first_month and a.last_month"
	"  union all select a.present, 0 where a.present between a.first_month and a.last_month"
	"   and not exists (select from quota_use u where u.quota = q.id and u.month = a.present and u.used > 0)"
	" ) m where " ANY_VIEWER " order by m.month, q.service, q.tier, q.resource";

/* A forecast belongs to a front unit and is no order: whoever sees by stations alone sees none. */
const char statement_demand[] =
	ASKED ","
	" planned as (select unit, service, month, max(quantity) filter (where state = 'forecast') as forecast,"
	"  max(quantity) filter (where state = 'agreed') as agreed from forecast group by unit, service, month),"
	" demand as (select unit, service, month, p.forecast, p.agreed, coalesce(u.used, 0) as used"
	"  from planned p full join (select * from agreed_use where used > 0) u using (unit, service, month))"
	" select unit, service, " MONTH_TEXT("month") " as month, forecast, agreed, used,"
	"  case when agreed is not null then greatest(agreed - used, 0) end as left,"
	"  greatest(used - coalesce(agreed, 0), 0) as over,"
	"  1 - abs(used - forecast)::float8 / nullif(greatest(used, forecast), 0) as accuracy"
	" from asked a join demand d on d.month between a.first_month and a.last_month"
	" where ($1::boolean or unit = $2::text) and ($3::text[] is null or $4::text is null or true)"
	"  and ($8::text is null or unit = $8) and ($9::text is null or service = $9)"
	" order by d.month, unit, service";
/* clang-format on */
