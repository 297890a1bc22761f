# rules 4, 9, 10: a policy applied while a clock is paused: what was spent stays, the rest counts by the new calendar
part executing f tier=C
at +2h
wang.lei: order.hold id=$f reason=no_access
at +3h
admin: calendar.put name=day zone=UTC week={tue: [["06:00", "10:00"]], wed: [["06:00", "10:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H, calendar: day}] apply=open
li.wei: order.get id=$f
    order.due_at is null
    order.clocks[clock=order].state = paused
    order.clocks[clock=order].spent = PT2H
    order.clocks[clock=order].limit = PT4H
    order.clocks[clock=order].calendar = day
at +4h
wang.lei: order.resume id=$f
    order.due_at = +1d
    order.clocks[clock=order].spent = PT2H
# putting the same again moves nothing; another calendar moves only what counts by it
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H, calendar: day}] dry_run=true
    moved = 0
    open = 1
admin: calendar.put name=day zone=UTC week={wed: [["06:00", "10:00"]]} dry_run=true
    moved = 1
    items[kind=fault].by_s = 86400
admin: calendar.put name=day zone=UTC week={wed: [["06:00", "10:00"]]} apply=open
li.wei: order.get id=$f
    order.due_at = +2d
li.wei: clock.explain order=$f clock=order
    #segments = 5
    segments[kind=paused].counted = PT0S
