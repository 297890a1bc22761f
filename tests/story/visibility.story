# rule 21: front roles see their unit's, stations what has or had a task there, the CRC, monitor and admin all
part fault f
part fault g by=qian.hong
li.wei: order.list
  #items = 1
zhao.min: order.get id=$f
  order.state = at_crc
wang.lei: order.list
  #items = 2
noc: order.list
  #items = 2
r.one: order.list
  #items = 0
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: test, station: km_test, after: [line]}]
r.three: order.get id=$f
  order.tasks[name=test].state = waiting
r.one: task.accept id=$f/line
part complete f
r.one: order.list
  #items = 1
r.four: order.get id=$f
  refused not_found
