# rules 3, 14: a refused signature reopens the order; its clock goes on and the wait for the signature is not counted
part done f tier=B
  order.clocks[clock=order].state = met
at +1h
li.wei: order.sign id=$f accepted=false by="Mr Duan" note="still noisy"
  order.state = executing
  order.finished_at is null
  order.tasks[name=line].state = issued
  order.tasks[name=line].rework = 1
  order.clocks[clock=order].state = running
  order.clocks[clock=order].generation = 1
  order.clocks[clock=order].due_at = +7h
  order.clocks[clock=signature].state = met
  order.clocks[clock=task,task=line].generation = 2
  order.clocks[clock=task,task=line].limit = PT6H
  order.clocks[clock=task,task=line].due_at = +7h
  order.loops.customer = open
  order.loops.exception = closed
at +2h
r.two: task.accept id=$f/line
part complete f who=r.two
  order.state = awaiting_signature
  order.finished_at = +2h
  order.clocks[clock=order].spent = PT1H
  order.clocks[clock=signature].generation = 2
  order.clocks[clock=signature].due_at = +2d2h
