# rules 21, 23: an order's account manager is one of its unit; a customer's of another unit is not
wang.lei: order.create kind=fault unit=public service=pstn tier=C customer=icbc_yunnan title="no dial tone" -> f
  order.unit = public
  order.account_manager = null
wang.lei: order.create kind=fault service=pstn customer=icbc_yunnan title="no dial tone" -> g
  order.unit = key_accounts
  order.account_manager = zhao.min
