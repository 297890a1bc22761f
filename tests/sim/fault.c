/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what goes wrong: connections cut, sessions ended, the store away, daemons that crash or freeze,
 * statements that are slow or fail, clocks that jump. It never helps anybody out but at the end.
 */
#include "fault.h"

#include "sim.h"

enum {
	DOWN_MS = 30000,
	FROZEN_MS = 90000,
	STALLED_MS = 60000,
	PAUSE_MS = 25000,
	JUMP_MS = 3600000,
	BACK_MS = 5000,
	RESTART_MS = 20000,
};

/* Some lives are wild, some calm, and of the kinds of fault each has its own mixture. */
void fault_init(struct faults *f)
{
	int *rates[] = {&f->cut, &f->end_session, &f->restart_store, &f->crash, &f->freeze, &f->stall,
		&f->fail, &f->pause, &f->jump, &f->hang_up};
	static const int usual[] = {400, 800, 8000, 4000, 2500, 800, 500, 2500, 2500, 600};
	int shift = dice_below(&sim.dice, 6);

	for (int i = 0; i < (int)(sizeof(usual) / sizeof(usual[0])); i++)
		*rates[i] = shift == 5 || dice_one_in(&sim.dice, 4) ? 0 : (usual[i] << shift) / 4;
	sim.has_faults = shift < 5;
}

static struct session *find_conn_of(const struct session *s, struct connection **at)
{
	for (int i = 0; i < NODES; i++)
		for (int k = 0; k < CHANNELS; k++)
			if (sim.nodes[i].is_running && sim.nodes[i].store.conns[k].session == s) {
				*at = &sim.nodes[i].store.conns[k];
				return (struct session *)s;
			}
	return NULL;
}

void fault_end_session(struct session *s, const char *why)
{
	struct connection *c;

	say("s%d ends: %s", s->number, why);
	if (find_conn_of(s, &c))
		conn_cut(c, 0);
	session_end(s);
}

static struct node *any_node(void)
{
	struct node *n = &sim.nodes[dice_below(&sim.dice, NODES)];

	return n->is_running ? n : NULL;
}

static struct session *any_session(void)
{
	int from = dice_below(&sim.dice, SESSIONS_MAX);

	for (int i = 0; i < SESSIONS_MAX; i++) {
		struct session *s = &sim.db.sessions[(from + i) % SESSIONS_MAX];

		if (s->is_used)
			return s;
	}
	return NULL;
}

static void cut(void)
{
	struct node *n = any_node();
	int channel = dice_below(&sim.dice, CHANNELS);

	if (!n || !n->store.conns[channel].is_up || n->store.conns[channel].is_cut)
		return;
	say("d%d c%d is cut", n->number, channel);
	conn_cut(&n->store.conns[channel],
		dice_one_in(&sim.dice, 3) ? OPS_A_JOB_MAX : dice_below(&sim.dice, 16));
}

static void end_session(void)
{
	struct session *s = any_session();

	if (s)
		fault_end_session(s, "by an administrator");
}

static void restart_store(void)
{
	for (int i = 0; i < SESSIONS_MAX; i++)
		if (sim.db.sessions[i].is_used)
			fault_end_session(&sim.db.sessions[i], "the server stops");
	count(COUNT_OUTAGES);
	sim.db.is_down = true;
	sim.db.up_at = sim.t_ms + dice_span(&sim.dice, DOWN_MS);
}

static void crash(void)
{
	struct node *n = any_node();

	if (!n)
		return;
	count(COUNT_CRASHES);
	node_crash(n);
	n->start_at = sim.t_ms + dice_span(&sim.dice, RESTART_MS);
}

static void freeze(void)
{
	struct node *n = any_node();

	if (!n)
		return;
	n->frozen_until = sim.t_ms + dice_span(&sim.dice, FROZEN_MS);
	say("d%d is frozen for %lld ms", n->number, (long long)(n->frozen_until - sim.t_ms));
}

static void stall(void)
{
	struct session *s = any_session();

	if (s)
		s->stalled_until = sim.t_ms + dice_span(&sim.dice, STALLED_MS);
}

static void fail(void)
{
	static const enum store_outcome outcomes[] = {
		STORE_RETRY, STORE_RETRY, STORE_AWAY, STORE_REFUSED};
	struct session *s = any_session();

	if (s && s->first)
		s->fails = outcomes[dice_below(&sim.dice, 4)];
}

/* Clocks are set forward mostly, and back a little. */
static void jump(void)
{
	struct node *n = any_node();
	int64_t ms = dice_span(&sim.dice, JUMP_MS);

	if (dice_one_in(&sim.dice, 3))
		ms = -(ms % BACK_MS);
	if (dice_one_in(&sim.dice, 3))
		sim.db.skew_ms += ms;
	else if (n)
		n->ahead_ms += ms;
	say("a clock jumps");
}

static void hang_up(void)
{
	struct client *c = &sim.traffic.clients[dice_below(&sim.dice, sim.traffic.n_clients)];
	struct link *l = c->links[dice_below(&sim.dice, LINKS)];

	if (l && l->is_open)
		link_close(l);
}

void fault_maybe(void)
{
	const struct faults *f = &sim.faults;
	struct dice *d = &sim.dice;

	if (dice_one_in(d, f->cut))
		cut();
	if (dice_one_in(d, f->end_session))
		end_session();
	if (dice_one_in(d, f->restart_store))
		restart_store();
	if (dice_one_in(d, f->crash))
		crash();
	if (dice_one_in(d, f->freeze))
		freeze();
	if (dice_one_in(d, f->stall))
		stall();
	if (dice_one_in(d, f->fail))
		fail();
	if (dice_one_in(d, f->jump))
		jump();
	if (dice_one_in(d, f->hang_up))
		hang_up();
	if (dice_one_in(d, f->pause))
		sim.t_ms += dice_span(d, PAUSE_MS);
}

void fault_mend(void)
{
	for (int i = 0; i < NODES; i++) {
		sim.nodes[i].frozen_until = sim.t_ms;
		if (sim.nodes[i].start_at > sim.t_ms)
			sim.nodes[i].start_at = sim.t_ms;
	}
	for (int i = 0; i < SESSIONS_MAX; i++) {
		sim.db.sessions[i].stalled_until = sim.t_ms;
		sim.db.sessions[i].fails = STORE_OK;
	}
	if (sim.db.is_down && sim.db.up_at > sim.t_ms)
		sim.db.up_at = sim.t_ms;
}
