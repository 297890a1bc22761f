/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the beginning and the end of a daemon: the engine with its organisation and its connections, and
 * all of it gone in a crash. It never calls the engine in between.
 */
#include "node.h"

#include "check.h"
#include "daemon/meter.h"
#include "sim.h"

static void on_ready(void *arg)
{
	struct node *n = arg;

	n->is_ready = true;
	say("d%d is ready", n->number);
}

void node_start(struct node *n)
{
	struct engine_options options = {.loop = &n->loop, .is_virtual = sim.is_virtual};

	n->is_running = true;
	n->is_ready = false;
	n->frozen_until = sim.t_ms;
	n->ahead_ms = dice_span(&sim.dice, 86400000);
	n->base.events = NULL;
	n->loop.base = &n->base;
	n->org = org_new();
	n->meter = meter_new();
	options.org = n->org;
	options.meter = n->meter;
	options.ready = on_ready;
	options.arg = n;
	n->engine = engine_new(&options);
	n->store.node = n;
	n->store.is_ready = false;
	engine_set_store(n->engine, &n->store);
	say("d%d starts", n->number);
}

void node_crash(struct node *n)
{
	for (int i = 0; i < CHANNELS; i++)
		conn_forget(&n->store.conns[i], dice_below(&sim.dice, OPS_A_JOB_MAX));
	sendings_drop(n);
	engine_free(n->engine);
	meter_free(n->meter);
	org_free(n->org);
	n->engine = NULL;
	n->is_running = n->is_ready = false;
	say("d%d is gone", n->number);
}

bool node_is_awake(const struct node *n)
{
	return n->is_running && n->frozen_until <= sim.t_ms;
}

bool node_is_calm(const struct node *n)
{
	if (!node_is_awake(n) || !n->is_ready || !engine_is_up(n->engine) || !engine_is_idle(n->engine))
		return false;
	for (int i = 0; i < CHANNELS; i++)
		if (n->store.conns[i].first || n->store.conns[i].refused || n->store.conns[i].is_cut)
			return false;
	return !node_get_active((struct node *)n) && n->n_sendings == 0;
}
