/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what the statements of a save do: each waits for whoever has written the same key, and fails
 * where that is committed already; COMMIT lets all of it be seen at once. Constraints that the real
 * store has and that can only be broken by a bug are checked by check.c. It never decides anything.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "check.h"
#include "sim.h"

/* --- keys that somebody else may write too ---------------------------------------------------------- */

static bool is_history_there(const struct write *w)
{
	const struct db_order *o = db_get(&sim.db, w->order);
	const struct happening *h = w->row;

	for (int i = 0; o && i < o->n_history; i++)
		if (o->history[i]->seq == h->seq || step_is_same(o->history[i], h))
			return true;
	return false;
}

static bool writes_same_history(const struct job *a, const struct job *b)
{
	for (const struct write *x = a->writes[TABLE_HISTORY]; x; x = x->next)
		for (const struct write *y = b->writes[TABLE_HISTORY]; y; y = y->next)
			if (x->order == y->order &&
				(((struct happening *)x->row)->seq == ((struct happening *)y->row)->seq ||
					step_is_same(x->row, y->row)))
				return true;
	return false;
}

static bool writes_same_key(const struct job *a, const struct job *b)
{
	for (int i = 0; i < a->n_kept; i++)
		for (int k = 0; k < b->n_kept; k++)
			if (a->kept[i].user == b->kept[k].user && a->kept[i].key == b->kept[k].key)
				return true;
	return false;
}

/* Another session that has written, and not committed, what this job is about to write. */
static struct session *find_rival(struct session *s, const struct job *j, bool is_history)
{
	for (int i = 0; i < SESSIONS_MAX; i++) {
		struct session *other = &sim.db.sessions[i];
		const struct job *theirs = other->first;

		if (other == s || !other->in_txn || other->is_aborted || !theirs || !theirs->is_saving)
			continue;
		if (is_history ? theirs->are_written[TABLE_HISTORY] && writes_same_history(j, theirs)
					   : theirs->are_kept_written && writes_same_key(j, theirs))
			return other;
	}
	return NULL;
}

static void beaten(struct session *s, struct job *j)
{
	count(COUNT_BEATEN);
	job_fail(s, j, STORE_RETRY, "someone else wrote the same first");
}

static bool save_history(struct session *s, struct job *j)
{
	struct session *rival = find_rival(s, j, true);

	if (sim.breaks & BREAK_FENCE)
		return true;
	if (rival)
		return lock_wait_for(s, rival);
	for (const struct write *w = j->writes[TABLE_HISTORY]; w; w = w->next)
		if (is_history_there(w)) {
			beaten(s, j);
			return true;
		}
	return true;
}

static bool save_answers(struct session *s, struct job *j)
{
	struct session *rival = find_rival(s, j, false);

	if (sim.breaks & BREAK_KEY)
		return true;
	if (rival)
		return lock_wait_for(s, rival);
	for (int i = 0; i < j->n_kept; i++)
		if (db_find_answer(&sim.db, j->kept[i].user, j->kept[i].key)) {
			beaten(s, j);
			return true;
		}
	j->are_kept_written = true;
	return true;
}

bool save_step(struct session *s, struct job *j, enum op op)
{
	switch (op) {
	case OP_SAVE_ANSWERS: return save_answers(s, j);
	case OP_PUT_ORG:
	case OP_SAVE_VIRTUAL_NOW: return lock_store(s);
	case OP_SAVE_HISTORY:
		if (!save_history(s, j))
			return false;
		break;
	default: break;
	}
	if (op <= OP_SAVE_FEEDBACKS)
		j->are_written[op - OP_SAVE_ORDERS] = true;
	return true;
}

/* --- COMMIT ----------------------------------------------------------------------------------------- */

static struct db_order *get_or_add(int64_t id)
{
	struct db *db = &sim.db;

	while (db->size_orders <= id) {
		int size = db->size_orders ? db->size_orders * 2 : 64;
		struct db_order **grown = arena_new_n(&db->arena, (size_t)size, struct db_order *);

		if (db->size_orders)
			memcpy(grown, db->orders, (size_t)db->size_orders * sizeof(struct db_order *));
		db->orders = grown;
		db->size_orders = size;
	}
	if (db->n_orders <= id)
		db->n_orders = id + 1;
	if (!db->orders[id]) {
		db->orders[id] = arena_new(&db->arena, struct db_order);
		db->orders[id]->id = db->orders[id]->row.id = id;
		db->orders[id]->next_due_at = INSTANT_NONE;
	}
	return db->orders[id];
}

static void add_pointer(void ***at, int *n, int *size, void *row)
{
	if (*n == *size) {
		void **grown;

		*size = *size ? *size * 2 : 16;
		grown = arena_new_n(&sim.db.arena, (size_t)*size, void *);
		if (*n)
			memcpy(grown, *at, (size_t)*n * sizeof(void *));
		*at = grown;
	}
	(*at)[(*n)++] = row;
}

static bool is_lost(enum table table)
{
	return (sim.breaks & BREAK_CLOCK) && table == TABLE_CLOCK && dice_one_in(&sim.dice, 200);
}

static void apply_write(enum table table, const struct write *w)
{
	struct db_order *o = get_or_add(w->order);
	const struct table_type *t = &tables[table];
	void *row;

	switch (table) {
	case TABLE_ORDERS:
	case TABLE_STAMP:
	case TABLE_SLIP: row_copy(table, &o->row, w->row, &sim.db.texts, NULL); return;
	case TABLE_HISTORY:
		row = arena_copy(&sim.db.arena, w->row, t->size);
		add_pointer((void ***)&o->history, &o->n_history, &o->size_history, row);
		return;
	case TABLE_CLOCK_EVENT:
		row = arena_copy(&sim.db.arena, w->row, t->size);
		add_pointer((void ***)&o->events, &o->n_events, &o->size_events, row);
		return;
	case TABLE_FEEDBACK: return; /* feedback.read is not simulated */
	case TABLE_CLOCK:
	case TABLE_TASK:
	case TABLE_RETURN:
	case TABLE_ALARM:
		if (!is_lost(table))
			order_put_row(&o->row, table, w->row, &sim.db.arena, &o->sizes[table]);
		return;
	case TABLE_N: break;
	}
	die_assert(__FILE__, __LINE__, "table");
}

static void apply_answers(const struct job *j)
{
	for (int i = 0; i < j->n_kept; i++) {
		struct db_answer *a = arena_new(&sim.db.arena, struct db_answer);
		struct db_answer **bucket = db_answer_bucket(&sim.db, j->kept[i].key);

		*a = (struct db_answer){*bucket, j->kept[i].user, j->kept[i].key, j->kept[i].request,
			arena_str(&sim.db.arena, j->kept[i].answer)};
		*bucket = a;
	}
}

static void apply_places(const struct job *j)
{
	struct db *db = &sim.db;
	struct places p = {db->quotas, db->n_quotas, db->agreed, db->n_agreed};

	for (int i = 0; i < j->n_quotas; i++)
		places_get_quota(&p, &db->arena, j->quotas[i].quota, j->quotas[i].month)->used =
			j->quotas[i].used;
	for (int i = 0; i < j->n_agreed; i++) {
		const struct agreed_use *u = &j->agreed[i];

		places_get_agreed(&p, &db->arena, texts_keep(&db->texts, u->unit),
			texts_keep(&db->texts, u->service), u->month)
			->used += u->added;
	}
	db->quotas = p.quotas, db->n_quotas = p.n_quotas;
	db->agreed = p.agreed, db->n_agreed = p.n_agreed;
}

void db_add_changes(struct db *db, struct db_change *changes, int n, bool is_policy)
{
	db->config_version++;
	db->policy_version += is_policy;
	if (db->n_changes + n > db->size_changes) {
		db->size_changes = (db->n_changes + n) * 2;
		db->changes = xrealloc(db->changes, (size_t)db->size_changes * sizeof(*db->changes));
	}
	for (int i = 0; i < n; i++) {
		changes[i].config = db->config_version;
		db->changes[db->n_changes++] = changes[i];
		changes[i].holds = NULL;
	}
}

static void apply_moves(const struct job *j)
{
	struct db *db = &sim.db;

	if (j->is_apply) {
		if (db->n_moves == db->size_moves) {
			db->size_moves = db->size_moves ? db->size_moves * 2 : 8;
			db->moves = xrealloc(db->moves, (size_t)db->size_moves * sizeof(*db->moves));
		}
		db->moves[db->n_moves++] = (struct db_move){db->policy_version, 0, INSTANT_NONE};
	}
	if (j->has_move)
		count(COUNT_MOVES);
	for (int i = 0; j->has_move && i < db->n_moves; i++)
		if (db->moves[i].version == j->move.version) {
			db->moves[i].reached = j->move.reached;
			db->moves[i].done_at = j->move.done_at;
		}
}

static void see_due(const struct write *w)
{
	struct db_order *o = db_get(&sim.db, w->order);

	if (!o)
		return;
	o->next_due_at = INSTANT_NONE;
	for (int i = 0; i < o->row.n_clocks; i++)
		o->next_due_at = instant_earlier(o->next_due_at, o->row.clocks[i].next_due_at);
}

void save_commit(struct session *s, struct job *j)
{
	struct db *db = &sim.db;

	db->n_commits++;
	count(COUNT_COMMITS);
	if (s->is_orphan)
		count(COUNT_ORPHANS);
	check_before_commit(s, j);
	for (enum table t = 0; t < TABLE_N; t++)
		for (const struct write *w = j->writes[t]; w; w = w->next)
			apply_write(t, w);
	for (const struct write *w = j->writes[TABLE_CLOCK]; w; w = w->next)
		see_due(w);
	apply_answers(j);
	apply_places(j);
	if (j->n_changes)
		count(COUNT_CHANGES);
	if (j->n_changes)
		db_add_changes(db, j->changes, j->n_changes, j->is_policy);
	apply_moves(j);
	if (j->virtual_now != INSTANT_NONE && j->virtual_now > db->virtual_now)
		db->virtual_now = j->virtual_now;
	j->is_committed = true;
	check_commit(j);
}
