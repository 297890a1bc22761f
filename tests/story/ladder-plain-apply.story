# rules 4, 5, 29: a step counted by the hour counts in the calendar once such a ladder is applied; one that has fired stays fired
admin: calendar.put name=day zone=UTC week={mon: [["06:00", "10:00"]], tue: [["06:00", "10:00"]], wed: [["06:00", "10:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT1H, calendar: day}]
admin: ladder.put tier=C clock=order steps=[{after: PT3H, severity: major, tell: supervisor, plain: true}]
part executing f tier=C
at +4h
admin: alarm.list
    items[clock=order,severity=major].due_at = +4h
admin: ladder.put tier=C clock=order steps=[{after: PT3H, severity: major, tell: supervisor}] apply=open
at +1d
admin: alarm.list
    #items[clock=order] = 1
    items[clock=order].state = raised
    items[clock=order].count = 1
