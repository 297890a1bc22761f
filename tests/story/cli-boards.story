# rules 11, 20: what waits for the centre and for a station on the screen, how the daemon is, and its methods
part executing f tier=C
part chain g
r.three: task.return id=$g/test to=line kind=error text="noise"
part fault h
cli wang.lei: board
  status = 0
  out ~ "To be dispatched (1)"
  out ~ "Return slips to be answered (1)"
  out ~ "Executing, soonest due first (2)"
cli wang.lei: --json board
  status = 0
  out ~ "\"executing\""
cli r.one: station km_line
  status = 0
  out ~ "issued"
cli r.one: --json station km_line
  status = 0
  out ~ "\"station\":\"km_line\""
cli r.one: station
  status = 2
cli admin: health
  status = 0
  out ~ "ok"
cli admin: --json health
  status = 0
  out ~ "\"state\":\"ok\""
cli admin: help
  status = 0
  out ~ "order.hold"
cli admin: help order.hold
  status = 0
  out ~ "as hold_reason.list has it"
cli admin: --lang zh-CN help order.hold
  status = 0
cli admin: help order.dance
  status = 2
