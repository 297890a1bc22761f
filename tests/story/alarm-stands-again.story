# rules 3, 14, 28: an alarm whose clock goes on after a refused signature stands again, which is told as its clearing was
part accepted f tier=B
at +4h48m
noc: alarm.list
  #items[clock=order] = 1
  items[clock=order].state = raised
part complete f
noc: alarm.list state=raised -> a
  #items[clock=order] = 0
li.wei: order.sign id=$f accepted=false by="Mr Duan" note="still noisy"
noc: alarm.list since=$a.cursor
  items[clock=order].state = raised
li.wei: order.history id=$f
  items[what=alarm_cleared].text = clock_ended
  items[what=alarm_reopened].seq is set
  items[what=alarm_reopened].by is null
