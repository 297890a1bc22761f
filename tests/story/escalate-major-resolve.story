# rules 22, 24, 27: a station manager escalates: a major issue until the supervisor resolves it
part accepted f
r.one: task.escalate id=$f/line reason="beyond us"
  refused forbidden
m.dl: task.escalate id=$f/line reason="beyond us"
  refused not_found|forbidden
m.km: task.escalate id=$f/line reason="the duct has collapsed"
  order.major = true
  order.state = executing
zhang.qiang: order.list major=true
  #items = 1
yang.guang: order.resolve_major id=$f note="x"
  refused forbidden
zhang.qiang: order.resolve_major id=$f note="second duct used"
  order.major = false
zhang.qiang: order.resolve_major id=$f note="again"
  refused wrong_state
