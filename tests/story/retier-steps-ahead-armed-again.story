# rule 4: standing alarms whose step lies ahead again are cleared, and the step is armed again under the next revision
part accepted f tier=A
at +2h
noc: alarm.list state=raised
  #items[clock=order] = 3
yang.guang: order.retier id=$f tier=C reason="false alarm"
  order.clocks[clock=order].due_at = +24h
noc: alarm.list state=raised
  #items[clock=order] = 0
noc: alarm.list state=cleared
  items[clock=order,severity=major].cleared_why = limit_changed
at +21h36m
noc: alarm.list state=raised
  #items[clock=order] = 1
  items[clock=order].severity = warning
at +24h
noc: alarm.list state=raised
  items[clock=order,severity=minor].due_at = +24h
