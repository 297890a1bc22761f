# rule 22: account managers act only on their own orders; admin passes role and ownership, never state
part fault f
zhao.min: order.cancel id=$f reason=x
  refused forbidden
zhao.min: order.note id=$f text="seen"
admin: order.sign id=$f accepted=true by=x
  refused wrong_state
yang.guang: order.assign id=$f account_manager=zhao.min
  order.account_manager = zhao.min
li.wei: order.cancel id=$f reason=x
  refused forbidden
admin: order.cancel id=$f reason=x
  order.state = cancelled
li.wei: order.history id=$f
  items[by=admin].by = admin
