# rules 10, 16, 22: while held only resume, note, cancel, retier, amend (text) and reading work
part executing f
m.km: order.hold id=$f reason=no_access
r.one: task.accept id=$f/line
  refused wrong_state
r.one: task.return id=$f/line to=crc kind=error text=x
  refused wrong_state
wang.lei: order.dispatch id=$f tasks=[{name: x, station: dl_line}]
  refused wrong_state
m.km: task.escalate id=$f/line reason=x
  refused wrong_state
wang.lei: order.hold id=$f reason=other
  refused wrong_state
r.one: order.note id=$f text="waiting outside"
li.wei: order.amend id=$f description="ask for Mr Li"
  order.description = "ask for Mr Li"
yang.guang: order.retier id=$f tier=B reason="he called"
  order.tier = B
r.one: task.get id=$f/line
li.wei: order.cancel id=$f reason="gone"
  order.state = cancelled
  order.hold is null
