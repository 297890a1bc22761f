/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the way along the chain of seals, page by page: the seals, the rows each is about, and, where one is not
 * where it was, what became of it. What is right is chain.c's. It writes nothing.
 */
#include "daemon/verify_seal.h"

#include "base/die.h"

enum { SEALS_A_PAGE = 8 };

static void read_seals(struct verify_seal *v);
static void read_rows(struct verify_seal *v);

static void renew(struct arena *a)
{
	arena_fini(a);
	arena_init(a);
}

static void end(struct verify_seal *v, enum store_outcome outcome)
{
	v->done(v->arg, outcome);
}

static const struct seal *get_seal(const struct verify_seal *v)
{
	return &v->seals.seals[v->at];
}

/* --- a row that is not where it was ---------------------------------------------------------------- */

static void on_counted_behind(void *arg, enum store_outcome outcome)
{
	struct verify_seal *v = arg;

	if (outcome == STORE_OK && v->n_behind == 0)
		v->broken.fault = CHAIN_CUT;
	end(v, outcome);
}

static void on_row_found(void *arg, enum store_outcome outcome)
{
	struct verify_seal *v = arg;
	int64_t n_before = v->broken.nth - 1 - (get_seal(v)->head.n_rows - get_seal(v)->n);

	if (outcome == STORE_OK && v->rows.n) {
		v->broken.fault = CHAIN_MOVED;
		v->broken.is = v->rows.rows[0];
	} else if (outcome == STORE_OK && v->n_behind == n_before) {
		/* Nothing of this seal is left behind it: is there anything at all? */
		store_count_unsealed(v->store, &get_seal(v)->upto, &v->n_behind, on_counted_behind, v);
		return;
	}
	end(v, outcome);
}

static void look_for_row(struct verify_seal *v)
{
	v->n_behind = v->rows.n; /* so many of this seal's are there */
	renew(&v->rows_arena);
	v->rows = (struct sealed_page){.arena = &v->rows_arena};
	store_find_sealed(v->store, v->broken.was.id, &v->rows, on_row_found, v);
}

/* --- along the chain -------------------------------------------------------------------------------- */

static void on_unsealed(void *arg, enum store_outcome outcome)
{
	struct verify_seal *v = arg;

	if (outcome == STORE_OK && chain_has_all(v->heads, v->n_heads, &v->end, &v->broken))
		v->broken = (struct chain_break){0};
	end(v, outcome);
}

/* A seal's rows are as they were: on to the next. */
static void go_on(struct verify_seal *v)
{
	v->end = get_seal(v)->head;
	chain_meet(v->heads, v->n_heads, &v->end);
	renew(&v->place_arena);
	v->place = (struct seal_place){
		arena_str(&v->place_arena, get_seal(v)->upto.xid), get_seal(v)->upto.id};
	if (++v->at < v->seals.n)
		read_rows(v);
	else
		read_seals(v);
}

static void on_rows(void *arg, enum store_outcome outcome)
{
	struct verify_seal *v = arg;

	if (outcome != STORE_OK)
		end(v, outcome);
	else if (chain_holds(get_seal(v), v->rows.rows, v->rows.n, &v->broken))
		go_on(v);
	else if (v->broken.fault == CHAIN_REMOVED)
		look_for_row(v);
	else
		end(v, STORE_OK);
}

static void read_rows(struct verify_seal *v)
{
	const struct seal *s = get_seal(v);

	if (!chain_follows(&v->end, s, &v->broken)) {
		end(v, STORE_OK);
		return;
	}
	if (s->n == 0) {
		go_on(v);
		return;
	}
	renew(&v->rows_arena);
	v->rows = (struct sealed_page){.arena = &v->rows_arena};
	store_read_sealed(v->store, &v->place, &s->upto, s->n + 1, &v->rows, on_rows, v);
}

static void on_seals(void *arg, enum store_outcome outcome)
{
	struct verify_seal *v = arg;

	v->at = 0;
	if (outcome != STORE_OK) {
		end(v, outcome);
	} else if (v->seals.n) {
		read_rows(v);
	} else if (v->end.number < 0) {
		v->broken = (struct chain_break){.fault = CHAIN_SEAL_GONE, .nth = 1};
		end(v, STORE_OK);
	} else {
		store_count_unsealed(v->store, &v->place, &v->n_unsealed, on_unsealed, v);
	}
}

static void read_seals(struct verify_seal *v)
{
	renew(&v->seals_arena);
	v->seals = (struct seal_page){.arena = &v->seals_arena};
	store_read_seals(v->store, v->end.number, SEALS_A_PAGE, &v->seals, on_seals, v);
}

void verify_seal_begin(struct verify_seal *v, struct store *store, store_done *done, void *arg)
{
	v->store = store;
	v->done = done;
	v->arg = arg;
	v->end = (struct seal_head){.number = -1};
	arena_init(&v->seals_arena);
	arena_init(&v->rows_arena);
	arena_init(&v->place_arena);
	v->place = (struct seal_place){"0", 0};
	read_seals(v);
}

void verify_seal_fini(struct verify_seal *v)
{
	if (!v->store)
		return; /* never begun */
	arena_fini(&v->seals_arena);
	arena_fini(&v->rows_arena);
	arena_fini(&v->place_arena);
}
