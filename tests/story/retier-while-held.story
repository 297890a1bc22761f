# rules 4, 10, 16: a change of tier while the clock is paused: the limit changes, the pause stays
part accepted f tier=C
at +1h
wang.lei: order.hold id=$f reason=no_access
at +2h
yang.guang: order.retier id=$f tier=A reason="ministry"
  order.clocks[clock=order].state = paused
  order.clocks[clock=order].limit = PT2H
  order.clocks[clock=order].spent = PT1H
  order.clocks[clock=order].due_at is null
  order.due_at is null
  order.hold.reason = no_access
noc: alarm.list
  items[clock=order,severity=warning].due_at = +2h
at +1d
noc: alarm.list
  #items[clock=order] = 1
wang.lei: order.resume id=$f
  order.due_at = +1d1h
at +1d36m
noc: alarm.list
  items[clock=order,severity=minor].due_at = +1d36m
