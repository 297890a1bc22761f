# rules 3, 17: a confirmation goes straight to the CRC, is answered, and awaits the archive at once
li.wei: order.create kind=confirmation service=pstn tier=B customer="Dianchi Hotel" title="lines?" lines=10 submit=true -> c
  order.state = at_crc
  order.due_at = +1d
wang.lei: order.dispatch id=$c tasks=[{name: check, station: km_line}]
r.one: task.accept id=$c/check
at +1h
r.one: task.complete id=$c/check record="looked it up" answer={result: available, reference: KM-7}
  order.state = awaiting_archive
  order.finished_at = +1h
  order.loops.customer = closed
  order.clocks[clock=order].state = met
  order.clocks[clock=reservation].state = running
  order.clocks[clock=reservation].due_at = +30d1h
  order.clocks[clock=archive].due_at = +3d1h
  #order.clocks[clock=signature] = 0
li.wei: order.archive id=$c
  order.state = archived
