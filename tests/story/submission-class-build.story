# rule 18: needs_build without an agreed quantity left: unforecast new build, with its own limit
part contact k by=qian.hong tier=B result=needs_build
  order.resource = unforecast_build
  order.state = at_crc
  order.clocks[clock=order].limit = P54D
