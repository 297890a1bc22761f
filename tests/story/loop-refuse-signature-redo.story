# rule 14: `redo` names the tasks; by default those nothing waits for; others are not redone
part chain f
part complete f who=r.three task=test
  order.state = awaiting_signature
li.wei: order.sign id=$f accepted=false by="Mr Duan"
  order.tasks[name=test].state = issued
  order.tasks[name=test].rework = 1
  order.tasks[name=line].state = done
  order.tasks[name=line].rework = 0
r.three: task.accept id=$f/test
part complete f who=r.three task=test
li.wei: order.sign id=$f accepted=false by="Mr Duan" redo=[line]
  order.tasks[name=line].state = issued
  order.tasks[name=line].rework = 1
  order.tasks[name=test].state = done
  order.tasks[name=test].rework = 1
r.one: task.accept id=$f/line
part complete f
  order.state = awaiting_signature
li.wei: order.sign id=$f accepted=false by="Mr Duan" redo=[nothing]
  refused invalid_params|not_found
