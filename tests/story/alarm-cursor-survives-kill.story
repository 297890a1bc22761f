# rule 28: no committed change is skipped or repeated by following a cursor over a kill
part accepted f tier=B
noc: alarm.list -> a
kill daemon
start daemon at +4h50m
noc: alarm.list since=$a.cursor -> b
  #items = 2
noc: alarm.list since=$b.cursor
  #items = 0
