# rules 1, 4: an order whose rows the store refuses keeps no other from being done, nor their clocks from firing
clock real
admin: policy.put limits=[{clock: intake, kind: fault, service: pstn, tier: C, limit: PT1S}]
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="first" submit=true -> a
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="second" submit=true -> b
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="third" submit=true -> c
# what they do not know of: a row in the way of the first one's next, and a rule that the second's alarms break
sql insert into history (order_id, seq, at, what, state) select id, n_happenings + 1, 0, 'odd', state from orders \
	where id = 1
sql alter table alarm add constraint odd check (order_id <> 2) not valid
race
  wang.lei: order.note id=$a text="in the way"
  wang.lei: order.note id=$c text="fine"
  outcome ok, overloaded
until noc: alarm.list
    #items[order=3] >= 1
noc: alarm.list
    #items[order=1] = 0
    #items[order=2] = 0
wang.lei: order.note id=$c text="and so on"
