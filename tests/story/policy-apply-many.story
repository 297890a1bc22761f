# rules 4, 9: more open orders than one batch moves; and a move that a killed daemon left is gone on with
times 150 part fault f tier=C
part fault g tier=C
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT8H}] apply=open
    #limits = 1
li.wei: order.get id=$f
    order.due_at = +8h
li.wei: order.get id=$g
    order.due_at = +8h
    order.version = 2
    order.clocks[clock=intake].limit_revision = 1
admin: policy.put limits=[{clock: order, kind: fault, service: pstn, tier: C, limit: PT7H}]
sql insert into policy_move (version) select policy_version from store_state
kill daemon
start daemon
until li.wei: order.get id=$g
    order.due_at = +7h
li.wei: order.get id=$f
    order.due_at = +7h
# an order the new policy has no row for keeps what it has
admin: policy.put limits=[{clock: signature, tier: C, limit: null}] dry_run=true
    open = 151
    kept = 151
    moved = 0
admin: policy.put limits=[{clock: signature, tier: C, limit: null}] apply=open
li.wei: order.get id=$g
    order.due_at = +7h
    order.version = 3
