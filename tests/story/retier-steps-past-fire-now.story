# rules 4, 16: steps already past fire at the instant of the change, told once, at the highest
part accepted f tier=C
at +2h55m
noc: alarm.list
  #items = 0
yang.guang: order.retier id=$f tier=A reason="ministry"
  order.clocks[clock=order].missed = true
  order.clocks[clock=order].due_at = +2h
noc: alarm.list
  #items[clock=order] = 4
  items[clock=order,severity=warning].due_at = +2h55m
  items[clock=order,severity=warning].raised_at = +2h55m
  items[clock=order,severity=warning].told = []
  items[clock=order,severity=minor].told = []
  items[clock=order,severity=major].told = []
  items[clock=order,severity=critical].told = [yang.guang]
  items[clock=order,severity=critical].count = 1
at +3h
noc: alarm.list
  items[clock=order,severity=critical].count = 2
