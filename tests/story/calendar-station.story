# rules 7, 24: "station": the task's station's calendar; and a closed station is told when it opens, the record never waits
admin: calendar.put name=day zone=UTC week={mon: [["06:00", "10:00"]], tue: [["06:00", "10:00"]], wed: [["06:00", "10:00"]], thu: [["06:00", "10:00"]], fri: [["06:00", "10:00"]]}
admin: station.put name=km_line unit=operations area=kunming title="outside plant" calendar=day
    station.calendar = day
admin: station.put name=km_test unit=operations area=kunming title="tests" calendar=night
    refused bad_calendar /params/calendar
admin: policy.put limits=[{clock: accept, tier: C, limit: PT4H, calendar: station}]
part executing f tier=C
li.wei: order.get id=$f
    order.clocks[clock=accept].calendar = day
    order.clocks[clock=accept].due_at = +24h
    order.clocks[clock=task].calendar = always
# the accept clock: 90 % of 4 h at 3.6 counted hours, the next morning
at +23h35m
admin: alarm.list
    #items[clock=accept] = 0
at +23h36m
admin: alarm.list
    items[clock=accept].raised_at = +23h36m
    items[clock=accept].notify_at = +23h36m
    items[clock=task].raised_at = +21h36m
    items[clock=task].notify_at = +22h
    items[clock=order].raised_at = +21h36m
    items[clock=order].notify_at = +22h
li.wei: order.cancel id=$f reason=over
# tier A is told at once, at night as well
at +1d16h
part executing a tier=A
at +1d17h
admin: alarm.list state=raised
    items[clock=task,severity=warning].raised_at = +1d17h
    items[clock=task,severity=warning].notify_at = +1d17h
