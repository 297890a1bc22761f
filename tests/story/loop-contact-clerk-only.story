# rules 15, 22: a unit with the clerk's review alone
part contact k by=sun.li
  order.state = clerk_review
  order.unit = commercial
xu.ying: order.forward id=$k
  order.state = at_crc
