# rules 1, 2, 7: explain draws closed time as closed, and what its segments counted adds up to what was spent
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["09:00", "12:00"], ["13:30", "17:30"]], tue: [["09:00", "12:00"], ["13:30", "17:30"]], wed: [["09:00", "12:00"], ["13:30", "17:30"]], thu: [["09:00", "12:00"], ["13:30", "17:30"]], fri: [["09:00", "12:00"], ["13:30", "17:30"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: P1D, calendar: office}]
# Monday 16:00 in Shanghai to Tuesday 18:00, held from 21:00 to 22:00.
part executing f tier=C
at +5h
wang.lei: order.hold id=$f reason=no_access
at +6h
wang.lei: order.resume id=$f
at +1d2h
cli li.wei: explain $f order
  status = 0
  out ~ "limit 24 h 00 min, spent 8 h 30 min"
  out ~ "████········░░░···························███████····██████████·"
  out ~ "█ counted  · closed  ░ stopped"
  out ~ "5 h 00 min  1 h 30 min  office    running"
  out ~ "1 h 00 min          no            paused"
  out ~ "20 h 00 min  7 h 00 min  office    running"
  out ~ "  sum 8 h 30 min = spent"
cli li.wei: --lang zh-CN explain $f order
  status = 0
  out ~ "█ 计时  · 非工作时间  ░ 不计时"
  out ~ "  合计 8 小时 30 分 = 已用"
  out ~ "挂起：无法进场 (rules.md 10)"
# The order keeps the calendar it was given; what another says of that time is not drawn.
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["16:00", "17:00"]]}
cli li.wei: explain $f order
  status = 0
  out ~ "▒ counted in part (the calendar is another now)"
  out ~ "20 h 00 min  7 h 00 min  office    running"
  out ~ "  sum 8 h 30 min = spent"
# A clock that every millisecond counts has nothing closed; its line ends where it does.
at +1d2h30m15s
r.one: task.accept id=$f/line
cli li.wei: explain $f accept --task line
  status = 0
  out ~ "  ████████████░░██████████████████████████████████████████████████\n"
  out ~ "  █ counted  ░ stopped\n"
  out ~ "  sum 25 h 30 min 15 s = spent"
# What does not add up is said, and by the exit status too.
sql update clock set spent_ms = spent_ms + 61000 where kind = 'order'
cli li.wei: explain $f order
  status = 1
  err ~ "the segments add up to 8 h 30 min, but the clock has spent 8 h 31 min 1 s"
