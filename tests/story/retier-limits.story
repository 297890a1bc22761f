# rules 16, 19, 22: who may, from which states, and to A takes a quota place
part executing f
li.wei: order.retier id=$f tier=A reason=x
  refused forbidden
lu.ming: order.retier id=$f tier=A reason=x
  refused not_found
part done g
yang.guang: order.retier id=$g tier=A reason=x
  refused wrong_state
admin: quota.put quotas=[{service: pstn, resource: dispatchable, tier: A, orders_a_month: 1}]
part contact a tier=A
part contact b tier=B
yang.guang: order.retier id=$b tier=A reason="ministry"
  refused quota_exceeded
li.wei: order.get id=$b
  order.tier = B
  order.version = $b/version
yang.guang: order.retier id=$a tier=B reason="not so urgent"
yang.guang: order.retier id=$b tier=A reason="ministry"
  order.tier = A
  order.state = manager_review
  order.clocks[clock=approval].limit = PT1H
# A row that only a clock still to come would need is missed as well.
admin: policy.put limits=[{clock: accept, tier: B, limit: null}]
part fault h
yang.guang: order.retier id=$h tier=B reason=x
  refused no_policy
li.wei: order.get id=$h
  order.tier = C
  order.version = $h/version
