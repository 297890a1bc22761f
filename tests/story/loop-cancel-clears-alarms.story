# rules 2, 4: a terminal state cancels the clocks and clears the alarms in the same transaction
part accepted f tier=A
at +1h40m
noc: alarm.list state=raised
  #items[clock=order] = 2
li.wei: order.cancel id=$f reason="customer moved"
noc: alarm.list state=raised
  #items = 0
noc: alarm.list state=cleared
  #items[clock=order] = 2
  items[0].cleared_at = +1h40m
  items[0].cleared_why is set
at +5h
noc: alarm.list state=raised
  #items = 0
