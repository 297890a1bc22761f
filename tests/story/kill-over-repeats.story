# rules 4, 5: repeats missed in a stop are counted, each at its own instant, on one alarm
part accepted f tier=A
kill daemon
start daemon at +3h45m
noc: alarm.list
  #items[clock=order] = 4
  items[clock=order,severity=critical].due_at = +2h30m
  items[clock=order,severity=critical].count = 3
  items[clock=order,severity=critical].last_at is set
  items[clock=order,severity=critical].told = [yang.guang]
at +4h30m
noc: alarm.list
  items[clock=order,severity=critical].count = 5
