# rules 21, 22: task.list by station, state and holder
part chain f
r.three: task.list mine=true
  #items = 1
  items[0].name = test
r.one: task.list station=km_line
  #items = 1
  items[0].state = done
r.two: task.list station=km_line state=issued
  #items = 0
noc: task.list
  #items = 2
noc: task.get id=$f/line
  task.name = line
r.five: task.get id=$f/line
  refused not_found
