/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "db.h"
#include "dice.h"
#include "node.h"
#include "traffic.h"

/*
 * One life: a store, some daemons on it and their callers, all in this process and all moved by one loop
 * that draws what happens next. Nothing in here waits, and no time passes but this one.
 */
enum { NODES = 3 };

/* What --break takes away, so that the simulator can show that it would notice. */
enum {
	BREAK_LOCKS = 1, /* no row is locked */
	BREAK_FENCE = 2, /* and no history refused: the same step can be written twice */
	BREAK_KEY = 4, /* an idempotency key can be stored twice */
	BREAK_EARLY = 8, /* the store says done before COMMIT is carried out */
	BREAK_ORDER = 16, /* the engine is not told what came of one connection */
	BREAK_CLOCK = 32, /* now and then a saved clock is lost */
	BREAK_DUE = 64, /* the store's clock, as the daemons read it, is ahead */
	BREAK_LEAK = 128, /* a batch that has nothing to save keeps its locks */
	BREAK_WAKE = 256, /* now and then a timer is never heard of again */
};

/* What is counted of all lives, so that it can be seen what they came to. */
/* clang-format off */
#define COUNTS(X) \
	X(COMMITS, "commits") X(ORPHANS, "of them by nobody's session") X(WAITS, "lock waits") \
	X(DEADLOCKS, "deadlocks") X(RIVALS, "waits for a key") X(BEATEN, "beaten to a key") \
	X(FIRED, "steps fired") X(MOVES, "policy moves") X(CHANGES, "changes of the organisation") \
	X(CUT, "connections lost") X(LATE, "of them for lateness") X(IDLE, "idle transactions ended") \
	X(TIMED_OUT, "statements timed out") X(FAILED, "failed statements") X(CRASHES, "crashes") \
	X(OUTAGES, "outages of the store") X(LEAPS, "leaps") X(OK, "done") \
	X(REPLAYED, "of them said again") X(REFUSED, "refused") X(UNAVAILABLE, "unavailable") \
	X(UNKNOWN, "unknown outcomes") X(OVERLOADED, "overloaded") \
	X(MISMATCHES, "keys of something else") X(UNHEARD, "answers not heard")
/* clang-format on */
#define X(id, name) COUNT_##id,
enum count { COUNTS(X) COUNT_N };
#undef X

struct faults { /* one in so many steps; 0: never */
	int cut, end_session, restart_store, crash, freeze, stall, fail, pause, jump, hang_up;
};

struct sim {
	struct dice dice;
	int64_t t_ms; /* the true time */
	int pace_ms; /* a step takes less */
	uint64_t seed, step, n_steps; /* of this life, of all of them */
	int life;
	bool is_virtual, is_traced;
	unsigned breaks;
	bool is_quiet; /* no faults, and nothing new is asked */
	int64_t leapt_at; /* by the store's clock: it has been awake since */
	int64_t hush_until; /* nobody asks anything, and time goes on as it does */
	bool has_faults;
	bool is_leaping; /* nobody asks anything until time has gone on */
	struct faults faults;
	uint64_t counts[COUNT_N]; /* of all lives */
	struct db db;
	struct node nodes[NODES];
	struct node *here; /* the daemon that runs now; NULL: none */
	struct traffic traffic;
};

extern struct sim sim;

/* What is shown of a life when it is traced. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void count(enum count what);
/* An invariant does not hold: says so with the seed, and ends the program. */
_Noreturn void broken(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void life_run(uint64_t seed, int n_steps); /* from nothing to the end of its checks */

#endif
