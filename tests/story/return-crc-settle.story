# rules 11, 12: cannot complete, against the CRC; settled with a record
part accepted f
r.one: task.return id=$f/line to=crc kind=cannot_complete text="no pole there"
  return.to = crc
  return.kind = cannot_complete
r.one: return.accept id=$f/return
  refused forbidden|not_found
wang.lei: return.accept id=$f/return
  return.state = accepted
at +2h
wang.lei: return.settle id=$f/return record="temporary cable over the roof"
  return.state = closed
  return.charged = PT2H
  return.charged_to is set
  order.tasks[name=line].state = accepted
  order.clocks[clock=task,task=line].due_at = +26h
wang.lei: return.settle id=$f/return record="again"
  refused wrong_state
