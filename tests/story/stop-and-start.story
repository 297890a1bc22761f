# rules 4, 25: an orderly stop; the virtual now of the store never runs backwards
part fault f tier=A
at +6m
stop daemon
start daemon at +1m
admin: system.info
  now = +6m
  clock ~ virtual
noc: alarm.list
  #items = 1
