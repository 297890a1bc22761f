# rule 1: calendars on the screen: imported from a file, listed, a year on a page
cli li.wei: calendar
  status = 0
  out = "  nothing\n"
cli admin: calendar.import name=cn zone=Asia/Shanghai ics=@$tests/lib/cn-2026.ics
  status = 0
cli admin: calendar.import name=cn ics=@$tests/lib/no-such.ics
  status = 2
  err ~ "no-such.ics: No such file or directory"
cli li.wei: calendar
  status = 0
  out ~ "cn        Asia/Shanghai  Mon-Fri 00:00-24:00          41"
cli li.wei: calendar cn
  status = 0
  out ~ "2026-01                  2026-02                  2026-03\n"
  out ~ "          1# 2# 3# 4+                       1·                       1·\n"
  out ~ " 9 10 11 12 13 14+15#"
  out ~ "· closed by the week   # closed by date   + opened by date   ~ other hours by date"
  out ~ "2026-10-10  Sat  +     09:00-17:30"
  out ~ "2 dated days in other years"
cli li.wei: --lang zh-CN calendar cn --year 2027
  status = 0
  out ~ "一 二 三 四 五 六 日     一 二 三 四 五 六 日"
  out ~ "2027-01-01  周五  #     不工作"
  out ~ "另有 40 天在其他年份"
cli li.wei: calendar cn --year 26
  status = 2
# A year is a calendar's; of the list it would be nobody's.
cli li.wei: calendar --year 2026
  status = 2
  out = ""
  err ~ "calendar [NAME [--year YEAR]]"
cli li.wei: calendar nowhere
  status = 1
  err ~ "not_found"
cli li.wei: calendar cn --json
  status = 0
  out ~ "{\"calendar\":{\"name\":\"cn\""
