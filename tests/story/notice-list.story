# rules 4, 24: who is told and where goes with the step; several missed at once tell once; only addresses that can be sent to are taken
admin: user.put name=r.one title="one" roles=[operator] unit=operations stations=[km_line] notify=["mailto:r.one@crc.example", "https://hooks.example/r1"]
  user.notify has "mailto:r.one@crc.example"
admin: user.put name=r.two title="two" roles=[operator] unit=operations stations=[km_line] notify=["r.two@crc.example"]
  refused invalid_params /params/notify/0
admin: user.put name=r.two title="two" roles=[operator] unit=operations stations=[km_line] notify=["mailto:r.two@crc.example", "https://me:word@hooks.example/"]
  refused invalid_params /params/notify/1
admin: user.put name=m.km title="manager" roles=[station_manager] unit=operations stations=[km_line] notify=["mailto:m.km@crc.example"]
admin: notice.list
  #items = 0
part executing f tier=C
at +1h47m
admin: notice.list
  #items = 0
at +1h48m
admin: notice.list -> l
  #items = 2
  items[channel=mail].state = waiting
  items[channel=mail].to = r.one
  items[channel=mail].order = $f
  items[channel=mail].clock = accept
  items[channel=mail].task = line
  items[channel=mail].severity = warning
  items[channel=mail].fired_at = +1h48m
  items[channel=mail].not_before = +1h48m
  items[channel=mail].tries = 0
  items[channel=mail].sent_at is null
  items[channel=webhook].address = "https://hooks.example/r1"
admin: notice.list state=dead
  #items = 0
admin: notice.list state=waiting limit=1 -> p
  #items = 1
admin: notice.list state=waiting limit=1 cursor=$p.next_cursor
  #items = 1
  next_cursor is null
admin: notice.list cursor=nonsense
  refused invalid_params /params/cursor
wang.lei: notice.list
  refused forbidden
stranger: notice.list
  refused unauthenticated
# an order that is over tells nobody any more, and what was told stands
li.wei: order.cancel id=$f reason=over
at +1d
admin: notice.list
  #items = 2
cli admin: notice.list state=waiting
  status = 0
  out ~ F-0
  out ~ r.one
