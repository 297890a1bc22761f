# rule 10: a hold that stops the clock pauses the order's clock and every running accept and task clock
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line}, {name: b, station: dl_line}]
r.one: task.accept id=$f/a
at +1h
wang.lei: order.hold id=$f reason=no_access note="dog in the yard"
  order.state = executing
  order.hold.reason = no_access
  order.hold.stops_clock = true
  order.hold.note = "dog in the yard"
  order.hold.by = wang.lei
  order.hold.since = +1h
  order.due_at is null
  order.promised_at = +24h
  order.clocks[clock=order].state = paused
  order.clocks[clock=order].spent = PT1H
  order.clocks[clock=order].due_at is null
  order.clocks[clock=order].running_since is null
  order.clocks[clock=task,task=a].state = paused
  order.clocks[clock=task,task=b].state = paused
  order.clocks[clock=accept,task=b].state = paused
  order.clocks[clock=accept,task=a].state = met
at +6d
noc: alarm.list
  #items = 0
at +10d
wang.lei: order.resume id=$f
  order.hold is null
  order.clocks[clock=order].state = running
  order.clocks[clock=order].generation = 1
  order.due_at = +10d23h
  order.clocks[clock=order].running_since = +10d
  order.clocks[clock=accept,task=b].due_at = +10d1h
