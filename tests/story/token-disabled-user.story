# rule 20: a disabled person is nobody
admin: token.issue user=r.one ttl=P1D -> t
admin: user.put name=r.one title="R1" roles=[operator] unit=operations stations=[km_line] disabled=true
guest: session.login token="$t.token"
  refused unauthenticated
