# rules 8, 9: a route with two ends in two areas and a test after both
part contact_at_crc k service=ddn_fr
wang.lei: order.dispatch id=$k route=two_ends
  order.tasks[name=a_end].state = issued
  order.tasks[name=z_end].state = issued
  order.tasks[name=test].state = waiting
  order.tasks[name=z_end].area = dali
  order.clocks[clock=task,task=a_end].limit = P5D
r.one: task.accept id=$k/a_end
r.one: task.complete id=$k/a_end record="A end up"
  order.tasks[name=test].state = waiting
r.four: task.accept id=$k/z_end
r.four: task.complete id=$k/z_end record="Z end up"
  order.tasks[name=test].state = issued
