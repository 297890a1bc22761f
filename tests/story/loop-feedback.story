# rules 15, 22: the originator gets a feedback slip at each station of the loop, and receipt is recorded
part fault f
li.wei: feedback.list order=$f
  #items = 1
  items[0].id is set
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}]
li.wei: feedback.list order=$f
  #items = 2
wang.lei: order.hold id=$f reason=other
wang.lei: order.resume id=$f
li.wei: feedback.list order=$f
  #items = 4
r.one: task.accept id=$f/line
r.one: task.return id=$f/line to=crc kind=cannot_complete text="no pole there"
wang.lei: return.accept id=$f/return
wang.lei: return.settle id=$f/return record="pole on its way"
part complete f
li.wei: feedback.list order=$f unread=true -> l
  #items >= 6
li.wei: feedback.read ids=["$l.items[0].id"]
li.wei: feedback.list order=$f unread=true -> m
  items lacks $l.items[0]
noc: feedback.list
  refused forbidden
zhao.min: feedback.read ids=["$l.items[1].id"]
  refused not_found|forbidden
