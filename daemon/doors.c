/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the ways in and what they share: who carries calls out, and the answers from memory. It opens
 * and closes them together; what passes through one is that door's.
 */
#include "daemon/doors.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "daemon/caller.h"
#include "daemon/config.h"
#include "daemon/listener.h"
#include "daemon/reader.h"
#include "daemon/session.h"

struct doors {
	struct doors_options options;
	struct now now;
	struct callers callers;
	struct sessions *sessions;
	struct listener *listener; /* NULL: closed */
};

static void on_left(void *arg)
{
	listener_resume(((struct doors *)arg)->listener);
}

static int count_sessions(void *arg)
{
	return sessions_count(arg);
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
		.now = &d->now,
	};
	d->sessions = sessions_new(&(struct sessions_options){
		.loop = options->loop, .callers = &d->callers, .left = on_left, .arg = d});
	reader_set_sessions(options->reader, count_sessions, d->sessions);
	return d;
}

void doors_open(struct doors *d)
{
	d->listener = listener_open(d->options.loop, d->options.config->socket, d->sessions);
}

void doors_drain(struct doors *d)
{
	if (d->listener)
		listener_close(d->listener);
	d->listener = NULL;
	sessions_drain(d->sessions);
}

bool doors_are_idle(const struct doors *d)
{
	return sessions_count(d->sessions) == 0;
}

void doors_free(struct doors *d)
{
	sessions_free(d->sessions);
	free(d);
}
