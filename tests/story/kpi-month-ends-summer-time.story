# rule 30: months of a zone with summer time: March begins at 05:00 UTC and ends at 04:00 UTC in New York
zone America/New_York
clock 2026-03-01T04:59:00Z
part accepted a tier=A
part accepted b tier=A
part accepted c tier=A
part accepted d tier=A
at 2026-03-01T04:59:59.999Z
part complete a
at 2026-03-01T05:00:00.000Z
part complete b
at 2026-04-01T03:59:59.999Z
part complete c
at 2026-04-01T04:00:00.000Z
part complete d
zhang.qiang: report.kpi from=2026-02-01T05:00:00.000Z to=2026-05-01T04:00:00.000Z by=[month]
  #rows = 3
  rows[month=2026-02].finished = 1
  rows[month=2026-02].orders = 4
  rows[month=2026-03].finished = 2
  rows[month=2026-04].finished = 1
zhang.qiang: report.kpi from=2026-03-01T05:00:00.000Z to=2026-04-01T04:00:00.000Z by=[month]
  #rows = 1
  rows[0].finished = 2
# A place taken by a retier in May, long after the submission, counts at the first instant of May, 04:00 UTC.
part contact e tier=A
zhang.qiang: order.retier id=$e tier=C reason="can wait"
at 2026-05-10T00:00:00Z
zhang.qiang: order.retier id=$e tier=A reason="the governor asked"
zhang.qiang: report.kpi from=2026-05-01T04:00:00.000Z to=2026-05-01T04:00:00.001Z by=[month]
  #rows = 1
  rows[month=2026-05].tier_a_orders = 1
zhang.qiang: report.kpi from=2026-05-01T04:00:00.001Z to=2026-06-01T04:00:00.000Z by=[month]
  #rows = 0
