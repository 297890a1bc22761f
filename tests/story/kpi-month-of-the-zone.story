# rule 30: months by finished_at in the carrier's zone
clock 2026-03-31T15:50:00Z
part accepted a tier=A
part accepted b tier=A
at +9m
part complete a
at +11m
part complete b
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-05-01T00:00:00.000Z by=[month]
  rows[month=2026-03].finished = 1
  rows[month=2026-04].finished = 1
