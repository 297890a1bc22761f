# rules 29, 30: end to end beside its goals, those of the target row with the most keys
admin: target.put targets=[{kind: fault, service: pstn, on_time: 0.95, goal_now: PT12H, goal_short_term: PT8H, goal_long_term: PT4H}, {kind: fault, on_time: 0.9, goal_now: P1D}]
part signed a
part signed b service=packet
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind, service]
  rows[service=pstn].target = 0.95
  rows[service=pstn].goal_now_s = 43200
  rows[service=pstn].goal_short_s = 28800
  rows[service=pstn].goal_long_s = 14400
  rows[service=pstn].end_to_end_mean_s = 0
# A row of its own for packet faults is laid down without goals: it counts alone.
  rows[service=packet].target = 0.98
  rows[service=packet].goal_now_s is null
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind]
  rows[0].finished = 2
  rows[0].target = 0.9
  rows[0].goal_now_s = 86400
  rows[0].goal_short_s is null
  rows[0].goal_long_s is null
# Over all kinds only the row without a key counts.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z
  rows[0].target = 0.98
  rows[0].goal_now_s is null
