# rules 21, 22: the slips one may see, by list and by id
part chain f
r.three: task.return id=$f/test to=line kind=error text="noise"
r.one: return.list
  #items = 1
  items[0].kind = error
r.four: return.list
  #items = 0
r.four: return.get id=$f/return
  refused not_found
qian.hong: return.get id=$f/return
  refused not_found
