# rules 20, 27: a stale version is refused with the present one; a task's is its order's
part executing f
r.one: task.accept id=$f/line if_version=1
  refused conflict
  version = $f/version
r.one: task.accept id=$f/line if_version=$f/version
li.wei: order.note id=$f text=x if_version=1
  refused conflict
