# rules 20, 22: grading asks for the leader's authorisation, and it expires
part signed f
li.wei: order.archive id=$f grades={time: 5, quality: 4}
  refused forbidden|wrong_state
yang.guang: order.authorise_grading id=$f until=+1d
at +1h
li.wei: order.archive id=$f grades={time: 5, quality: 4}
  order.state = archived
