/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the database's sessions: what was sent to each is carried out a statement at a time, a failed
 * statement ends its transaction, an orphan does what had arrived and goes. It never tells the daemon
 * anything: what is done stands in the job.
 */
#include <stdlib.h>

#include "base/die.h"
#include "sim.h"

#define X(name) #name,
const char *const op_names[OP_N] = {OPS(X)};
#undef X

struct session *session_open(struct node *n, enum store_channel channel)
{
	for (int i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &sim.db.sessions[i];

		if (s->is_used)
			continue;
		*s = (struct session){.is_used = true,
			.number = i,
			.node = n,
			.channel = channel,
			.idle_since = INSTANT_NONE,
			.held = s->held,
			.size_held = s->size_held};
		return s;
	}
	return NULL;
}

void session_send(struct session *s, struct job *j)
{
	j->is_sent = true;
	j->next_sent = NULL;
	if (s->last)
		s->last->next_sent = j;
	else
		s->first = j;
	s->last = j;
	s->idle_since = INSTANT_NONE;
}

static void drop_first(struct session *s)
{
	struct job *j = s->first;

	s->first = j->next_sent;
	if (!s->first)
		s->last = NULL;
	j->is_sent = false;
	job_free_if_done(j);
}

void session_release(struct session *s)
{
	for (int i = 0; i < s->n_held; i++)
		s->held[i]->holder = NULL;
	s->n_held = 0;
	if (sim.db.store_holder == s)
		sim.db.store_holder = NULL;
	s->has_places = s->shares_places = s->has_move = false;
	s->wait = WAIT_NONE;
}

void session_end(struct session *s)
{
	session_release(s);
	s->in_txn = s->is_aborted = false;
	while (s->first)
		drop_first(s);
	s->is_used = false;
}

void session_orphan(struct session *s, int n_arrived)
{
	s->is_orphan = true;
	s->stalled_until = sim.t_ms;
	for (struct job *j = s->first; j; j = j->next_sent) {
		int left = j->n_ops - j->at;

		j->n_arrived = j->at + (n_arrived < left ? n_arrived : left);
		n_arrived -= j->n_arrived - j->at;
	}
}

static bool has_work(const struct session *s)
{
	return s->first && s->first->at < s->first->n_arrived;
}

bool session_is_over(const struct session *s)
{
	return s->is_used && s->is_orphan && !has_work(s);
}

bool session_is_late(const struct session *s)
{
	return s->is_used && s->in_txn && s->idle_since != INSTANT_NONE &&
		sim.t_ms - s->idle_since > IDLE_MS;
}

bool session_is_timed_out(const struct session *s)
{
	return s->is_used && s->wait != WAIT_NONE && s->first &&
		sim.t_ms - s->wait_since > STATEMENT_MS;
}

bool session_can_step(struct session *s)
{
	if (!s->is_used || !has_work(s) || s->stalled_until > sim.t_ms)
		return false;
	if (s->wait == WAIT_NONE)
		return true;
	return !lock_is_blocked(s) || lock_is_deadlock(s);
}

void job_fail(struct session *s, struct job *j, enum store_outcome outcome, const char *why)
{
	j->outcome = outcome;
	j->why = why;
	j->at = j->n_ops;
	s->is_aborted = s->in_txn;
	session_release(s); /* an aborted transaction has let go of its locks */
	say("  s%d %s: %s", s->number, j->is_saving ? "save" : j->is_load ? "load" : "call", why);
}

static bool carry_out(struct session *s, struct job *j, enum op op, int arg)
{
	switch (op) {
	case OP_BEGIN:
		if (s->in_txn)
			broken("s%d: a transaction is begun in another", s->number);
		s->in_txn = true;
		s->txn = ++sim.db.n_txns;
		return true;
	case OP_COMMIT:
		save_commit(s, j);
		session_release(s);
		s->in_txn = false;
		return true;
	case OP_ROLLBACK:
		if (!(sim.breaks & BREAK_LEAK) || s->is_aborted)
			session_release(s);
		s->in_txn = s->is_aborted = false;
		return true;
	default: break;
	}
	return op >= OP_SAVE_ORDERS ? save_step(s, j, op) : load_step(s, j, op, arg);
}

/* Everything a job has is there: the session waits for the daemon. */
static void job_over(struct session *s)
{
	if (s->first->at < s->first->n_ops)
		return;
	drop_first(s);
	if (!s->first && s->in_txn)
		s->idle_since = sim.t_ms;
}

void session_time_out(struct session *s)
{
	job_fail(s, s->first, STORE_AWAY, "the store took too long");
	job_over(s);
}

/* COMMIT was under way when the server ended it: done or not, and the daemon cannot know. */
static void fail_commit(struct session *s, struct job *j)
{
	if (dice_one_in(&sim.dice, 2))
		save_commit(s, j);
	session_release(s);
	s->in_txn = false;
	job_fail(s, j, STORE_UNKNOWN, "ended in COMMIT");
	s->fails = STORE_OK;
}

static bool fails_here(struct session *s, enum op op)
{
	return s->fails != STORE_OK && op != OP_ROLLBACK && op != OP_COMMIT;
}

void session_step(struct session *s)
{
	struct job *j = s->first;
	enum op op = j->ops[j->at].op;
	int arg = j->ops[j->at].arg;

	if (s->wait != WAIT_NONE && lock_is_blocked(s)) {
		count(COUNT_DEADLOCKS);
		job_fail(s, j, STORE_RETRY, "deadlock");
	} else if (fails_here(s, op)) {
		count(COUNT_FAILED);
		job_fail(s, j, s->fails, "a statement failed");
		s->fails = STORE_OK;
	} else if (s->fails == STORE_AWAY && op == OP_COMMIT) {
		fail_commit(s, j);
	} else {
		enum wait before = s->wait;

		s->wait = WAIT_NONE;
		bool is_done = carry_out(s, j, op, arg);

		if (s->wait != WAIT_NONE && before == WAIT_NONE)
			s->wait_since = sim.t_ms;
		if (is_done && j->at < j->n_ops)
			j->at++;
		say("  s%d %s%s", s->number, op_names[op],
			is_done                    ? ""
				: s->wait == WAIT_NONE ? ", one"
									   : " waits");
	}
	job_over(s);
}
