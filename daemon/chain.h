/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_CHAIN_H
#define SL_DAEMON_CHAIN_H

#include "base/err.h"
#include "store/seal.h"

/* Whether the history is what was sealed: one seal after the other, each with the rows it is about. */
enum chain_fault {
	CHAIN_CHANGED = 1, /* a row's text is another */
	CHAIN_MOVED, /* a row stands elsewhere: in its order, or in the feed */
	CHAIN_REMOVED,
	CHAIN_CUT, /* removed, and all behind it too */
	CHAIN_ADDED, /* a row stands where there was none */
	CHAIN_SEAL_GONE,
	CHAIN_SEAL_ALTERED, /* it does not follow from the one before */
	CHAIN_HEAD_CUT, /* an exported head is further on than the chain */
	CHAIN_HEAD_OTHER, /* the chain is not the one that it was exported of */
};

struct chain_break {
	enum chain_fault fault;
	int64_t number; /* of the seal */
	int64_t sealed_at;
	int64_t nth; /* the first row it is about, counted in feed order from 1 */
	int64_t last; /* and the last that it may be */
	struct sealed_row was, is; /* as it was sealed; as it is, where it is at all. id 0: not known */
};

/* Whether a seal follows from where the chain stood before; the first one follows from {-1, 0}. */
bool chain_follows(const struct seal_head *before, const struct seal *s, struct chain_break *out);
/* The rows of a seal, as they are now. CHAIN_REMOVED: it is not among these. */
bool chain_holds(
	const struct seal *s, const struct sealed_row *rows, int n, struct chain_break *out);

struct chain_head { /* exported */
	int64_t n_rows;
	unsigned char hash[SEAL_HASH];
	bool is_found; /* chain_meet() met it */
};

/* HASH@N,HASH@N..: how many; -1: it is none. */
int chain_read_heads(const char *text, struct chain_head *heads, int max);
void chain_meet(struct chain_head *heads, int n, const struct seal_head *at);
/* After the whole chain was met: whether all of them belong to it. */
bool chain_has_all(
	const struct chain_head *heads, int n, const struct seal_head *end, struct chain_break *out);

const char *chain_say(struct arena *a, enum lang lang, const struct chain_break *b);

#endif
