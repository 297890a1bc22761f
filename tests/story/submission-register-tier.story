# rule 23: the tier of a registered customer is taken unless told otherwise; nobody's tier is guessed
li.wei: order.create kind=fault service=pstn customer=kunming_hotel title=noise submit=true
  order.tier = A
  order.due_at = +2h
li.wei: order.create kind=fault service=pstn tier=C customer=kunming_hotel title=noise submit=true
  order.tier = C
li.wei: order.create kind=fault service=pstn customer="unheard of" title=noise
  refused invalid_params /params/tier
yang.guang: customer.put name=new_bank title="新银行" tier=B unit=key_accounts account_manager=li.wei
  customer.tier = B
li.wei: order.create kind=fault service=pstn customer=new_bank title=noise
  order.tier = B
admin: customer.list
  items[name=new_bank].tier = B
