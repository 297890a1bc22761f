/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the last look at a life: each order, its clocks, steps and alarms told again from its history by the
 * core's own verify, and every answer still there. It changes nothing.
 */
#include <stdlib.h>

#include "base/die.h"
#include "check.h"
#include "core/verify.h"
#include "seed.h"
#include "sim.h"

/* With all its record, newest first: what FIND_ALL reads. */
static struct order *record_of(struct arena *a, const struct db_order *o)
{
	struct order *copy = order_copy(a, &o->row);

	copy->happenings = NULL;
	copy->clock_events = NULL;
	for (int i = 0; i < o->n_history; i++) {
		struct happening *h = arena_copy(a, o->history[i], sizeof(*h));

		h->next = copy->happenings;
		copy->happenings = h;
	}
	for (int i = 0; i < o->n_events; i++) {
		struct clock_event *e = arena_copy(a, o->events[i], sizeof(*e));

		e->next = copy->clock_events;
		copy->clock_events = e;
	}
	return copy;
}

static struct org *read_org(void)
{
	struct org *g = org_new();

	for (int i = 0; i < sim.db.n_changes; i++)
		org_put(
			g, sim.db.changes[i].noun, org_at(sim.db.changes[i].holds, sim.db.changes[i].noun, 0));
	org_set_versions(g, sim.db.config_version, sim.db.policy_version);
	seed_set_months(g);
	return g;
}

static void check_orders(void)
{
	struct arena page;
	struct verify v = {.arena = &page};
	struct org *org = read_org();
	struct places places = {sim.db.quotas, sim.db.n_quotas, sim.db.agreed, sim.db.n_agreed};

	arena_init(&page);
	v.org = org;
	for (int64_t id = 0; id < sim.db.n_orders; id++)
		if (sim.db.orders[id])
			verify_order(&v, &page, record_of(&page, sim.db.orders[id]), db_now(&sim.db));
	verify_places(&v, &places);
	for (int i = 0; i < v.n_differences && i < VERIFY_SHOWN_MAX; i++)
		say("verify: %s", v.differences[i]);
	if (v.n_differences)
		broken("verify: %lld differences, the first: %s", (long long)v.n_differences,
			v.differences[0]);
	org_free(org);
	arena_fini(&page);
}

static void check_answers(void)
{
	for (int i = 0; i < sim.traffic.n_wishes; i++) {
		const struct wish *w = sim.traffic.wishes[i];
		const struct db_answer *a = w->key ? db_find_answer(&sim.db, w->user, w->key) : NULL;

		if (w->key && w->is_answered_ok && !a)
			broken("I1: #%d %s was answered, and its answer is gone", i, w->method);
		if (!w->is_settled)
			broken("#%d %s was asked and never answered", i, w->method);
	}
}

void check_end(void)
{
	check_answers();
	check_orders();
}
