# rules 8, 13: tasks by hand, one after the other; a task is issued when those before it are done
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
  order.tasks[name=line].state = issued
  order.tasks[name=line].share = 0.5
  order.tasks[name=test].state = waiting
  order.tasks[name=test].issued_at is null
  order.clocks[clock=task,task=line].limit = PT12H
  #order.clocks[task=test] = 0
r.one: task.accept id=$f/line
at +1h
part complete f
  order.state = executing
  order.tasks[name=test].state = issued
  order.clocks[clock=task,task=test].due_at = +13h
  order.clocks[clock=accept,task=test].due_at = +3h
