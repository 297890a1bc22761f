# rule 18: needs_build is dispatchable while the agreed quantity of unit, service and month lasts, else as a whole unforecast
yang.guang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=20 state=forecast
    forecast.quantity = 20
yang.guang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=20 state=agreed
    refused forbidden /params/state
fan.yu: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=20 state=forecast
    refused forbidden /params/unit
wang.lei: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=20 state=forecast
    refused forbidden
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-13 quantity=20 state=agreed
    refused invalid_params /params/month
# only what is agreed counts; the month is the carrier's
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-02 quantity=99 state=agreed
part contact a result=needs_build tier=B lines=1
li.wei: order.get id=$a
    order.resource = unforecast_build
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=12 state=agreed
    forecast.state = agreed
# one line is used already; ten more leave one, and two are more than that: unforecast as a whole
part contact b result=needs_build tier=B lines=10
li.wei: order.get id=$b
    order.resource = dispatchable
part contact c result=needs_build tier=B lines=2
li.wei: order.get id=$c
    order.resource = unforecast_build
# an available resource takes nothing; another service and unit have their own quantity
part contact d tier=B lines=5
li.wei: order.get id=$d
    order.resource = dispatchable
# a cancelled order's lines are free again
li.wei: order.cancel id=$b reason="customer left"
li.wei: order.cancel id=$c reason="customer left"
part contact e result=needs_build tier=B lines=11
li.wei: order.get id=$e
    order.resource = dispatchable
li.wei: forecast.list
    #items[state=agreed] = 2
    items[month=2026-03,state=agreed].quantity = 12
# April in Shanghai begins at 16:00 UTC on March 31
at 2026-03-31T16:00:00Z
part contact g result=needs_build tier=B lines=1
li.wei: order.get id=$g
    order.resource = unforecast_build
