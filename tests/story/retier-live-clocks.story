# rules 3, 4, 16: a change of tier keeps what was spent and changes the limits of all live clocks
part executing f tier=C
at +30m
zhang.qiang: order.retier id=$f tier=B reason="important guest"
  order.tier = B
  order.state = executing
  order.clocks[clock=order].limit = PT6H
  order.clocks[clock=order].generation = 1
  order.clocks[clock=order].due_at = +6h
  order.clocks[clock=task].limit = PT6H
  order.clocks[clock=accept].limit = PT30M
  order.promised_at = +24h
  order.due_at = +6h
at +31m
r.one: task.accept id=$f/line
  order.clocks[clock=accept].state = missed
