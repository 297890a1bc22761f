# rules 2, 10: clock.explain lists the segments of a clock
part accepted f
at +1h
wang.lei: order.hold id=$f reason=no_access
at +3h
wang.lei: order.resume id=$f
at +4h
li.wei: clock.explain order=$f clock=order
  clock.clock = order
  clock.due_at = +26h
  #segments >= 2
  segments[0].from = +0s
  segments[0].to = +1h
  segments[0].rule is set
  segments[1].from = +1h
  segments[1].to = +3h
  segments[2].from = +3h
  segments[2].to is null
  segments[2].counted = PT1H
  at = +4h
li.wei: clock.explain order=$f clock=task task=line
  clock.clock = task
# Up to `at` even where the clock has ended before.
r.one: task.complete id=$f/line record=done cause=cable side=carrier impact=line explanation=spliced
at +5h
li.wei: clock.explain order=$f clock=task task=line
  clock.ended_at = +4h
  segments[0].to is set
  at = +5h
li.wei: clock.explain order=$f clock=nonsense
  refused invalid_params|not_found
