# rules 3, 15: sent back by the leader
part contact k tier=A
chen.jie: order.confirm id=$k
yang.guang: order.send_back id=$k reason="not so urgent"
  order.state = draft
li.wei: order.amend id=$k tier=B
  order.tier = B
li.wei: order.submit id=$k
  order.state = manager_review
  order.clocks[clock=approval].limit = PT4H
