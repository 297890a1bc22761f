# rules 12, 22: the CRC disputes, the supervisor rules
part accepted f
r.one: task.return id=$f/line to=crc kind=error text="wrong address"
liu.yan: return.dispute id=$f/return reason="read it again"
at +1h
zhang.qiang: return.rule id=$f/return upheld=false reason="the address is right"
  return.state = overturned
  return.charged = PT1H
  return.charged_to = km_line
  order.tasks[name=line].state = accepted
