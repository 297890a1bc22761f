# rule 21: order.list by state, kind, tier, unit, station, text, overdue; pages by a cursor of their own
part fault a tier=A
part executing b tier=B
part fault c by=qian.hong
noc: order.list state=at_crc
  #items = 2
noc: order.list kind=fault tier=B
  #items = 1
  items[0].id = $b
noc: order.list unit=suburban
  #items = 1
noc: order.list station=km_line
  #items = 1
noc: order.list text="dial tone"
  #items = 3
noc: order.list text="nothing of this"
  #items = 0
noc: order.list overdue=true
  #items = 0
at +2h1s
noc: order.list overdue=true
  #items = 1
  items[0].id = $a
noc: order.list limit=2 -> p
  #items = 2
  next_cursor is set
noc: order.list limit=2 cursor=$p.next_cursor
  #items = 1
  next_cursor is null
