/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_JOB_H
#define SIM_JOB_H

#include "rows.h"
#include "store/store.h"

/* What a daemon asks of the store in one go: statements sent together, answered together. The names are those
 * of lib/store/statements.c. */
/* clang-format off */
#define OPS(X) \
	X(BEGIN) X(LOCK_STORE) X(LOCK_NAMED) X(LOCK_DUE) X(LOCK_PLACES) X(SHARE_PLACES) X(FIND_MOVES) \
	X(LOCK_MOVES) X(LOAD_SLIPS) X(LOAD_CLOCKS) X(LOAD_TASKS) X(LOAD_RETURNS) X(LOAD_ALARMS) \
	X(LOAD_ANSWERS) X(LOAD_QUOTAS) X(LOAD_AGREED) X(TAKE_IDS) X(LOAD_FACTS) X(READ_ORG) \
	/* the order of enum table */ \
	X(SAVE_ORDERS) X(STAMP_ORDERS) X(SAVE_SLIPS) X(SAVE_CLOCKS) X(SAVE_TASKS) X(SAVE_RETURNS) \
	X(SAVE_ALARMS) X(SAVE_HISTORY) X(SAVE_CLOCK_EVENTS) X(SAVE_FEEDBACKS) \
	X(SAVE_ANSWERS) X(SAVE_QUOTAS) X(SAVE_AGREED) X(PUT_ORG) X(ADD_MOVE) X(SAVE_MOVE) \
	X(SAVE_AUDITS) X(SAVE_VIRTUAL_NOW) X(COMMIT) X(ROLLBACK)
/* clang-format on */
#define X(name) OP_##name,
enum op { OPS(X) OP_N };
#undef X
extern const char *const op_names[OP_N];

enum { OPS_A_JOB_MAX = 48 };

struct write { /* a row to be upserted, or to be added to what only grows */
	struct write *next;
	int64_t order;
	void *row;
};

struct db_change { /* of the organisation, one row */
	int64_t config;
	enum org_noun noun;
	struct org *holds; /* that row alone */
};

struct taken_ids {
	enum id_kind kind;
	int64_t first, n;
};

struct job {
	struct job *next_sent; /* of the session */
	struct job *next_asked; /* of the connection */
	bool is_sent, is_asked; /* freed when neither has it any more */
	struct arena arena;
	struct {
		enum op op;
		int arg;
	} ops[OPS_A_JOB_MAX];
	int n_ops, at; /* carried out before it */
	int n_arrived; /* that will ever reach the server */
	bool is_load, is_saving, is_committed;
	bool is_heard; /* its failure, before the connection was cut */
	enum store_outcome outcome;
	const char *why; /* it failed */
	int64_t asked_ms; /* by the daemon's clock */
	store_done *done;
	void *callback;

	/* a load: what it wants, what it has found */
	struct batch_wants wants;
	struct batch *batch;
	struct id_pool *ids, had; /* had: as it was when the ids were asked for */
	struct taken_ids takes[ID_N];
	int n_takes;
	struct db_order **wanted;
	int n_wanted, n_locked; /* of the statement under way */
	bool is_wanted_known;
	int64_t looked_at;
	struct order **orders; /* as locked, then with what hangs on them */
	int n_orders, size_orders;
	struct stored_answer *answers;
	int n_answers;
	struct quota_use *quotas;
	int n_quotas;
	struct agreed_use *agreed;
	int n_agreed;
	struct policy_move move;
	struct {
		int64_t now_at, config_version, next_due_at, moving, looked_at;
	} facts;

	/* a save */
	struct write *writes[TABLE_N];
	bool are_written[TABLE_N];
	struct stored_answer *kept;
	int n_kept;
	bool are_kept_written;
	struct db_change *changes; /* in the order they were decided */
	int n_changes;
	bool is_policy, is_apply, has_move;
	int64_t virtual_now;

	/* a reading of the organisation */
	struct org *org;
	int64_t seen_config, seen_policy;
	int n_seen; /* of the changes, that were there */
};

bool job_leaves(const struct job *j, int64_t order); /* its daemon has set that order apart */

#endif
