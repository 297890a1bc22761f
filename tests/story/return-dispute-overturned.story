# rule 11: overturned: the raiser goes on, and the time from raise to ruling is his
part chain f
at +1h
r.three: task.return id=$f/test to=line kind=error text="noise"
m.km: return.dispute id=$f/return reason="it worked here"
at +3h
zhang.qiang: return.rule id=$f/return upheld=false reason="measured: fine"
  return.state = overturned
  return.charged = PT2H
  return.charged_to = km_test
  order.tasks[name=line].state = done
  order.tasks[name=line].rework = 0
  order.tasks[name=test].state = accepted
  order.clocks[clock=task,task=test].state = running
  order.clocks[clock=task,task=test].due_at = +14h
  order.loops.exception = closed
