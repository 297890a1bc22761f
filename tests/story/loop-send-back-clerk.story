# rules 3, 15: sent back by the clerk
part contact k
chen.jie: order.confirm id=$k
wu.fang: order.send_back id=$k reason="no site named"
  order.state = draft
li.wei: order.submit id=$k
  order.state = manager_review
