# rules 19, 30: quotas and targets are put and listed
admin: quota.list
  #items = 3
admin: target.list
  #items = 7
admin: quota.put quotas=[{service: voip, resource: dispatchable, tier: A, orders_a_month: 2}]
  quotas[0].orders_a_month = 2
admin: target.put targets=[{kind: fault, service: voip, on_time: 0.9}]
  targets[0].on_time = 0.9
admin: quota.put quotas=[{service: voip, resource: dispatchable, tier: B, orders_a_month: 2}, \
  {service: voip, resource: dispatchable, tier: B, orders_a_month: 3}]
  refused bad_policy /params/quotas/1
admin: target.put targets=[{kind: fault, service: voip, on_time: 0.9}, {kind: fault, service: voip, on_time: 0.95}]
  refused bad_policy /params/targets/1
admin: target.list
  items[kind=fault,service=voip].on_time = 0.9
