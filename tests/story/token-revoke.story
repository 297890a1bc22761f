# rule 20: a revoked token is felt on open connections
admin: token.issue user=r.one ttl=P1D -> t
guest: session.login token="$t.token"
guest: order.list
admin: token.revoke id=$t
  token.token is absent
until guest: order.list
  refused unauthenticated
