# rule 29: two rows that can match one order, neither a subset of the other
admin: policy.put limits=[{clock: order, kind: fault, service: voip, limit: PT1H}, {clock: order, kind: fault, customer: corner_shop, limit: PT2H}]
  refused bad_policy
admin: policy.put limits=[{clock: order, kind: fault, service: voip, limit: PT1H}, {clock: order, kind: fault, service: voip, tier: A, limit: PT30M}]
  #limits = 2
li.wei: order.create kind=fault service=voip tier=A customer=x title=x submit=true
  order.due_at = +30m
li.wei: order.create kind=fault service=voip tier=B customer=x title=x submit=true
  order.due_at = +1h
admin: policy.put limits=[{clock: order, kind: fault, service: voip, limit: P1M}]
  refused invalid_params|bad_policy
admin: policy.put limits=[{clock: order, kind: fault, service: voip, limit: P1Y}]
  refused invalid_params|bad_policy
admin: policy.list
  #items >= 50
