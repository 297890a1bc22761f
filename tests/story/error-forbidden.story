# rules 20, 22: forbidden: no role of yours may ever call it
part fault f
r.one: order.dispatch id=$f tasks=[{name: a, station: km_line}]
  refused forbidden
li.wei: unit.put name=x kind=front title=x
  refused forbidden
noc: order.note id=$f text=x
  refused forbidden
li.wei: policy.put limits=[{clock: order, limit: PT1H}]
  refused forbidden
chen.jie: order.approve id=$f
  refused forbidden
