/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_DB_H
#define SIM_DB_H

#include "job.h"
#include "rows.h"

/*
 * The simulated database: what is committed, who holds which lock, and the sessions that work in it, a
 * statement at a time. It isolates as the real one does under READ COMMITTED.
 */
enum {
	SESSIONS_MAX = 64,
	IDLE_MS = 10000,
	STATEMENT_MS = 15000 /* SET_IDLE, SET_DEADLINE of lib/store */
};

struct db_order {
	int64_t id;
	struct order row; /* as committed, with clocks, tasks, return slips and alarms */
	int sizes[TABLE_N];
	struct happening **history; /* oldest first */
	struct clock_event **events;
	int n_history, size_history, n_events, size_events;
	int64_t next_due_at; /* the nearest of its clocks */
	struct session *holder; /* of its row lock */
};

enum wait { WAIT_NONE, WAIT_ORDER, WAIT_STORE, WAIT_PLACES, WAIT_SHARE, WAIT_TXN };

struct session {
	bool is_used, is_orphan; /* orphan: nobody reads its answers, nobody sends more */
	int number;
	struct node *node; /* whose; of an orphan whose it was */
	enum store_channel channel;
	struct job *first, *last; /* sent to it, in their order */
	bool in_txn, is_aborted;
	uint64_t txn; /* which of all */
	struct db_order **held;
	int n_held, size_held;
	bool has_places, shares_places, has_move;
	enum wait wait;
	struct db_order *wait_order;
	struct session *wait_for;
	uint64_t wait_txn;
	int64_t wait_since;
	int64_t idle_since; /* in a transaction with nothing to do; else INSTANT_NONE */
	int64_t stalled_until;
	enum store_outcome fails; /* the next statement; STORE_OK: it does not */
};

struct db_answer {
	struct db_answer *next;
	const char *user, *key, *request, *answer;
};

struct db_move {
	int64_t version, reached, done_at;
};

struct db {
	struct arena arena;
	struct texts texts;
	struct db_order **orders; /* by id; NULL: no such */
	int64_t n_orders; /* ids below it */
	int size_orders;
	struct db_answer *answers[1024];
	struct db_change *changes;
	int n_changes, size_changes;
	int64_t config_version, policy_version;
	struct db_move *moves;
	int n_moves, size_moves;
	struct quota_use *quotas;
	int n_quotas;
	struct agreed_use *agreed;
	int n_agreed;
	int64_t next_id[ID_N];
	int64_t virtual_now, skew_ms; /* skew: the server's clock before the true time */
	int64_t furthest_at; /* that the server's clock has said */
	struct session sessions[SESSIONS_MAX];
	struct session *store_holder; /* of the store's row */
	uint64_t n_txns, n_commits;
	bool is_down;
	int64_t up_at;
};

void db_init(struct db *db, int64_t at);
void db_fini(struct db *db);
int64_t db_now(struct db *db); /* the virtual now, or the server's clock */
struct db_order *db_get(const struct db *db, int64_t id); /* NULL: not committed */
int64_t db_next_due(const struct db *db, const struct job *but); /* of orders it has not loaded */
struct db_answer *db_find_answer(const struct db *db, const char *user, const char *key);
struct db_answer **db_answer_bucket(struct db *db, const char *key);
/* Under a raised config version; the rows are the database's then. */
void db_add_changes(struct db *db, struct db_change *changes, int n, bool is_policy);

/* sessions (session.c) */
struct session *session_open(struct node *n, enum store_channel channel); /* NULL: none left */
void session_send(struct session *s, struct job *j);
void session_orphan(struct session *s, int n_arrived); /* of what it has not carried out yet */
void session_end(struct session *s); /* rolled back and gone, at once */
void session_release(struct session *s); /* the transaction is over: its locks go */
bool session_can_step(struct session *s);
void session_step(struct session *s); /* its next statement, or a part of it */
bool session_is_over(const struct session *s); /* an orphan that has done all it was told */
bool session_is_late(const struct session *s); /* stood idle in a transaction for too long */
bool session_is_timed_out(const struct session *s); /* a statement has waited for too long */
void session_time_out(struct session *s);

/* locks (lock.c): false: it waits */
bool lock_order(struct session *s, struct db_order *o);
bool lock_order_if_free(struct session *s, struct db_order *o);
bool lock_store(struct session *s);
bool lock_places(struct session *s, bool shared);
bool lock_is_blocked(const struct session *s);
bool lock_is_deadlock(struct session *s); /* waits for somebody who waits for it */
/* Whether another has written the same and not committed: then it waits for him. */
bool lock_wait_for(struct session *s, struct session *other);
bool lock_holds(const struct session *s, const struct db_order *o);

/* statements (load.c, save.c): false: it waits, to be tried again */
bool load_step(struct session *s, struct job *j, enum op op, int arg);
bool save_step(struct session *s, struct job *j, enum op op);
void save_commit(struct session *s, struct job *j);
void job_fail(struct session *s, struct job *j, enum store_outcome outcome, const char *why);

#endif
