# rules 16, 19, 30: tier-A orders that took a quota place, by the place's month, whether they arrived or not
# Base: 2 March 16:00 in Shanghai. a at the CRC's door, b under review, c cancelled, d lowered, e tier B.
part contact a tier=A
part contact b tier=A
part contact c tier=A
li.wei: order.cancel id=$c reason="gone"
part contact d tier=A
zhang.qiang: order.retier id=$d tier=C reason="can wait"
part contact e tier=B
part contact f tier=B
# No quota is laid down for faults: a tier-A fault takes no place.
part done g tier=A
zhang.qiang: report.kpi from=2026-02-28T16:00:00.000Z to=2026-03-31T16:00:00.000Z by=[kind, month]
  rows[kind=contact,month=2026-03].tier_a_orders = 2
  rows[kind=contact,month=2026-03].orders = 0
  rows[kind=fault,month=2026-03].tier_a_orders = 0
# On 1 April f is raised to tier A: it takes a place of April, whenever it was submitted.
at 2026-03-31T17:00:00Z
zhang.qiang: order.retier id=$f tier=A reason="the governor asked"
zhang.qiang: report.kpi from=2026-02-28T16:00:00.000Z to=2026-04-30T16:00:00.000Z by=[month, unit]
  rows[month=2026-03,unit=key_accounts].tier_a_orders = 2
  rows[month=2026-04,unit=key_accounts].tier_a_orders = 1
zhang.qiang: report.kpi from=2026-03-31T16:00:00.000Z to=2026-04-30T16:00:00.000Z by=[tier]
  rows[tier=A].tier_a_orders = 1
# Half a month: those submitted in it. Submitted at 08:00 on 2 March: from is included, to is not.
zhang.qiang: report.kpi from=2026-03-02T08:00:00.000Z to=2026-03-02T08:00:00.001Z by=[tier]
  rows[tier=A].tier_a_orders = 2
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-03-02T08:00:00.000Z by=[tier]
  #rows = 0
# Sent back, sent again in April: the place stays March's.
chen.jie: order.send_back id=$a reason="which hotel?"
li.wei: order.submit id=$a
zhang.qiang: report.kpi from=2026-02-28T16:00:00.000Z to=2026-04-30T16:00:00.000Z by=[month]
  rows[month=2026-03].tier_a_orders = 2
  rows[month=2026-04].tier_a_orders = 1
