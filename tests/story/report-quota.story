# rules 19, 21: report.quota: places taken and left by month of the carrier's zone; those beyond are leaders' overrides
zhang.qiang: report.quota
  rows[service=pstn,resource=unforecast_build,tier=A].month = 2026-03
  rows[service=pstn,resource=unforecast_build,tier=A].used = 0
  rows[service=pstn,resource=unforecast_build,tier=A].left = 1
  rows[service=pstn,resource=unforecast_build,tier=A].overridden = 0
part contact a tier=A result=needs_build
part contact_draft b tier=A result=needs_build
yang.guang: order.submit id=$b override="the governor asked"
zhang.qiang: report.quota
  rows[service=pstn,resource=unforecast_build].orders_a_month = 1
  rows[service=pstn,resource=unforecast_build].used = 2
  rows[service=pstn,resource=unforecast_build].left = 0
  rows[service=pstn,resource=unforecast_build].overridden = 1
# A place given back is free again, in its own month.
li.wei: order.cancel id=$a reason="gone"
m.km: report.quota
  rows[service=pstn,resource=unforecast_build].used = 1
  rows[service=pstn,resource=unforecast_build].overridden = 0
# The last millisecond of March in Shanghai, and the first of April.
at 2026-03-31T15:59:59.999Z
part contact_draft c tier=A result=needs_build
li.wei: order.submit id=$c
  refused quota_exceeded
yang.guang: order.submit id=$c override="once more"
at 2026-03-31T16:00:00Z
part contact d tier=A result=needs_build
noc: report.quota
  rows[resource=unforecast_build,service=pstn,month=2026-03].used = 2
  rows[resource=unforecast_build,service=pstn,month=2026-03].overridden = 1
  rows[resource=unforecast_build,service=pstn,month=2026-04].used = 1
  rows[resource=unforecast_build,service=pstn,month=2026-04].left = 0
  #rows[month=2026-03] = 1
# Only the months that touch the period; the present one too only when it does.
yang.guang: report.quota from=2026-03-31T16:00:00Z to=2026-03-31T16:00:00.001Z
  #rows[month=2026-03] = 0
  #rows[month=2026-04] >= 1
yang.guang: report.quota from=2026-03-31T15:59:59.999Z to=2026-03-31T16:00:00Z
  #rows[month=2026-03] = 1
  #rows[month=2026-04] = 0
yang.guang: report.quota to=2026-02-28T16:00:00Z
  #rows = 0
# Of a year ago and longer nothing is shown unless it is asked for.
at 2027-04-01T00:00:00Z
admin: report.quota
  #rows[month=2026-04] = 0
  #rows[month=2027-04] >= 1
admin: report.quota from=2026-04-15T00:00:00Z
  #rows[month=2026-03] = 0
  #rows[month=2026-04] = 1
  #rows[month=2027-04] >= 1
yang.guang: report.quota from=2026-04-01T00:00:00Z to=2026-04-01T00:00:00Z
  refused invalid_params
li.wei: report.quota
  refused forbidden
r.one: report.quota
  refused forbidden
