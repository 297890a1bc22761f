# rules 14, 30: end to end is raised to signed, of a confirmation raised to answered; an order counts at its last finish
# a: raised +0h, done +1h, signed +4h: 4 h. b: raised +0h, done +1h, refused, done +4h, signed +10h: 10 h.
part done a tier=A
part accepted b tier=A
part accepted c tier=A
at +1h
part complete b
li.wei: order.sign id=$b accepted=false by="Mr Duan"
r.one: task.accept id=$b/line
at +4h
li.wei: order.sign id=$a accepted=true by="Mr Duan"
part complete b
part complete c
# A draft is raised when it is written: created +4h, submitted +6h, answered +7h: 3 h.
li.wei: order.create kind=confirmation service=pstn tier=C customer="Dianchi Hotel" title="resources?" lines=1 -> k
at +6h
li.wei: order.submit id=$k
wang.lei: order.dispatch id=$k tasks=[{name: check, station: km_line}]
r.one: task.accept id=$k/check
at +7h
r.one: task.complete id=$k/check record="looked it up" answer={result: available, reference: KM-1}
at +10h
li.wei: order.sign id=$b accepted=true by="Mr Duan"
# c is finished and not signed: it has no end yet. Mean (4 + 10) / 2 h, median the same.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind]
  rows[kind=fault].finished = 3
  rows[kind=fault].end_to_end_mean_s = 25200
  rows[kind=fault].end_to_end_median_s = 25200
  rows[kind=confirmation].end_to_end_mean_s = 10800
  rows[kind=confirmation].mean_s = 3600
at +31h
li.wei: order.sign id=$c accepted=true by="Mr Duan"
# Now 4, 10 and 31 h: mean 15 h, median 10 h; by station and person each order once again.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind, station, person]
  rows[kind=fault,station=km_line,person=r.one].end_to_end_mean_s = 54000
  rows[kind=fault,station=km_line,person=r.one].end_to_end_median_s = 36000
# The refusal moved b's finish from +1h to +4h.
zhang.qiang: report.kpi from=2026-03-02T08:00:00.000Z to=2026-03-02T12:00:00.000Z by=[kind]
  rows[kind=fault].finished = 1
  rows[kind=fault].end_to_end_mean_s = 14400
zhang.qiang: report.kpi from=2026-03-02T10:00:00.000Z to=2026-03-02T13:00:00.000Z by=[kind]
  rows[kind=fault].finished = 2
