# rules 26, 27: kill -9 loses nothing that was answered, and a key is remembered over it
part chain f
r.three: task.return id=$f/test to=line kind=error text="noise" idempotency_key=k-1
kill daemon
start daemon at +0s
li.wei: order.get id=$f
  order.version = $f/version
  order.tasks[name=test].state = waiting
  order.returns[0].state = open
r.three: task.return id=$f/test to=line kind=error text="noise" idempotency_key=k-1
  replayed = true
  #order.returns = 1
