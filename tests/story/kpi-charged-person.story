# rules 11, 30: time charged for returns is personal: to who did the work, the raiser when overturned, the CRC's answerer
part chain a
r.three: task.return id=$a/test to=line kind=error text="noise"
r.one: return.accept id=$a/return
r.one: task.accept id=$a/line
at +1h
part complete a
r.three: task.return id=$a/test to=line kind=error text="still noise"
r.one: return.dispute id=$a/return reason="no"
at +3h
zhang.qiang: return.rule id=$a/return upheld=false reason="fine"
r.three: task.return id=$a/test to=crc kind=error text="wrong customer"
liu.yan: return.accept id=$a/return
at +7h
wang.lei: return.settle id=$a/return record="the right one"
part complete a who=r.three task=test
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[person]
  #rows = 3
  rows[person=r.one].charged_s = 3600
  rows[person=r.three].charged_s = 7200
  rows[person=liu.yan].charged_s = 14400
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  #rows = 3
  rows[station=km_line].charged_s = 3600
  rows[station=km_test].charged_s = 7200
  rows[station=crc].charged_s = 14400
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z
  #rows = 1
  rows[0].finished = 1
  rows[0].charged_s = 25200
