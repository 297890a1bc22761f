# rule 26: two at once with one key: the second waits and gets the first's answer
part fault f
race
  li.wei: order.note id=$f text=hello idempotency_key=n1
  li.wei: order.note id=$f text=hello idempotency_key=n1
  outcome ok, replayed
li.wei: order.get id=$f
  order.version = $f.order.version+1
