# rule 28: with `since`, the present form of what changed after it, cleared ones included; the cursor moves even if nothing matched
part accepted f tier=B
noc: alarm.list -> a
  #items = 0
  cursor is set
at +4h48m
noc: alarm.list since=$a.cursor -> b
  #items = 2
noc: alarm.list since=$b.cursor -> c
  #items = 0
r.one: alarm.acknowledge id="$b.items[clock=order].id"
noc: alarm.list since=$c.cursor -> d
  #items = 1
  items[0].state = acknowledged
at +6h
noc: alarm.list since=$d.cursor severity=critical -> e
  #items = 0
  cursor != $d.cursor
noc: alarm.list since=$e.cursor
  #items = 0
noc: alarm.list since=$d.cursor state=raised -> g
  #items = 2
zhang.qiang: order.cancel id=$f reason=x
noc: alarm.list since=$g.cursor state=raised
  #items = 4
  items[0].state = cleared
noc: alarm.list since=$a.cursor
  #items = 4
noc: alarm.list state=raised
  #items = 0
noc: alarm.list since=nonsense
  refused invalid_params
