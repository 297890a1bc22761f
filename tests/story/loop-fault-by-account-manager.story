# rules 22, 23: a fault raised by an account manager goes straight to the CRC
li.wei: order.create kind=fault service=pstn tier=B customer="Dianchi Hotel" title="noise on the line" -> f
  order.state = draft
  order.unit = key_accounts
  order.account_manager = li.wei
  order.number ~ "F-"
li.wei: order.submit id=$f
  order.state = at_crc
  order.due_at = +6h
