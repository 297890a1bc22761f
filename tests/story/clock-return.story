# rules 2, 3, 11: the return clock runs until accepted or disputed, and anew until ruled
part chain f tier=B
at +30m
r.three: task.return id=$f/test to=line kind=error text="pairs crossed"
  return.state = open
  order.clocks[clock=return].limit = PT2H
  order.clocks[clock=return].due_at = +2h30m
at +1h
r.one: return.dispute id=$f/return reason="not us"
  return.state = disputed
  order.clocks[clock=return,generation=1].state = met
  order.clocks[clock=return,generation=2].state = running
  order.clocks[clock=return,generation=2].due_at = +3h
at +4h
zhang.qiang: return.rule id=$f/return upheld=false reason="the switch it was"
  return.state = overturned
  order.clocks[clock=return,generation=2].state = missed
  order.clocks[clock=return,generation=2].missed = true
