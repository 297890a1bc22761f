/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads like the architecture: store, loop, engine, reader, watches, doors, notices, and back again in reverse.
 * It owns the order of starting, draining and stopping, and nothing else.
 */
#include "daemon/program.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/config.h"
#include "daemon/doors.h"
#include "daemon/embedded.h"
#include "daemon/engine.h"
#include "daemon/link.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/notices.h"
#include "daemon/outages.h"
#include "daemon/reader.h"
#include "daemon/reload.h"
#include "daemon/sealer.h"
#include "daemon/service.h"
#include "daemon/watch.h"
#include "store/store.h"

enum { STORE_DEADLINE_MS = 30000, DRAIN_MS = 10000, TICK_MS = 100 };

struct program {
	struct program_options options;
	struct event_loop loop;
	struct engine *engine;
	struct reader *reader;
	struct link *link;
	struct watches *watches;
	struct doors *doors;
	struct notices *notices;
	struct sealer *sealer;
	struct outages *outages;
	int64_t drain_since; /* 0: not draining */
};

/* --- signals and ticks -------------------------------------------------------------------------------- */

static void on_stop(evutil_socket_t fd, short what, void *arg)
{
	struct program *p = arg;

	(void)fd, (void)what;
	if (p->drain_since)
		return;
	log_info("stopping: no new calls, those under way are answered");
	service_tell_stopping();
	p->drain_since = loop_now_ms();
	doors_drain(p->doors);
	notices_drain(p->notices);
}

static void on_reload(evutil_socket_t fd, short what, void *arg)
{
	struct program *p = arg;
	struct reload_outcome outcome;

	(void)fd, (void)what;
	service_tell_reloading(loop_now_us());
	reloader_run(p->options.reloader, "SIGHUP", &outcome);
	service_tell_reloaded();
	engine_sweep(p->engine);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct program *p = arg;

	(void)fd, (void)what;
	service_tick(loop_now_ms());
	if (p->options.embedded)
		embedded_tick(p->options.embedded);
	if (!p->drain_since)
		return;
	bool is_done = engine_finish(p->engine) && doors_are_idle(p->doors) &&
		notices_is_idle(p->notices) && outages_finish(p->outages) && sealer_finish(p->sealer);
	if (is_done || loop_now_ms() - p->drain_since > DRAIN_MS)
		loop_stop(&p->loop);
}

/* Organisation loaded, what was missed fired: the doors open, and who waits for us is told. */
static void on_ready(void *arg)
{
	struct program *p = arg;

	if (p->drain_since)
		return;
	doors_open(p->doors);
	service_close_untaken();
	printf("ready: %s\n", p->options.config->socket);
	fflush(stdout);
	service_tell_ready(p->options.config->socket);
}

static void on_committed(void *arg)
{
	struct program *p = arg;

	reader_committed(p->reader);
	watches_committed(p->watches);
}

/* --- a life --------------------------------------------------------------------------------------------- */

void program_run(const struct program_options *given)
{
	struct program program = {.options = *given}, *p = &program;
	static const int heard[] = {SIGTERM, SIGINT, SIGHUP};
	struct event *signals[N_OF(heard)], *tick;
	struct timeval span = {.tv_usec = TICK_MS * 1000};
	struct org *org = org_new();
	struct meter *meter = meter_new();
	struct store_options options = {.conninfo = given->conninfo,
		.is_virtual = p->options.config->is_virtual,
		.virtual_at = p->options.config->virtual_at,
		.deadline_ms = STORE_DEADLINE_MS,
		.zone = p->options.config->zone};

	signal(SIGPIPE, SIG_IGN);
	loop_init(&p->loop);
	org_set_zone(org, p->options.config->zone);
	p->engine = engine_new(&(struct engine_options){.loop = &p->loop,
		.org = org,
		.meter = meter,
		.is_virtual = p->options.config->is_virtual,
		.committed = on_committed,
		.ready = on_ready,
		.arg = p});
	p->sealer = sealer_new(&p->loop);
	p->outages = outages_new(&p->loop);
	p->reader = reader_new(p->engine, org, meter);
	p->watches = watches_new(&p->loop, p->engine, org);
	p->doors = doors_new(&(struct doors_options){.loop = &p->loop,
		.config = p->options.config,
		.reloader = p->options.reloader,
		.engine = p->engine,
		.reader = p->reader,
		.watches = p->watches,
		.sealer = p->sealer,
		.outages = p->outages,
		.org = org,
		.meter = meter});
	p->link = link_new(&p->loop, &options, p->engine, p->reader, p->options.reloader);
	watches_set_store(p->watches, link_get_store(p->link));
	doors_set_store(p->doors, link_get_store(p->link));
	outages_set_store(p->outages, link_get_store(p->link));
	sealer_set_store(p->sealer, link_get_store(p->link));
	p->notices = notices_new(
		&p->loop, link_get_store(p->link), p->options.config, p->options.reloader);
	for (size_t i = 0; i < N_OF(signals); i++) {
		signals[i] = evsignal_new(
			p->loop.base, heard[i], heard[i] == SIGHUP ? on_reload : on_stop, p);
		must(signals[i] && event_add(signals[i], NULL) == 0);
	}
	tick = event_new(p->loop.base, -1, EV_PERSIST, on_tick, p);
	must(tick && event_add(tick, &span) == 0);

	loop_run(&p->loop);

	event_free(tick);
	for (size_t i = 0; i < N_OF(signals); i++)
		event_free(signals[i]);
	doors_free(p->doors);
	notices_free(p->notices);
	link_free(p->link);
	sealer_free(p->sealer);
	outages_free(p->outages);
	watches_free(p->watches);
	reader_free(p->reader);
	engine_free(p->engine);
	org_free(org);
	meter_free(meter);
	loop_fini(&p->loop);
}
