# rules 4, 24: kill -9 between arming and due, started after due: each step once, at its own instant, people told once, at the highest
part accepted f tier=A
at +30m
kill daemon
start daemon at +2h10m
noc: alarm.list
  #items[clock=order] = 3
  items[clock=order,severity=warning].due_at = +1h
  items[clock=order,severity=warning].count = 1
  items[clock=order,severity=warning].told = []
  items[clock=order,severity=minor].due_at = +1h36m
  items[clock=order,severity=minor].told = []
  items[clock=order,severity=major].due_at = +2h
  items[clock=order,severity=major].raised_at >= +2h
  items[clock=order,severity=major].told = [zhang.qiang]
li.wei: order.get id=$f
  order.clocks[clock=order].missed = true
at +2h20m
noc: alarm.list
  #items[clock=order] = 3
kill daemon
start daemon at +2h20m
noc: alarm.list
  #items[clock=order] = 3
  items[clock=order,severity=major].count = 1
at +2h30m
noc: alarm.list
  items[clock=order,severity=critical].due_at = +2h30m
  items[clock=order,severity=critical].told = [yang.guang]
