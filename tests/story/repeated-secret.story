# rule 26: a secret is not stored: the replayed answer has no token
admin: token.issue user=r.one ttl=P1D idempotency_key=t1 -> t
  token is set
admin: token.issue user=r.one ttl=P1D idempotency_key=t1
  replayed = true
  id = $t.id
  token is absent
