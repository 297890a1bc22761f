/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the clients, their connections, and each thing they ask on its way to a daemon and back: lines keep
 * their order, and go lost with their connection. It never looks into an answer: check.c does.
 */
#include "traffic.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "check.h"
#include "sim.h"

enum { LINE_MAX_BYTES = 4096, LINKS_OPEN_MAX = CLIENTS_MAX * LINKS };

void traffic_init(struct traffic *t)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->arena);
	t->n_clients = 1 + dice_below(&sim.dice, CLIENTS_MAX);
	t->n_orders_max = 2 + dice_below(&sim.dice, 30);
	t->think_ms = 1 << dice_below(&sim.dice, 12);
	t->patience_ms = 64 << dice_below(&sim.dice, 8);
	t->with_policy = dice_one_in(&sim.dice, 2) ? 20 + dice_below(&sim.dice, 60) : 0;
}

void traffic_fini(struct traffic *t)
{
	arena_fini(&t->arena);
}

/* --- wishes ---------------------------------------------------------------------------------------- */

static struct wish *wish_new(struct traffic *t)
{
	struct wish *w = arena_new(&t->arena, struct wish);

	w->number = t->n_wishes;
	t->wishes[t->n_wishes++] = w;
	wish_make(w, &sim.dice);
	return w;
}

/* The client did not learn what became of it: with a key it asks again, else it lets it be. */
static void wish_unsure(struct wish *w)
{
	struct traffic *t = &sim.traffic;

	if (w->is_settled)
		return;
	if (w->key && t->n_again < CALLS_MAX)
		t->again[t->n_again++] = w;
	else
		w->is_settled = true;
}

static struct wish *take_again(struct traffic *t)
{
	int i = dice_below(&sim.dice, t->n_again);
	struct wish *w = t->again[i];

	t->again[i] = t->again[--t->n_again];
	return w;
}

/* --- links ----------------------------------------------------------------------------------------- */

static struct node *find_node(void)
{
	int from = dice_below(&sim.dice, NODES);

	for (int i = 0; i < NODES; i++) {
		struct node *n = &sim.nodes[(from + i) % NODES];

		if (n->is_running && n->is_ready)
			return n;
	}
	return NULL;
}

bool client_can_connect(const struct client *c, int link)
{
	const struct link *l = c->links[link];

	if (l && l->is_open)
		return false;
	for (int i = 0; i < NODES; i++)
		if (sim.nodes[i].is_running && sim.nodes[i].is_ready)
			return true;
	return false;
}

void client_connect(struct client *c, int link)
{
	struct link *l = arena_new(&sim.traffic.arena, struct link);

	l->client = (int)(c - sim.traffic.clients);
	l->node = find_node();
	l->is_open = true;
	c->links[link] = l;
	say("client %d calls d%d", l->client, l->node->number);
}

bool client_can_ask(const struct client *c, int link)
{
	const struct link *l = c->links[link];
	const struct traffic *t = &sim.traffic;

	if (!l || !l->is_open || l->n_waiting >= WINDOW || c->next_at > sim.t_ms)
		return false;
	return t->n_again > 0 ||
		(!sim.is_quiet && !sim.is_leaping && sim.t_ms >= sim.hush_until && t->n_wishes < CALLS_MAX);
}

static void put_sending(struct link *l, struct sending *s)
{
	if (l->last)
		l->last->next = s;
	else
		l->first = s;
	l->last = s;
	l->n_waiting++;
}

void client_ask(struct client *c, int link)
{
	struct traffic *t = &sim.traffic;
	struct link *l = c->links[link];
	bool is_again = t->n_again > 0 &&
		(sim.is_quiet || sim.is_leaping || sim.t_ms < sim.hush_until || dice_one_in(&sim.dice, 2));
	struct wish *w = is_again || t->n_wishes == CALLS_MAX ? take_again(t) : wish_new(t);
	struct sending *s = xcalloc(1, sizeof(*s));

	s->wish = w;
	s->link = l;
	s->node = l->node;
	arena_init(&s->arena);
	if (w->n_sends++ == 0) {
		w->link = l;
		w->place = l->n_sent;
	}
	w->n_open++;
	l->n_sent++;
	put_sending(l, s);
	c->next_at = sim.t_ms + dice_below(&sim.dice, t->think_ms);
	if (w->key && dice_one_in(&sim.dice, 6) && t->n_again < CALLS_MAX)
		t->again[t->n_again++] = w; /* whoever is in doubt asks twice */
	say("client %d to d%d: #%d %s %s {%s}", l->client, l->node->number, w->number, w->user,
		w->method, w->params);
}

static void sending_free(struct sending *s)
{
	arena_fini(&s->arena);
	free(s);
}

/* --- in the daemon ----------------------------------------------------------------------------------- */

static void leave_node(struct sending *s)
{
	struct sending **at = &s->node->sendings;

	while (*at != s)
		at = &(*at)->next_here;
	*at = s->next_here;
	s->node->n_sendings--;
}

static void count_answer(enum err err)
{
	switch (err) {
	case ERR_NONE: count(COUNT_OK); return;
	case ERR_UNAVAILABLE: count(COUNT_UNAVAILABLE); return;
	case ERR_UNKNOWN_OUTCOME: count(COUNT_UNKNOWN); return;
	case ERR_OVERLOADED: count(COUNT_OVERLOADED); return;
	case ERR_IDEMPOTENCY_MISMATCH: count(COUNT_MISMATCHES); return;
	default: count(COUNT_REFUSED); return;
	}
}

static void on_answer(struct ask *ask, const char *text)
{
	struct sending *s = (struct sending *)((char *)ask - offsetof(struct sending, ask));
	check_answer(s, text);
	s->stage = STAGE_ANSWERED;
	s->err = ask->err;
	s->is_sure = ask->err != ERR_UNKNOWN_OUTCOME;
	if (ask->err != ERR_NONE && s->is_sure)
		s->wish->n_open--; /* this one has done nothing and never will */
	count_answer(ask->err);
	leave_node(s);
	if (!s->link)
		sending_free(s);
}

static void sending_decode(struct sending *s)
{
	const struct wish *w = s->wish;
	char *line = arena_fmt(&s->arena,
		"{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s}}", w->number, w->method,
		w->params);

	decode_frame(&s->arena, line, strlen(line), NULL, &s->frame);
	if (s->frame.n_calls != 1 || s->frame.calls[0].fail.err != ERR_NONE)
		broken("the simulator asks what cannot be decoded: %s", line);
}

bool link_can_deliver(const struct link *l)
{
	if (!l || !l->is_open || !node_is_awake(l->node))
		return false;
	for (const struct sending *s = l->first; s; s = s->next)
		if (s->stage == STAGE_WIRE)
			return true;
	return false;
}

void link_deliver(struct link *l)
{
	struct sending *s = l->first;
	struct node *n = l->node;

	while (s->stage != STAGE_WIRE)
		s = s->next;
	sending_decode(s);
	s->ask = (struct ask){
		.call = &s->frame.calls[0],
		.arena = &s->arena,
		.stream = sim.breaks & BREAK_ORDER ? (const void *)s : l,
		.user = s->wish->user,
		.trace = "sim",
		.answer = on_answer,
	};
	s->stage = STAGE_DAEMON;
	s->next_here = n->sendings;
	n->sendings = s;
	n->n_sendings++;
	sim.here = n;
	engine_submit(n->engine, &s->ask);
	sim.here = NULL;
}

void sendings_drop(struct node *n)
{
	for (int i = 0; i < LINKS_OPEN_MAX; i++) {
		struct link *l = sim.traffic.clients[i / LINKS].links[i % LINKS];

		if (l && l->is_open && l->node == n)
			link_close(l);
	}
	while (n->sendings) {
		struct sending *s = n->sendings;

		n->sendings = s->next_here;
		sending_free(s);
	}
	n->n_sendings = 0;
}

/* --- and back ---------------------------------------------------------------------------------------- */

bool link_has_answer(const struct link *l)
{
	if (!l || !l->is_open)
		return false;
	for (const struct sending *s = l->first; s; s = s->next)
		if (s->stage == STAGE_ANSWERED)
			return true;
	return false;
}

static void have_patience(struct client *c)
{
	int64_t ms = sim.traffic.patience_ms;

	c->next_at = sim.t_ms + ms / 2 + dice_span(&sim.dice, ms);
}

static void settle(const struct link *l, struct sending *s)
{
	struct wish *w = s->wish;

	if (!s->is_sure || err_is_retriable(s->err)) {
		have_patience(&sim.traffic.clients[l->client]);
		wish_unsure(w);
		return;
	}
	w->is_settled = true;
	w->is_answered_ok |= s->err == ERR_NONE;
}

void link_take_answer(struct link *l)
{
	struct sending **at = &l->first, *s, *before = NULL;

	while ((*at)->stage != STAGE_ANSWERED) {
		before = *at;
		at = &before->next;
	}
	s = *at;
	*at = s->next;
	if (l->last == s)
		l->last = before;
	l->n_waiting--;
	settle(l, s);
	sending_free(s);
}

void link_close(struct link *l)
{
	say("client %d and d%d hang up", l->client, l->node->number);
	l->is_open = false;
	while (l->first) {
		struct sending *s = l->first;

		l->first = s->next;
		s->link = NULL;
		s->next = NULL;
		if (s->stage == STAGE_ANSWERED)
			count(COUNT_UNHEARD);
		if (s->stage == STAGE_WIRE)
			s->wish->n_open--; /* it never arrives */
		wish_unsure(s->wish);
		if (s->stage != STAGE_DAEMON)
			sending_free(s);
	}
	l->last = NULL;
	l->n_waiting = 0;
}

bool traffic_is_settled(const struct traffic *t)
{
	if (t->n_again)
		return false;
	for (int i = 0; i < CLIENTS_MAX; i++)
		for (int k = 0; k < LINKS; k++)
			if (t->clients[i].links[k] && t->clients[i].links[k]->first)
				return false;
	return true;
}
