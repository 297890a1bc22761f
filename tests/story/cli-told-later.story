# rules 7, 23: alarms and history say from when on people are told, where their station was closed
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["09:00", "17:30"]], tue: [["09:00", "17:30"]], wed: [["09:00", "17:30"]]}
admin: station.put name=km_line unit=operations area=kunming title=昆明线路 calendar=office
# Monday 17:16 in Shanghai: of the two hours to accept 90 % are over at 19:04, when the station is closed.
at +1h16m
part executing f tier=C
at +3h10m
admin: alarm.list
  items[clock=accept,severity=warning].notify_at = 2026-03-03T01:00:00.000Z
li.wei: order.history id=$f
  items[what=step,severity=warning].notify_at = 2026-03-03T01:00:00.000Z
cli admin: alarms
  status = 0
  out ~ "from 2026-03-03 09:00"
cli admin: history $f
  status = 0
  out ~ "told: r.one r.two, notify at: 2026-03-03 09:00:00"
# Tuesday 06:30, told the same day, which needs no date.
at +14h30m
part executing g tier=C
at +16h40m
cli admin: --lang zh-CN alarms
  status = 0
  out ~ "  09:00 起"
