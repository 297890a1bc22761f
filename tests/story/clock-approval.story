# rules 2, 3: each review step has a clock of its own
part contact k tier=B
  order.clocks[clock=approval].limit = PT4H
  order.clocks[clock=approval].due_at = +4h
at +5h
chen.jie: order.confirm id=$k
  order.clocks[clock=approval,generation=1].state = missed
  order.clocks[clock=approval,generation=1].spent = PT5H
  order.clocks[clock=approval,generation=2].state = running
  order.clocks[clock=approval,generation=2].due_at = +9h
at +6h
wu.fang: order.forward id=$k
  order.clocks[clock=approval,generation=2].state = met
