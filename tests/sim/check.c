/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the invariants that hold at each commit, each answer and each thing a daemon did. It keeps its own
 * books of what was asked and what was committed, and shares nothing with the daemon's decisions.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "sim.h"

/* --- what is committed once ------------------------------------------------------------------------- */

static struct wish *wish_of(const char *text, char mark)
{
	char *end;
	long number;

	if (!text || text[0] != mark)
		return NULL;
	number = strtol(text + 1, &end, 10);
	return *end || number >= sim.traffic.n_wishes ? NULL : sim.traffic.wishes[number];
}

/* Of what came of one connection, in the order it came (rules.md 25). The answers of one commit stand as they
 * were decided; where its notes stand among them cannot be seen. */
static void check_place(const struct wish *w, bool is_note)
{
	struct link *l = (struct link *)w->link;
	int last;

	if (w->n_sends > 1)
		return; /* which of the sends it was cannot be told */
	if (l->last_commit != sim.db.n_commits) {
		l->place_before = l->last_place;
		l->last_commit = sim.db.n_commits;
	}
	last = is_note ? l->place_before : l->last_place;
	if (w->place < last)
		broken("order of a connection: #%d %s, sent as number %d, is done behind number %d",
			w->number, w->method, w->place, last);
	if (w->place > l->last_place)
		l->last_place = w->place;
}

/* A wish takes effect: once, and only where somebody may still be carrying it out (rules.md 26). */
static void check_effect(struct wish *w, bool is_note)
{
	if (w->commit == sim.db.n_commits)
		return; /* seen by its key and by its note */
	if (w->commit)
		broken("I3: #%d %s was done in commit %llu and again", w->number, w->method,
			(unsigned long long)w->commit);
	if (w->n_open <= 0)
		broken("#%d %s was refused, or never sent, and is done", w->number, w->method);
	w->commit = sim.db.n_commits;
	check_place(w, is_note);
}

/* --- history ---------------------------------------------------------------------------------------- */

/* The furthest that the store's clock has said, or says with this commit: it may have been set back since. */
static int64_t now_with(const struct job *j)
{
	int64_t at = db_now(&sim.db) < sim.db.furthest_at ? sim.db.furthest_at : db_now(&sim.db);

	return sim.is_virtual && j->virtual_now > at ? j->virtual_now : at;
}

static _Noreturn void fired_twice(
	int64_t order, const struct happening *before, const struct happening *h)
{
	broken("I2: order %lld: %s step %lld repeat %d fired as entry %lld and as entry %lld",
		(long long)order, word_name(WORDS_CLOCK_KIND, h->clock), (long long)h->step, h->repeat,
		(long long)before->seq, (long long)h->seq);
}

static void check_step(const struct db_order *o, const struct job *j, const struct write *w)
{
	const struct happening *h = w->row;

	if (h->due_at > h->at)
		broken("I2: order %lld: a step due at %lld says it fired at %lld", (long long)w->order,
			(long long)h->due_at, (long long)h->at);
	for (int i = 0; o && i < o->n_history; i++)
		if (step_is_same(o->history[i], h))
			fired_twice(w->order, o->history[i], h);
	for (const struct write *b = j->writes[TABLE_HISTORY]; b != w; b = b->next)
		if (b->order == w->order && step_is_same(b->row, h))
			fired_twice(w->order, b->row, h);
	count(COUNT_FIRED);
}

static void check_history(const struct job *j)
{
	int64_t order = -1, seq = 0, at = 0;

	for (const struct write *w = j->writes[TABLE_HISTORY]; w; w = w->next) {
		const struct db_order *o = db_get(&sim.db, w->order);
		const struct happening *h = w->row;
		struct wish *told = strcmp(h->what, "note") == 0 ? wish_of(h->text, 'c') : NULL;

		if (w->order != order) {
			order = w->order;
			seq = o ? o->n_history : 0;
			at = o && o->n_history ? o->history[o->n_history - 1]->at : INT64_MIN;
		}
		if (strcmp(h->what, "step") == 0)
			check_step(o, j, w);
		if (h->seq != ++seq)
			broken("I5: order %lld: entry %lld of the history comes where %lld should",
				(long long)order, (long long)h->seq, (long long)seq);
		if (h->at > now_with(j))
			broken("I2: order %lld: entry %lld (%s) says %lld, and the store's clock %lld",
				(long long)order, (long long)h->seq, h->what, (long long)h->at,
				(long long)now_with(j));
		if (h->at < at)
			broken("order %lld: entry %lld lies before the one it follows", (long long)order,
				(long long)h->seq);
		at = h->at;
		if (told)
			check_effect(told, true);
	}
}

static void check_locked(const struct session *s, const struct job *j)
{
	for (enum table t = 0; t < TABLE_N; t++)
		for (const struct write *w = j->writes[t]; w; w = w->next) {
			const struct db_order *o = db_get(&sim.db, w->order);

			if (o && !lock_holds(s, o) && !(sim.breaks & BREAK_LOCKS))
				broken("order %lld is saved by one who has not locked it", (long long)w->order);
		}
}

void check_before_commit(const struct session *s, const struct job *j)
{
	check_locked(s, j);
	for (int i = 0; i < j->n_kept; i++) {
		struct wish *w = wish_of(j->kept[i].key, 'k');

		must(w);
		check_effect(w, false);
		w->result = arena_str(&sim.db.arena, j->kept[i].answer);
	}
	check_history(j);
}

/* --- rows, as the real store's constraints have them --------------------------------------------------- */

static void check_clock(int64_t order, const struct clock *c)
{
	bool is_running = c->state == CLOCK_RUNNING;
	bool is_ended = c->state == CLOCK_MET || c->state == CLOCK_MISSED ||
		c->state == CLOCK_CANCELLED;

	if ((c->due_at != INSTANT_NONE) != is_running || (c->since_at != INSTANT_NONE) != is_running ||
		(c->late_at != INSTANT_NONE) != is_running ||
		(c->next_due_at != INSTANT_NONE && !is_running) ||
		(c->paused_by != PAUSE_ABSENT) != (c->state == CLOCK_PAUSED) ||
		(c->ended_at != INSTANT_NONE) != is_ended || (c->state == CLOCK_MISSED && !c->is_missed) ||
		(c->state == CLOCK_MET && c->is_missed))
		broken("order %lld: a constraint refuses clock %s", (long long)order,
			word_name(WORDS_CLOCK_KIND, c->kind));
}

static void check_tasks(const struct order *o)
{
	for (int i = 0; i < o->n_tasks; i++) {
		const struct task *t = &o->tasks[i];

		if ((t->state == TASK_DONE) != (t->done_at != INSTANT_NONE))
			broken("order %lld: a constraint refuses task %s", (long long)o->id, t->name);
		for (int k = 0; k < i; k++)
			if (t->state != TASK_CANCELLED && o->tasks[k].state != TASK_CANCELLED &&
				strcmp(t->name, o->tasks[k].name) == 0)
				broken("order %lld: two living tasks are called %s", (long long)o->id, t->name);
	}
}

static void check_alarms(const struct order *o)
{
	for (int i = 0; i < o->n_alarms; i++)
		for (int k = 0; k < i; k++) {
			const struct alarm *a = &o->alarms[i], *b = &o->alarms[k];

			if (a->state != ALARM_CLEARED && b->state != ALARM_CLEARED && a->clock == b->clock &&
				a->ref == b->ref && a->generation == b->generation &&
				a->step_is_after == b->step_is_after && a->step == b->step)
				broken("order %lld: two alarms of one step stand", (long long)o->id);
		}
}

static void check_confirmation(const struct order *o)
{
	for (int64_t id = 0; id < sim.db.n_orders; id++) {
		const struct db_order *other = db_get(&sim.db, id);

		if (other && &other->row != o && other->row.kind == KIND_CONTACT &&
			other->row.confirmation == o->confirmation && other->row.state != ORDER_DRAFT &&
			other->row.state != ORDER_CANCELLED)
			broken("confirmation %lld serves orders %lld and %lld", (long long)o->confirmation,
				(long long)o->id, (long long)id);
	}
}

static void check_order(const struct db_order *db)
{
	const struct order *o = &db->row;

	if ((o->state == ORDER_ARCHIVED) != (o->archived_at != INSTANT_NONE) ||
		(o->state == ORDER_CANCELLED) != (o->cancelled_at != INSTANT_NONE) ||
		(o->hold.reason && o->state != ORDER_EXECUTING) ||
		((o->state == ORDER_AT_CRC || o->state == ORDER_EXECUTING) &&
			o->arrived_at == INSTANT_NONE))
		broken("order %lld: a constraint refuses it", (long long)o->id);
	if (o->n_happenings != db->n_history)
		broken("I5: order %lld has %d entries in its history and counts %lld", (long long)o->id,
			db->n_history, (long long)o->n_happenings);
	if (o->last_at != db->history[db->n_history - 1]->at)
		broken("order %lld: its last instant is not its history's", (long long)o->id);
	for (int i = 0; i < o->n_clocks; i++)
		check_clock(o->id, &o->clocks[i]);
	check_tasks(o);
	check_alarms(o);
	if (o->kind == KIND_CONTACT && o->confirmation && o->state != ORDER_DRAFT &&
		o->state != ORDER_CANCELLED)
		check_confirmation(o);
}

/* The last batch of a move: nothing open is left under an earlier policy. */
static void check_moved(int64_t version)
{
	for (int64_t id = 0; id < sim.db.n_orders; id++) {
		const struct order *o = sim.db.orders[id] ? &sim.db.orders[id]->row : NULL;

		if (o && o->policy > 0 && o->policy < version && o->state != ORDER_DRAFT &&
			o->state != ORDER_ARCHIVED && o->state != ORDER_CANCELLED)
			broken("order %lld was passed over: it is under policy %lld, all were moved to %lld",
				(long long)id, (long long)o->policy, (long long)version);
	}
}

void check_commit(const struct job *j)
{
	if (j->has_move && j->move.done_at != INSTANT_NONE)
		check_moved(j->move.version);
	for (int i = 0; j->is_apply && i < j->n_kept; i++) {
		struct wish *w = wish_of(j->kept[i].key, 'k');

		if (strstr(w->params, "\"apply\""))
			w->moves_to = sim.db.policy_version;
	}
	for (enum table t = TABLE_ORDERS; t <= TABLE_STAMP; t++)
		for (const struct write *w = j->writes[t]; w; w = w->next)
			check_order(db_get(&sim.db, w->order));
}

/* --- answers ------------------------------------------------------------------------------------------ */

static const char *behind(const char *text, const char *what)
{
	const char *at = text ? strstr(text, what) : NULL;

	return at ? at + strlen(what) : NULL;
}

/* The stored answer, whether it was made just now or is said again. */
static void check_result(const struct wish *w, const char *text)
{
	static const char mark[] = "\"replayed\":true,";
	const char *result = behind(text, ",\"result\":{");

	must(result);
	if (strncmp(result, mark, strlen(mark)) == 0) {
		result += strlen(mark);
		count(COUNT_REPLAYED);
	}
	size_t n = strlen(w->result + 1);
	if (strncmp(result, w->result + 1, n) != 0 || strcmp(result + n, "}\n") != 0)
		broken("I3: #%d %s was answered %s and committed with %s", w->number, w->method, text,
			w->result);
}

/* What was said of an order is committed, or something newer. */
static void check_version(const struct wish *w, const char *text)
{
	const char *id = behind(text, "\"order\":{\"id\":");
	const char *version = behind(id, "\"version\":");
	const struct db_order *o = id ? db_get(&sim.db, strtoll(id, NULL, 10)) : NULL;

	if (!id || !version)
		return;
	if (!o || o->row.version < strtoll(version, NULL, 10))
		broken("I1: #%d %s was answered, and is not committed: %s", w->number, w->method, text);
}

/* Whose answer is stored under the key: its own, or that of the same asked before. */
static const struct wish *get_kept(const struct wish *w)
{
	const struct wish *first = wish_of(w->key, 'k');

	must(first);
	if (strcmp(first->method, w->method) != 0 || strcmp(first->params, w->params) != 0)
		broken(
			"I3: #%d %s is done with the key %s of something else", w->number, w->method, w->key);
	return first;
}

/* To that policy or an earlier one. */
static bool is_moving(int64_t version)
{
	for (int i = 0; i < sim.db.n_moves; i++)
		if (sim.db.moves[i].done_at == INSTANT_NONE && sim.db.moves[i].version <= version)
			return true;
	return false;
}

static void check_ok(const struct wish *w, const char *text)
{
	const struct wish *kept = w->key ? get_kept(w) : w;

	if ((w->key || w->has_token) && !kept->commit)
		broken("I1: #%d %s was answered, and is not committed", w->number, w->method);
	if (w->key)
		check_result(kept, text);
	check_version(w, text);
	if (is_moving(kept->moves_to))
		broken("#%d %s is answered, and open orders are still to be moved", w->number, w->method);
	if (w->advance_to) {
		int64_t next = db_next_due(&sim.db, NULL);

		if (sim.db.virtual_now < w->advance_to)
			broken("#%d: the clock was to be advanced and was not", w->number);
		if (next != INSTANT_NONE && next <= w->advance_to)
			broken("I2: the clock went past a step due at %lld", (long long)next);
	}
}

void check_answer(const struct sending *sent, const char *text)
{
	const struct wish *w = sent->wish;

	if (sent->stage != STAGE_DAEMON)
		broken("#%d %s is answered twice", w->number, w->method);
	if (!text)
		broken("#%d %s is answered with nothing", w->number, w->method);
	say("d%d answers #%d %s: %s", sent->node->number, w->number, w->method,
		sent->ask.err == ERR_NONE ? "ok" : err_class(sent->ask.err));
	if (sent->ask.err == ERR_NONE)
		check_ok(w, text);
	else if (w->n_sends == 1 && w->commit && sent->ask.err != ERR_UNKNOWN_OUTCOME)
		broken(
			"#%d %s is done, and was answered %s", w->number, w->method, err_class(sent->ask.err));
	if (sent->ask.err == ERR_INTERNAL)
		broken("#%d %s: internal", w->number, w->method);
}

/* --- a daemon ------------------------------------------------------------------------------------------- */

void check_node(struct node *n)
{
	if (!n->is_running)
		return;
	if (!engine_is_up(n->engine) && engine_count_waiting(n->engine))
		broken("d%d lets calls wait for a store that is away", n->number);
	for (int i = 0; i < CHANNELS; i++) {
		const struct connection *c = &n->store.conns[i];

		if (c->is_open)
			broken("d%d c%d: what was loaded is neither saved nor dropped", n->number, i);
		if (c->session && !c->first && (c->session->n_held || c->session->in_txn))
			broken("d%d c%d has nothing to do and holds locks", n->number, i);
	}
	/* A put that moves open orders is answered when they are: between two batches it just waits. */
	for (const struct sending *s = n->sendings; s && engine_is_idle(n->engine); s = s->next_here)
		if (!strstr(s->wish->params, "\"apply\""))
			broken("d%d is idle and has not answered #%d", n->number, s->wish->number);
}

void check_moves(void)
{
	if (is_moving(INT64_MAX))
		broken("open orders are still to be moved to a policy, and nothing is in the way");
}

void check_due(int64_t late_ms)
{
	int64_t next = db_next_due(&sim.db, NULL);

	if (next != INSTANT_NONE && next < db_now(&sim.db) - late_ms)
		broken("I2: a step due at %lld has not fired, and nothing is in its way at %lld",
			(long long)next, (long long)db_now(&sim.db));
}
