# rules 1, 7: a clock counts in its row's calendar, and stands still while that is closed
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["09:00", "12:00"], ["13:30", "17:30"]], tue: [["09:00", "12:00"], ["13:30", "17:30"]], wed: [["09:00", "12:00"], ["13:30", "17:30"]], thu: [["09:00", "12:00"], ["13:30", "17:30"]], fri: [["09:00", "12:00"], ["13:30", "17:30"]]} days=[{date: "2026-03-04", open: []}, {date: "2026-03-08", open: [["09:00", "12:00"]]}]
    calendar.name = office
admin: calendar.span name=office from=2026-03-02T00:00:00Z to=2026-03-09T00:00:00Z
    seconds = 111600
admin: calendar.add name=office from=2026-03-02T09:00:00Z seconds=3600
    at = 2026-03-03T01:30:00.000Z
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: B, limit: PT6H, calendar: office}]
part executing f service=pstn tier=B
li.wei: order.get id=$f
    order.clocks[clock=order].calendar = office
    order.clocks[clock=order].due_at = 2026-03-03T07:00:00.000Z
