# rule 29: a row that names the customer wins, for more keys matched win
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, customer: corner_shop, limit: PT10H}]
qian.hong: order.create kind=fault service=pstn customer=corner_shop title=noise submit=true
  order.tier = C
  order.due_at = +10h
part fault f tier=C
  order.due_at = +24h
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, customer: corner_shop, limit: null}]
qian.hong: order.create kind=fault service=pstn customer=corner_shop title=noise submit=true
  order.due_at = +24h
