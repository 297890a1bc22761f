/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the answers to "what if": it pages through the open orders, or those finished in a period, has
 * the core try another policy on each, and adds up. It writes nothing and keeps no lock; each page is
 * one snapshot, all of them together are not.
 */
#include "daemon/whatif.h"

#include <stdlib.h>

#include "base/die.h"
#include "core/whatif.h"
#include "daemon/fill.h"

enum { PAGE = 100 };

struct whatif {
	struct whatif_env env;
	struct ask *ask;
	struct arena arena, page;
	struct org *org; /* as it would be */
	const struct calendar *calendar; /* that one of it, where it is what was asked about */
	int64_t policy; /* of the present one: orders of a later policy cannot be judged by it */
	struct viewer viewer;
	struct request_find find;
	struct found found;
	struct whatif_survey survey;
	struct whatif_period period;
};

static bool is_replay(const struct whatif *w)
{
	return w->ask->call->command->act == ACT_REPLAY;
}

static void whatif_free(struct whatif *w)
{
	org_free(w->org);
	arena_fini(&w->page);
	arena_fini(&w->arena);
	free(w);
}

static void whatif_end(struct whatif *w)
{
	struct whatif_env env = w->env;

	whatif_free(w);
	env.done(env.arg);
}

static void whatif_leave(struct whatif *w)
{
	struct whatif_env env = w->env;
	struct ask *ask = w->ask;

	whatif_free(w);
	env.stale(env.arg, ask);
}

/* --- adding up ------------------------------------------------------------------------------------ */

static struct whatif_move *keep_move(struct whatif *w, const struct whatif_move *m)
{
	struct whatif_move *kept = arena_copy(&w->arena, m, sizeof(*m));

	kept->task = arena_str(&w->arena, m->task);
	kept->alarms = NULL;
	for (const struct whatif_alarm *a = m->alarms; a; a = a->next) {
		struct whatif_alarm *alarm = arena_copy(&w->arena, a, sizeof(*a));

		alarm->task = arena_str(&w->arena, a->task);
		alarm->next = kept->alarms;
		kept->alarms = alarm;
	}
	return kept;
}

static void add_open(struct whatif *w, const struct order *o)
{
	struct whatif_survey *s = &w->survey;
	struct whatif_move m;

	whatif_move_order(&w->page, w->org, o, w->found.now_at, &m);
	s->n_open++;
	s->n_kept += m.is_kept;
	s->n_moved += m.is_moved;
	s->n_late += m.is_late;
	s->n_alarms += m.n_alarms;
	if (m.is_late && s->n_late_shown < WHATIF_SHOWN_MAX)
		s->late[s->n_late_shown++] = keep_move(w, &m);
	else if (!m.is_late && (m.is_moved || m.is_kept) && s->n_others_shown < WHATIF_SHOWN_MAX)
		s->others[s->n_others_shown++] = keep_move(w, &m);
}

static void add_sum(struct whatif_sum *sum, const struct whatif_verdict *v)
{
	sum->n_missed += v->is_missed;
	sum->n_alarms += v->n_alarms;
}

static void add_finished(struct whatif *w, const struct order *o)
{
	struct whatif_period *p = &w->period;
	struct whatif_recount r;
	const char *why;

	if (!whatif_recount_order(&w->page, w->org, o, w->found.now_at, &r, &why)) {
		if (p->n_failed++ == 0) {
			p->failed = o->id;
			p->failed_why = arena_str(&w->arena, why);
		}
		return;
	}
	p->n_finished++;
	add_sum(&p->then, &r.then);
	add_sum(&p->now, &r.now);
	if (r.then.is_missed == r.now.is_missed && r.then.limit_ms == r.now.limit_ms &&
		r.then.spent_ms == r.now.spent_ms && r.then.n_alarms == r.now.n_alarms)
		return;
	p->n_changed++;
	if (p->n_shown < p->max)
		p->changed[p->n_shown++] = r;
}

/* --- page by page ----------------------------------------------------------------------------------- */

static void next_page(struct whatif *w);

static void answer(struct whatif *w)
{
	const struct call *call = w->ask->call;
	const char *events = call->command->fill & FILL_IMPORT
		? ((const struct request_import *)call->request)->events
		: NULL;
	const char *result = is_replay(w) ? encode_period(&w->arena, &w->period)
									  : encode_survey(&w->arena, &w->survey, w->calendar, events);

	w->ask->answer(w->ask, ask_result(w->ask, &w->arena, result, false));
	whatif_end(w);
}

static void on_page(void *arg, enum store_outcome outcome)
{
	struct whatif *w = arg;

	if (outcome != STORE_OK) {
		const char *problem = arena_str(&w->arena, store_problem(w->env.store, CHANNEL_READ));

		if (outcome == STORE_REFUSED)
			ask_log(w->ask, LOG_LEVEL_ERROR, "the store refused to read: %s", problem);
		ask_refuse(w->ask, ERR_UNAVAILABLE, outcome == STORE_REFUSED ? problem : NULL);
		whatif_end(w);
		return;
	}
	if (w->found.policy_version > w->policy) {
		whatif_leave(w);
		return;
	}
	for (int i = 0; i < w->found.n; i++) {
		if (is_replay(w))
			add_finished(w, w->found.orders[i]);
		else
			add_open(w, w->found.orders[i]);
		w->find.order = w->found.orders[i]->id;
	}
	if (w->found.n < PAGE)
		answer(w);
	else
		next_page(w);
}

static void next_page(struct whatif *w)
{
	arena_fini(&w->page);
	arena_init(&w->page);
	w->found = (struct found){.arena = &w->page};
	store_find(w->env.store, is_replay(w) ? FIND_FINISHED : FIND_OPEN, &w->viewer, &w->find,
		&w->found, on_page, w);
}

/* --- from outside ------------------------------------------------------------------------------------ */

/* The organisation with what is asked about in it; NULL: refused, d->fail says why. */
static struct org *make_org(struct whatif *w, struct decision *d)
{
	const struct call *call = w->ask->call;

	if (is_replay(w))
		return whatif_org_always(d, call->request);
	if (call->command->decide(d, call->request) != ERR_NONE)
		return NULL;
	if (d->changes && d->changes->noun == ORG_CALENDAR)
		w->calendar = d->changes->row;
	return whatif_org(d->org, d->changes);
}

void whatif_run(const struct whatif_env *env, struct ask *ask, const struct user *who)
{
	struct whatif *w = xcalloc(1, sizeof(*w));
	struct decision d = {.org = env->org, .now_at = env->now_at, .actor = who};

	w->env = *env;
	w->ask = ask;
	w->policy = org_get_policy_version(env->org);
	arena_init(&w->arena);
	arena_init(&w->page);
	d.arena = &w->arena;
	fill_request(ask, env->org);
	w->org = make_org(w, &d);
	if (!w->org) {
		ask->answer(ask, ask_error(ask, &w->arena, &d.fail, NULL));
		whatif_end(w);
		return;
	}
	w->viewer.sees_all = true; /* only an admin may ask */
	w->find.limit = PAGE;
	if (is_replay(w)) {
		const struct request_replay *r = ask->call->request;

		w->find.from = r->from;
		w->find.to = r->to;
		w->period.max = (int)r->n_shown;
		w->period.changed = arena_new_n(&w->arena, (size_t)w->period.max, struct whatif_recount);
	}
	next_page(w);
}
