# rules 7, 9: what was put through one daemon is known to another before it tells of an order that counts by it
second daemon
second.li.wei: session.whoami
second.admin: session.whoami
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["08:00", "18:00"]], tue: [["08:00", "18:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT8H, calendar: office}]
part fault f tier=C
second.li.wei: clock.explain order=$f clock=order
    segments[kind=running].counted = PT0S
admin: calendar.put name=shop zone=Asia/Shanghai week={wed: [["08:00", "18:00"]]}
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: B, limit: PT8H, calendar: shop}]
part fault g tier=B
second.admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT4H, calendar: office}] dry_run=true
    open = 2
    moved = 1
