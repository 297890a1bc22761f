# rule 24: an absent station manager: the supervisor; an absent supervisor too: the leader
admin: user.put name=m.km title="M" roles=[station_manager] unit=operations stations=[km_line, km_switch, km_test] absent_until=+10d
part executing f tier=A
at +8m
noc: alarm.list
  items[clock=accept,severity=minor].told = [zhang.qiang]
admin: user.put name=zhang.qiang title="Z" roles=[supervisor] unit=crc absent_until=+10d
at +10m
noc: alarm.list
  items[clock=accept,severity=major].told = [yang.guang]
