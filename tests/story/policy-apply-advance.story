# rules 9, 25: time does not go on while open orders are still being moved to a policy
times 150 part fault f tier=C
part fault g tier=C
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT8H}]
sql insert into policy_move (version) select policy_version from store_state
at +10h
li.wei: order.history id=$g
    items[what=policy_applied].at = +0s
li.wei: order.get id=$g
    order.clocks[clock=order].limit = PT8H
