# rules 4, 9, 29: a ladder put replaces that of its tier and clock, for orders submitted afterwards
part accepted f tier=A
admin: ladder.put tier=A clock=order steps=[{at: 0.25, severity: minor, tell: supervisor}, {after: PT1H, severity: critical, tell: leader, repeat: 2, every: PT30M, major: true}]
  ladder.tier = A
part accepted g tier=A
at +30m
noc: alarm.list
  #items = 1
  items[0].order = $g
  items[0].severity = minor
  items[0].told = [zhang.qiang]
at +3h
noc: alarm.list
  items[order=$g,clock=order,severity=critical].due_at = +3h
li.wei: order.get id=$g
  order.major = true
at +4h
noc: alarm.list
  items[order=$g,clock=order,severity=critical].count = 3
  items[order=$g,clock=order,severity=critical].last_at = +4h
at +6h
noc: alarm.list
  items[order=$g,clock=order,severity=critical].count = 3
  #items[order=$g,clock=order] = 2
admin: ladder.list
  #items >= 4
