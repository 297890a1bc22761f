# rules 3, 22: the industry manager marks a slip as important
part contact k
chen.jie: order.confirm id=$k needs_leader=true
  order.state = leader_review
  order.needs_leader = true
