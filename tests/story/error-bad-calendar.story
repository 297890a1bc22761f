# rule 9: a row of a calendar nobody knows is refused
admin: policy.put limits=[{clock: order, kind: fault, service: voip, limit: PT1H, calendar: moon}]
  refused bad_calendar
