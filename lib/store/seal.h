/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_SEAL_H
#define SL_STORE_SEAL_H

#include "store/store.h"

/* The history under seal (schema 007): a chain of hashes over its rows in feed order. */
enum { SEAL_HASH = 32, SEAL_ENTRY = 56, SEAL_ROWS_MAX = 1000, SEAL_HOLDER = 192 };

struct seal_head { /* where a chain stands */
	int64_t number; /* of the last seal; 0: nothing is sealed yet */
	int64_t n_rows; /* of the history, up to there */
	unsigned char hash[SEAL_HASH];
};

struct sealing {
	int n; /* rows sealed now, SEAL_ROWS_MAX at most */
	struct seal_head head;
	int64_t next_id; /* the first row that is committed and not sealed; 0: none */
	char held_by[SEAL_HOLDER]; /* whose transaction it waits for, if anybody's; "": nobody's */
};

/* Seals what nobody seals at this moment and no commit can come before any more. */
void store_seal(struct store *s, struct sealing *sealing, store_done *done, void *arg);

/* --- reading, for a reader ------------------------------------------------------------------- */
struct seal_place { /* in the feed; xid as text: there is no number type of theirs */
	const char *xid;
	int64_t id;
};

struct seal {
	struct seal_head head; /* with this seal */
	struct seal_place upto; /* its last row */
	int64_t sealed_at;
	const unsigned char *entries; /* SEAL_ENTRY bytes a row: id, order, seq, hash of its text */
	int n; /* of them */
};

struct seal_page {
	struct arena *arena; /* set by the caller */
	struct seal *seals;
	int n;
};

/* Up to max seals behind that number. */
void store_read_seals(
	struct store *s, int64_t after, int max, struct seal_page *page, store_done *done, void *arg);

struct sealed_row { /* of the history, as it is now */
	int64_t id, order, seq;
	const char *text; /* what is hashed of it */
};

struct sealed_page {
	struct arena *arena; /* set by the caller */
	struct sealed_row *rows;
	int n;
};

/* Up to max rows behind one place and up to another, in feed order. */
void store_read_sealed(struct store *s, const struct seal_place *after,
	const struct seal_place *upto, int max, struct sealed_page *page, store_done *done, void *arg);
/* One row, wherever it is in the feed; none: it is gone. */
void store_find_sealed(
	struct store *s, int64_t id, struct sealed_page *page, store_done *done, void *arg);
void store_count_unsealed(
	struct store *s, const struct seal_place *after, int64_t *n, store_done *done, void *arg);

#endif
