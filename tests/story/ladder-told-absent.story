# rule 24: absent people are passed over; when all are, the next in line is told
admin: user.put name=r.one title="R1" roles=[operator] unit=operations stations=[km_line] absent_until=+10d
part executing f tier=A
at +5m
noc: alarm.list
  items[clock=accept,severity=warning].told = [r.two]
admin: user.put name=r.two title="R2" roles=[operator] unit=operations stations=[km_line, km_switch] absent_until=+10d
part executing g tier=A
at +10m
noc: alarm.list
  items[clock=accept,severity=warning,order=$g].told = [m.km]
