# rule 24: a review of tier A not done: the reviewer, the leader, the supervisor
part contact k tier=A
at +30m
noc: alarm.list
  items[clock=approval,severity=warning].told = [chen.jie]
at +48m
noc: alarm.list
  items[clock=approval,severity=minor].told = [yang.guang]
at +1h
noc: alarm.list
  items[clock=approval,severity=major].told = [zhang.qiang]
chen.jie: order.confirm id=$k
at +1h30m
noc: alarm.list
  items[clock=approval,generation=2,severity=warning].told = [yang.guang]
  items[clock=approval,generation=2,severity=warning].due_at = +1h30m
yang.guang: order.approve id=$k
at +2h
noc: alarm.list
  items[clock=approval,generation=3,severity=warning].told = [wu.fang]
