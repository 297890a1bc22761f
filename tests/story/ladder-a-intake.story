# rules 5, 24: nobody dispatches: the intake clock of tier A tells dispatchers, supervisors, the leader
part fault f tier=A
at +4m59s999ms
noc: alarm.list
  #items = 0
at +5m
noc: alarm.list
  items[clock=intake,severity=warning].due_at = +5m
  items[clock=intake,severity=warning].told has wang.lei
  items[clock=intake,severity=warning].told has liu.yan
at +8m
noc: alarm.list
  items[clock=intake,severity=minor].due_at = +8m
  items[clock=intake,severity=minor].told = [zhang.qiang]
at +10m
noc: alarm.list
  items[clock=intake,severity=major].told = [zhang.qiang]
at +12m30s
noc: alarm.list
  items[clock=intake,severity=critical].told = [yang.guang]
  items[clock=intake,severity=critical].count = 1
at +15m
noc: alarm.list
  items[clock=intake,severity=critical].count = 2
at +22m29s
noc: alarm.list
  items[clock=intake,severity=critical].count = 4
at +22m30s
noc: alarm.list
  items[clock=intake,severity=critical].count = 5
  items[clock=intake,severity=critical].last_at = +22m30s
at +59m
noc: alarm.list
  items[clock=intake,severity=critical].count = 5
  #items = 4
