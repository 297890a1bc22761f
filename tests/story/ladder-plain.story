# rules 1, 5: a step after the breach counts in the clock's calendar, a plain one by the hour; pauses count for neither
admin: calendar.put name=day zone=UTC week={mon: [["06:00", "10:00"]], tue: [["06:00", "10:00"]], wed: [["06:00", "10:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT1H, calendar: day}]
admin: ladder.put tier=C clock=order steps=[{at: 1.0, severity: minor, tell: holder}, {after: PT3H, severity: major, tell: supervisor, plain: true, repeat: 1, every: PT2H}, {after: PT3H30M, severity: critical, tell: leader}]
part executing f tier=C
# the breach is at 09:00; the station's day ends at 10:00, the plain step comes at 12:00 all the same
at +4h
admin: alarm.list
    items[clock=order,severity=minor].raised_at = +1h
    items[clock=order,severity=major].due_at = +4h
    #items[clock=order,severity=critical] = 0
# held for ten hours: the repeat's two plain hours go on afterwards
at +5h
wang.lei: order.hold id=$f reason=no_access
at +15h
wang.lei: order.resume id=$f
at +16h
admin: alarm.list
    items[clock=order,severity=major].count = 2
    items[clock=order,severity=major].last_at = +16h
# and the calendar's three and a half hours after the breach are over on Tuesday at 08:30
at +1d30m
admin: alarm.list
    items[clock=order,severity=critical].raised_at = +1d30m
