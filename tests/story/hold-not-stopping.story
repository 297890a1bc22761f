# rule 10: a hold with another reason pauses none
part accepted f
wang.lei: order.hold id=$f reason=awaiting_parts
  order.hold.stops_clock = false
  order.clocks[clock=order].state = running
  order.due_at = +24h
at +1d1h
li.wei: order.get id=$f
  order.clocks[clock=order].missed = true
m.km: order.resume id=$f
  order.hold is null
