/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what the statements of a load do, as those of lib/store/statements.c do it: what they lock, in which
 * order, and what they find. A statement sees what is committed when it begins, and of what it has
 * waited for the newest. It never writes, but for taking ids.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "sim.h"

static const int blocks[ID_N] = {1, 512, 64, 16384, 2048}; /* as id_kinds of lib/store/load.c */

/* --- which orders ------------------------------------------------------------------------------- */

static void want(struct job *j, struct db_order *o)
{
	if (!o)
		return;
	for (int i = 0; i < j->n_wanted; i++)
		if (j->wanted[i] == o)
			return;
	j->wanted[j->n_wanted++] = o;
}

static bool has_row(const struct db_order *o, enum table table, int64_t id)
{
	const struct order *row = &o->row;

	switch (table) {
	case TABLE_TASK: return order_get_task((struct order *)row, id) != NULL;
	case TABLE_RETURN: return order_get_return((struct order *)row, id) != NULL;
	case TABLE_ALARM: return order_get_alarm((struct order *)row, id) != NULL;
	case TABLE_ORDERS:
	case TABLE_STAMP:
	case TABLE_SLIP:
	case TABLE_CLOCK:
	case TABLE_HISTORY:
	case TABLE_CLOCK_EVENT:
	case TABLE_FEEDBACK:
	case TABLE_N: return false;
	}
	return false;
}

static void want_owners(struct job *j, enum table table, const int64_t *ids, int n)
{
	for (int i = 0; i < n; i++)
		for (int64_t id = 0; id < sim.db.n_orders; id++)
			if (sim.db.orders[id] && has_row(sim.db.orders[id], table, ids[i])) {
				want(j, sim.db.orders[id]);
				break;
			}
}

static int compare_due(const void *a, const void *b)
{
	const struct db_order *x = *(struct db_order *const *)a, *y = *(struct db_order *const *)b;

	return (x->next_due_at > y->next_due_at) - (x->next_due_at < y->next_due_at);
}

static void want_due(struct job *j, int most)
{
	int64_t before = j->wants.due_before == INT64_MAX ? db_now(&sim.db) : j->wants.due_before;
	struct db_order *due[512];
	int n = 0;

	for (int64_t id = 0; id < sim.db.n_orders && n < (int)N_OF(due); id++) {
		struct db_order *o = sim.db.orders[id];

		if (o && o->next_due_at != INSTANT_NONE && o->next_due_at <= before && !job_leaves(j, id))
			due[n++] = o;
	}
	if (n > 1)
		qsort(due, (size_t)n, sizeof(struct db_order *), compare_due);
	for (int i = 0; i < n && i < most; i++)
		want(j, due[i]);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t x = (*(struct db_order *const *)a)->id, y = (*(struct db_order *const *)b)->id;

	return (x > y) - (x < y);
}

static void wanted_begin(struct job *j)
{
	size_t most = (size_t)sim.db.n_orders + 1;

	j->wanted = arena_new_n(&j->arena, most, struct db_order *);
	j->n_wanted = j->n_locked = 0;
	j->is_wanted_known = true;
}

static void wanted_sort(struct job *j)
{
	if (j->n_wanted > 1)
		qsort(j->wanted, (size_t)j->n_wanted, sizeof(struct db_order *), compare_ids);
}

static bool is_taken(const struct job *j, int64_t id)
{
	for (int i = 0; i < j->n_orders; i++)
		if (j->orders[i]->id == id)
			return true;
	return false;
}

/* The row as it is now that it is locked. */
static void take_order(struct job *j, const struct db_order *o)
{
	struct order *copy;

	if (is_taken(j, o->id))
		return;
	copy = arena_new(&j->arena, struct order);
	row_copy(TABLE_ORDERS, copy, &o->row, &sim.db.texts, NULL);
	copy->id = o->id;
	if (j->n_orders == j->size_orders) {
		struct order **grown;

		j->size_orders = j->size_orders ? j->size_orders * 2 : 16;
		grown = arena_new_n(&j->arena, (size_t)j->size_orders, struct order *);
		if (j->n_orders)
			memcpy(grown, j->orders, (size_t)j->n_orders * sizeof(struct order *));
		j->orders = grown;
	}
	j->orders[j->n_orders++] = copy;
}

static bool lock_named(struct session *s, struct job *j)
{
	const struct batch_wants *w = &j->wants;

	if (!j->is_wanted_known) {
		wanted_begin(j);
		for (int i = 0; i < w->n_orders; i++)
			want(j, db_get(&sim.db, w->orders[i]));
		want_owners(j, TABLE_TASK, w->tasks, w->n_tasks);
		want_owners(j, TABLE_RETURN, w->returns, w->n_returns);
		want_owners(j, TABLE_ALARM, w->alarms, w->n_alarms);
		for (int i = 0, n = j->n_wanted; i < n; i++)
			want(j, db_get(&sim.db, j->wanted[i]->row.confirmation));
		if (w->due_max && !w->is_skip_locked)
			want_due(j, w->due_max);
		wanted_sort(j);
	}
	if (j->n_locked < j->n_wanted) {
		if (!lock_order(s, j->wanted[j->n_locked]))
			return false;
		take_order(j, j->wanted[j->n_locked++]);
	}
	if (j->n_locked < j->n_wanted)
		return false; /* the next one is locked in another step */
	j->is_wanted_known = false;
	return true;
}

static void lock_more(struct session *s, struct job *j, int most)
{
	wanted_sort(j);
	for (int i = 0; i < j->n_wanted && most > 0; i++)
		if (!is_taken(j, j->wanted[i]->id) && lock_order_if_free(s, j->wanted[i])) {
			take_order(j, j->wanted[i]);
			most--;
		}
	j->is_wanted_known = false;
}

static void lock_due(struct session *s, struct job *j)
{
	wanted_begin(j);
	j->looked_at = j->wants.due_before == INT64_MAX ? db_now(&sim.db) : j->wants.due_before;
	want_due(j, j->wants.due_max + j->wants.due_ahead);
	lock_more(s, j, j->wants.due_max);
}

/* --- policy that moves open orders ---------------------------------------------------------------- */

static struct db_move *find_move(void)
{
	for (int i = 0; i < sim.db.n_moves; i++)
		if (sim.db.moves[i].done_at == INSTANT_NONE)
			return &sim.db.moves[i];
	return NULL;
}

static bool is_to_move(const struct order *o, int64_t version)
{
	return o->policy > 0 && o->policy < version && o->state != ORDER_DRAFT &&
		o->state != ORDER_ARCHIVED && o->state != ORDER_CANCELLED;
}

static bool is_moving_held(const struct session *but)
{
	for (int i = 0; i < SESSIONS_MAX; i++)
		if (sim.db.sessions[i].has_move && &sim.db.sessions[i] != but)
			return true;
	return false;
}

/* The real one's row lock is the session's mark here: only one move can be the first that is not done. */
static void find_moves(struct session *s, struct job *j)
{
	const struct db_move *m = find_move();

	j->move = (struct policy_move){.done_at = INSTANT_NONE};
	j->move.ids = arena_new_n(&j->arena, (size_t)j->wants.move_max, int64_t);
	if (!m || is_moving_held(s))
		return;
	s->has_move = true;
	j->move.version = m->version;
	j->move.reached = m->reached;
	for (int64_t id = m->reached + 1; id < sim.db.n_orders && j->move.n < j->wants.move_max; id++)
		if (sim.db.orders[id] && is_to_move(&sim.db.orders[id]->row, m->version))
			j->move.ids[j->move.n++] = id;
}

static void lock_moves(struct session *s, struct job *j)
{
	wanted_begin(j);
	for (int i = 0; i < j->move.n; i++)
		want(j, db_get(&sim.db, j->move.ids[i]));
	lock_more(s, j, INT_MAX);
}

/* --- what hangs on them ----------------------------------------------------------------------------- */

/* Oldest first; what started at one instant, in the order of the words: as lib/store/assemble.c has it. */
static int compare_clocks(const void *a, const void *b)
{
	const struct clock *x = a, *y = b;

	if (x->started_at != y->started_at)
		return x->started_at < y->started_at ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->ref != y->ref)
		return x->ref < y->ref ? -1 : 1;
	return (x->generation > y->generation) - (x->generation < y->generation);
}

static int compare_tasks(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	if (x->pos != y->pos)
		return x->pos < y->pos ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

#define COMPARE_BY_ID(type) \
	static int compare_##type(const void *a, const void *b) \
	{ \
		int64_t x = ((const struct type *)a)->id, y = ((const struct type *)b)->id; \
\
		return (x > y) - (x < y); \
	}
COMPARE_BY_ID(return_slip)
COMPARE_BY_ID(alarm)

static int (*const compares[TABLE_N])(const void *, const void *) = {
	[TABLE_CLOCK] = compare_clocks,
	[TABLE_TASK] = compare_tasks,
	[TABLE_RETURN] = compare_return_slip,
	[TABLE_ALARM] = compare_alarm,
};

static void load_children(struct job *j, enum table table)
{
	const struct table_type *t = &tables[table];

	for (int i = 0; i < j->n_orders; i++) {
		struct order *o = j->orders[i];
		const struct order *from = &sim.db.orders[o->id]->row;
		int n = *(const int *)((const char *)from + t->n_at);
		const char *rows = *(const char *const *)((const char *)from + t->at);
		void *copy = n ? arena_copy(&j->arena, rows, (size_t)n * t->size) : NULL;

		if (n > 1)
			qsort(copy, (size_t)n, t->size, compares[table]);
		*(void **)((char *)o + t->at) = copy;
		*(int *)((char *)o + t->n_at) = n;
	}
}

static void load_slips(struct job *j)
{
	for (int i = 0; i < j->n_orders; i++)
		row_copy(
			TABLE_SLIP, j->orders[i], &sim.db.orders[j->orders[i]->id]->row, &sim.db.texts, NULL);
}

static void load_answers(struct job *j)
{
	j->answers = arena_new_n(&j->arena, (size_t)j->wants.n_keys, struct stored_answer);
	for (int i = 0; i < j->wants.n_keys; i++) {
		const struct stored_answer *k = &j->wants.keys[i];
		const struct db_answer *a = db_find_answer(&sim.db, k->user, k->key);

		if (a)
			j->answers[j->n_answers++] = (struct stored_answer){
				a->user, a->key, a->request, a->answer};
	}
}

static void load_quotas(struct job *j)
{
	j->n_quotas = sim.db.n_quotas;
	if (j->n_quotas)
		j->quotas = arena_copy(
			&j->arena, sim.db.quotas, (size_t)j->n_quotas * sizeof(struct quota_use));
}

static void load_agreed(struct job *j)
{
	j->n_agreed = sim.db.n_agreed;
	if (j->n_agreed)
		j->agreed = arena_copy(
			&j->arena, sim.db.agreed, (size_t)j->n_agreed * sizeof(struct agreed_use));
}

static void take_ids(struct job *j, enum id_kind k)
{
	int64_t have = j->had.end[k] - j->had.next[k], need = j->wants.need[k];
	int64_t first = sim.db.next_id[k];

	if (need < blocks[k])
		need = blocks[k];
	if (first == j->had.end[k])
		need -= have;
	j->takes[j->n_takes++] = (struct taken_ids){k, first, need};
	sim.db.next_id[k] += need;
}

static void load_facts(struct job *j)
{
	const struct db_move *m = find_move();

	j->facts.now_at = db_now(&sim.db) + (sim.breaks & BREAK_DUE ? 1000 : 0);
	j->facts.config_version = sim.db.config_version;
	j->facts.next_due_at = db_next_due(&sim.db, j);
	j->facts.moving = m ? m->version : 0;
	j->facts.looked_at = j->looked_at;
}

static void read_org(struct job *j)
{
	j->seen_config = sim.db.config_version;
	j->seen_policy = sim.db.policy_version;
	j->n_seen = sim.db.n_changes;
}

bool load_step(struct session *s, struct job *j, enum op op, int arg)
{
	switch (op) {
	case OP_LOCK_STORE: return lock_store(s);
	case OP_LOCK_NAMED: return lock_named(s, j);
	case OP_LOCK_PLACES: return lock_places(s, false);
	case OP_SHARE_PLACES: return lock_places(s, true);
	case OP_LOCK_DUE: lock_due(s, j); return true;
	case OP_FIND_MOVES: find_moves(s, j); return true;
	case OP_LOCK_MOVES: lock_moves(s, j); return true;
	case OP_LOAD_SLIPS: load_slips(j); return true;
	case OP_LOAD_CLOCKS: load_children(j, TABLE_CLOCK); return true;
	case OP_LOAD_TASKS: load_children(j, TABLE_TASK); return true;
	case OP_LOAD_RETURNS: load_children(j, TABLE_RETURN); return true;
	case OP_LOAD_ALARMS: load_children(j, TABLE_ALARM); return true;
	case OP_LOAD_ANSWERS: load_answers(j); return true;
	case OP_LOAD_QUOTAS: load_quotas(j); return true;
	case OP_LOAD_AGREED: load_agreed(j); return true;
	case OP_TAKE_IDS: take_ids(j, (enum id_kind)arg); return true;
	case OP_LOAD_FACTS: load_facts(j); return true;
	case OP_READ_ORG: read_org(j); return true;
	default: die_assert(__FILE__, __LINE__, op_names[op]);
	}
}
