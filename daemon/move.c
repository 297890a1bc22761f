/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the moving of open orders to a policy that was put with `apply`: so many a batch, in order of
 * id, beside whatever else the batch does. How far it has come stands in the store, so that any
 * daemon goes on with it. It never moves an order twice and passes over none.
 */
#include "daemon/run.h"

static bool is_to_move(const struct order *o, int64_t version)
{
	return o->policy > 0 && o->policy < version && o->state != ORDER_DRAFT &&
		o->state != ORDER_ARCHIVED && o->state != ORDER_CANCELLED;
}

static void move_order(struct run *r, struct slot *slot)
{
	struct decision d = {
		.arena = &r->arena,
		.org = r->org,
		.ids = r->ids,
		.now_at = r->now > slot->order->last_at ? r->now : slot->order->last_at,
		.order = order_copy(&r->arena, slot->order),
	};
	bool is_moved;

	if (!decide_apply(&d, r->move.version, &is_moved))
		return; /* it keeps the policy it has */
	alarm_write_news(&d);
	run_put_order(r, slot, d.order);
}

bool run_move(struct run *r)
{
	struct policy_move *m = &r->move;

	for (int i = 0; i < m->n; i++) {
		struct slot *slot = run_get_slot(r, m->ids[i]);

		if (!slot)
			return true; /* somebody else holds it: the next batch begins here */
		if (!decide_has_ids(r->ids))
			return false;
		if (is_to_move(slot->order, m->version))
			move_order(r, slot);
		m->reached = m->ids[i];
	}
	if (m->version && m->n < r->wants.move_max)
		m->done_at = r->now;
	return true;
}

bool run_has_moved(const struct run *r)
{
	return r->move.version &&
		(r->move.reached != r->batch.move.reached || r->move.done_at != INSTANT_NONE);
}
