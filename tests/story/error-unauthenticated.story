# rule 20: neither a wrong token nor a stranger's uid is anybody
guest: session.login token=nonsense
  refused unauthenticated
stranger: order.list
  refused unauthenticated
stranger: order.get id=one
  refused invalid_params
stranger: system.ping
