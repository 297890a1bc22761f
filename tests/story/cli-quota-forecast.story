# rules 18, 19: quota and forecast on the screen, as CSV, as a workbook and as JSON, in both languages
yang.guang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=10 state=forecast
zhang.qiang: forecast.put unit=key_accounts service=pstn month=2026-03 quantity=5 state=agreed
part contact a result=needs_build tier=B lines=6
part contact b result=needs_build tier=A lines=1
part contact_draft c result=needs_build tier=A lines=1
yang.guang: order.submit id=$c override="the governor asked"
cli zhang.qiang: forecast
  status = 0
  out ~ "MONTH    UNIT          SERVICE  FORECAST  AGREED  USED  LEFT  OVER  ACCURACY"
  out ~ "2026-03  key_accounts  pstn           10       5     8     0     3    80.0 %"
cli yang.guang: --lang zh-CN forecast --csv
  status = 0
  out ~ "月份,部门,业务,预测量,协议量,已用,剩余,超协议量,预测准确率\r\n2026-03,key_accounts,pstn,10,5,8,0,3,0.8\r\n"
cli zhang.qiang: forecast --service ddn_fr
  status = 0
  out = "  nothing\n"
cli zhang.qiang: forecast --unit key_accounts --from 2026-04-01 --to 2026-05-01 --json
  status = 0
  out ~ "{\"rows\":[]}"
cli m.km: quota
  status = 0
  out ~ "MONTH    SERVICE  RESOURCES         TIER  QUOTA  USED  LEFT  OVERRIDDEN"
  out ~ "2026-03  pstn     unforecast build  A         1     2     0           1"
cli zhang.qiang: --lang zh-CN quota
  status = 0
  out ~ "未预测新建  A          1     2     0         1"
# Dates are meant in the carrier's zone: April 1 excluded is March's last month.
cli zhang.qiang: quota --from 2026-03-01 --to 2026-04-01 --xlsx $xlsx
  status = 0
  cells.A1 = MONTH
  cells.A2 = 2026-03
  cells.H1 = OVERRIDDEN
  cells.F4 = 2
  cells.A5 is absent
cli zhang.qiang: quota --from yesterday
  status = 2
  err ~ "--from and --to are dates or instants"
cli zhang.qiang: quota --by tier
  status = 2
cli li.wei: forecast
  status = 1
  out = ""
