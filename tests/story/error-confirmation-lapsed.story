# rule 17: an answer without an end is good for 30 days
part contact_draft k
at +30d1s
li.wei: order.submit id=$k
  refused confirmation_lapsed
li.wei: order.get id=$k
  order.state = draft
