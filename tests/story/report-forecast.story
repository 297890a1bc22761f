# rules 18, 21: report.forecast: forecast, agreed and used by unit, service and month of the carrier's zone
yang.guang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=10 state=forecast
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=8 state=agreed
yang.guang: forecast.put unit=key_accounts service=ddn_fr month=2026-03 quantity=4 state=forecast
yang.guang: forecast.put unit=key_accounts service=pstn month=2026-05 quantity=0 state=forecast
fan.yu: forecast.put unit=suburban service=pstn month=2026-03 quantity=5 state=forecast
part contact a result=needs_build tier=B lines=6
# Foreseen 10, used 6: 60 %. What is not agreed to leaves nothing.
zhang.qiang: report.forecast
  #rows = 3
  rows[unit=key_accounts,service=pstn].month = 2026-03
  rows[unit=key_accounts,service=pstn].forecast = 10
  rows[unit=key_accounts,service=pstn].agreed = 8
  rows[unit=key_accounts,service=pstn].used = 6
  rows[unit=key_accounts,service=pstn].left = 2
  rows[unit=key_accounts,service=pstn].over = 0
  rows[unit=key_accounts,service=pstn].accuracy = 0.6
  rows[service=ddn_fr].agreed is null
  rows[service=ddn_fr].left is null
  rows[service=ddn_fr].over = 0
  rows[service=ddn_fr].accuracy = 0
  rows[unit=suburban].forecast = 5
# More than was agreed and foreseen, and a cancelled order's lines given back.
part contact b result=needs_build tier=B lines=10
zhang.qiang: report.forecast service=pstn unit=key_accounts
  #rows = 1
  rows[unit=key_accounts].used = 16
  rows[unit=key_accounts].left = 0
  rows[unit=key_accounts].over = 8
  rows[unit=key_accounts].accuracy = 0.625
li.wei: order.cancel id=$b reason="customer left"
noc: report.forecast service=pstn unit=key_accounts
  rows[unit=key_accounts].used = 6
# April begins at 16:00 UTC: used without any forecast is all beyond what was agreed.
at 2026-03-31T16:00:00Z
part contact c result=needs_build tier=B lines=2
yang.guang: report.forecast
  #rows = 3
  rows[month=2026-04].forecast is null
  rows[month=2026-04].agreed is null
  rows[month=2026-04].used = 2
  rows[month=2026-04].left is null
  rows[month=2026-04].over = 2
  rows[month=2026-04].accuracy is null
# Nothing foreseen and nothing used was not accurate by any measure.
yang.guang: report.forecast from=2026-05-01T00:00:00Z to=2026-06-01T00:00:00Z
  #rows = 1
  rows[month=2026-05].forecast = 0
  rows[month=2026-05].used = 0
  rows[month=2026-05].accuracy is null
yang.guang: report.forecast from=2026-03-31T15:59:59.999Z to=2026-03-31T16:00:00Z
  #rows[month=2026-03] = 2
  #rows = 2
# A leader sees the own unit; the CRC and monitor every one; a station manager none, they are no orders of his stations.
fan.yu: report.forecast
  #rows = 1
  rows[unit=suburban].used = 0
fan.yu: report.forecast unit=key_accounts
  #rows = 0
admin: report.forecast
  #rows = 4
m.km: report.forecast
  #rows = 0
wang.lei: report.forecast
  refused forbidden
li.wei: report.forecast
  refused forbidden
yang.guang: report.forecast month=2026-03
  refused invalid_params /params/month
