/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a life: what can happen next, of which chance draws one, until so many steps have been taken; then
 * the faults stop and everything has to come to rest. It knows who can do something, never what that means.
 */
#include <string.h>

#include "base/die.h"
#include "check.h"
#include "fault.h"
#include "seed.h"
#include "sim.h"

enum {
	CHOICES_MAX = 256,
	QUIET_STEPS_MAX = 400000, /* to come to rest when the faults have stopped */
	LEAPS = 4, /* to the next due step, once all is at rest */
	LATE_MS = 7000, /* a sweep is 5 s off at most */
	LATE_AWAKE_MS = 500, /* of who knows when the next step is due */
	LATE_BUSY_MS = 3000, /* and has others to serve */
	LEAP_EVERY = 1500,
	HUSH_MS = 6000,
};

enum what {
	SESSION_STEP,
	SESSION_OVER,
	SESSION_LATE,
	SESSION_TIME_OUT,
	STORE_UP,
	NODE_START,
	NODE_ANSWER,
	NODE_REFUSED,
	NODE_NOTICE,
	NODE_LATE,
	NODE_CONNECT,
	NODE_ACTIVE,
	NODE_TIMER,
	LINK_DELIVER,
	LINK_ANSWER,
	CLIENT_CONNECT,
	CLIENT_ASK,
};

struct choice {
	enum what what;
	void *who;
	int which;
};

struct choices {
	struct choice at[CHOICES_MAX];
	int n;
};

static void may(struct choices *c, enum what what, void *who, int which)
{
	if (c->n < CHOICES_MAX)
		c->at[c->n++] = (struct choice){what, who, which};
}

static void list_sessions(struct choices *c)
{
	for (int i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &sim.db.sessions[i];

		if (!s->is_used)
			continue;
		if (session_can_step(s))
			may(c, SESSION_STEP, s, 0);
		if (session_is_over(s))
			may(c, SESSION_OVER, s, 0);
		if (session_is_late(s))
			may(c, SESSION_LATE, s, 0);
		if (session_is_timed_out(s))
			may(c, SESSION_TIME_OUT, s, 0);
	}
	if (sim.db.is_down && sim.db.up_at <= sim.t_ms)
		may(c, STORE_UP, NULL, 0);
}

static void list_node(struct choices *c, struct node *n)
{
	if (!n->is_running && n->start_at <= sim.t_ms)
		may(c, NODE_START, n, 0);
	if (!node_is_awake(n))
		return;
	for (int i = 0; i < CHANNELS; i++) {
		const struct connection *conn = &n->store.conns[i];

		if (conn->refused)
			may(c, NODE_REFUSED, n, i);
		if (conn->is_cut)
			may(c, NODE_NOTICE, n, i);
		else if (conn_has_answer(conn))
			may(c, NODE_ANSWER, n, i);
		else if (conn_is_late(n, i))
			may(c, NODE_LATE, n, i);
		if (conn_can_connect(n, i))
			may(c, NODE_CONNECT, n, i);
	}
	if (node_get_active(n))
		may(c, NODE_ACTIVE, n, 0);
	if (node_get_due(n))
		may(c, NODE_TIMER, n, 0);
}

static void list_clients(struct choices *c)
{
	for (int i = 0; i < sim.traffic.n_clients; i++) {
		struct client *client = &sim.traffic.clients[i];

		for (int k = 0; k < LINKS; k++) {
			if (link_can_deliver(client->links[k]))
				may(c, LINK_DELIVER, client->links[k], 0);
			if (link_has_answer(client->links[k]))
				may(c, LINK_ANSWER, client->links[k], 0);
			if (client_can_connect(client, k))
				may(c, CLIENT_CONNECT, client, k);
			if (client_can_ask(client, k))
				may(c, CLIENT_ASK, client, k);
		}
	}
}

static void take(const struct choice *c)
{
	struct node *n = c->what >= NODE_START && c->what <= NODE_TIMER ? c->who : NULL;

	switch (c->what) {
	case SESSION_STEP: session_step(c->who); break;
	case SESSION_OVER: session_end(c->who); break;
	case SESSION_LATE:
		count(COUNT_IDLE);
		fault_end_session(c->who, "idle in a transaction");
		break;
	case SESSION_TIME_OUT:
		count(COUNT_TIMED_OUT);
		session_time_out(c->who);
		break;
	case STORE_UP: sim.db.is_down = false; break;
	case NODE_START: node_start(n); break;
	case NODE_ANSWER: conn_answer(n, c->which); break;
	case NODE_REFUSED: conn_answer_refused(n, c->which); break;
	case NODE_NOTICE: conn_lose(n, c->which, "the connection broke"); break;
	case NODE_LATE:
		count(COUNT_LATE);
		conn_lose(n, c->which, "the database did not answer in time");
		break;
	case NODE_CONNECT: conn_connect(n, c->which); break;
	case NODE_ACTIVE: event_fire(n, node_get_active(n)); break;
	case NODE_TIMER: event_fire(n, node_get_due(n)); break;
	case LINK_DELIVER:
		n = ((struct link *)c->who)->node;
		link_deliver(c->who);
		break;
	case LINK_ANSWER: link_take_answer(c->who); break;
	case CLIENT_CONNECT: client_connect(c->who, c->which); break;
	case CLIENT_ASK: client_ask(c->who, c->which); break;
	}
	if (n)
		check_node(n);
}

/* --- time -------------------------------------------------------------------------------------------- */

static void at_most(int64_t *next, int64_t at)
{
	if (at < *next)
		*next = at;
}

/* The next instant at which somebody can do something; INT64_MAX: never. */
static int64_t next_instant(void)
{
	int64_t next = INT64_MAX;

	for (int i = 0; i < NODES; i++) {
		const struct node *n = &sim.nodes[i];

		if (!n->is_running) {
			at_most(&next, n->start_at);
			continue;
		}
		at_most(&next, n->frozen_until > sim.t_ms ? n->frozen_until : INT64_MAX);
		if (node_next_timer(n) != INT64_MAX)
			at_most(&next, node_next_timer(n) - n->ahead_ms);
		for (int k = 0; k < CHANNELS; k++) {
			if (!n->store.conns[k].is_up && !sim.db.is_down)
				at_most(&next, n->store.conns[k].retry_ms - n->ahead_ms);
			if (n->store.conns[k].first)
				at_most(&next, n->store.conns[k].first->asked_ms + 20001 - n->ahead_ms);
		}
	}
	for (int i = 0; i < SESSIONS_MAX; i++) {
		const struct session *s = &sim.db.sessions[i];

		if (s->is_used && s->stalled_until > sim.t_ms)
			at_most(&next, s->stalled_until);
		if (s->is_used && s->wait != WAIT_NONE)
			at_most(&next, s->wait_since + STATEMENT_MS + 1);
		if (s->is_used && s->in_txn && s->idle_since != INSTANT_NONE)
			at_most(&next, s->idle_since + IDLE_MS + 1);
	}
	if (sim.db.is_down)
		at_most(&next, sim.db.up_at);
	for (int i = 0; i < sim.traffic.n_clients; i++)
		if (sim.traffic.clients[i].next_at > sim.t_ms)
			at_most(&next, sim.traffic.clients[i].next_at);
	return next;
}

static void pass_to_next(void)
{
	int64_t next = next_instant();

	if (next == INT64_MAX)
		broken("nothing can happen any more");
	sim.t_ms = next > sim.t_ms ? next : sim.t_ms + 1;
}

static bool is_at_rest(void)
{
	for (int i = 0; i < NODES; i++)
		if (sim.nodes[i].start_at != INT64_MAX && !node_is_calm(&sim.nodes[i]))
			return false;
	for (int i = 0; i < SESSIONS_MAX; i++)
		if (sim.db.sessions[i].is_used && sim.db.sessions[i].first)
			return false;
	return traffic_is_settled(&sim.traffic);
}

/* Hours in which nobody asks anything: to the next due step, or some way. */
static void leap(void)
{
	int64_t next = db_next_due(&sim.db, NULL);
	int64_t far = dice_span(&sim.dice, 4 * 3600000);
	int64_t before = dice_span(&sim.dice, dice_one_in(&sim.dice, 2) ? 3000 : 0);

	sim.is_leaping = false;
	if (sim.is_virtual)
		return;
	if (dice_one_in(&sim.dice, 3)) {
		sim.hush_until = sim.t_ms + HUSH_MS;
		return;
	}
	if (next != INSTANT_NONE && next > db_now(&sim.db) && dice_one_in(&sim.dice, 2))
		far = next - db_now(&sim.db) - before;
	count(COUNT_LEAPS);
	if (far > 0)
		sim.t_ms += far;
	sim.leapt_at = db_now(&sim.db);
	say("%lld s later", (long long)far / 1000);
}

/* Everybody has been there for a while, and nothing was in anybody's way. */
static bool is_awake(void)
{
	for (int i = 0; i < NODES; i++)
		if (!sim.nodes[i].is_ready)
			return false;
	return db_now(&sim.db) > sim.leapt_at + LATE_BUSY_MS;
}

static void step(void)
{
	struct choices c;

	sim.step++;
	sim.n_steps++;
	sim.t_ms += dice_below(&sim.dice, sim.pace_ms);
	if (!sim.is_quiet) {
		fault_maybe();
		if (!sim.is_leaping && sim.t_ms > sim.hush_until && dice_one_in(&sim.dice, LEAP_EVERY))
			sim.is_leaping = true;
		if (sim.is_leaping && is_at_rest())
			leap();
	}
	c.n = 0;
	list_sessions(&c);
	for (int i = 0; i < NODES; i++)
		list_node(&c, &sim.nodes[i]);
	list_clients(&c);
	if (c.n == 0)
		pass_to_next();
	else
		take(&c.at[dice_below(&sim.dice, c.n)]);
	if (!sim.has_faults && !sim.is_quiet && sim.pace_ms <= 4 && is_awake())
		check_due(LATE_BUSY_MS);
}

/* --- a life ------------------------------------------------------------------------------------------- */

static void life_begin(uint64_t seed)
{
	sim.dice.state = seed;
	sim.step = 0;
	sim.t_ms = sim.leapt_at = SEED_AT;
	sim.pace_ms = 2 << dice_below(&sim.dice, 6);
	sim.is_virtual = dice_one_in(&sim.dice, 4);
	sim.is_quiet = false;
	sim.is_leaping = false;
	sim.hush_until = 0;
	sim.here = NULL;
	memset(sim.nodes, 0, sizeof(sim.nodes));
	for (int i = 0; i < NODES; i++) {
		sim.nodes[i].number = i;
		sim.nodes[i].start_at = sim.t_ms;
	}
	db_init(&sim.db, SEED_AT);
	traffic_init(&sim.traffic);
	fault_init(&sim.faults);
}

static void come_to_rest(void)
{
	uint64_t from = sim.step;

	while (!is_at_rest()) {
		if (sim.step - from > QUIET_STEPS_MAX)
			broken("the faults have stopped, and it does not come to rest");
		step();
	}
}

/* Each step fires when it is due, where nothing is in its way. */
static void leap_and_rest(void)
{
	int64_t next = db_next_due(&sim.db, NULL);

	if (next == INSTANT_NONE || sim.is_virtual)
		return;
	if (next > db_now(&sim.db))
		sim.t_ms += next - db_now(&sim.db);
	while (db_next_due(&sim.db, NULL) != INSTANT_NONE &&
		db_next_due(&sim.db, NULL) <= db_now(&sim.db)) {
		step();
		check_due(LATE_AWAKE_MS);
	}
	come_to_rest();
}

/* For good: what it had armed is the others' to fire. */
static void node_end(struct node *n)
{
	node_crash(n);
	n->start_at = INT64_MAX;
}

static void settle(void)
{
	int64_t at;

	sim.is_quiet = true;
	sim.pace_ms = 2;
	sim.is_leaping = false;
	fault_mend();
	come_to_rest();
	for (int i = dice_below(&sim.dice, NODES); i > 0; i--)
		node_end(&sim.nodes[i]);
	at = sim.t_ms;
	while (sim.t_ms <= at + LATE_MS)
		step();
	come_to_rest();
	check_due(LATE_MS);
	check_moves();
	for (int i = 0; i < LEAPS; i++)
		leap_and_rest();
}

void life_run(uint64_t seed, int n_steps)
{
	life_begin(seed);
	for (int i = 0; i < n_steps; i++)
		step();
	settle();
	check_end();
	for (int i = 0; i < NODES; i++)
		if (sim.nodes[i].is_running)
			node_crash(&sim.nodes[i]);
	for (int i = 0; i < CLIENTS_MAX; i++)
		for (int k = 0; k < LINKS; k++)
			if (sim.traffic.clients[i].links[k] && sim.traffic.clients[i].links[k]->is_open)
				link_close(sim.traffic.clients[i].links[k]);
	traffic_fini(&sim.traffic);
	db_fini(&sim.db);
}
