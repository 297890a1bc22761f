# rules 1, 4, 5, 24: a tier A fault escalates through all levels, to the minute
part fault f tier=A
at +4m
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
r.one: task.accept id=$f/line
at +59m59s999ms
noc: alarm.list
  #items = 0
at +1h
noc: alarm.list
  #items = 1
  items[0].clock = order
  items[0].severity = warning
  items[0].order = $f
  items[0].number = $f.order.number
  items[0].due_at = +1h
  items[0].raised_at = +1h
  items[0].late_by = PT0S
  items[0].told = [r.one]
  items[0].state = raised
  items[0].count = 1
  items[0].generation = 1
at +1h35m59s999ms
noc: alarm.list
  #items[clock=order] = 1
at +1h36m
noc: alarm.list
  items[clock=order,severity=minor].due_at = +1h36m
  items[clock=order,severity=minor].told = [m.km]
at +1h59m59s999ms
noc: alarm.list
  #items[clock=order] = 2
at +2h
noc: alarm.list
  items[clock=order,severity=major].due_at = +2h
  items[clock=order,severity=major].told = [zhang.qiang]
li.wei: order.get id=$f
  order.clocks[clock=order].missed = false
at +2h29m59s999ms
noc: alarm.list
  #items[clock=order] = 3
at +2h30m
noc: alarm.list
  #items[clock=order] = 4
  items[clock=order,severity=critical].due_at = +2h30m
  items[clock=order,severity=critical].told = [yang.guang]
  items[clock=order,severity=critical].count = 1
at +2h59m59s999ms
noc: alarm.list
  items[clock=order,severity=critical].count = 1
at +3h
noc: alarm.list
  items[clock=order,severity=critical].count = 2
  items[clock=order,severity=critical].last_at = +3h
at +3h30m
noc: alarm.list
  items[clock=order,severity=critical].count = 3
at +4h
noc: alarm.list
  items[clock=order,severity=critical].count = 4
at +4h29m59s999ms
noc: alarm.list
  items[clock=order,severity=critical].count = 4
at +4h30m
noc: alarm.list
  items[clock=order,severity=critical].count = 5
  items[clock=order,severity=critical].last_at = +4h30m
  items[clock=order,severity=critical].due_at = +2h30m
at +10h
noc: alarm.list
  items[clock=order,severity=critical].count = 5
  #items[clock=order] = 4
  items[clock=task,severity=critical].last_at = +4h34m
