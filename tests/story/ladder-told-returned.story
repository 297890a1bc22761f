# rules 11, 24: who waits for a return slip of his is told of the order's clock, as it is his to finish
part accepted f tier=A
r.one: task.return id=$f/line to=crc kind=cannot_complete text="no pair free"
at +1h
noc: alarm.list
  items[clock=order,severity=warning].told = [r.one]
