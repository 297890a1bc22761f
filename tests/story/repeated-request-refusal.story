# rule 26: refusals are not stored: decided anew
part fault f
r.one: order.note id=$f text=hello idempotency_key=n1
  refused not_found
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
r.one: order.note id=$f text=hello idempotency_key=n1
  replayed != true
