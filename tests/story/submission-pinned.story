# rule 9: limits are pinned at submission; a resubmission takes the present ones
part fault f tier=B
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: B, limit: PT9H}]
  limits[0].limit = PT9H
li.wei: order.get id=$f
  order.due_at = +6h
wang.lei: order.send_back id=$f reason=x
li.wei: order.submit id=$f
  order.due_at = +9h
part fault g tier=B
  order.due_at = +9h
