/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the store's connections and whether those that calls need are there. It never sends a statement
 * itself: load.c, save.c, org_load.c, find.c, tally.c and notices.c do.
 */
#include <stdlib.h>

#include "base/die.h"
#include "store/inside.h"

/* Counting for the figures and telling people are no part of being ready. */
static const enum store_channel needed[] = {CHANNEL_BATCH, CHANNEL_SIDE, CHANNEL_READ};

/* A reader has no other connection than the one it reads on. */
static bool has_channel(const struct store *s, int channel)
{
	return channel == CHANNEL_READ || !s->options.is_reader;
}

static void on_watch(void *arg, enum store_channel channel, int fd, bool read, bool write)
{
	struct store *s = arg;

	s->hooks.watch(s->hooks.arg, channel, fd, read, write);
}

static void on_changed(void *arg, struct conn *c)
{
	struct store *s = arg;
	bool was_ready = s->is_ready;

	if (!conn_is_ready(c))
		s->batches[c->channel].is_open = false;
	s->is_ready = true;
	for (size_t i = 0; i < N_OF(needed); i++)
		s->is_ready &= !has_channel(s, needed[i]) || conn_is_ready(&s->conns[needed[i]]);
	if (s->is_ready && !was_ready)
		s->hooks.came(s->hooks.arg);
	else if (!s->is_ready && was_ready)
		s->hooks.went(s->hooks.arg);
}

struct store *store_new(const struct store_options *options, const struct store_hooks *hooks)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->options = *options;
	s->options.conninfo = s->conninfo = xstrdup(options->conninfo);
	s->options.zone = s->zone = xstrdup(options->zone ? options->zone : "UTC");
	s->hooks = *hooks;
	params_init(&s->params);
	for (int i = 0; i < CHANNEL_N; i++) {
		struct conn *c = &s->conns[i];

		c->channel = (enum store_channel)i;
		c->options = &s->options;
		c->watch = on_watch;
		c->writing = &s->writing;
		c->changed = on_changed;
		c->arg = s;
		conn_init(c);
	}
	return s;
}

void store_free(struct store *s)
{
	if (!s)
		return;
	for (int i = 0; i < CHANNEL_N; i++)
		conn_fini(&s->conns[i]);
	params_fini(&s->params);
	free(s->conninfo);
	free(s->zone);
	free(s);
}

void store_set_conninfo(struct store *s, const char *conninfo)
{
	char *next = xstrdup(conninfo);

	free(s->conninfo);
	s->options.conninfo = s->conninfo = next;
}

void store_turn(struct store *s, enum store_channel channel, bool readable, bool writable)
{
	conn_turn(&s->conns[channel], readable, writable);
}

void store_tick(struct store *s, int64_t monotonic_ms)
{
	for (int i = 0; i < CHANNEL_N; i++)
		if (has_channel(s, i))
			conn_tick(&s->conns[i], monotonic_ms);
}

bool store_is_ready(const struct store *s)
{
	return s->is_ready;
}

int store_count_connections(const struct store *s)
{
	int n = 0;

	for (int i = 0; i < CHANNEL_N; i++)
		n += conn_is_ready(&s->conns[i]);
	return n;
}

const char *store_get_id(const struct store *s)
{
	return s->conns[CHANNEL_BATCH].store_id;
}

const char *store_problem(const struct store *s, enum store_channel channel)
{
	return s->conns[channel].problem;
}

const char *store_outage(const struct store *s)
{
	for (size_t i = 0; i < N_OF(needed); i++) {
		const struct conn *c = &s->conns[needed[i]];

		if (has_channel(s, needed[i]) && !conn_is_ready(c) && c->problem[0])
			return c->problem;
	}
	return "";
}

enum outage store_get_outage(const struct store *s)
{
	enum outage o = OUTAGE_NONE;

	for (size_t i = 0; i < N_OF(needed); i++) {
		const struct conn *c = &s->conns[needed[i]];

		if (!has_channel(s, needed[i]) || conn_is_ready(c))
			continue;
		if (o == OUTAGE_NONE || o == OUTAGE_AWAY) /* others say more */
			o = c->outage != OUTAGE_NONE ? c->outage : OUTAGE_AWAY;
	}
	return o != OUTAGE_NONE ? o : s->writing;
}

bool call_begin(struct store *s, enum store_channel channel, struct call_job *call)
{
	struct conn *c = &s->conns[channel];

	if (!conn_has_room(c)) {
		conn_refuse(c, &call->job);
		return false;
	}
	conn_begin(c, &call->job);
	return true;
}

void call_end(struct job *j, enum store_outcome outcome)
{
	struct call_job *call = (struct call_job *)j;
	store_done *done = call->done;
	void *arg = call->arg;

	free(call);
	done(arg, outcome);
}
