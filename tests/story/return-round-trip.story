# rules 3, 11: a return slip's round trip: the erring task reworked, the raiser going on where he was, the time charged
part chain f
  order.clocks[clock=task,task=test].due_at = +12h
at +1h
r.three: task.return id=$f/test to=line kind=error text="pairs crossed"
  return.state = open
  return.raised_by_task = test
  return.to = line
  return.kind = error
  return.raised_at = +1h
  task.state = waiting
  order.state = executing
  order.clocks[clock=order].state = running
  order.clocks[clock=task,task=test].state = paused
  order.clocks[clock=task,task=test].spent = PT1H
  order.clocks[clock=task,task=test].due_at is null
  order.loops.exception = open
at +2h
r.one: return.accept id=$f/return
  return.state = accepted
  return.answered_at = +2h
  order.tasks[name=line].state = issued
  order.tasks[name=line].rework = 1
  order.tasks[name=test].state = waiting
  order.clocks[clock=return].state = met
  order.clocks[clock=task,task=line].generation = 2
  order.clocks[clock=task,task=line].state = running
  order.clocks[clock=task,task=line].due_at = +14h
  order.clocks[clock=accept,task=line].generation = 2
  order.clocks[clock=accept,task=line].due_at = +4h
r.two: task.accept id=$f/line
at +4h
part complete f who=r.two
  order.returns[0].state = closed
  order.returns[0].closed_at = +4h
  order.returns[0].charged = PT3H
  order.returns[0].charged_to = km_line
  order.tasks[name=line].rework = 1
  order.tasks[name=test].state = accepted
  order.tasks[name=test].holder = r.three
  order.clocks[clock=task,task=test].state = running
  order.clocks[clock=task,task=test].spent >= PT1H
  order.clocks[clock=task,task=test].due_at = +15h
  order.loops.exception = closed
part complete f who=r.three task=test
  order.state = awaiting_signature
  order.clocks[clock=order].spent = PT4H
r.three: return.get id=$f/return
  return.state = closed
