# rules 3, 11, 22: disputed, ruled upheld by the supervisor: rework as if accepted
part chain f
r.three: task.return id=$f/test to=line kind=error text="noise"
at +1h
r.one: return.dispute id=$f/return reason="it worked here"
  return.state = disputed
  order.tasks[name=line].state = done
wang.lei: return.rule id=$f/return upheld=true reason="it did not"
  refused forbidden
at +2h
zhang.qiang: return.rule id=$f/return upheld=true reason="it did not"
  return.state = upheld
  order.tasks[name=line].state = issued
  order.tasks[name=line].rework = 1
r.one: task.accept id=$f/line
at +3h
part complete f
  order.returns[0].state = closed
  order.returns[0].charged = PT3H
  order.returns[0].charged_to = km_line
  order.tasks[name=test].state = accepted
