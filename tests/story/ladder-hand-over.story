# rules 24, 27: hand_over makes the manager the holder; the state and the accept clock stay
admin: ladder.put tier=A clock=accept steps=[{at: 1.0, severity: major, tell: station_manager, hand_over: true}]
part executing f tier=A
at +10m
li.wei: order.get id=$f
  order.tasks[name=line].holder = m.km
  order.tasks[name=line].state = issued
  order.clocks[clock=accept].state = running
  order.version = 3
