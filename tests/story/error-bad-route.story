# rule 8: a cycle, a path above 1, an unknown node, a name twice, nothing at all
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line, after: [b]}, {name: b, station: km_test, after: [a]}]
  refused bad_route
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line, share: 0.6}, {name: b, station: km_test, after: [a], share: 0.5}]
  refused bad_route
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line, after: [nobody]}]
  refused bad_route
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line}, {name: a, station: km_test}]
  refused bad_route
admin: route.put name=loop kind=fault service=pstn nodes=[{name: a, station: km_line, after: [a]}]
  refused bad_route
admin: route.put name=long kind=fault service=pstn nodes=[{name: a, station: km_line, after: [], share: 0.7}, {name: b, station: km_test, after: [a], share: 0.4}]
  refused bad_route
wang.lei: order.dispatch id=$f tasks=[{name: a, station: nowhere}]
  refused bad_route|not_found|invalid_params
wang.lei: order.dispatch id=$f route=nowhere
  refused bad_route|not_found|invalid_params
wang.lei: order.dispatch id=$f
  refused invalid_params|bad_route
wang.lei: order.dispatch id=$f tasks=[]
  refused invalid_params|bad_route
wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line, share: 0.6}, {name: b, station: km_test, share: 0.6}]
  order.clocks[clock=task,task=a].limit = PT14H24M
