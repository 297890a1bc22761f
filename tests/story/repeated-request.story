# rule 26: the same request twice with one key happens once; a replay says what was said then
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="noise" submit=true idempotency_key=call-17 -> f
  replayed != true
at +1h
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="noise" submit=true idempotency_key=call-17
  replayed = true
  order.id = $f
  order.version = $f.order.version
li.wei: order.list
  #items = 1
zhao.min: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="noise" submit=true idempotency_key=call-17 -> g
  order.id != $f
  replayed != true
wang.lei: order.dispatch id=$f tasks=[{name: line, station: km_line}] idempotency_key=d
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="noise" submit=true idempotency_key=call-17
  order.state = at_crc
