# rules 2, 15: intake runs from arrival to dispatch or sending back
part fault f tier=A
  order.clocks[clock=intake].due_at = +10m
part fault g tier=B
  order.clocks[clock=intake].due_at = +30m
part fault h tier=C
  order.clocks[clock=intake].due_at = +2h
at +10m
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
  order.clocks[clock=intake].state = met
  order.clocks[clock=intake].spent = PT10M
at +30m1s
wang.lei: order.dispatch id=$g tasks=[{name: line, station: km_line}]
  order.clocks[clock=intake].state = missed
  order.clocks[clock=intake].missed = true
wang.lei: order.send_back id=$h reason="which line?"
  order.clocks[clock=intake].state = met
