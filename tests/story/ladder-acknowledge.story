# rules 5, 22: acknowledging an alarm stops its own repeats, not the ladder's other steps
part accepted f tier=A
at +1h
r.one: alarm.list -> l
  #items[clock=order] = 1
r.one: alarm.acknowledge id="$l.items[clock=order].id" note="on it"
  alarm.state = acknowledged
  alarm.acknowledged_by = r.one
  alarm.acknowledged_at = +1h
noc: alarm.acknowledge id="$l.items[clock=order].id"
  refused forbidden
r.four: alarm.acknowledge id="$l.items[clock=order].id"
  refused not_found
at +2h30m
noc: alarm.list -> m
  items[clock=order,severity=critical].count = 1
  items[clock=order,severity=warning].state = acknowledged
zhang.qiang: alarm.acknowledge id="$m.items[clock=order,severity=critical].id"
at +10h
noc: alarm.list
  items[clock=order,severity=critical].count = 1
  items[clock=task,severity=critical].count = 5
