# rule 13: dispatching while executing replaces what is not done; done tasks stay, those left out are cancelled
part chain f
  order.tasks[name=line].state = done
at +1h
wang.lei: order.dispatch id=$f tasks=[{name: other_test, station: dl_line}]
  order.state = executing
  order.tasks[name=line].state = done
  order.tasks[name=test].state = cancelled
  order.tasks[name=other_test].state = issued
  order.clocks[clock=task,task=test].state = cancelled
  order.clocks[clock=order].due_at = +1d
r.four: task.accept id=$f/other_test
part complete f who=r.four task=other_test
  order.state = awaiting_signature
