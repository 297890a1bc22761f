/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the database's beginning and end, its clock, and looking things up in what is committed. What is
 * written there is save.c's.
 */
#include "db.h"

#include <stdlib.h>
#include <string.h>

#include "seed.h"
#include "sim.h"

void db_init(struct db *db, int64_t at)
{
	memset(db, 0, sizeof(*db));
	arena_init(&db->arena);
	db->texts.arena = &db->arena;
	db->virtual_now = at;
	for (int k = 0; k < ID_N; k++)
		db->next_id[k] = 1;
	seed_put(db);
}

void db_fini(struct db *db)
{
	for (int i = 0; i < SESSIONS_MAX; i++) {
		if (db->sessions[i].is_used)
			session_end(&db->sessions[i]);
		free(db->sessions[i].held);
	}
	for (int i = 0; i < db->n_changes; i++)
		org_free(db->changes[i].holds);
	free(db->changes);
	free(db->moves);
	arena_fini(&db->arena);
}

int64_t db_now(struct db *db)
{
	int64_t at = sim.is_virtual ? db->virtual_now : sim.t_ms + db->skew_ms;

	if (at > db->furthest_at)
		db->furthest_at = at;
	return at;
}

struct db_order *db_get(const struct db *db, int64_t id)
{
	return id >= 0 && id < db->n_orders ? db->orders[id] : NULL;
}

static bool has_loaded(const struct job *j, int64_t id)
{
	for (int i = 0; j && i < j->n_orders; i++)
		if (j->orders[i]->id == id)
			return true;
	return false;
}

int64_t db_next_due(const struct db *db, const struct job *but)
{
	int64_t next = INSTANT_NONE;

	for (int64_t id = 0; id < db->n_orders; id++) {
		const struct db_order *o = db->orders[id];

		if (o && o->next_due_at != INSTANT_NONE &&
			(next == INSTANT_NONE || o->next_due_at < next) && !has_loaded(but, id) &&
			!(but && job_leaves(but, id)))
			next = o->next_due_at;
	}
	return next;
}

struct db_answer **db_answer_bucket(struct db *db, const char *key)
{
	uint32_t h = 5381;

	for (; *key; key++)
		h = h * 33 + (unsigned char)*key;
	return &db->answers[h % (sizeof(db->answers) / sizeof(db->answers[0]))];
}

struct db_answer *db_find_answer(const struct db *db, const char *user, const char *key)
{
	struct db_answer *a = *db_answer_bucket((struct db *)db, key);

	while (a && (strcmp(a->key, key) != 0 || strcmp(a->user, user) != 0))
		a = a->next;
	return a;
}
