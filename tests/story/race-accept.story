# rules 6, 20: two operators accept one task
part executing f
race
  r.one: task.accept id=$f/line
  r.two: task.accept id=$f/line
  outcome ok, wrong_state
