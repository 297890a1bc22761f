# rule 24: tier C not accepted
part executing f tier=C
at +1h48m
noc: alarm.list
  items[clock=accept,severity=warning].due_at = +1h48m
at +2h
noc: alarm.list
  items[clock=accept,severity=minor].told = [m.km]
at +3h
noc: alarm.list
  items[clock=accept,severity=major].told = [zhang.qiang]
