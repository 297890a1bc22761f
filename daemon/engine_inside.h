/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ENGINE_INSIDE_H
#define SL_DAEMON_ENGINE_INSIDE_H

#include "daemon/apart.h"
#include "daemon/applying.h"
#include "daemon/engine.h"
#include "daemon/run.h"

/* engine.c has the queue and the time, track.c a batch on its way; nobody else includes this. */
struct event;

enum { ENGINE_BACKOFF_MS = 100 }; /* what is due is held by somebody else: not at once again */

enum track_state { TRACK_IDLE, TRACK_REFRESHING, TRACK_LOADING, TRACK_SAVING };

/* A batch at a time each. The main track does everything; beside it, so that the store has work on both hands,
 * the side track carries out commands on orders and helps with what is due, as another daemon of the same store
 * would. */
enum { MAIN, SIDE, TRACK_N };

/* How batches are made up. One that the store refuses for a row has one bad thing in it, which shall not keep the others
 * from being done: calls one by one, then due orders one by one, then the move of open orders, until it is found. */
enum way { WAY_TOGETHER, WAY_CALLS, WAY_DUE, WAY_MOVE };

struct track {
	struct engine *engine;
	enum store_channel channel;
	enum track_state state;
	struct run run;
	struct id_pool ids;
	int n_retries;
	bool wants_sweep; /* its next batch looks for due steps */
	bool is_sweep; /* its batch does */
	bool is_moving; /* it moves open orders to an applied policy */
	enum way way;
	int n_left; /* to be taken in this way */
	bool is_sweep_suspected; /* when the calls are through and were good */
	int64_t others_due; /* nearest that others have armed since its batch was begun */
};

struct engine {
	struct engine_options options;
	struct store *store;
	struct event *kick, *wake;
	struct track tracks[TRACK_N];
	struct asks waiting;
	bool is_up; /* connected, and the organisation is at least as new as that */
	bool is_ready; /* ready() was called */
	bool has_now;
	int64_t now; /* virtual: the clock; real: the store's clock minus ours */
	int64_t next_due_at;
	struct apart apart;
	struct applying applying;
};

/* engine.c */
void engine_set_now(struct engine *e, int64_t now);
void engine_kick(struct engine *e); /* at the end of this loop turn, idle tracks begin */
void engine_wake_after(struct engine *e, int64_t ms);
/* Held up: what is due is not to be had just now. */
void engine_wake_at_next_due(struct engine *e, bool is_held_up);
void engine_refuse_waiting(struct engine *e);

/* track.c */
void track_begin(struct track *t); /* an idle one: takes what waits, if anything does */
void track_enter(struct track *t, enum track_state state);
bool track_is_main(const struct track *t);
bool track_may_move(
	const struct track *t); /* open orders are on their way, and this one sees to it */
struct track *track_beside(const struct track *t);

#endif
