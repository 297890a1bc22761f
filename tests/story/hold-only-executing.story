# rule 10: hold only in executing
part fault f
wang.lei: order.hold id=$f reason=no_access
  refused wrong_state
wang.lei: order.resume id=$f
  refused wrong_state
part done g
wang.lei: order.hold id=$g reason=no_access
  refused wrong_state
part accepted h
wang.lei: order.hold id=$h reason=coffee
  refused invalid_params|not_found
