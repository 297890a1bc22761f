# rules 9, 29: a combination without a row is refused at submission, naming what is missing; nothing is kept
li.wei: order.create kind=fault service=isdn tier=A customer="Dianchi Hotel" title="noise" -> f
  order.state = draft
li.wei: order.submit id=$f
  refused no_policy
li.wei: order.get id=$f
  order.state = draft
li.wei: order.create kind=fault service=isdn tier=A customer="Dianchi Hotel" title="noise" submit=true
  refused no_policy
li.wei: order.list
  #items = 1
admin: policy.put limits=[{clock: order, kind: fault, service: isdn, limit: PT3H}]
li.wei: order.submit id=$f
  order.due_at = +3h
