# rule 19: two submissions racing for the month's last place: one gets it
admin: quota.put quotas=[{service: pstn, resource: dispatchable, tier: A, orders_a_month: 1}]
part contact_draft a tier=A
part contact_draft b tier=A
race
  li.wei: order.submit id=$a -> a
  li.wei: order.submit id=$b -> b
  outcome ok, quota_exceeded
li.wei: order.list kind=contact
    #items[state=draft] = 1
