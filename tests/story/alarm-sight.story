# rules 21, 28: only what the caller may see
part accepted f tier=A
at +1h
r.one: alarm.list -> a
  #items = 2
li.wei: alarm.list
  #items = 2
r.four: alarm.list
  #items = 0
qian.hong: alarm.list
  #items = 0
noc: alarm.list station=km_line
  #items >= 1
noc: alarm.list station=dl_line
  #items = 0
r.four: alarm.get id="$a.items[0].id"
  refused not_found
noc: alarm.get id="$a.items[0].id"
  alarm.severity = warning
