# rules 3, 9, 15: sent back from the CRC the order's clock is cancelled, and its lateness stays visible
part fault f tier=A
at +2h30m
wang.lei: order.send_back id=$f reason="no such number"
  order.state = draft
  order.clocks[clock=order].state = cancelled
  order.clocks[clock=order].missed = true
  order.clocks[clock=intake,state=running] = []
  order.due_at is null
at +3h
li.wei: order.amend id=$f title="no dial tone on 5551234"
li.wei: order.submit id=$f
  order.state = at_crc
  order.arrived_at = +3h
  order.promised_at = +5h
  order.clocks[clock=order,state=running].generation = 2
  order.clocks[clock=order,state=running].missed = false
  order.clocks[clock=order,state=running].due_at = +5h
  order.clocks[clock=order,generation=1].missed = true
  order.clocks[clock=order,generation=1].state = cancelled
  order.clocks[clock=intake,generation=2].state = running
