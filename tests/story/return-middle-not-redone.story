# rule 11: tasks between the erring one and the raiser are not redone
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: switch, station: km_switch, after: [line]}, {name: test, station: km_test, after: [switch]}]
r.one: task.accept id=$f/line
part complete f
r.two: task.accept id=$f/switch
part complete f who=r.two task=switch
r.three: task.accept id=$f/test
r.three: task.return id=$f/test to=line kind=error text="noise"
r.one: return.accept id=$f/return
  order.tasks[name=switch].state = done
r.one: task.accept id=$f/line
part complete f
  order.tasks[name=switch].state = done
  order.tasks[name=switch].rework = 0
  order.tasks[name=test].state = accepted
