# rules 2, 3: the wait for the archive
part signed f
  order.clocks[clock=archive].due_at = +3d
part signed g
at +3d
li.wei: order.archive id=$f
  order.clocks[clock=archive].state = met
at +3d1s
li.wei: order.archive id=$g
  order.clocks[clock=archive].state = missed
