# rule 19: the second unforecast tier A order of a month is refused; the leader overrides; cancelling gives the place back
part contact a tier=A result=needs_build
  order.resource = unforecast_build
part contact_draft b tier=A result=needs_build
li.wei: order.submit id=$b
  refused quota_exceeded
li.wei: order.get id=$b
  order.state = draft
li.wei: order.cancel id=$a reason="gone"
li.wei: order.submit id=$b
  order.state = manager_review
part contact_draft c tier=A result=needs_build
yang.guang: order.submit id=$c override="the governor asked"
  order.state = manager_review
part contact_draft d tier=A result=needs_build
at +29d23h
li.wei: order.submit id=$d
  order.state = manager_review
