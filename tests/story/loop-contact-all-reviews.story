# rules 3, 8, 15, 17, 22: a contact slip goes its whole way, through every review, by route, signed and archived
part contact_draft k
  order.number is set
  order.arrived_at is null
  order.resource is null
li.wei: order.amend id=$k needs_leader=true
  order.needs_leader = true
li.wei: order.submit id=$k
  order.state = manager_review
  order.resource = dispatchable
  order.clocks[clock=approval].due_at = +1d
at +1h
chen.jie: order.confirm id=$k
  order.state = leader_review
  order.clocks[clock=approval].generation = 2
  order.clocks[clock=approval].due_at = +1d1h
at +2h
yang.guang: order.approve id=$k
  order.state = clerk_review
  order.clocks[clock=approval].generation = 3
  order.clocks[clock=approval].due_at = +1d2h
at +3h
wu.fang: order.forward id=$k
  order.state = at_crc
  order.clocks[clock=approval].state = met
  order.clocks[clock=approval].spent = PT1H
  order.arrived_at = +3h
  order.due_at = +10d3h
  order.promised_at = +10d3h
  order.clocks[clock=order].limit = P10D
  order.clocks[clock=order].state = running
  order.clocks[clock=intake].due_at = +5h
at +4h
wang.lei: order.dispatch id=$k route=pstn_install
  order.state = executing
  order.clocks[clock=intake].state = met
  order.clocks[clock=intake].spent = PT1H
  order.tasks[name=line].state = issued
  order.tasks[name=switch].state = waiting
  order.tasks[name=test].state = waiting
  order.clocks[clock=task,task=line].limit = P3DT8H
  order.clocks[clock=accept,task=line].due_at = +6h
  #order.clocks[clock=task] = 1
at +5h
r.one: task.accept id=$k/line
  task.state = accepted
  task.holder = r.one
  task.accepted_at = +5h
r.one: task.complete id=$k/line record="pair 7 in cabinet 12"
  task.state = done
  order.tasks[name=switch].state = issued
  order.tasks[name=switch].issued_at = +5h
  order.tasks[name=test].state = waiting
r.two: task.accept id=$k/switch
r.two: task.complete id=$k/switch record="number 5551234 opened"
  order.tasks[name=test].state = issued
r.three: task.accept id=$k/test
at +1d
r.three: task.complete id=$k/test record="dial tone, 58 dB"
  order.state = awaiting_signature
  order.finished_at = +1d
  order.clocks[clock=order].state = met
  order.clocks[clock=order].spent = PT21H
  order.clocks[clock=order].due_at is null
  order.clocks[clock=signature].due_at = +3d
  order.loops.record = closed
  order.loops.customer = open
at +2d
li.wei: order.sign id=$k accepted=true by="Mr Duan"
  order.state = awaiting_archive
  order.signed_at = +2d
  order.clocks[clock=signature].state = met
  order.clocks[clock=archive].due_at = +5d
  order.loops.customer = closed
  order.loops.originator = open
at +3d
li.wei: order.archive id=$k
  order.state = archived
  order.archived_at = +3d
  order.clocks[clock=archive].state = met
  order.loops.customer = closed
  order.loops.originator = closed
  order.loops.exception = closed
  order.loops.record = closed
zhang.qiang: report.loops
  #items[order=4] = 0
