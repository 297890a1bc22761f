/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a daemon's side of the store: the calls of lib/store/store.h as the engine makes them, the jobs they
 * become, and what an outcome is when a connection is lost (lib/store/conn.c says why). It never looks
 * into the database: a session carries a job out, and the answer is told when the life says so.
 */
#include "store/store.h"

#include <stdlib.h>

#include "base/die.h"
#include "batch.h"
#include "daemon/outages.h"
#include "sim.h"

enum { DEADLINE_MS = 20000, RETRY_MS = 50, RETRY_MAX_MS = 5000 };

/* --- jobs ----------------------------------------------------------------------------------------- */

static struct job *job_new(store_done *done, void *arg)
{
	struct job *j = xcalloc(1, sizeof(*j));

	arena_init(&j->arena);
	j->outcome = STORE_OK;
	j->done = done;
	j->callback = arg;
	j->virtual_now = INSTANT_NONE;
	j->looked_at = INSTANT_NONE;
	return j;
}

void job_free_if_done(struct job *j)
{
	if (j->is_asked || j->is_sent)
		return;
	for (int i = 0; i < j->n_changes; i++)
		org_free(j->changes[i].holds);
	arena_fini(&j->arena);
	free(j);
}

static void add_op(struct job *j, enum op op, int arg)
{
	must(j->n_ops < OPS_A_JOB_MAX);
	j->ops[j->n_ops].op = op;
	j->ops[j->n_ops++].arg = arg;
}

static void add_op_if(struct job *j, enum op op, bool is_wanted)
{
	if (is_wanted)
		add_op(j, op, 0);
}

/* --- a connection --------------------------------------------------------------------------------- */

static void ask(struct connection *c, struct job *j, const struct node *n)
{
	j->is_asked = true;
	j->asked_ms = node_now_ms(n);
	j->n_arrived = j->n_ops;
	if (c->last)
		c->last->next_asked = j;
	else
		c->first = j;
	c->last = j;
	if (c->session)
		session_send(c->session, j);
}

static void turn_away(struct connection *c, struct job *j)
{
	j->is_asked = true;
	j->outcome = STORE_AWAY;
	j->next_asked = c->refused;
	c->refused = j;
}

static void put(struct store *s, enum store_channel channel, struct job *j)
{
	struct connection *c = &s->conns[channel];

	if (c->is_up)
		ask(c, j, s->node);
	else
		turn_away(c, j);
}

static void send_rollback(struct node *n, struct connection *c)
{
	struct job *j = job_new(NULL, NULL);

	add_op(j, OP_ROLLBACK, 0);
	ask(c, j, n);
}

bool conn_has_answer(const struct connection *c)
{
	const struct job *j = c->first;

	if (!j)
		return false;
	return j->at == j->n_ops ||
		((sim.breaks & BREAK_EARLY) && j->is_saving && j->at == j->n_ops - 1);
}

static void tell(struct node *n, struct job *j, enum store_outcome outcome)
{
	j->is_asked = false;
	sim.here = n;
	if (j->done)
		j->done(j->callback, outcome);
	sim.here = NULL;
	job_free_if_done(j);
}

/* lib/store/conn.c, outcome_when_lost(). */
static enum store_outcome outcome_when_lost(const struct job *j)
{
	if (j->outcome != STORE_OK && j->is_heard)
		return j->outcome; /* it had failed before its COMMIT could be carried out, and said so */
	return j->is_saving ? STORE_UNKNOWN : STORE_AWAY;
}

void conn_cut(struct connection *c, int n_arrived)
{
	/* What had failed by now may have been heard of. */
	for (struct job *j = c->first; j; j = j->next_asked)
		j->is_heard = j->at == j->n_ops && dice_one_in(&sim.dice, 2);
	if (c->session)
		session_orphan(c->session, n_arrived);
	c->session = NULL;
	c->is_cut = true;
}

void conn_lose(struct node *n, enum store_channel channel, const char *why)
{
	struct store *s = &n->store;
	struct connection *c = &s->conns[channel];
	struct job *lost = c->first;

	say("d%d c%d lost: %s", n->number, channel, why);
	count(COUNT_CUT);
	c->problem = why;
	if (c->session)
		conn_cut(
			c, dice_one_in(&sim.dice, 2) ? OPS_A_JOB_MAX : dice_below(&sim.dice, OPS_A_JOB_MAX));
	c->is_up = c->is_cut = c->is_open = false;
	c->first = c->last = NULL;
	c->retry_ms = node_now_ms(n) + dice_span(&sim.dice, RETRY_MAX_MS) + RETRY_MS;
	if (s->is_ready) {
		s->is_ready = false;
		sim.here = n;
		engine_went(n->engine);
		sim.here = NULL;
	}
	while (lost) {
		struct job *next = lost->next_asked;

		if (lost->org)
			job_fill_org(lost, false);
		tell(n, lost, outcome_when_lost(lost));
		lost = next;
	}
}

void conn_forget(struct connection *c, int n_arrived)
{
	struct job *lists[] = {c->first, c->refused};

	if (c->session)
		session_orphan(c->session, n_arrived);
	for (size_t i = 0; i < N_OF(lists); i++)
		while (lists[i]) {
			struct job *j = lists[i];

			lists[i] = j->next_asked;
			j->is_asked = false;
			job_free_if_done(j);
		}
	*c = (struct connection){.epoch = c->epoch + 1};
}

bool conn_can_connect(const struct node *n, enum store_channel channel)
{
	const struct connection *c = &n->store.conns[channel];

	return !c->is_up && !sim.db.is_down && node_now_ms(n) >= c->retry_ms;
}

void conn_connect(struct node *n, enum store_channel channel)
{
	struct store *s = &n->store;
	struct connection *c = &s->conns[channel];

	c->session = session_open(n, channel);
	if (!c->session) {
		c->retry_ms = node_now_ms(n) + RETRY_MAX_MS;
		return;
	}
	c->epoch++;
	c->is_up = true;
	c->problem = "";
	for (int i = 0; i < CHANNELS; i++)
		if (!s->conns[i].is_up)
			return;
	s->is_ready = true;
	say("d%d the store is there", n->number);
	sim.here = n;
	engine_came(n->engine);
	sim.here = NULL;
}

bool conn_is_late(const struct node *n, enum store_channel channel)
{
	const struct connection *c = &n->store.conns[channel];

	return c->first && node_now_ms(n) > c->first->asked_ms + DEADLINE_MS;
}

void conn_answer_refused(struct node *n, enum store_channel channel)
{
	struct connection *c = &n->store.conns[channel];
	struct job *j = c->refused;

	c->refused = NULL;
	while (j) {
		struct job *next = j->next_asked;

		tell(n, j, STORE_AWAY);
		j = next;
	}
}

void conn_answer(struct node *n, enum store_channel channel)
{
	struct connection *c = &n->store.conns[channel];
	struct job *j = c->first;
	enum store_outcome outcome = j->outcome;

	c->first = j->next_asked;
	if (!c->first)
		c->last = NULL;
	c->problem = outcome == STORE_OK ? "" : j->why;
	if (outcome != STORE_OK && channel != CHANNEL_READ)
		send_rollback(n, c); /* a failed transaction is left before anything else is sent */
	if (j->is_load && outcome == STORE_OK && job_misses_cited(j)) {
		send_rollback(n, c);
		outcome = STORE_RETRY;
	} else if (j->is_load && outcome == STORE_OK) {
		job_fill_batch(j);
		c->is_open = true;
		c->open_epoch = c->epoch;
	} else if (j->org) {
		job_fill_org(j, outcome == STORE_OK);
	}
	tell(n, j, outcome);
}

/* --- what the engine calls ------------------------------------------------------------------------- */

bool store_is_ready(const struct store *s)
{
	return s->is_ready;
}

const char *store_problem(const struct store *s, enum store_channel channel)
{
	return s->conns[channel].problem ? s->conns[channel].problem : "";
}

/* Who looks for outages looks at a real store. */
enum outage store_get_outage(const struct store *s)
{
	(void)s;
	return OUTAGE_NONE;
}

enum outage outages_get(const struct outages *o)
{
	(void)o;
	return OUTAGE_NONE;
}

static void add_load_ops(struct job *j, bool is_virtual)
{
	const struct batch_wants *w = &j->wants;

	add_op(j, OP_BEGIN, 0);
	add_op_if(j, OP_LOCK_STORE, is_virtual || w->is_org);
	add_op(j, OP_LOCK_NAMED, 0);
	add_op_if(j, OP_LOCK_DUE, w->due_before != INSTANT_NONE && w->due_max > 0 && w->is_skip_locked);
	add_op_if(j, OP_LOCK_PLACES, w->move_max > 0);
	add_op_if(j, OP_FIND_MOVES, w->move_max > 0);
	add_op_if(j, OP_LOCK_MOVES, w->move_max > 0);
	for (enum op op = OP_LOAD_SLIPS; op <= OP_LOAD_ALARMS; op++)
		add_op(j, op, 0);
	add_op_if(j, OP_LOAD_ANSWERS, w->n_keys > 0);
	add_op_if(j, OP_LOCK_PLACES, w->is_places);
	add_op_if(j, OP_LOAD_QUOTAS, w->is_places);
	add_op_if(j, OP_LOAD_AGREED, w->is_places);
	add_op_if(j, OP_SHARE_PLACES, w->is_submitting && !w->is_places);
	for (int k = 0; k < ID_N; k++)
		if (j->ids->end[k] - j->ids->next[k] < w->need[k])
			add_op(j, OP_TAKE_IDS, k);
	add_op(j, OP_LOAD_FACTS, 0);
}

void store_load(struct store *s, enum store_channel channel, const struct batch_wants *wants,
	struct batch *batch, struct id_pool *ids, store_done *done, void *arg)
{
	struct job *j = job_new(done, arg);

	must(!s->conns[channel].is_open && wants->n_feedbacks == 0 && !wants->notice);
	*batch = (struct batch){
		.arena = batch->arena, .next_due_at = INSTANT_NONE, .looked_at = INSTANT_NONE};
	j->is_load = true;
	j->batch = batch;
	j->ids = ids;
	j->had = *ids;
	job_take_wants(j, wants);
	add_load_ops(j, sim.is_virtual);
	put(s, channel, j);
}

static void add_save_ops(struct job *j, const struct batch_save *save)
{
	for (enum table t = 0; t < TABLE_N; t++)
		add_op_if(j, (enum op)(OP_SAVE_ORDERS + t), j->writes[t] != NULL);
	add_op_if(j, OP_SAVE_ANSWERS, j->n_kept > 0);
	add_op_if(j, OP_SAVE_QUOTAS, j->n_quotas > 0);
	add_op_if(j, OP_SAVE_AGREED, j->n_agreed > 0);
	add_op_if(j, OP_PUT_ORG, j->n_changes > 0);
	add_op_if(j, OP_ADD_MOVE, j->is_apply);
	add_op_if(j, OP_SAVE_MOVE, j->has_move);
	add_op_if(j, OP_SAVE_AUDITS, save->n_audits > 0);
	add_op_if(j, OP_SAVE_VIRTUAL_NOW, j->virtual_now != INSTANT_NONE && sim.is_virtual);
	add_op(j, OP_COMMIT, 0);
}

/* Where the transaction that the load began is still there, in the same connection. */
static void put_last(struct store *s, enum store_channel channel, struct job *j)
{
	struct connection *c = &s->conns[channel];
	bool is_alive = c->is_open && c->open_epoch == c->epoch;

	c->is_open = false;
	if (is_alive)
		put(s, channel, j);
	else
		turn_away(c, j);
}

void store_save(struct store *s, enum store_channel channel, const struct batch_save *save,
	store_done *done, void *arg)
{
	struct job *j = job_new(done, arg);

	must(!save->feedbacks && !save->resent);
	j->is_saving = true;
	job_take_save(j, save);
	add_save_ops(j, save);
	put_last(s, channel, j);
}

void store_drop(struct store *s, enum store_channel channel, store_done *done, void *arg)
{
	struct job *j = job_new(done, arg);

	add_op(j, OP_ROLLBACK, 0);
	put_last(s, channel, j);
}

void store_refresh_org(struct store *s, struct org *g, store_done *done, void *arg)
{
	struct job *j = job_new(done, arg);

	j->org = g;
	add_op(j, OP_READ_ORG, 0);
	put(s, CHANNEL_READ, j);
}
