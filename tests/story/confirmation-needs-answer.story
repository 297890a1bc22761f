# rule 22: a resource check completes with an answer, a fault with cause, side, impact and explanation
li.wei: order.create kind=confirmation service=pstn tier=C customer="Dianchi Hotel" title="lines?" submit=true -> c
wang.lei: order.dispatch id=$c tasks=[{name: a, station: km_line}]
r.one: task.accept id=$c/a
r.one: task.complete id=$c/a record=looked
  refused invalid_params /params/answer
part accepted f
r.one: task.complete id=$f/line record=done
  refused invalid_params
r.one: task.complete id=$f/line record=done cause=x side=moon impact=x explanation=x
  refused invalid_params /params/side
r.one: task.complete id=$f/line
  refused invalid_params /params/record
