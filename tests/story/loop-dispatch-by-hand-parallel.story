# rules 8, 13, 21: tasks side by side in three areas; the order is done when the last of them is
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line}, {name: b, station: dl_line}, {name: c, station: qj_line}]
  order.tasks[name=a].area = kunming
  order.tasks[name=b].area = dali
  order.tasks[name=c].area = qujing
  #order.tasks[state=issued] = 3
  order.tasks[name=c].share = 1
r.one: task.accept id=$f/a
r.four: task.accept id=$f/b
r.six: task.accept id=$f/c
part complete f who=r.six task=c
  order.state = executing
part complete f who=r.one task=a
  order.state = executing
part complete f who=r.four task=b
  order.state = awaiting_signature
