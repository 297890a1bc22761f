# rule 17: a cancelled contact slip frees its confirmation; sent back it keeps it
part contact k
li.wei: order.cancel id=$k reason="wrong name"
li.wei: order.create kind=contact service=pstn tier=C customer="Dianchi Hotel" title="a line" purpose=install confirmation=$k_c submit=true -> m
  order.state = manager_review
chen.jie: order.send_back id=$m reason="which floor"
li.wei: order.submit id=$m
  order.state = manager_review
