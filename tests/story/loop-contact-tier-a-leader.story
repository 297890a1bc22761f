# rules 3, 22: a tier A contact slip always goes to the leader, asked for or not
part contact k tier=A
  order.state = manager_review
  order.needs_leader = false
  order.clocks[clock=approval].due_at = +1h
chen.jie: order.confirm id=$k
  order.state = leader_review
