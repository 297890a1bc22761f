# rule 22: any operator or manager of the station accepts and completes; reassigning; the record names the doer
part executing f
r.one: task.complete id=$f/line record=x cause=x side=carrier impact=x explanation=x
  refused wrong_state
m.km: task.accept id=$f/line
  task.holder = m.km
r.one: task.reassign id=$f/line to=r.two
  refused forbidden
r.one: task.reassign id=$f/line to=r.one
  task.holder = r.one
m.km: task.reassign id=$f/line to=r.two
  task.holder = r.two
m.km: task.reassign id=$f/line to=r.four
  refused invalid_params|not_found|forbidden
r.one: task.complete id=$f/line record="done for him" cause=x side=customer impact=x explanation=x
  order.state = awaiting_signature
li.wei: order.history id=$f
  items[-1].by = r.one
