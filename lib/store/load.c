/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the first half of a batch: one round trip that begins a transaction, locks the orders in id order
 * and brings all that deciding may look at. It never decides and never writes, but for taking ids.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

/* Ids are taken in blocks; an order's id is its number, so of those only what is needed. */
static const struct {
	const char *sequence;
	int block;
} id_kinds[ID_N] = {
	[ID_ORDER] = {"order_id_seq", 1},
	[ID_TASK] = {"task_id_seq", 512},
	[ID_RETURN] = {"return_id_seq", 64},
	[ID_ALARM] = {"alarm_id_seq", 16384},
	[ID_FEEDBACK] = {"feedback_id_seq", 2048},
};

struct load_job {
	struct call_job call;
	enum store_channel channel;
	struct batch_wants wants;
	struct batch *batch;
	struct id_pool *ids;
	struct assembly orders;
	enum id_kind takes[ID_N];
	int n_takes, n_taken;
};

/* --- asking ------------------------------------------------------------------------------------- */

static void put_ids(struct params *p, const int64_t *ids, int n)
{
	params_begin_ints(p, n);
	for (int i = 0; i < n; i++)
		params_add_int(p, ids[i]);
}

static bool wants_due(const struct batch_wants *w)
{
	return w->due_before != INSTANT_NONE && w->due_max > 0;
}

/* INT64_MAX stands for the store's own now: null. */
static void put_due(struct params *p, const struct batch_wants *w, int look_max)
{
	params_put_at(p, w->due_before == INT64_MAX ? INSTANT_NONE : w->due_before);
	params_put_int(p, look_max);
}

static void send_locks(struct store *s, struct conn *c, const struct batch_wants *w)
{
	struct params *p = &s->params;

	if (s->options.is_virtual || w->is_org)
		conn_send(c, ST_LOCK_STORE, NULL);
	params_clear(p);
	put_ids(p, w->orders, w->n_orders);
	put_ids(p, w->tasks, w->n_tasks);
	put_ids(p, w->returns, w->n_returns);
	put_ids(p, w->alarms, w->n_alarms);
	put_due(p, w, wants_due(w) && !w->is_skip_locked ? w->due_max : 0);
	conn_send(c, ST_LOCK_NAMED, p);
	if (wants_due(w) && w->is_skip_locked) {
		params_clear(p);
		put_due(p, w, w->due_max + w->due_ahead);
		params_put_int(p, w->due_max);
		conn_send(c, ST_LOCK_DUE, p);
	}
	if (w->move_max) {
		/* What is being submitted under the old policy is committed first, so that it is found; what comes
		 * later waits for us and then reads the new one (is_places below). */
		conn_send(c, ST_LOCK_PLACES, NULL);
		params_clear(p);
		params_put_int(p, w->move_max);
		conn_send(c, ST_FIND_MOVES, p);
		conn_send(c, ST_LOCK_MOVES, NULL);
	}
}

static void send_answers(struct store *s, struct conn *c, const struct batch_wants *w)
{
	struct params *p = &s->params;

	params_clear(p);
	params_begin_texts(p, w->n_keys);
	for (int i = 0; i < w->n_keys; i++)
		params_add_text(p, w->keys[i].user);
	params_begin_texts(p, w->n_keys);
	for (int i = 0; i < w->n_keys; i++)
		params_add_text(p, w->keys[i].key);
	conn_send(c, ST_LOAD_ANSWERS, p);
}

static void send_id_takes(struct store *s, struct conn *c, struct load_job *l)
{
	struct params *p = &s->params;

	for (int k = 0; k < ID_N; k++) {
		int64_t have = l->ids->end[k] - l->ids->next[k];
		int64_t need = l->wants.need[k];

		if (have >= need)
			continue;
		if (need < id_kinds[k].block)
			need = id_kinds[k].block;
		params_clear(p);
		params_put_text(p, id_kinds[k].sequence);
		params_put_int(p, need);
		params_put_int(p, have);
		params_put_int(p, l->ids->end[k]);
		conn_send(c, ST_TAKE_IDS, p);
		l->takes[l->n_takes++] = (enum id_kind)k;
	}
}

static void send_load(struct store *s, struct conn *c, struct load_job *l)
{
	static const enum statement children[] = {
		ST_LOAD_SLIPS, ST_LOAD_CLOCKS, ST_LOAD_TASKS, ST_LOAD_RETURNS, ST_LOAD_ALARMS};
	const struct batch_wants *w = &l->wants;

	conn_send(c, ST_BEGIN, NULL);
	send_locks(s, c, w);
	for (size_t i = 0; i < N_OF(children); i++)
		conn_send(c, children[i], NULL);
	if (w->n_keys)
		send_answers(s, c, w);
	if (w->is_places) {
		conn_send(c, ST_LOCK_PLACES, NULL);
		conn_send(c, ST_LOAD_QUOTAS, NULL);
		conn_send(c, ST_LOAD_AGREED, NULL);
	} else if (w->is_submitting) {
		conn_send(c, ST_SHARE_PLACES, NULL);
	}
	if (w->n_feedbacks) {
		params_clear(&s->params);
		put_ids(&s->params, w->feedbacks, w->n_feedbacks);
		conn_send(c, ST_LOAD_FEEDBACKS, &s->params);
	}
	if (w->notice) {
		params_clear(&s->params);
		params_put_int(&s->params, w->notice);
		conn_send(c, ST_LOAD_NOTICE, &s->params);
	}
	send_id_takes(s, c, l);
	conn_send(c, ST_LOAD_FACTS, NULL);
}

/* --- what comes back ------------------------------------------------------------------------------ */

static void take_answers(struct batch *b, const PGresult *res)
{
	b->n_answers = PQntuples(res);
	b->answers = arena_new_n(b->arena, (size_t)b->n_answers, struct stored_answer);
	for (int i = 0; i < b->n_answers; i++)
		b->answers[i] = (struct stored_answer){
			.user = row_text(b->arena, res, i, 0),
			.key = row_text(b->arena, res, i, 1),
			.request = row_text(b->arena, res, i, 2),
			.answer = row_text(b->arena, res, i, 3),
		};
}

static void take_moves(struct batch *b, const PGresult *res)
{
	struct policy_move *m = &b->move;
	int n = PQntuples(res);

	m->ids = arena_new_n(b->arena, (size_t)n, int64_t);
	m->done_at = INSTANT_NONE;
	for (int i = 0; i < n; i++) {
		m->version = row_int(res, i, 0, 0);
		m->reached = row_int(res, i, 1, 0);
		if (!PQgetisnull(res, i, 2))
			m->ids[m->n++] = row_int(res, i, 2, 0);
	}
}

static void take_feedbacks(struct batch *b, const PGresult *res)
{
	struct feedback **end = &b->feedbacks;

	for (int i = 0; i < PQntuples(res); i++) {
		struct feedback *f = arena_new(b->arena, struct feedback);

		f->order = row_int(res, i, 0, 0);
		row_get(b->arena, &row_feedback, res, i, 1, f);
		*end = f;
		end = &f->next;
	}
}

static void take_notice(struct batch *b, const PGresult *res)
{
	if (PQntuples(res) == 0)
		return;
	b->notice = arena_new(b->arena, struct notice);
	b->notice->order = row_int(res, 0, 0, 0);
	row_get(b->arena, &row_notice_seen, res, 0, 1, b->notice);
}

/* A block that begins where ours ends makes it longer; else ours is let go, a gap nobody minds. */
static void take_ids(struct load_job *l, const PGresult *res)
{
	enum id_kind k = l->takes[l->n_taken++];
	int64_t first = row_int(res, 0, 0, 0), n = row_int(res, 0, 1, 0);

	if (first != l->ids->end[k])
		l->ids->next[k] = first;
	l->ids->end[k] = first + n;
}

static void load_take(struct job *j, enum statement what, const PGresult *res)
{
	struct load_job *l = (struct load_job *)j;
	struct batch *b = l->batch;

	if (assembly_take(&l->orders, what, res) || places_take(&b->places, b->arena, what, res))
		return;
	if (what == ST_LOAD_ANSWERS)
		take_answers(b, res);
	else if (what == ST_FIND_MOVES)
		take_moves(b, res);
	else if (what == ST_LOAD_FEEDBACKS)
		take_feedbacks(b, res);
	else if (what == ST_LOAD_NOTICE)
		take_notice(b, res);
	else if (what == ST_TAKE_IDS)
		take_ids(l, res);
	else if (what == ST_LOAD_FACTS) {
		b->now_at = row_int(res, 0, 0, 0);
		b->config_version = row_int(res, 0, 1, 0);
		b->next_due_at = row_int(res, 0, 2, INSTANT_NONE);
		b->moving = row_int(res, 0, 3, 0);
		b->looked_at = row_int(res, 0, 4, INSTANT_NONE);
	}
}

/* --- whose the wanted things are ------------------------------------------------------------------ */

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct wanted { /* a sorted copy of the ids asked for, and the places found */
	int64_t *ids;
	int n_ids;
	struct place *places;
	int n;
};

static struct wanted wanted_begin(struct arena *a, const int64_t *ids, int n)
{
	struct wanted w = {.n_ids = n};

	w.ids = arena_copy(a, ids, (size_t)n * sizeof(*ids));
	w.places = arena_new_n(a, (size_t)n, struct place);
	if (n)
		qsort(w.ids, (size_t)n, sizeof(*w.ids), compare_ids);
	/* The same id may be asked for twice. */
	w.n_ids = 0;
	for (int i = 0; i < n; i++)
		if (i == 0 || w.ids[i] != w.ids[w.n_ids - 1])
			w.ids[w.n_ids++] = w.ids[i];
	return w;
}

static bool is_wanted(const struct wanted *w, int64_t id)
{
	return w->n_ids && bsearch(&id, w->ids, (size_t)w->n_ids, sizeof(id), compare_ids);
}

static void wanted_meet(struct wanted *w, int64_t id, struct order *o)
{
	if (is_wanted(w, id))
		w->places[w->n++] = (struct place){id, o};
}

static void find_places(struct load_job *l)
{
	const struct batch_wants *w = &l->wants;
	struct batch *b = l->batch;
	struct wanted tasks = wanted_begin(b->arena, w->tasks, w->n_tasks);
	struct wanted returns = wanted_begin(b->arena, w->returns, w->n_returns);
	struct wanted alarms = wanted_begin(b->arena, w->alarms, w->n_alarms);

	for (int i = 0; i < b->n_orders; i++) {
		struct order *o = b->orders[i];

		for (int k = 0; k < o->n_tasks; k++)
			wanted_meet(&tasks, o->tasks[k].id, o);
		for (int k = 0; k < o->n_returns; k++)
			wanted_meet(&returns, o->returns[k].id, o);
		for (int k = 0; k < o->n_alarms; k++)
			wanted_meet(&alarms, o->alarms[k].id, o);
	}
	b->tasks = tasks.places, b->n_tasks = tasks.n;
	b->returns = returns.places, b->n_returns = returns.n;
	b->alarms = alarms.places, b->n_alarms = alarms.n;
}

/* Which confirmation an order cites was read before its lock was had: somebody may have changed it since,
 * and what is cited exists (a foreign key sees to it). */
static bool is_cited_missing(struct load_job *l)
{
	for (int i = 0; i < l->wants.n_orders; i++) {
		const struct order *o = assembly_get(&l->orders, l->wants.orders[i]);

		if (o && o->confirmation && !assembly_get(&l->orders, o->confirmation))
			return true;
	}
	return false;
}

static void load_end(struct job *j, enum store_outcome outcome)
{
	struct load_job *l = (struct load_job *)j;
	struct store *s = l->call.store;
	struct conn *c = &s->conns[l->channel];

	if (outcome == STORE_OK) {
		assembly_sort(&l->orders);
		l->batch->orders = l->orders.orders;
		l->batch->n_orders = l->orders.n;
		s->batches[l->channel].is_open = true;
		s->batches[l->channel].epoch = c->epoch;
		if (is_cited_missing(l)) {
			conn_send_alone(c, ST_ROLLBACK);
			s->batches[l->channel].is_open = false;
			outcome = STORE_RETRY;
		} else {
			find_places(l);
		}
	}
	call_end(j, outcome);
}

/* A server that crashes forgets what it gave of a sequence and no later commit flushed, and gives it to somebody else
 * again: so what is left of before the connection was lost is nobody's. What rows hold was flushed with them. */
static void forget_lost_ids(struct store *s, enum store_channel channel, struct id_pool *ids)
{
	unsigned epoch = s->conns[channel].epoch;

	if (s->batches[channel].ids_epoch != epoch)
		*ids = (struct id_pool){0};
	s->batches[channel].ids_epoch = epoch;
}

void store_load(struct store *s, enum store_channel channel, const struct batch_wants *wants,
	struct batch *batch, struct id_pool *ids, store_done *done, void *arg)
{
	struct conn *c = &s->conns[channel];
	struct load_job *l = xcalloc(1, sizeof(*l));
	struct arena *arena = batch->arena;

	must(!s->batches[channel].is_open);
	*batch = (struct batch){.arena = arena, .next_due_at = INSTANT_NONE, .looked_at = INSTANT_NONE};
	l->call = (struct call_job){{.take = load_take, .end = load_end}, s, done, arg};
	l->channel = channel;
	l->wants = *wants;
	l->batch = batch;
	l->ids = ids;
	l->orders.arena = arena;
	if (!call_begin(s, channel, &l->call))
		return;
	forget_lost_ids(s, channel, ids);
	send_load(s, c, l);
	conn_end(c);
}
