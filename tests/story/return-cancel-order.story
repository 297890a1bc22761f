# rule 11: cancelling the order closes its slips as cancelled
part chain f
r.three: task.return id=$f/test to=line kind=error text="noise"
zhang.qiang: order.cancel id=$f reason="customer gone"
  order.state = cancelled
  order.returns[0].state = cancelled
  order.clocks[clock=return].state = cancelled
