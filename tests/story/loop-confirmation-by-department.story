# rules 3, 15: a unit whose confirmations go through its reviews
he.ping: order.create kind=confirmation service=pstn tier=A customer="School No. 3" title="lines?" submit=true -> c
  order.state = manager_review
ma.lin: order.confirm id=$c
  order.state = clerk_review
hu.die: order.forward id=$c
  order.state = at_crc
  order.due_at = +4h
