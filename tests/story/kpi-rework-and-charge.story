# rules 11, 14, 30: rework and charged time by station; an order counts once, at its last finish
part chain f tier=C
r.three: task.return id=$f/test to=line kind=error text=noise
at +2h
r.one: return.accept id=$f/return
r.one: task.accept id=$f/line
part complete f
part complete f who=r.three task=test
li.wei: order.sign id=$f accepted=false by="Mr Duan"
r.three: task.accept id=$f/test
at +3h
part complete f who=r.three task=test
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  rows[station=km_line].charged_s = 7200
  rows[station=km_line].reworked = 1
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind]
  rows[kind=fault].finished = 1
  rows[kind=fault].mean_s = 10800
zhang.qiang: report.kpi from=2026-03-02T08:00:00.000Z to=2026-03-02T10:30:00.000Z by=[kind]
  #rows[kind=fault,finished=1] = 0
m.km: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  #rows[station=dl_line] = 0
