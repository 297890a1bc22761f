# rules 14, 30: figures checked by hand: three tier A faults of 30 minutes, 1 hour and 3 hours; one of tier C still open
part accepted a tier=A
part accepted b tier=A
part accepted c tier=A
part accepted d tier=C
at +30m
part complete a
at +1h
part complete b
at +3h
part complete c
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[tier]
  rows[tier=A].finished = 3
  rows[tier=A].missed = 1
  rows[tier=A].on_time_rate > 0.6666
  rows[tier=A].on_time_rate < 0.6667
  rows[tier=A].mean_s = 5400
  rows[tier=A].median_s = 3600
  rows[tier=A].late_allowance = 0
  rows[tier=A].short_by > 0
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  rows[station=km_line].tasks = 3
  rows[station=km_line].reworked = 0
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[unit, kind]
  rows[unit=key_accounts,kind=fault].finished = 3
zhang.qiang: report.kpi from=2026-03-02T08:30:00.000Z to=2026-03-02T09:00:00.000Z by=[tier]
  rows[tier=A].finished = 1
zhang.qiang: report.kpi from=2026-03-02T08:30:00.001Z to=2026-03-02T09:00:00.001Z by=[tier]
  rows[tier=A].finished = 1
li.wei: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[tier]
  refused forbidden
