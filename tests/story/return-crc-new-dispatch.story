# rules 12, 13: the emergency answer is another station: a new dispatch closes the slip
part accepted f
r.one: task.return id=$f/line to=crc kind=cannot_complete text="not our area"
wang.lei: return.accept id=$f/return
at +30m
wang.lei: order.dispatch id=$f tasks=[{name: dali, station: dl_line}]
  order.returns[0].state = closed
  order.returns[0].charged = PT30M
  order.tasks[name=line].state = cancelled
  order.tasks[name=dali].state = issued
  order.loops.exception = closed
