# rules 4, 7: the step of an alarm to its last digit, the same in the list and in a dry run
admin: ladder.put tier=C clock=order steps=[{at: 0.125, severity: minor, tell: holder}, {at: 1, severity: critical, tell: leader}]
part executing f tier=C
at +2h
part executing g tier=C
at +3h
cli admin: alarms
  status = 0
  out ~ " 12.5 %  "
cli admin: policy.put 'limits=[{"clock": "order", "kind": "fault", "service": "pstn", "tier": "C", "limit": "PT4H"}]' dry_run=true
  status = 0
  out ~ "  order 12.5 %"
