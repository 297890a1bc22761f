# rules 5, 24: nobody accepts: the station's operators, their manager, the supervisor, the leader
part executing f tier=A
at +5m
noc: alarm.list
  items[clock=accept,severity=warning].told has r.one
  items[clock=accept,severity=warning].told has r.two
  #items[clock=accept] = 1
  items[clock=accept].task = line
  items[clock=accept].station = km_line
at +8m
noc: alarm.list
  items[clock=accept,severity=minor].told = [m.km]
at +10m
noc: alarm.list
  items[clock=accept,severity=major].told = [zhang.qiang]
at +12m30s
noc: alarm.list
  items[clock=accept,severity=critical].told = [yang.guang]
at +20m
noc: alarm.list
  items[clock=accept,severity=critical].count = 4
  items[clock=accept,severity=critical].last_at = +20m
r.one: task.accept id=$f/line
at +30m
noc: alarm.list
  items[clock=accept,severity=critical].last_at = +20m
