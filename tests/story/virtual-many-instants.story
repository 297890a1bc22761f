# rules 6, 25: advances and commands of one connection, each with its own instant
part fault f tier=A
at +1m
admin: order.note id=$f text=a
at +2m
admin: order.note id=$f text=b
at +3m
admin: order.note id=$f text=c
admin: order.history id=$f
  items[-3].at = +1m
  items[-2].at = +2m
  items[-1].at = +3m
