# rule 8: a row of rework overrides the limit of a reworked task
admin: policy.put limits=[{clock: task, rework: true, limit: PT45M}]
part done f tier=C
li.wei: order.sign id=$f accepted=false by="Mr Duan"
  order.clocks[clock=task,task=line].limit = PT45M
  order.clocks[clock=task,task=line].generation = 2
