# rule 20: a token ends by itself
admin: token.issue user=r.one ttl=PT1H -> t
guest: session.login token="$t.token"
guest: session.whoami
  user ~ r.one
at +59m
guest: order.list
at +1h1s
guest: order.list
  refused unauthenticated
other: session.login token="$t.token"
  refused unauthenticated
