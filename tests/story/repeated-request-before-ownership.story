# rules 20, 26: a stored key is answered before ownership and state are asked again
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}] idempotency_key=d1
r.one: task.accept id=$f/line
part complete f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}] idempotency_key=d1
  replayed = true
  order.state = executing
