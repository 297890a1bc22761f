# rules 11, 15: open loops, oldest first
part fault f
at +1h
part fault g
zhang.qiang: report.loops
  #items >= 2
  items[0] ~ F-
zhao.min: report.loops
  refused forbidden
