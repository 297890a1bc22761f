# rule 24: who is back is told again
admin: user.put name=m.km title="M" roles=[station_manager] unit=operations stations=[km_line, km_switch, km_test] absent_until=+7m
part executing f tier=A
at +8m
noc: alarm.list
  items[clock=accept,severity=minor].told = [m.km]
