# rules 7, 9: policy.replay recounts what is finished under another policy, then and now, and changes nothing
part accepted f tier=C
at +10h
wang.lei: order.hold id=$f reason=no_access
at +20h
wang.lei: order.resume id=$f
at +24h
r.one: task.complete id=$f/line record=done cause=cable side=carrier impact=one explanation=rain
    order.clocks[clock=order].spent = PT14H
    order.clocks[clock=order].missed = false
admin: policy.replay from=+0s to=+2d limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT12H}]
    finished = 1
    then.missed = 0
    then.on_time_rate = 1
    now.missed = 1
    now.on_time_rate = 0
    changed = 1
    not_recounted = 0
    items[kind=fault].then.spent = PT14H
    items[kind=fault].now.spent = PT14H
    items[kind=fault].now.limit = PT12H
    items[kind=fault].now.missed = true
# 08:00 to 18:00 UTC is 16:00 to 02:00 in Shanghai; only 16:00-17:30 and 09:00-12:00 of it count
admin: policy.replay from=+0s to=+2d calendars=[{name: office, zone: Asia/Shanghai, week: {mon: [["09:00", "17:30"]], tue: [["09:00", "17:30"]]}}] limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H, calendar: office}]
    now.missed = 1
    items[kind=fault].now.spent = PT5H30M
admin: policy.replay from=+2d to=+3d
    finished = 0
    then.on_time_rate is null
admin: policy.replay from=+0s to=+2d ladders=[{tier: C, steps: [{at: 0.1, severity: warning, tell: holder}]}]
    then.missed = 0
    now.missed = 0
    then.alarms = 0
    changed = 1
admin: policy.replay from=+0s to=+2d limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H, calendar: nowhere}]
    refused bad_calendar /params/limits/0/calendar
admin: policy.replay from=+2d to=+0s
    refused invalid_params
li.wei: policy.replay from=+0s to=+2d
    refused forbidden
li.wei: order.get id=$f
    order.clocks[clock=order].limit = PT24H
admin: calendar.get name=office
    refused not_found
