# rule 20: the store away: `unavailable`, the daemon stays; the store back: it goes on
own cluster
part fault f
admin: system.health
  state = ok
stop postgres
until admin: order.get id=$f
  refused unavailable
admin: order.note id=$f text=x
  refused unavailable|unknown_outcome
admin: system.ping
admin: system.health
  store = away
  state = degraded
start postgres
until admin: order.note id=$f text=y idempotency_key=k
  order.version = $f.order.version+1
until admin: system.health
  state = ok
