# rules 15, 17: a unit without reviews sends straight to the CRC
part contact k by=qian.hong
  order.state = at_crc
  order.arrived_at = +0s
  #order.clocks[clock=approval] = 0
