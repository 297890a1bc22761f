# rules 1, 24: tier B: holder, station manager, supervisor, to the minute
part accepted f tier=B
at +4h47m59s999ms
noc: alarm.list
  #items = 0
at +4h48m
noc: alarm.list
  items[clock=order].severity = warning
  items[clock=order].told = [r.one]
  items[clock=task].told = [r.one]
at +5h59m59s999ms
noc: alarm.list
  #items[clock=order] = 1
at +6h
noc: alarm.list
  items[clock=order,severity=major].told = [m.km]
  items[clock=order,severity=major].due_at = +6h
at +7h29m59s999ms
noc: alarm.list
  #items[clock=order] = 2
at +7h30m
noc: alarm.list
  items[clock=order,severity=critical].told = [zhang.qiang]
  items[clock=order,severity=critical].due_at = +7h30m
at +3d
noc: alarm.list
  #items[clock=order] = 3
  items[clock=order,severity=critical].count = 1
