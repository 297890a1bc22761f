# rule 17: of several checks: needs_build if one says so, impossible if any is; the earliest validity
li.wei: order.create kind=confirmation service=pstn tier=C customer="Dianchi Hotel" title="lines?" submit=true -> c
wang.lei: order.dispatch id=$c tasks=[{name: a, station: km_line}, {name: b, station: dl_line}]
r.one: task.accept id=$c/a
r.one: task.complete id=$c/a record=looked answer={result: available, valid_until: "2026-03-22T08:00:00.000Z"}
  order.state = executing
r.four: task.accept id=$c/b
r.four: task.complete id=$c/b record=looked answer={result: needs_build, ready_at: "2026-04-01T00:00:00.000Z", valid_until: "2026-03-12T08:00:00.000Z"}
  order.state = awaiting_archive
  order.clocks[clock=reservation].due_at = +10d
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install confirmation=$c submit=true
  order.resource = unforecast_build
