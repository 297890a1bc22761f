/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the database's locks: of orders, of the store's row, of a month's places, and the waiting for
 * somebody who has written the same key. A wait that goes round in a circle is a deadlock. It never
 * knows what a lock is for.
 */
#include "base/die.h"
#include "sim.h"

static bool waits(struct session *s, enum wait wait)
{
	s->wait = wait;
	count(wait == WAIT_TXN ? COUNT_RIVALS : COUNT_WAITS);
	return false;
}

bool lock_holds(const struct session *s, const struct db_order *o)
{
	return o->holder == s;
}

static void hold(struct session *s, struct db_order *o)
{
	o->holder = s;
	if (s->n_held == s->size_held) {
		s->size_held = s->size_held ? s->size_held * 2 : 32;
		s->held = xrealloc(s->held, (size_t)s->size_held * sizeof(struct db_order *));
	}
	s->held[s->n_held++] = o;
}

bool lock_order_if_free(struct session *s, struct db_order *o)
{
	if (sim.breaks & BREAK_LOCKS)
		return true;
	if (o->holder && o->holder != s)
		return false;
	if (!o->holder)
		hold(s, o);
	return true;
}

bool lock_order(struct session *s, struct db_order *o)
{
	if (lock_order_if_free(s, o))
		return true;
	s->wait_order = o;
	return waits(s, WAIT_ORDER);
}

bool lock_store(struct session *s)
{
	struct session *holder = sim.db.store_holder;

	if (holder && holder != s)
		return waits(s, WAIT_STORE);
	sim.db.store_holder = s;
	return true;
}

/* Who stands in the way of a lock of the places, from the nth session on. */
static struct session *places_blocker(const struct session *s, bool shared, int n)
{
	for (; n < SESSIONS_MAX; n++) {
		struct session *other = &sim.db.sessions[n];

		if (other != s && (other->has_places || (!shared && other->shares_places)))
			return other;
	}
	return NULL;
}

bool lock_places(struct session *s, bool shared)
{
	if (places_blocker(s, shared, 0))
		return waits(s, shared ? WAIT_SHARE : WAIT_PLACES);
	if (shared)
		s->shares_places = true;
	else
		s->has_places = true;
	return true;
}

bool lock_wait_for(struct session *s, struct session *other)
{
	s->wait_for = other;
	s->wait_txn = other->txn;
	return waits(s, WAIT_TXN);
}

/* The nth of those it waits for; NULL: no more. */
static struct session *blocker(const struct session *s, int n)
{
	struct session *one = NULL;

	switch (s->wait) {
	case WAIT_NONE: return NULL;
	case WAIT_ORDER: one = s->wait_order->holder; break;
	case WAIT_STORE: one = sim.db.store_holder; break;
	case WAIT_TXN:
		one = s->wait_for->in_txn && s->wait_for->txn == s->wait_txn ? s->wait_for : NULL;
		break;
	case WAIT_PLACES:
	case WAIT_SHARE: {
		struct session *at = places_blocker(s, s->wait == WAIT_SHARE, 0);

		for (; at && n > 0; n--)
			at = places_blocker(s, s->wait == WAIT_SHARE, (int)(at - sim.db.sessions) + 1);
		return at;
	}
	}
	return n == 0 && one != s ? one : NULL;
}

bool lock_is_blocked(const struct session *s)
{
	return blocker(s, 0) != NULL;
}

static bool reaches(const struct session *from, const struct session *to, uint64_t *seen)
{
	for (int n = 0;; n++) {
		struct session *next = blocker(from, n);
		uint64_t bit;

		if (!next)
			return false;
		if (next == to)
			return true;
		bit = UINT64_C(1) << (next - sim.db.sessions);
		if (*seen & bit)
			continue;
		*seen |= bit;
		if (reaches(next, to, seen))
			return true;
	}
}

bool lock_is_deadlock(struct session *s)
{
	uint64_t seen = 0;

	return reaches(s, s, &seen);
}
