# rule 4: a store of the daemon's own: kill -9, started anew on the Postgres it left
use embedded
part accepted f tier=A
kill daemon
start daemon at +1h
noc: alarm.list
  items[clock=order,severity=warning].due_at = +1h
stop daemon
start daemon at +1h
li.wei: order.get id=$f
  order.state = executing
