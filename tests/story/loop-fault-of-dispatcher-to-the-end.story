# rules 22, 23: without an account manager the dispatcher signs and archives
wang.lei: order.create kind=fault service=pstn tier=C unit=public customer="somebody" title="dead line" submit=true -> f
  order.account_manager is null
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
r.one: task.accept id=$f/line
part complete f
wang.lei: order.sign id=$f accepted=true by="somebody"
wang.lei: order.archive id=$f
  order.state = archived
