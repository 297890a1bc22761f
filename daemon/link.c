/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the store's place on the loop: one event a connection, one tick for deadlines. It passes on
 * what happens and never looks at what it carries.
 */
#include "daemon/link.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/loop.h"
#include "daemon/reader.h"

enum { TICK_MS = 100 };

struct link {
	struct event_loop *loop;
	struct store *store;
	struct link_ends ends;
	struct engine *engine; /* of link_new: NULL in others */
	struct reader *reader;
	struct channel {
		struct link *link;
		enum store_channel channel;
		struct event *event;
		int fd;
		short what;
	} channels[CHANNEL_N];
	struct event *tick;
};

static void on_channel(evutil_socket_t fd, short what, void *arg)
{
	struct channel *c = arg;

	(void)fd;
	store_turn(c->link->store, c->channel, (what & EV_READ) != 0, (what & EV_WRITE) != 0);
}

/* The socket may change between two polls, so the event is made anew whenever anything did. */
static void watch(void *arg, enum store_channel channel, int fd, bool read, bool write)
{
	struct link *l = arg;
	struct channel *c = &l->channels[channel];
	short what = (short)((read ? EV_READ : 0) | (write ? EV_WRITE : 0));

	if (c->event && c->fd == fd && c->what == what)
		return;
	if (c->event)
		event_free(c->event);
	c->event = NULL;
	c->fd = fd;
	c->what = what;
	if (fd < 0 || what == 0)
		return;
	c->event = event_new(l->loop->base, fd, (short)(what | EV_PERSIST), on_channel, c);
	must(c->event && event_add(c->event, NULL) == 0);
}

static void came(void *arg)
{
	struct link *l = arg;

	l->ends.came(l->ends.arg);
}

static void went(void *arg)
{
	struct link *l = arg;

	l->ends.went(l->ends.arg);
}

static void daemon_came(void *arg)
{
	struct link *l = arg;

	log_info("the store is there");
	engine_came(l->engine);
}

static void daemon_went(void *arg)
{
	struct link *l = arg;

	log_debug("the store is away: %s", store_outage(l->store)); /* outages.c tells people */
	engine_went(l->engine);
	reader_went(l->reader);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;

	(void)fd, (void)what;
	store_tick(l->store, loop_now_ms());
}

struct link *link_open(
	struct event_loop *loop, const struct store_options *options, const struct link_ends *ends)
{
	struct link *l = xcalloc(1, sizeof(*l));
	struct store_hooks hooks = {.watch = watch, .came = came, .went = went, .arg = l};
	struct timeval span = {.tv_usec = TICK_MS * 1000};

	l->loop = loop;
	l->ends = *ends;
	for (int i = 0; i < CHANNEL_N; i++)
		l->channels[i] = (struct channel){.link = l, .channel = (enum store_channel)i, .fd = -1};
	l->store = store_new(options, &hooks);
	l->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, l);
	must(l->tick && event_add(l->tick, &span) == 0);
	store_tick(l->store, loop_now_ms()); /* the first tick connects */
	return l;
}

struct link *link_new(struct event_loop *loop, const struct store_options *options,
	struct engine *engine, struct reader *reader)
{
	struct link *l = link_open(loop, options, &(struct link_ends){daemon_came, daemon_went, NULL});

	l->ends.arg = l;
	l->engine = engine;
	l->reader = reader;
	engine_set_store(engine, l->store);
	reader_set_store(reader, l->store);
	return l;
}

struct store *link_get_store(const struct link *l)
{
	return l->store;
}

void link_free(struct link *l)
{
	event_free(l->tick);
	store_free(l->store);
	for (int i = 0; i < CHANNEL_N; i++)
		if (l->channels[i].event)
			event_free(l->channels[i].event);
	free(l);
}
