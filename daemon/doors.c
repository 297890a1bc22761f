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
#include "daemon/console.h"
#include "daemon/hasher.h"
#include "daemon/http.h"
#include "daemon/listener.h"
#include "daemon/reader.h"
#include "daemon/reload.h"
#include "daemon/session.h"
#include "daemon/throttle.h"
#include "daemon/tls.h"

struct doors {
	struct doors_options options;
	struct now now;
	struct arena arena; /* of its texts */
	struct callers callers;
	struct sessions *sessions;
	struct listener *listener; /* NULL: closed */
	struct listener *tcp; /* NULL: none is wanted, or closed */
	struct tls *tls; /* of TCP; NULL: plain */
	struct tls *next_tls; /* of a configuration being checked */
	struct http *http; /* NULL: none is wanted */
	struct console *next_console; /* of a configuration being checked */
};

static void on_left(void *arg)
{
	struct doors *d = arg;

	listener_resume(d->listener);
	listener_resume(d->tcp);
}

static int count_sessions(void *arg)
{
	return sessions_count(arg);
}

/* Before anybody may call: /readyz says why not yet. */
static void open_http(struct doors *d, const struct config *c)
{
	struct address at;
	char text[ADDRESS_TEXT], why[RELOAD_WHY_MAX];
	struct console *console = console_new(c->console, why, sizeof(why));

	if (!console)
		die("%s", why);
	must(address_read(&at, c->http));
	d->http = http_new(&(struct http_options){.loop = d->options.loop,
						   .callers = &d->callers,
						   .console = console,
						   .count_sessions = count_sessions,
						   .arg = d->sessions},
		&at);
	printf("http: %s\n", address_spell(&at, text));
	fflush(stdout);
}

/* The address is taken, and told, before anybody may call. */
static void open_tcp(struct doors *d, const struct config *c)
{
	struct address at;
	char text[ADDRESS_TEXT], why[RELOAD_WHY_MAX];

	if (c->tls_cert[0] && !(d->tls = tls_new(c->tls_cert, c->tls_key, why, sizeof(why))))
		die("%s", why);
	must(address_read(&at, c->listen));
	d->tcp = listener_open_tcp(d->options.loop, &at, d->tls, d->sessions);
	printf("listen: %s\n", address_spell(&at, text));
	fflush(stdout);
}

/* --- a configuration read again ------------------------------------------------------------------------- */

/* The files are read at every reload: a certificate is renewed under the name it had, and so is the console. */
static bool check_config(void *arg, const struct config *next, char *why, size_t size)
{
	struct doors *d = arg;

	tls_free(d->next_tls);
	console_free(d->next_console);
	d->next_tls = NULL;
	d->next_console = NULL;
	if (!next->tls_cert[0] != !d->tls) {
		snprintf(why, size, "--tls-cert can be another, but not come or go, while the daemon runs");
		return false;
	}
	if (d->tls && !(d->next_tls = tls_new(next->tls_cert, next->tls_key, why, size)))
		return false;
	if (d->http)
		d->next_console = console_new(next->console, why, size);
	return !d->http || d->next_console;
}

static void apply_config(void *arg, const struct config *now)
{
	struct doors *d = arg;

	throttles_set_rate(d->callers.throttles, now->user_rate);
	if (d->next_tls)
		tls_replace(d->tls, d->next_tls);
	tls_free(d->next_tls);
	d->next_tls = NULL;
	if (d->next_console)
		http_take_console(d->http, d->next_console);
	d->next_console = NULL;
}

/* --- all of them ------------------------------------------------------------------------------------------ */

struct doors *doors_new(const struct doors_options *options)
{
	struct doors *d = xcalloc(1, sizeof(*d));

	d->options = *options;
	d->now = (struct now){
		.org = options->org,
		.engine = options->engine,
		.is_virtual = options->config->is_virtual,
		.reloader = options->reloader,
	};
	arena_init(&d->arena);
	d->now.discover = encode_discover(&d->arena);
	gethostname(d->now.node, sizeof(d->now.node) - 1);
	d->callers = (struct callers){
		.engine = options->engine,
		.reader = options->reader,
		.watches = options->watches,
		.now = &d->now,
		.meter = options->meter,
		.throttles = throttles_new(options->config->user_rate),
		.hasher = hasher_new(options->loop),
		.sealer = options->sealer,
		.outages = options->outages,
	};
	traces_init(&d->callers.traces);
	d->sessions = sessions_new(&(struct sessions_options){.loop = options->loop,
		.callers = &d->callers,
		.config = options->config,
		.left = on_left,
		.arg = d});
	reader_set_sessions(options->reader, count_sessions, d->sessions);
	reader_set_state(options->reader, options->sealer, options->outages);
	if (options->config->listen[0])
		open_tcp(d, options->config);
	if (options->config->http[0])
		open_http(d, options->config);
	reloader_add(options->reloader, &(struct reload_hook){check_config, apply_config, d});
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
	if (d->tcp)
		listener_start(d->tcp);
}

void doors_drain(struct doors *d)
{
	if (d->listener)
		listener_close(d->listener);
	if (d->tcp)
		listener_close(d->tcp);
	d->listener = d->tcp = NULL;
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
	hasher_free(d->callers.hasher);
	throttles_free(d->callers.throttles);
	tls_free(d->tls);
	tls_free(d->next_tls);
	console_free(d->next_console);
	arena_fini(&d->arena);
	free(d);
}
