# rules 1, 2: the order's clock, from arrival to the last task; met at its limit exactly, for missed means more
part accepted f tier=A
  order.clocks[clock=order].limit = PT2H
  order.clocks[clock=order].due_at = +2h
  order.clocks[clock=order].calendar = always
at +2h
part complete f
  order.clocks[clock=order].state = met
  order.clocks[clock=order].spent = PT2H
  order.clocks[clock=order].missed = false
  order.clocks[clock=order].running_since is null
