# rule 17: a contact slip without a confirmation that serves it
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install submit=true
  refused confirmation_required
part confirmation c lines=2
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install lines=3 confirmation=$c submit=true
  refused confirmation_required
li.wei: order.create kind=contact service=ddn_fr tier=C customer="Dianchi Hotel" title="a line" purpose=install confirmation=$c submit=true
  refused confirmation_required
li.wei: order.create kind=contact service=pstn tier=C customer="Other Hotel" title="a line" purpose=install confirmation=$c submit=true
  refused confirmation_required
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install lines=2 confirmation=$c submit=true
  order.state = manager_review
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install lines=2 confirmation=$c submit=true
  refused confirmation_required
part confirmation d result=impossible
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install confirmation=$d submit=true
  refused confirmation_required
li.wei: order.create kind=confirmation service=pstn tier=C customer="Dianchi Hotel" title="lines?" submit=true -> e
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install confirmation=$e submit=true
  refused confirmation_required
