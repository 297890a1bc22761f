# rules 4, 5, 29: a ladder whose repeats come further apart is applied: what fired against the same limit stays fired
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT10H}]
admin: ladder.put tier=C clock=order steps=[{at: 0.1, severity: minor, tell: holder, repeat: 5, every: 0.1}]
part executing f tier=C
at +3h
admin: alarm.list
    items[clock=order].count = 3
admin: ladder.put tier=C clock=order steps=[{at: 0.1, severity: minor, tell: holder, repeat: 5, every: 0.5}] apply=open
at +11h
admin: alarm.list
    items[clock=order].count = 3
at +16h
admin: alarm.list
    items[clock=order].count = 4
    items[clock=order].last_at = +16h
