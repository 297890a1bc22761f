/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one statement behind report.kpi (rules.md 14, 30). Parameters: 1 .. 4 the viewer, 5 and 6 the
 * period, 7 the carrier's zone, 8 .. 15 by which of station, person, unit, service, kind, tier, scope and
 * month there is a row. It never runs anything.
 *
 * Each thing counted (an order that arrived, one that was finished, a task, a quota place, a charge) is one
 * row of `fact` for each group it belongs to; nothing is joined to it after that, so no sum is multiplied.
 * Joins are to tables by their keys, never between the parts below, of whose sizes nothing is known: the
 * time is that of the period's orders, neither their square nor the whole store's.
 */
#include "store/months.h"
#include "store/statements.h"
#include "store/statements_texts.h"

/* clang-format off */
#define IN_PERIOD(at) "(" at " >= $5::bigint and " at " < $6::bigint)"
#define BY(param, value) "case when $" #param "::boolean then " value " end"
/* What a station did is seen by its manager, and by whoever sees the whole order `o`. */
#define OF_STATION(o, station) "($1 or " o ".unit = $2 or " station " = any ($3))"
/* An order's own, looked up by its key however many the planner takes the orders for. */
#define BY_KEY(table, columns) \
	"lateral (select " columns " from " table " where order_id = o.id offset 0)"
#define IS(what) " filter (where what = '" what "')"

/* What is carried along of an order. */
#define OF_ORDER(o) \
	o ".id, " o ".unit, " o ".service, " o ".kind, " o ".tier, " o ".scope, " o ".arrived_at, " o \
	  ".finished_at, " o ".placed_at, " o ".is_missed, " o ".spent_ms, " o ".end_ms, " o \
	  ".grade_time, " o ".grade_quality"
#define GROUPS(of) \
	of ".station, " of ".person, " of ".unit, " of ".service, " of ".kind, " of ".tier, " of ".scope"

/* A quota place is taken at submission. Where it was taken later (retier) or kept from an earlier
 * submission (rules.md 19), only its month is known: it counts at that month's first instant. */
#define PLACED_AT \
	"case when o.tier = 'A' and o.quota is not null then" \
	" case when " MONTH_NO("o.submitted_at") " = o.quota_month then o.submitted_at" \
	" else " MONTH_BEGINS("o.quota_month") " end end"
/* The end of an order for whoever raised it: signed, of a confirmation answered. */
#define END_MS \
	"case when o.kind = 'confirmation' then o.finished_at else o.signed_at end - o.created_at"

/* Of slips `r` against task `e` of finished orders: each is closed or overturned (rules.md 11). An error is
 * one that was accepted or upheld. Closed by a new dispatch or settled before that, or nothing but
 * `cannot_complete` brought before the CRC: nobody erred. */
#define IS_ERROR \
	"(r.state in ('closed') and r.answered_at is not null" \
	" and (r.dispute is null or r.ruled_at is not null) and (r.to_task is not null or r.kind = 'error'))"
#define CHARGED_PERSON \
	"case when r.state in ('overturned') then r.raised_by when r.to_task is null then r.answered_by" \
	" else coalesce(e.done_by, e.holder) end"

/* Of the target row for a group: more keys matched wins (rules.md 29). */
#define TARGET(column) \
	"(select g." column " from target g where (g.kind is null or g.kind = cut.kind)" \
	" and (g.service is null or g.service = cut.service)" \
	" order by (g.kind is not null)::int + (g.service is not null)::int desc, g.id limit 1)"

const char statement_kpi[] =
	/* A miss of an earlier generation stays one (rules.md 15); the time is the last generation's. */
	"with o as materialized ("
	" select o.id, o.unit, o.service, o.kind, o.tier, o.arrived_at, o.finished_at,"
	"  " PLACED_AT " as placed_at, coalesce(c.is_missed, false) as is_missed, c.spent_ms,"
	"  " END_MS " as end_ms, o.grade_time, o.grade_quality,"
	"  " BY(14, "case when (select count(distinct t.area) from task t where t.order_id = o.id"
	"   and t.state <> 'cancelled') > 1 then 'across_areas' else 'local' end") " as scope"
	" from orders o left join lateral (select bool_or(c.is_missed) as is_missed,"
	"   (array_agg(c.spent_ms order by c.generation desc))[1] as spent_ms"
	"   from clock c where c.order_id = o.id and c.kind = 'order') c on true"
	" where " VISIBLE VIEWER " and o.state <> 'cancelled'"
	"  and (" IN_PERIOD("o.finished_at") " or " IN_PERIOD("o.arrived_at")
	"   or o.quota_month between " MONTH_NO("$5::bigint") " and " MONTH_NO("$6::bigint - 1") ")),"
	" work as materialized ("
	" select " OF_ORDER("o") ", t.station, coalesce(t.done_by, t.holder) as person,"
	"  t.state in ('done') as is_done, t.rework > 0 as is_reworked,"
	"  coalesce(c.is_missed, false) as is_late"
	" from o join " BY_KEY("task", "id, station, state, holder, done_by, rework") " t on true"
	"  left join lateral (select bool_or(c.is_missed) as is_missed from clock c"
	"   where c.order_id = o.id and c.kind = 'task' and c.ref = t.id) c on true"
	" where t.state <> 'cancelled' and " OF_STATION("o", "t.station") "),"
	/* An order in the groups it belongs to: for each station or person that worked on it, else once. */
	" part as materialized ("
	" select distinct " OF_ORDER("w") ", " BY(8, "w.station") " as station, " BY(9, "w.person") " as person"
	" from work w where $8 or $9"
	" union all select " OF_ORDER("o") ", null, null from o where not ($8 or $9)),"
	" fact as ("
	" select 'arrived' as what, " GROUPS("p") ", p.arrived_at as at, false as is_missed,"
	"  false as is_wrong, null::bigint as ms, null::bigint as end_ms, null::smallint as grade_time,"
	"  null::smallint as grade_quality"
	" from part p where " IN_PERIOD("p.arrived_at")
	" union all"
	" select 'finished', " GROUPS("p") ", p.finished_at, p.is_missed,"
	"  exists (select from return_slip r left join task e on e.id = r.to_task"
	"   where r.order_id = p.id and " IS_ERROR " and " OF_STATION("p", "r.charged_to")
	"   and (not $8 or r.charged_to = p.station)"
	"   and (not $9 or " CHARGED_PERSON " = p.person)),"
	"  p.spent_ms, p.end_ms, p.grade_time, p.grade_quality"
	" from part p where " IN_PERIOD("p.finished_at")
	" union all"
	" select 'place', " GROUPS("p") ", p.placed_at, false, false, null, null, null, null"
	" from part p where " IN_PERIOD("p.placed_at")
	" union all"
	" select 'task', " GROUPS("w") ", w.finished_at, w.is_late, w.is_reworked, null, null, null, null"
	" from work w where w.is_done and " IN_PERIOD("w.finished_at")
	" union all"
	" select 'charge', r.charged_to, " CHARGED_PERSON ", o.unit, o.service, o.kind, o.tier, o.scope,"
	"  o.finished_at, false, false, r.charged_ms, null, null, null"
	" from o join " BY_KEY("return_slip", "state, to_task, raised_by, answered_by, charged_to, charged_ms")
	"  r on true left join task e on e.id = r.to_task"
	" where r.charged_ms is not null and " OF_STATION("o", "r.charged_to")
	"  and " IN_PERIOD("o.finished_at") "),"
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
	"  " TARGET("on_time_ppm") " as on_time_ppm, (" TARGET("goal_now_ms") " / 1000.0)::float8 as goal_now_s,"
	"  (" TARGET("goal_short_ms") " / 1000.0)::float8 as goal_short_s,"
	"  (" TARGET("goal_long_ms") " / 1000.0)::float8 as goal_long_s"
	" from cut group by station, person, unit, service, kind, tier, scope, month"
	" order by month, station, person, unit, service, kind, tier, scope";
/* clang-format on */
