# rule 30: the figures on the screen, as CSV, as a workbook and as JSON, in both languages
part accepted a tier=A
part accepted b tier=A
at +30m
part complete a
at +3h
part complete b
# Dates are meant in the carrier's zone. Two finished, one late: 50 %, mean and median 105 minutes.
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 --by kind,station
  status = 0
  out ~ "fault"
  out ~ "km_line"
  out ~ "50.0 %"
  out ~ "1 h 45 min"
  out ~ "FIRST TIME"
cli zhang.qiang: --lang zh-CN kpi --from 2026-03-01 --to 2026-04-01 --by kind,station --csv
  status = 0
  out ~ "类别,工位,工单,完工,超时,及时率,目标"
  out ~ "\r\n障碍申告单,km_line,2,2,1,0.5,0.98,0,1,6300,6300,"
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 --by kind,station --xlsx $xlsx
  status = 0
  cells.A1 = KIND
  cells.A2 = fault
  cells.B2 = km_line
  cells.C2 = 2
  cells.F2 = 0.5
  cells.J1 = MEAN
  cells.J2 > 0.07291
  cells.J2 < 0.07292
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 --by kind,station --json
  status = 0
  out ~ "\"on_time_rate\":"
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 --csv --xlsx $xlsx
  status = 2
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 stray
  status = 2
# A key is an option by another spelling; one that nobody reads would leave everybody's figures.
cli zhang.qiang: kpi from=2026-03-01 to=2026-04-01 by=station
  status = 0
  out ~ "STATION"
cli zhang.qiang: kpi from=2026-03-01 to=2026-04-01 station=km_data
  status = 2
  out = ""
  err ~ "station=km_data: no such option here"
cli zhang.qiang: --lang zh-CN kpi from=2026-03-01 to=2026-04-01 fro:=1
  status = 2
  err ~ "fro:=1：此处没有该选项"
cli zhang.qiang: kpi from=2026-03-01 to=2026-04-01 by=5
  status = 1
  err ~ "/params/by"
cli zhang.qiang: kpi --from 2026-03-01 --to 2026-04-01 --csv=/nowhere/at/all.csv
  status = 1
  err ~ "/nowhere/at/all.csv: No such file or directory"
cli li.wei: kpi --from 2026-03-01 --to 2026-04-01 --csv
  status = 1
  out = ""
