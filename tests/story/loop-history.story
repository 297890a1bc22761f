# rules 20, 23, 27: history tells everything, with who and when; the version rises with each command
part accepted f
at +1h
r.one: order.note id=$f text="rain"
  order.version > 1
admin: task.reassign id=$f/line to=r.two
  task.holder = r.two
part complete f who=r.two
li.wei: order.history id=$f -> h
  #items >= 6
  items[0].seq is set
  items[0].at = +0s
  items[0].by = li.wei
  items ~ "rain"
  items[by=wang.lei].what is set
  items[by=admin].at = +1h
  items[by=r.two].at = +1h
