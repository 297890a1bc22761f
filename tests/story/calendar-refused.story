# rules 7, 9: what is no calendar is refused with the reason, and one in use cannot vanish
admin: calendar.put name=never zone=Asia/Shanghai week={} days=[{date: "2027-12-01", open: [["09:00", "17:00"]]}]
    refused bad_calendar /params/week
admin: calendar.put name=bad zone=Asia/Nowhere week={mon: [["09:00", "17:00"]]}
    refused bad_calendar /params/zone
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["09:00", "12:00"], ["11:00", "17:00"]]}
    refused bad_calendar /params/week/mon
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["09:00", "09:00"]]}
    refused bad_calendar /params/week/mon
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["22:00", "06:00"], ["23:00", "23:30"]]}
    refused bad_calendar /params/week/mon
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["09:00", "24:01"]]}
    refused invalid_params /params/week/mon
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["09:00", "17:00"]]} days=[{date: "2026-02-29", open: []}]
    refused invalid_params /params/days/0/date
admin: calendar.put name=bad zone=Asia/Shanghai week={mon: [["09:00", "17:00"]]} days=[{date: "2026-03-01", open: []}, {date: "2026-03-01", open: []}]
    refused bad_calendar /params/days
admin: calendar.put name=always zone=UTC week={mon: [["09:00", "17:00"]]}
    refused bad_calendar /params/name
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT6H, calendar: office}]
    refused bad_calendar /params/limits/0/calendar
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT6H, calendar: station}]
    refused bad_calendar /params/limits/0/calendar
admin: calendar.get name=office
    refused not_found
# put twice: an order keeps the version it was submitted under
admin: calendar.put name=office zone=UTC week={mon: [["08:00", "24:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT6H, calendar: office}]
part executing f tier=C
admin: calendar.put name=office zone=UTC week={tue: [["08:00", "24:00"]]}
    calendar.version = 4
part executing g tier=C
at +1d
li.wei: order.get id=$f
    order.due_at = +6h
    order.clocks[clock=order].missed = true
    order.clocks[clock=order].spent = PT16H
li.wei: order.get id=$g
    order.due_at = +30h
    order.clocks[clock=order].spent = PT0S
admin: calendar.list
    #items = 1
