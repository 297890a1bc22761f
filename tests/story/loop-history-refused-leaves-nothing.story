# rule 20: a refused command leaves neither a version nor history behind
part accepted f
li.wei: order.history id=$f -> h
li.wei: order.sign id=$f accepted=true by=x
  refused wrong_state
zhao.min: order.cancel id=$f reason="not mine"
  refused forbidden
li.wei: order.get id=$f
  order.version = $f/version
li.wei: order.history id=$f
  items = $h.items
