# rules 20, 24: a person logs in by a password; only oneself or an admin sets it
admin: user.password user=r.one password="a long enough one"
guest: session.login user=r.one password="not this one"
  refused unauthenticated
guest: session.login user=r.one password="a long enough one"
  user ~ r.one
guest: user.password user=r.two password="a long enough one"
  refused forbidden
guest: user.password user=r.one password="another long one"
guest: session.whoami
  user is absent
