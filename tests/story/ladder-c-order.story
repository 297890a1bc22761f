# rules 1, 24: tier C: holder at 90 %, station manager at the limit, supervisor at 150 %
part accepted f tier=C
at +21h35m59s999ms
noc: alarm.list
  #items = 0
at +21h36m
noc: alarm.list
  items[clock=order].severity = warning
  items[clock=order].told = [r.one]
at +24h
noc: alarm.list
  items[clock=order,severity=minor].told = [m.km]
  items[clock=order,severity=minor].due_at = +24h
at +35h59m59s999ms
noc: alarm.list
  #items[clock=order] = 2
at +36h
noc: alarm.list
  items[clock=order,severity=major].told = [zhang.qiang]
  items[clock=order,severity=major].due_at = +36h
at +9d
noc: alarm.list
  #items[clock=order] = 3
