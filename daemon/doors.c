/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the ways in and what they share: who carries calls out, and the answers from memory. It opens
 * and closes them together; what passes through one is that door's.
 */
#include "daemon/doors.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "daemon/caller.h"
#include "daemon/config.h"
#include "daemon/http.h"
#include "daemon/listener.h"
#include "daemon/reader.h"
#include "daemon/session.h"

struct doors {
	struct doors_options options;
	struct now now;
	struct callers callers;
	struct sessions *sessions;
	struct listener *listener; /* NULL: closed */
	struct http *http; /* NULL: none is wanted */
};

static void on_left(void *arg)
{
	listener_resume(((struct doors *)arg)->listener);
}

static int count_sessions(void *arg)
{
	return sessions_count(arg);
}

/* Before anybody may call: /readyz says why not yet. */
static void open_http(struct doors *d, const char *where)
{
	struct address at;
	char text[ADDRESS_TEXT];

	must(address_read(&at, where));
	d->http = http_new(&(struct http_options){.loop = d->options.loop,
						   .callers = &d->callers,
						   .count_sessions = count_sessions,
						   .arg = d->sessions},
		&at);
	printf("http: %s\n", address_spell(&at, text));
	fflush(stdout);
}

struct doors *doors_new(const struct doors_options *options)
{
	struct doors *d = xcalloc(1, sizeof(*d));

	d->options = *options;
	d->now = (struct now){
		.org = options->org,
		.engine = options->engine,
		.is_virtual = options->config->is_virtual,
	};
	gethostname(d->now.node, sizeof(d->now.node) - 1);
	d->callers = (struct callers){
		.engine = options->engine,
		.reader = options->reader,
		.watches = options->watches,
		.now = &d->now,
		.meter = options->meter,
	};
	d->sessions = sessions_new(&(struct sessions_options){
		.loop = options->loop, .callers = &d->callers, .left = on_left, .arg = d});
	reader_set_sessions(options->reader, count_sessions, d->sessions);
	if (options->config->http[0])
		open_http(d, options->config->http);
	return d;
}

void doors_set_store(struct doors *d, struct store *s)
{
	if (d->http)
		http_set_store(d->http, s);
}

void doors_open(struct doors *d)
{
	if (d->http)
		http_open(d->http);
	d->listener = listener_open(d->options.loop, d->options.config->socket, d->sessions);
}

void doors_drain(struct doors *d)
{
	if (d->listener)
		listener_close(d->listener);
	d->listener = NULL;
	sessions_drain(d->sessions);
	if (d->http)
		http_drain(d->http);
}

bool doors_are_idle(const struct doors *d)
{
	return sessions_count(d->sessions) == 0 && (!d->http || http_is_idle(d->http));
}

void doors_free(struct doors *d)
{
	if (d->http)
		http_free(d->http);
	sessions_free(d->sessions);
	free(d);
}
