# rule 18: two submissions racing for the last agreed lines: one gets them, the other is unforecast
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=5 state=agreed
part contact_draft a result=needs_build tier=B lines=4
part contact_draft b result=needs_build tier=B lines=4
race
  li.wei: order.submit id=$a -> a
  li.wei: order.submit id=$b -> b
  outcome ok, ok
li.wei: order.list kind=contact
    #items[resource=dispatchable] = 1
    #items[resource=unforecast_build] = 1
