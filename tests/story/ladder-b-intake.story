# rule 24: tier B at the CRC
part fault f tier=B
at +24m
noc: alarm.list
  items[clock=intake,severity=warning].told has wang.lei
  #items = 1
at +30m
noc: alarm.list
  items[clock=intake,severity=major].told = [zhang.qiang]
at +37m29s
noc: alarm.list
  #items = 2
at +37m30s
noc: alarm.list
  items[clock=intake,severity=critical].told = [zhang.qiang]
