# rules 20, 25: commands of one connection are decided in the order received
part fault f
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
admin: session.whoami
  user ~ admin
li.wei: session.whoami
  user ~ li.wei
li.wei: session.set lang=zh-CN
li.wei: order.dance
  refused method_not_found
