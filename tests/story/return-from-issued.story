# rule 11: a slip raised before acceptance: accept and task clocks pause, and the task comes back as issued
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
r.one: task.accept id=$f/line
part complete f
at +1h
r.three: task.return id=$f/test to=line kind=error text="no dial tone at all"
  order.clocks[clock=accept,task=test].state = paused
  order.clocks[clock=task,task=test].state = paused
r.three: task.accept id=$f/test
  refused wrong_state
r.one: return.accept id=$f/return
r.one: task.accept id=$f/line
at +3h
part complete f
  order.tasks[name=test].state = issued
  order.clocks[clock=accept,task=test].state = running
  order.clocks[clock=accept,task=test].due_at = +4h
