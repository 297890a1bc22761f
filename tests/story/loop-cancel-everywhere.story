# rules 11, 16, 19: anything before awaiting_archive may be cancelled, all loops closed as cancelled; nothing later
part contact_draft a
li.wei: order.cancel id=$a reason="changed his mind"
  order.state = cancelled
part contact b
li.wei: order.cancel id=$b reason="changed his mind"
  order.state = cancelled
  order.clocks[clock=approval].state = cancelled
part contact c tier=A
chen.jie: order.confirm id=$c
yang.guang: order.cancel id=$c reason="no"
  order.state = cancelled
part contact d
chen.jie: order.confirm id=$d
li.wei: order.cancel id=$d reason="no"
  order.state = cancelled
part contact_at_crc e
zhang.qiang: order.cancel id=$e reason="no"
  order.state = cancelled
  order.clocks[clock=order].state = cancelled
  order.clocks[clock=intake].state = cancelled
part accepted f
li.wei: order.cancel id=$f reason="no"
  order.state = cancelled
  order.tasks[name=line].state = cancelled
  order.clocks[clock=task].state = cancelled
  order.due_at is null
  order.loops.customer = cancelled
  order.loops.originator = cancelled
part done g
li.wei: order.cancel id=$g reason="no"
  order.state = cancelled
  order.clocks[clock=signature].state = cancelled
part signed h
li.wei: order.cancel id=$h reason="no"
  refused wrong_state
li.wei: order.archive id=$h
li.wei: order.cancel id=$h reason="no"
  refused wrong_state
li.wei: order.cancel id=$f reason="twice"
  refused wrong_state
zhang.qiang: report.loops
  #items >= 1
