/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the answers held back until open orders have been moved to the policy that was put: it answers each
 * once, and moves nothing itself (move.c does).
 */
#include "daemon/applying.h"

void applying_hold(struct applying *a, struct ask *ask, const char *answer)
{
	ask->held_back = arena_str(ask->arena, answer);
	a->moving = ask->waits_for;
	asks_put(&a->waiting, ask);
}

/* Answers the puts whose policy every open order has now been moved to. */
static void release(struct applying *a, int64_t moved_to)
{
	struct asks still = {0};
	struct ask *ask;

	while ((ask = asks_take(&a->waiting))) {
		if (ask->waits_for <= moved_to)
			ask->answer(ask, ask->held_back);
		else
			asks_put(&still, ask);
	}
	a->waiting = still;
}

bool applying_follow(struct applying *a, const struct run *r)
{
	bool is_done = r->save.move && r->move.done_at != INSTANT_NONE;

	a->moving = r->batch.moving;
	if (is_done)
		release(a, r->move.version);
	else if (!a->moving)
		release(a, INT64_MAX);
	else
		release(a, a->moving - 1);
	return !a->moving || run_has_moved(r) || r->wants.move_max == 0;
}

void applying_refuse(struct applying *a)
{
	struct ask *ask;

	while ((ask = asks_take(&a->waiting)))
		ask_refuse(ask, ERR_UNKNOWN_OUTCOME, NULL);
}
