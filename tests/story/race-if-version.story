# rules 20, 27: two clients racing for one order: one wins, the other is told the version
part fault f
race
  wang.lei: order.dispatch id=$f tasks=[{name: a, station: km_line}] if_version=$f/version
  liu.yan: order.dispatch id=$f tasks=[{name: b, station: dl_line}] if_version=$f/version
  outcome ok, conflict
li.wei: order.get id=$f
  #order.tasks = 1
