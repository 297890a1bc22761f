# rule 17: a reservation runs from the answer until used
li.wei: order.create kind=confirmation service=pstn tier=C customer="Dianchi Hotel" title="lines?" lines=5 submit=true -> c
wang.lei: order.dispatch id=$c tasks=[{name: check, station: km_line}]
r.one: task.accept id=$c/check
r.one: task.complete id=$c/check record="looked" answer={result: available, valid_until: "2026-03-12T08:00:00.000Z"}
  order.clocks[clock=reservation].state = running
  order.clocks[clock=reservation].due_at = +10d
  order.clocks[clock=reservation].limit = P10D
at +2d
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install lines=5 confirmation=$c submit=true
li.wei: order.get id=$c
  order.clocks[clock=reservation].state != running
  order.clocks[clock=reservation].spent = P2D
at +11d
noc: alarm.list
  #items[clock=reservation] = 0
