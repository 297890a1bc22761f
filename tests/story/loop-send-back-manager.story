# rules 3, 15: sent back by the industry manager, amended, submitted again
part contact k
at +2h
chen.jie: order.send_back id=$k reason="which floor?"
  order.state = draft
  order.sent_back ~ "which floor?"
  order.clocks[clock=approval,state=running] = []
li.wei: feedback.list order=$k unread=true
  #items >= 1
at +3h
li.wei: order.amend id=$k description="third floor"
  order.description = "third floor"
li.wei: order.submit id=$k
  order.state = manager_review
  order.clocks[clock=approval].generation = 2
  order.clocks[clock=approval].due_at = +1d3h
