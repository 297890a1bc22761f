# rule 26: a key is kept 7 days, and is at most 128 bytes
part fault f
li.wei: order.note id=$f text=a idempotency_key=k
at +6d23h
li.wei: order.note id=$f text=a idempotency_key=k
  replayed = true
li.wei: order.note id=$f text=a idempotency_key="01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
li.wei: order.note id=$f text=a idempotency_key="012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"
  refused invalid_params /params/idempotency_key
