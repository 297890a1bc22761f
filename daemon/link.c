/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the store's place on the loop: one event a connection, one tick for deadlines, and by what it is
 * reached. It passes on what happens and never looks at what it carries.
 */
#include "daemon/link.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/config.h"
#include "daemon/engine.h"
#include "daemon/loop.h"
#include "daemon/reader.h"
#include "daemon/reload.h"
#include "daemon/secret.h"

enum { TICK_MS = 100, STORE_PASSWORD_MAX = 1024 };

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
	struct buf next_conninfo; /* of a configuration being checked */
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

/* --- by what the store is reached ------------------------------------------------------------------------ */

bool link_spell_store(struct buf *out, const struct config *c, char *why, size_t size)
{
	const char *path = c->store_password_file;
	char password[STORE_PASSWORD_MAX];
	bool is_good;

	if (!path[0]) {
		buf_put_str(out, c->store);
		return true;
	}
	is_good = secret_read_line(password, sizeof(password), path);
	if (is_good)
		is_good = store_join_password(out, c->store, password, why, size);
	else
		snprintf(why, size, "--store-password-file %s: there is no password in it", path);
	sodium_memzero(password, sizeof(password));
	return is_good;
}

/* The password's file is read at every reload: it changes under the name it had. */
static bool check_config(void *arg, const struct config *next, char *why, size_t size)
{
	struct link *l = arg;

	buf_clear(&l->next_conninfo);
	return !next->store[0] || link_spell_store(&l->next_conninfo, next, why, size);
}

static void apply_config(void *arg, const struct config *now)
{
	struct link *l = arg;

	if (now->store[0])
		store_set_conninfo(l->store, l->next_conninfo.data);
}

/* --- from outside --------------------------------------------------------------------------------------- */

struct link *link_new(struct event_loop *loop, const struct store_options *options,
	struct engine *engine, struct reader *reader, struct reloader *reloader)
{
	struct link *l = link_open(loop, options, &(struct link_ends){daemon_came, daemon_went, NULL});

	l->ends.arg = l;
	l->engine = engine;
	l->reader = reader;
	engine_set_store(engine, l->store);
	reader_set_store(reader, l->store);
	reloader_add(reloader, &(struct reload_hook){check_config, apply_config, l});
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
	buf_fini(&l->next_conninfo);
	for (int i = 0; i < CHANNEL_N; i++)
		if (l->channels[i].event)
			event_free(l->channels[i].event);
	free(l);
}
