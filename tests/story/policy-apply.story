# rules 4, 9: apply moves the open orders: what was spent stays, the limit is another, steps behind fire at once
part executing f tier=C
at +5h
# of nothing it tells that nothing would move
admin: policy.put limits=[] dry_run=true
  dry_run = true
  moved = 0
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT6H}] dry_run=true
    open = 1
    moved = 1
    late = 0
    items[clock=order].clock = order
    items[clock=order].from.due_at = +24h
    items[clock=order].to.due_at = +6h
    items[clock=order].by_s = -64800
    #items = 1
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H}] dry_run=true
    late = 1
    alarms = 4
li.wei: order.get id=$f
    order.clocks[clock=order].limit = PT24H
    order.version = 2
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT6H}]
li.wei: order.get id=$f
    order.due_at = +24h
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H}] apply=open
    #limits = 1
li.wei: order.get id=$f
    order.due_at = +4h
    order.promised_at = +24h
    order.clocks[clock=order].limit = PT4H
    order.clocks[clock=order].spent = PT5H
    order.clocks[clock=order].missed = true
    order.clocks[clock=order].limit_revision = 2
    order.clocks[clock=task].limit = PT4H
    order.version = 3
admin: alarm.list
    #items[clock=order] = 2
    items[clock=order,severity=minor].raised_at = +5h
li.wei: order.history id=$f
    #items[what=policy_applied] = 1
