# rule 20: method before parameters, parameters before role, role before visibility, ownership before version before state
part signed f
noc: order.dance nonsense=1
  refused method_not_found
noc: order.cancel id=$f reason=x colour=red
  refused invalid_params /params/colour
noc: order.cancel id=9999 reason=x
  refused forbidden
sun.li: order.cancel id=$f reason=x if_version=1
  refused not_found
zhao.min: order.cancel id=$f reason=x if_version=1
  refused forbidden
li.wei: order.cancel id=$f reason=x if_version=1
  refused conflict
li.wei: order.cancel id=$f reason=x
  refused wrong_state
  state = awaiting_archive
  allowed is set
