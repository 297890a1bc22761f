/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_RUN_H
#define SL_DAEMON_RUN_H

#include "base/arena.h"
#include "daemon/ask.h"
#include "daemon/meter.h"
#include "store/store.h"

/*
 * A run is one batch on its way: what was asked, what was loaded, what was decided. engine.c drives
 * it; gather.c says what to load, ruling.c decides, advance.c moves the virtual clock.
 */
enum {
	RUN_ASKS_MAX = 256,
	RUN_DUE_MAX = 128, /* due orders in a sweep */
	RUN_DUE_BESIDE_MAX = 32, /* due orders in a batch of calls: they wait for them */
	RUN_ADVANCE_DUE_MAX = 256, /* due orders while the virtual clock advances */
	RUN_MOVE_MAX = 128, /* open orders moved to an applied policy */
};

struct slot { /* an order of the batch, as decided so far */
	struct order *order;
	int64_t next_due_at; /* INSTANT_NONE: nothing armed */
};

struct run {
	struct arena arena;
	const struct org *org;
	struct id_pool *ids;
	bool is_virtual;

	struct ask *asks[RUN_ASKS_MAX];
	const char *answers[RUN_ASKS_MAX]; /* made before the commit, said after it */
	int n_asks, n_decided; /* fewer decided than asked: the rest belongs to the next run */

	struct batch_wants wants;
	struct batch batch;
	int64_t now; /* the batch's; the virtual one moves within the batch */
	struct slot *slots;
	int n_slots, n_loaded; /* the loaded ones stand by id, new ones behind them */
	int n_fired; /* orders on which due steps were fired */
	struct spread lags; /* of those steps, from their due instants */

	struct stored_answer *kept; /* of this run's own successes */
	int n_kept;
	struct feedback *read; /* now read: a list by next */
	const struct notice *resent; /* to be sent again; NULL: none */
	const struct org_change **changes;
	int n_changes;
	struct audit audit; /* a run holds one change of the organisation at most */
	int n_audits;
	struct ask
		*applying; /* its put shall move the open orders: answered when they are; NULL: none */
	struct policy_move move; /* what this run moved of them */
	struct batch_save save;
};

/* gather.c */
bool ask_ends_run(const struct ask *ask); /* changes the organisation: nothing may follow */
/* As many as one batch takes, in their order. What comes of a connection that the other run has something of waits
 * until that is decided (rules.md 25); and a run beside the main one stops at what ends a run. */
void run_take_asks(struct run *r, struct asks *waiting, const struct run *other, bool is_side);
int64_t run_get_advance(const struct run *r); /* the furthest time.advance; INSTANT_NONE: none */
int64_t ask_get_cited(const struct ask *ask); /* the confirmation its parameters cite; 0: none */
void run_gather(struct run *r, int64_t due_before, int due_max, int move_max);

/* ruling.c */
struct slot *run_get_slot(struct run *r, int64_t order); /* NULL: not loaded */
void run_put_order(
	struct run *r, struct slot *slot, struct order *order); /* slot NULL: a new one */
void run_decide(struct run *r);
void run_fire(struct run *r, struct slot *slot, int64_t at); /* slot's due steps, as of at */
int64_t run_next_due(const struct run *r); /* the nearest of all orders, loaded or not */
bool run_fill_save(struct run *r); /* false: nothing to save */

/* move.c */
bool run_move(struct run *r); /* false: ids ran out */
bool run_has_moved(
	const struct run *r); /* got on with it, if only by seeing that nothing is left */

/* advance.c */
bool run_advance(struct run *r, int i); /* false: not finished, goes on in the next run */

#endif
