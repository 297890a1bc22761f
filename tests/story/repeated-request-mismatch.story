# rule 26: the same key with other parameters, or for another method
li.wei: order.create kind=fault service=pstn tier=C customer="Dianchi Hotel" title="noise" submit=true idempotency_key=k1 -> f
li.wei: order.create kind=fault service=pstn tier=B customer="Dianchi Hotel" title="noise" submit=true idempotency_key=k1
  refused idempotency_mismatch
li.wei: order.note id=$f text="x" idempotency_key=k1
  refused idempotency_mismatch
li.wei: order.create title="noise" submit=true tier=C idempotency_key=k1 customer="Dianchi Hotel" service=pstn kind=fault
  replayed = true
