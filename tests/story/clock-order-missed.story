# rules 1, 2: one millisecond more than the limit is a miss
part accepted f tier=A
at +2h1ms
li.wei: order.get id=$f
  order.clocks[clock=order].state = running
  order.clocks[clock=order].missed = true
part complete f
  order.clocks[clock=order].state = missed
  order.clocks[clock=order].spent = PT2H0.001S
