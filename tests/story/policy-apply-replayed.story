# rules 9, 26: a put asked again while its open orders are still being moved waits for them, as the first did
times 300 part fault f tier=C
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT8H}] apply=open idempotency_key=k
sql update orders set policy = policy - 1
sql update policy_move set done_at = null, reached = 0
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT8H}] apply=open idempotency_key=k
    replayed = true
li.wei: order.get id=$f
    order.policy = 2
