# rule 20: an expired authorisation does not grade
part signed f
yang.guang: order.authorise_grading id=$f until=+1h
at +2h
li.wei: order.archive id=$f grades={time: 5, quality: 4}
  refused forbidden|wrong_state
li.wei: order.archive id=$f
  order.state = archived
