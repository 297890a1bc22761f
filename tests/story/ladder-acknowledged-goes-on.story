# rule 5: acknowledging the first step leaves the later ones
part accepted f tier=B
at +4h48m
noc: alarm.list -> l
zhang.qiang: alarm.acknowledge id="$l.items[clock=order].id"
at +6h
noc: alarm.list
  items[clock=order,severity=major].state = raised
