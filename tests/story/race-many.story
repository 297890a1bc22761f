# rules 6, 27: many commands on one order at once: every one of them happened, one after the other
part fault f
race
  li.wei: order.note id=$f text=a
  li.wei: order.note id=$f text=b
  yang.guang: order.note id=$f text=c
  wang.lei: order.note id=$f text=d
  zhang.qiang: order.note id=$f text=e
  liu.yan: order.note id=$f text=f
  admin: order.note id=$f text=g
  outcome ok, ok, ok, ok, ok, ok, ok
li.wei: order.get id=$f
  order.version = $f.order.version+7
