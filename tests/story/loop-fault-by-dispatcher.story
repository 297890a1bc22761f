# rule 23: a dispatcher's fault takes its unit as given, else from the register, else it is refused
wang.lei: order.create kind=fault service=pstn tier=C unit=public customer="somebody" title="dead line" submit=true -> f
  order.state = at_crc
  order.unit = public
wang.lei: order.create kind=fault service=pstn customer=icbc_yunnan title="dead line" submit=true -> g
  order.unit = key_accounts
  order.tier = B
  order.account_manager = zhao.min
wang.lei: order.create kind=fault service=pstn tier=C customer="somebody" title="dead line" submit=true
  refused invalid_params /params/unit
wang.lei: order.create kind=contact service=pstn tier=C unit=public customer="somebody" title="a line"
  refused forbidden
