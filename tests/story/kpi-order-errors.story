# rules 11-14, 30: the order error rate counts orders with a slip that was accepted or upheld, once
# a: test sends line's work back twice, accepted, then disputed and upheld: one order in error, line's.
part chain a
r.three: task.return id=$a/test to=line kind=error text="noise"
r.one: return.accept id=$a/return
r.one: task.accept id=$a/line
part complete a
r.three: task.return id=$a/test to=line kind=error text="noise again"
r.one: return.dispute id=$a/return reason="it worked here"
zhang.qiang: return.rule id=$a/return upheld=true reason="it did not"
r.one: task.accept id=$a/line
part complete a
part complete a who=r.three task=test
# b: overturned: nobody's error.
part chain b
r.three: task.return id=$b/test to=line kind=error text="noise"
r.one: return.dispute id=$b/return reason="it worked here"
zhang.qiang: return.rule id=$b/return upheld=false reason="measured: fine"
part complete b who=r.three task=test
# c: cannot complete; the CRC takes it up and finds a way: nobody erred.
part accepted c
r.one: task.return id=$c/line to=crc kind=cannot_complete text="no pole there"
wang.lei: return.accept id=$c/return
wang.lei: return.settle id=$c/return record="over the roof"
part complete c
# d: settled before anybody accepted it: none.
part accepted d
r.one: task.return id=$d/line to=crc kind=error text="wrong address?"
wang.lei: return.settle id=$d/return record="it is the right one"
part complete d
# e: the CRC did err: an order in error, but no station's.
part accepted e
r.one: task.return id=$e/line to=crc kind=error text="wrong address"
wang.lei: return.accept id=$e/return
wang.lei: return.settle id=$e/return record="Renmin Lu 4"
part complete e
# f: a refused signature is rework and no upheld return.
part done f
li.wei: order.sign id=$f accepted=false by="Mr Duan"
r.one: task.accept id=$f/line
part complete f
# g: disputed, then answered by a new dispatch without a ruling: none.
part accepted g
r.one: task.return id=$g/line to=crc kind=error text="wrong area"
liu.yan: return.dispute id=$g/return reason="it is yours"
wang.lei: order.dispatch id=$g tasks=[{name: dali, station: dl_line}]
r.four: task.accept id=$g/dali
part complete g who=r.four task=dali
# h: withdrawn with its order: neither finished nor in error.
part chain h
r.three: task.return id=$h/test to=line kind=error text="noise"
r.one: return.accept id=$h/return
li.wei: order.cancel id=$h reason="gone"
# Seven finished, a and e in error: 2 / 7.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind]
  #rows = 1
  rows[0].orders = 7
  rows[0].finished = 7
  rows[0].order_error_rate > 0.2857
  rows[0].order_error_rate < 0.2858
# km_line worked on a-f (6; not g, its task there was cancelled), erred in a: 1 / 6; km_test on a and b.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  rows[station=km_line].finished = 6
  rows[station=km_line].order_error_rate > 0.1666
  rows[station=km_line].order_error_rate < 0.1667
  rows[station=km_test].finished = 2
  rows[station=km_test].order_error_rate = 0
  rows[station=dl_line].finished = 1
  rows[station=dl_line].order_error_rate = 0
  rows[station=crc].finished = 0
  rows[station=crc].order_error_rate is null
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[person]
  rows[person=r.one].finished = 6
  rows[person=r.one].order_error_rate > 0.1666
  rows[person=r.three].order_error_rate = 0
m.km: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  #rows = 2
  rows[station=km_line].order_error_rate > 0.1666
