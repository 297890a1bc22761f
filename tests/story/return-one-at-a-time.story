# rule 11: one unsettled slip a task; none from a task not issued or accepted; no finish with a slip unsettled
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}, {name: switch, station: km_switch}, {name: test, station: km_test, after: [line]}]
r.one: task.accept id=$f/line
part complete f
r.one: task.return id=$f/line to=crc kind=error text="late"
  refused wrong_state
r.three: task.accept id=$f/test
r.three: task.return id=$f/test to=line kind=error text="noise"
r.three: task.return id=$f/test to=crc kind=error text="noise again"
  refused wrong_state
r.three: task.complete id=$f/test record=x cause=x side=carrier impact=x explanation=x
  refused wrong_state
r.two: task.accept id=$f/switch
part complete f who=r.two task=switch
  order.state = executing
r.three: task.return id=$f/test to=nowhere kind=error text="noise"
  refused wrong_state|invalid_params|not_found
