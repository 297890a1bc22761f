# rule 20: the flow has no such step from here: the state, and what is allowed
part fault f
li.wei: order.submit id=$f
  refused wrong_state
  state = at_crc
  allowed has order.cancel
li.wei: order.sign id=$f accepted=true by=x
  refused wrong_state
li.wei: order.archive id=$f
  refused wrong_state
