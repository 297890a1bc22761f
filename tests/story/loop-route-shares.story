# rules 8, 9: the shares a route names are shares of the order's limit
part fault f
wang.lei: order.dispatch id=$f route=pstn_repair
  order.clocks[clock=task,task=test].limit = PT6H
r.three: task.accept id=$f/test
part complete f who=r.three task=test
  order.clocks[clock=task,task=line].limit = PT12H
