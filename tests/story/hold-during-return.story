# rules 10, 11: resume restarts exactly what the hold paused; what a return slip paused stays paused
part chain f
at +1h
r.three: task.return id=$f/test to=line kind=error text="noise"
at +2h
wang.lei: order.hold id=$f reason=force_majeure
  order.clocks[clock=return].state = paused
  order.clocks[clock=task,task=test].state = paused
r.one: return.accept id=$f/return
  refused wrong_state
at +5h
wang.lei: order.resume id=$f
  order.clocks[clock=return].state = running
  order.clocks[clock=return].due_at = +1d4h
  order.clocks[clock=task,task=test].state = paused
  order.clocks[clock=task,task=test].spent = PT1H
  order.clocks[clock=order].due_at = +1d3h
