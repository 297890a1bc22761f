# rule 29: a new store holds the values of sla.json, no people and no stations
use empty
admin: session.whoami
  user ~ admin
admin: policy.list
  #items = 54
admin: ladder.list
  #items = 3
admin: hold_reason.list
  #items = 5
admin: unit.list
  #items = 0
admin: station.list
  #items = 0
admin: rpc.discover
  #methods > 60
admin: system.info
  zone is set
  clock ~ virtual
  now = +0s
