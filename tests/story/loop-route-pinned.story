# rule 9: a route changed after the dispatch does not reach the order
part fault f
wang.lei: order.dispatch id=$f route=pstn_repair
admin: route.put name=pstn_repair kind=fault service=pstn nodes=[{name: only, station: dl_line, after: []}]
r.three: task.accept id=$f/test
part complete f who=r.three task=test
  order.tasks[name=line].state = issued
  #order.tasks = 3
