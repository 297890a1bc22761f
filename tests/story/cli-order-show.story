# rules 2, 10, 21: an order on the screen: whose it is, its clocks, tasks and return slips, what it is held for
part executing f tier=C
cli li.wei: order show $f
  status = 0
  out ~ "pstn · tier C · executing"
  out ~ "Clocks"
at +1h
wang.lei: order.hold id=$f reason=no_access note="gate closed"
cli li.wei: order show $f
  status = 0
  out ~ "no access (the clock is stopped), by wang.lei since 2026-03-02 17:00 gate closed"
  out ~ "accept  line  paused  2 h 00 min  1 h 00 min        1 h 00 min left    1"
cli li.wei: --lang zh-CN order show $f
  status = 0
  out ~ "无法进场（时钟已停），wang.lei 于 2026-03-02 17:00 gate closed"
cli li.wei: --json order show $f
  status = 0
  out ~ "\"state\":\"executing\""
cli li.wei: order show x1
  status = 2
cli qian.hong: order show $f
  status = 1
  err ~ "no such"
cli li.wei: order list
  status = 0
  out ~ "F-000003  fault  pstn     C     hold   Dianchi Hotel  no dial tone"
cli li.wei: --json order list limit=1
  status = 0
cli li.wei: order list state=draft
  status = 0
  out ~ "nothing"
