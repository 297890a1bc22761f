/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_VERIFY_SEAL_H
#define SL_DAEMON_VERIFY_SEAL_H

#include "daemon/chain.h"

/* The part of `sliploopd verify` that follows the chain of seals over the history, to its first break. */
enum { VERIFY_HEADS_MAX = 16 };

struct verify_seal {
	struct chain_head heads[VERIFY_HEADS_MAX]; /* exported: what the chain must have */
	int n_heads;
	/* what came of it */
	struct seal_head end; /* as far as it was followed */
	int64_t n_unsealed;
	struct chain_break broken; /* fault 0: nowhere */
	/* own */
	struct store *store;
	store_done *done;
	void *arg;
	struct arena seals_arena, rows_arena, place_arena;
	struct seal_page seals;
	int at; /* of them */
	struct sealed_page rows;
	struct seal_place place; /* up to which it was followed */
	int64_t n_behind;
};

/* done: with STORE_OK once it was followed; what was set before stays. */
void verify_seal_begin(struct verify_seal *v, struct store *store, store_done *done, void *arg);
void verify_seal_fini(struct verify_seal *v);

#endif
