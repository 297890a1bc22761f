# rule 30: the last millisecond of a month and the first of the next, in the carrier's zone; from included, to excluded
# March ends in Shanghai at 16:00 UTC on the 31st.
clock 2026-03-31T15:59:00Z
part accepted a tier=A
part accepted b tier=A
part accepted c tier=A
at 2026-03-31T15:59:59.999Z
part complete a
at 2026-03-31T16:00:00.000Z
part complete b
at 2026-04-30T15:59:59.999Z
part complete c
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-06-01T00:00:00.000Z by=[month]
  rows[month=2026-03].orders = 3
  rows[month=2026-03].finished = 1
  rows[month=2026-03].tasks = 1
  rows[month=2026-04].finished = 2
  rows[month=2026-04].orders = 0
  #rows = 2
zhang.qiang: report.kpi from=2026-02-28T16:00:00.000Z to=2026-03-31T16:00:00.000Z by=[month]
  #rows = 1
  rows[0].finished = 1
zhang.qiang: report.kpi from=2026-03-31T16:00:00.000Z to=2026-04-30T16:00:00.000Z
  #rows = 1
  rows[0].finished = 2
zhang.qiang: report.kpi from=2026-03-31T15:59:59.999Z to=2026-04-30T15:59:59.999Z
  rows[0].finished = 2
