# rules 20, 21: no such thing, or not yours to see: the same answer
part fault f
wang.lei: order.get id=99999
  refused not_found
qian.hong: order.get id=$f
  refused not_found
r.one: order.get id=$f
  refused not_found
wang.lei: task.get id=99999
  refused not_found
wang.lei: return.get id=99999
  refused not_found
wang.lei: alarm.get id=99999
  refused not_found
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install -> k
li.wei: order.amend id=$k confirmation=99999
  refused not_found /params/confirmation
part confirmation theirs by=qian.hong
li.wei: order.amend id=$k confirmation=$theirs
  refused not_found /params/confirmation
li.wei: order.get id=$k
  order.version = $k/version
