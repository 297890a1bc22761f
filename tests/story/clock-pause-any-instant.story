# rules 1, 2: pausing and resuming at any instants never changes the total
part accepted f
at +7m13s457ms
wang.lei: order.hold id=$f reason=no_access
  order.clocks[clock=order].state = paused
  order.clocks[clock=order].spent = PT7M13.457S
at +1d1ms
wang.lei: order.resume id=$f
at +1d1ms
wang.lei: order.hold id=$f reason=no_access
  order.clocks[clock=order].spent = PT7M13.457S
at +1d2ms
wang.lei: order.resume id=$f
at +1d3ms
wang.lei: order.hold id=$f reason=no_access
  order.clocks[clock=order].spent = PT7M13.458S
at +2d
wang.lei: order.resume id=$f
  order.clocks[clock=order].due_at = "2026-03-05T07:52:46.542Z"
