# rules 2, 3, 14: the wait for the signature: met in time, missed late
part done f
  order.clocks[clock=signature].due_at = +2d
at +2d
li.wei: order.sign id=$f accepted=true by="Mr Duan"
  order.clocks[clock=signature].state = met
part done g
at +4d1s
li.wei: order.sign id=$g accepted=true by="Mr Duan"
  order.clocks[clock=signature].state = missed
