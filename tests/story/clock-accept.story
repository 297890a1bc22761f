# rules 2, 8: accept runs from the task's issue to its acceptance
part executing f tier=A
  order.clocks[clock=accept].limit = PT10M
  order.clocks[clock=accept].task = line
  order.clocks[clock=accept].due_at = +10m
part executing g tier=B
  order.clocks[clock=accept].due_at = +30m
part executing h tier=C
  order.clocks[clock=accept].due_at = +2h
at +10m
r.one: task.accept id=$f/line
  order.clocks[clock=accept].state = met
at +30m1ms
r.two: task.accept id=$g/line
  order.clocks[clock=accept].state = missed
  order.clocks[clock=accept].spent = PT30M0.001S
