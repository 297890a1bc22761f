# rules 14, 15, 30: tasks on time by their own clocks, first-time completion, and who did it
# Tier A faults: 2 h for the order, so 1 h for each of line and test.
# a: line at +30m, test at +90m from its issue at +30m is 1 h: both on time.
# b: line at +90m is late though the order is not; test at +100m.
# c: line on time, sent back by test, redone on time: on time, not at the first go.
# d: line late at +90m, sent back, redone at once: the earlier miss stays (rules 15).
part fault a tier=A
wang.lei: order.dispatch id=$a tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
part fault b tier=A
wang.lei: order.dispatch id=$b tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
part fault c tier=A
wang.lei: order.dispatch id=$c tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
part fault d tier=A
wang.lei: order.dispatch id=$d tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
r.one: task.accept id=$a/line
r.one: task.accept id=$b/line
r.one: task.accept id=$c/line
r.one: task.accept id=$d/line
at +30m
part complete a
part complete c
r.three: task.accept id=$c/test
r.three: task.return id=$c/test to=line kind=error text="noise"
r.one: return.accept id=$c/return
r.two: task.accept id=$c/line
at +40m
# The record names the doer, not the holder.
part complete c who=r.one
part complete c who=r.three task=test
at +90m
r.three: task.accept id=$a/test
part complete a who=r.three task=test
part complete b who=r.two
part complete d
r.three: task.accept id=$b/test
r.three: task.accept id=$d/test
r.three: task.return id=$d/test to=line kind=error text="noise"
r.one: return.accept id=$d/return
r.one: task.accept id=$d/line
part complete d
at +100m
part complete b who=r.three task=test
part complete d who=r.three task=test
# An order under way has no finished tasks yet.
part done e_signed
part chain e
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[tier, station]
  rows[tier=A,station=km_line].tasks = 4
  rows[tier=A,station=km_line].tasks_missed = 2
  rows[tier=A,station=km_line].task_on_time_rate = 0.5
  rows[tier=A,station=km_line].reworked = 2
  rows[tier=A,station=km_line].rework_rate = 0.5
  rows[tier=A,station=km_line].first_time_rate = 0.5
  rows[tier=A,station=km_line].missed = 0
  rows[tier=A,station=km_test].tasks = 4
  rows[tier=A,station=km_test].tasks_missed = 0
  rows[tier=A,station=km_test].task_on_time_rate = 1
  rows[tier=A,station=km_test].first_time_rate = 1
  rows[tier=C,station=km_line].tasks = 1
# r.one did line of a, c and d (d late; c and d again), r.two that of b, late.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[tier, person]
  rows[tier=A,person=r.one].tasks = 3
  rows[tier=A,person=r.one].tasks_missed = 1
  rows[tier=A,person=r.one].reworked = 2
  rows[tier=A,person=r.two].tasks = 1
  rows[tier=A,person=r.two].tasks_missed = 1
  rows[tier=A,person=r.two].first_time_rate = 1
# Rows of two stations and three persons, and yet four orders.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[tier]
  rows[tier=A].orders = 4
  rows[tier=A].finished = 4
  rows[tier=A].tasks = 8
  rows[tier=A].tasks_missed = 2
  rows[tier=A].first_time_rate = 0.75
  rows[tier=A].target = 0.98
