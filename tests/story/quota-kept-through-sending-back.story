# rule 19: the place is kept through sending back, carrier-wide
part contact a tier=A result=needs_build
chen.jie: order.send_back id=$a reason="sure?"
part contact_draft b tier=A result=needs_build by=qian.hong
qian.hong: order.submit id=$b
  refused quota_exceeded
li.wei: order.submit id=$a
  order.state = manager_review
