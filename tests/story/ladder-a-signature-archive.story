# rule 24: the signature and the archive wait for the account manager, then his leader
part done f tier=A
at +1d
noc: alarm.list
  items[clock=signature,severity=warning].told = [li.wei]
  items[clock=signature,severity=warning].due_at = +1d
at +1d14h24m
noc: alarm.list
  items[clock=signature,severity=minor].told = [yang.guang]
at +2d
noc: alarm.list
  items[clock=signature,severity=major].told = [zhang.qiang]
li.wei: order.sign id=$f accepted=true by="Mr Duan"
at +3d12h
noc: alarm.list
  items[clock=archive,severity=warning].told = [li.wei]
at +4d9h36m
noc: alarm.list
  items[clock=archive,severity=minor].told = [yang.guang]
