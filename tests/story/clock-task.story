# rules 2, 8: a task's clock has its share of the order's limit, counted from its issue
part fault f tier=C
at +2h
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
  order.clocks[clock=task,task=line].limit = PT12H
  order.clocks[clock=task,task=line].due_at = +14h
at +3h
r.one: task.accept id=$f/line
part complete f
  order.clocks[clock=task,task=line].state = met
  order.clocks[clock=task,task=line].spent = PT1H
  order.clocks[clock=task,task=test].due_at = +15h
at +15h1ms
r.three: task.accept id=$f/test
part complete f who=r.three task=test
  order.clocks[clock=task,task=test].state = missed
  order.clocks[clock=order].state = met
