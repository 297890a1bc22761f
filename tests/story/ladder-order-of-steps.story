# rules 6, 25: one advance over many steps fires each at its own instant and in order; steps come before commands of the same instant
part accepted f tier=A
at +5h
noc: alarm.list
  items[clock=order,severity=warning].raised_at = +1h
  items[clock=order,severity=minor].raised_at = +1h36m
  items[clock=order,severity=major].raised_at = +2h
  items[clock=order,severity=critical].raised_at = +2h30m
  items[clock=order,severity=critical].count = 5
  items[clock=order,severity=critical].last_at = +4h30m
  items[clock=order,severity=warning].told = [r.one]
  items[clock=order,severity=minor].told = [m.km]
