# rule 24: a return slip of tier A not answered: the operators of the erring station
part chain f tier=A
r.three: task.return id=$f/test to=line kind=error text="pairs crossed"
at +15m
noc: alarm.list
  items[clock=return,severity=warning].told has r.one
  items[clock=return,severity=warning].told has r.two
  items[clock=return,severity=warning].told lacks r.three
at +24m
noc: alarm.list
  items[clock=return,severity=minor].told = [m.km]
at +30m
noc: alarm.list
  items[clock=return,severity=major].told = [zhang.qiang]
at +37m30s
noc: alarm.list
  items[clock=return,severity=critical].told = [yang.guang]
