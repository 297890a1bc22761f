# rules 2, 14: a missed order stays missed when the customer refuses and the work goes on
part accepted f tier=A
at +3h
part complete f
  order.clocks[clock=order].state = missed
  order.clocks[clock=order].missed = true
  order.clocks[clock=order].spent = PT3H
at +4h
li.wei: order.sign id=$f accepted=false by="Mr Duan"
  order.clocks[clock=order].missed = true
r.one: task.accept id=$f/line
at +5h
part complete f
  order.clocks[clock=order].missed = true
  order.clocks[clock=order].state = missed
  order.clocks[clock=order].spent = PT4H
