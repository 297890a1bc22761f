# rule 8: a share left out is 1 over the nodes on the longest path through the node
part fault f tier=C
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line}, {name: b, station: km_switch, after: [a]}, {name: c, station: km_test, after: [b]}, {name: d, station: dl_line, after: [a]}, {name: e, station: qj_line}]
  order.clocks[clock=task,task=a].limit = PT8H
  order.clocks[clock=task,task=e].limit = PT24H
r.one: task.accept id=$f/a
part complete f who=r.one task=a
  order.clocks[clock=task,task=b].limit = PT8H
  order.clocks[clock=task,task=d].limit = PT12H
