/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one statement behind report.kpi (rules.md 14, 30). Parameters: 1 .. 4 the viewer, 5 and 6 the
 * period, 7 the carrier's zone, 8 .. 15 by which of station, person, unit, service, kind, tier, scope and
 * month there is a row. It never runs anything.
 *
 * Each thing counted (an order that arrived, one that was finished, a task, a quota place, a charge) is one
 * row of `fact` for each group it belongs to; nothing is joined to it after that, so no sum is multiplied.
 */
#include "store/statements.h"
#include "store/visible.h"

#define IN_PERIOD(at) at " >= $5::bigint and " at " < $6::bigint"
#define LOCAL(at) "(to_timestamp((" at ") / 1000.0) at time zone $7::text)"
#define MONTH(at) "to_char(" LOCAL(at) ", 'YYYY-MM')"
/* Months since the year 0, as orders.quota_month counts them. */
#define MONTH_NO(at) \
	"(extract(year from " LOCAL(at) ") * 12 + extract(month from " LOCAL(at) ") - 1)::bigint"
#define MONTH_BEGINS(no) \
	"(extract(epoch from make_timestamp((" no " / 12)::int, (" no " % 12 + 1)::int, 1, 0, 0, 0)" \
	" at time zone $7::text) * 1000)::bigint"
#define BY(param, value) "case when $" #param "::boolean then " value " end"
/* What a station did is seen by its manager, and by whoever sees the whole order. */
#define OF_STATION(station) "($1 or o.unit = $2 or " station " = any ($3))"
#define IS(what) " filter (where what = '" what "')"

/* clang-format off */
const char statement_kpi[] =
	/* Quota places of tier-A orders taken in the period. When one was taken after the submission (retier)
	 * or kept from an earlier one (rules.md 19), only its month is known: it counts at that month's first
	 * instant. */
	"with place as materialized ("
	" select p.id, p.placed_at from ("
	"  select o.id, case when " MONTH_NO("o.submitted_at") " = o.quota_month then o.submitted_at"
	"   else " MONTH_BEGINS("o.quota_month") " end as placed_at"
	"  from orders o where o.tier = 'A' and o.quota is not null and o.state <> 'cancelled'"
	"   and o.quota_month between " MONTH_NO("$5::bigint") " and " MONTH_NO("$6::bigint - 1")
	"   and " VISIBLE ") p where " IN_PERIOD("p.placed_at") "),"
	" mine as materialized ("
	" select o.id from orders o where " VISIBLE VIEWER " and o.state <> 'cancelled'"
	"  and ((" IN_PERIOD("o.finished_at") ") or (" IN_PERIOD("o.arrived_at") "))"
	" union select id from place),"
	/* A miss of an earlier generation stays one (rules.md 15); the time is the last generation's. */
	" spent as materialized ("
	" select order_id, kind, ref, bool_or(is_missed) as is_missed,"
	"  (array_agg(spent_ms order by generation desc))[1] as spent_ms"
	" from clock where kind in ('order', 'task') and order_id in (select id from mine)"
	" group by order_id, kind, ref),"
	" areas as materialized ("
	" select order_id, count(distinct area) as n from task"
	" where $14::boolean and state <> 'cancelled' and order_id in (select id from mine)"
	" group by order_id),"
	/* The end of an order for who raised it: signed, of a confirmation answered. */
	" o as materialized ("
	" select o.id, o.unit, o.service, o.kind, o.tier, o.arrived_at, o.finished_at, place.placed_at,"
	"  coalesce(spent.is_missed, false) as is_missed, spent.spent_ms,"
	"  case when o.kind = 'confirmation' then o.finished_at else o.signed_at end - o.created_at as end_ms,"
	"  o.grade_time, o.grade_quality,"
	"  " BY(14, "case when areas.n > 1 then 'across_areas' else 'local' end") " as scope"
	" from orders o join mine on mine.id = o.id left join place on place.id = o.id"
	"  left join spent on spent.order_id = o.id and spent.kind = 'order'"
	"  left join areas on areas.order_id = o.id),"
	" work as materialized ("
	" select t.order_id, t.station, coalesce(t.done_by, t.holder) as person,"
	"  t.state in ('done') as is_done, t.rework > 0 as is_reworked,"
	"  coalesce(spent.is_missed, false) as is_missed"
	" from task t join o on o.id = t.order_id"
	"  left join spent on spent.order_id = t.order_id and spent.kind = 'task' and spent.ref = t.id"
	" where t.state <> 'cancelled' and " OF_STATION("t.station") "),"
	/* The groups an order belongs to: once for each station or person that worked on it, else once. */
	" part as materialized ("
	" select distinct order_id, " BY(8, "station") " as station, " BY(9, "person") " as person"
	" from work where $8 or $9 union all select id, null, null from o where not ($8 or $9)),"
	/* An error is a slip that was accepted or upheld. Closed by a new dispatch or settled before that,
	 * or nothing but `cannot_complete` brought before the CRC: nobody erred. Of a finished order every
	 * slip is closed or overturned (rules.md 11). */
	" slip as materialized ("
	" select r.order_id, r.charged_to as station, case when r.state in ('overturned') then r.raised_by"
	"   when r.to_task is null then r.answered_by else coalesce(e.done_by, e.holder) end as person,"
	"  r.charged_ms, r.state in ('closed') and r.answered_at is not null"
	"   and (r.dispute is null or r.ruled_at is not null)"
	"   and (r.to_task is not null or r.kind = 'error') as is_error"
	" from return_slip r join o on o.id = r.order_id left join task e on e.id = r.to_task"
	" where r.charged_ms is not null and " OF_STATION("r.charged_to") "),"
	/* The groups that erred in an order. */
	" error as materialized ("
	" select distinct order_id, " BY(8, "station") " as station, " BY(9, "person") " as person"
	" from slip where is_error),"
	" fact as ("
	" select 'arrived' as what, p.station, p.person, o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.arrived_at as at, false as is_missed, false as is_wrong, null::bigint as ms,"
	"  null::bigint as end_ms, null::smallint as grade_time, null::smallint as grade_quality"
	" from o join part p on p.order_id = o.id where " IN_PERIOD("o.arrived_at")
	" union all"
	" select 'finished', p.station, p.person, o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.finished_at, o.is_missed, e.order_id is not null, o.spent_ms, o.end_ms, o.grade_time, o.grade_quality"
	" from o join part p on p.order_id = o.id left join error e on e.order_id = p.order_id"
	"  and e.station is not distinct from p.station and e.person is not distinct from p.person"
	" where " IN_PERIOD("o.finished_at")
	" union all"
	" select 'place', p.station, p.person, o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.placed_at, false, false, null, null, null, null"
	" from o join part p on p.order_id = o.id where o.placed_at is not null"
	" union all"
	" select 'task', w.station, w.person, o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.finished_at, w.is_missed, w.is_reworked, null, null, null, null"
	" from work w join o on o.id = w.order_id where w.is_done and " IN_PERIOD("o.finished_at")
	" union all"
	" select 'charge', s.station, s.person, o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.finished_at, false, false, s.charged_ms, null, null, null"
	" from slip s join o on o.id = s.order_id where " IN_PERIOD("o.finished_at") "),"
	" cut as ("
	" select what, " BY(8, "station") " as station, " BY(9, "person") " as person,"
	"  " BY(10, "unit") " as unit, " BY(11, "service") " as service, " BY(12, "kind") " as kind,"
	"  " BY(13, "tier") " as tier, scope, " BY(15, MONTH("at")) " as month,"
	"  is_missed, is_wrong, ms, end_ms, grade_time, grade_quality from fact)"
	" select station, person, unit, service, kind, tier, scope, month,"
	"  count(*)" IS("arrived") " as orders,"
	"  count(*)" IS("finished") " as finished,"
	"  count(*) filter (where what = 'finished' and is_missed) as missed,"
	"  (avg(ms)" IS("finished") " / 1000)::float8 as mean_s,"
	"  (percentile_cont(0.5) within group (order by ms)" IS("finished") " / 1000)::float8 as median_s,"
	"  count(*)" IS("task") " as tasks,"
	"  count(*) filter (where what = 'task' and is_missed) as tasks_missed,"
	"  count(*) filter (where what = 'task' and is_wrong) as reworked,"
	"  (coalesce(sum(ms)" IS("charge") ", 0) / 1000)::float8 as charged_s,"
	"  count(*) filter (where what = 'finished' and is_wrong) as wrong,"
	"  (avg(end_ms) / 1000)::float8 as end_mean_s,"
	"  (percentile_cont(0.5) within group (order by end_ms) / 1000)::float8 as end_median_s,"
	"  avg(grade_time)::float8 as grade_time, avg(grade_quality)::float8 as grade_quality,"
	"  count(*) filter (where grade_time is not null or grade_quality is not null) as graded,"
	"  count(*)" IS("place") " as places,"
	"  (select g.on_time_ppm from target g where (g.kind is null or g.kind = cut.kind)"
	"   and (g.service is null or g.service = cut.service)"
	"   order by (g.kind is not null)::int + (g.service is not null)::int desc, g.id limit 1)"
	"   as on_time_ppm"
	" from cut group by station, person, unit, service, kind, tier, scope, month"
	" order by month, station, person, unit, service, kind, tier, scope";
/* clang-format on */
