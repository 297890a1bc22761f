/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a batch on its way: load, decide, save, answer, begun anew when somebody else was first. Deciding is
 * ruling.c's. It never answers before the commit.
 */
#include "base/die.h"
#include "base/log.h"
#include "daemon/engine_inside.h"
#include "daemon/fill.h"
#include "daemon/loop.h"
#include "daemon/meter.h"

enum {
	RETRIES_MAX = 10, /* of one batch, somebody else being first each time */
	LOOK_PAST = 8, /* due orders that somebody else may hold, where one is to be had */
};

static void track_load(struct track *t);
static void on_refreshed(void *arg, enum store_outcome outcome);

void track_enter(struct track *t, enum track_state state)
{
	t->state = state;
}

bool track_is_main(const struct track *t)
{
	return t == &t->engine->tracks[MAIN];
}

bool track_may_move(const struct track *t)
{
	const struct applying *a = &t->engine->applying;

	return track_is_main(t) && a->moving && loop_now_ms() >= a->held_until_ms;
}

struct track *track_beside(const struct track *t)
{
	return &t->engine->tracks[track_is_main(t) ? SIDE : MAIN];
}

/* --- the end of a batch ------------------------------------------------------------------------- */

static void track_begin_memory(struct track *t)
{
	arena_init(&t->run.arena);
	t->run.org = t->engine->options.org;
	t->run.ids = &t->ids;
	t->run.is_virtual = t->engine->options.is_virtual;
}

static void answer_all(struct engine *e, struct run *r, enum err err, const char *words)
{
	struct asks left = {0};

	for (int i = 0; i < r->n_asks; i++) {
		if (err != ERR_NONE)
			ask_refuse(r->asks[i], err, words);
		else if (i >= r->n_decided)
			asks_put(&left, r->asks[i]);
		else if (r->asks[i] == r->applying)
			applying_hold(&e->applying, r->asks[i], r->answers[i]);
		else
			r->asks[i]->answer(r->asks[i], r->answers[i]);
	}
	/* What was not reached goes back to the front, in its order. */
	asks_put_front(&e->waiting, &left);
}

/* It went while the batch was under way, which may have put somebody back to wait; and if it is there
 * again, it came when nobody could listen. */
static void finish_away(struct engine *e)
{
	engine_refuse_waiting(e);
	if (store_is_ready(e->store))
		engine_came(e); /* and does nothing while the other batch is still under way */
}

/* What this batch has seen, and what others have armed meanwhile: never later than what is due next. */
static void note_due(struct track *t)
{
	struct engine *e = t->engine;
	int64_t due_at = run_next_due(&t->run);

	e->next_due_at = instant_earlier(due_at, t->others_due);
	for (int i = 0; i < TRACK_N; i++)
		if (&e->tracks[i] != t)
			e->tracks[i].others_due = instant_earlier(e->tracks[i].others_due, due_at);
}

/* The first batch looked for what was missed. Under the virtual clock nothing of it may be left when the first
 * caller comes: there, time does not go on by itself while it is made up for. */
static void become_ready(struct track *t)
{
	struct engine *e = t->engine;

	if (e->options.is_virtual &&
		!(t->is_sweep && (e->next_due_at == INSTANT_NONE || e->next_due_at > e->now))) {
		engine_sweep(e);
		return;
	}
	e->is_ready = true;
	e->options.ready(e->options.arg);
}

/* Somebody else holds what was due when we looked, and nothing but that was. */
static bool is_left_to_others(const struct track *t)
{
	const struct batch *b = &t->run.batch;

	return t->is_sweep && t->run.n_fired == 0 && b->looked_at != INSTANT_NONE &&
		b->next_due_at != INSTANT_NONE && b->next_due_at <= b->looked_at;
}

/* As many were due as a batch takes: more may be, and that is work for both, or for who takes them one by one. */
static void sweep_on(struct track *t)
{
	struct engine *e = t->engine;

	if (!t->is_sweep || t->run.n_fired < t->run.wants.due_max)
		return;
	for (int i = 0; i < TRACK_N; i++)
		e->tracks[i].wants_sweep |= t == &e->tracks[i] || t->way == WAY_TOGETHER;
	engine_kick(e);
}

static void finish(struct track *t, enum err err, const char *words)
{
	struct engine *e = t->engine;
	struct run *r = &t->run;
	bool is_held_up = err != ERR_NONE || is_left_to_others(t);

	/* Before anybody hears of it: what he asks next is to see it. */
	if (err == ERR_NONE && r->save.n_orders && e->options.committed)
		e->options.committed(e->options.arg);
	bool is_moving_on = track_is_main(t) && err == ERR_NONE && applying_follow(&e->applying, r);

	answer_all(e, r, err, words);
	if (err == ERR_NONE) {
		meter_count_batch(e->options.meter, r->n_decided, &r->lags);
		if (e->options.is_virtual)
			engine_set_now(e, r->now);
		note_due(t);
		sweep_on(t);
		if (t->way == WAY_MOVE)
			t->way = WAY_TOGETHER;
	} else if (t->is_sweep) {
		t->wants_sweep = true;
	}
	arena_fini(&r->arena);
	r->n_asks = 0;
	track_enter(t, TRACK_IDLE);
	if (!e->is_up) {
		finish_away(e);
		return;
	}
	engine_wake_at_next_due(e, is_held_up);
	if (track_may_move(t) && !is_moving_on)
		engine_wake_after(e, ENGINE_BACKOFF_MS);
	if (e->waiting.n || (e->applying.moving && is_moving_on))
		engine_kick(e);
	if (track_is_main(t) && err == ERR_NONE && !e->is_ready)
		become_ready(t);
}

/* One by one, so that a call can be found by its trace. */
static void log_refused(const struct run *r, const char *problem)
{
	for (int i = 0; i < r->n_asks; i++)
		ask_log(r->asks[i], LOG_LEVEL_ERROR, "the store refused its batch: %s", problem);
	if (r->n_asks == 0)
		log_error("the store refused a batch of due steps: %s", problem);
}

/* An order that cannot be changed by what is due is left for a while. */
static void set_apart(struct track *t, const char *problem)
{
	struct engine *e = t->engine;
	int64_t order = t->run.batch.orders[0]->id;

	log_error("order %lld: the store refuses what is due: %s; left for %d s, the others go on; "
			  "sliploopd verify may say what is wrong with it",
		(long long)order, problem, APART_MS / 1000);
	apart_put(&e->apart, order, loop_now_ms());
	for (int i = 0; i < TRACK_N; i++)
		if (e->tracks[i].way == WAY_DUE)
			e->tracks[i].way = WAY_TOGETHER;
}

static void hold_move(struct track *t, const char *problem)
{
	struct applying *a = &t->engine->applying;

	log_error(
		"open orders cannot be moved to policy %lld: the store refuses it: %s; tried again in %d s",
		(long long)a->moving, problem, APPLYING_HELD_MS / 1000);
	a->held_until_ms = loop_now_ms() + APPLYING_HELD_MS;
}

/* The batch was refused: what it held is taken apart. False: the bad one is found, and a call, or cannot be. */
static bool find_bad(struct track *t, const char *problem)
{
	struct run *r = &t->run;
	struct asks back = {0};
	int n = r->n_asks;

	if (t->engine->options.is_virtual)
		return false;
	if (n == 1 && !t->is_sweep && !t->is_moving) {
		t->way = WAY_TOGETHER;
		return false;
	}
	for (int i = 0; i < n; i++)
		asks_put(&back, r->asks[i]);
	asks_put_front(&t->engine->waiting, &back);
	r->n_asks = 0;
	if (n) {
		t->is_sweep_suspected = t->is_sweep || t->way == WAY_DUE;
		t->way = WAY_CALLS;
		t->n_left = n;
	} else if (t->is_sweep && (t->way != WAY_DUE || t->is_moving)) {
		t->way = WAY_DUE;
		t->n_left = RUN_DUE_MAX;
	} else if (t->is_sweep) {
		t->way = WAY_TOGETHER;
		if (r->batch.n_orders != 1)
			return false; /* it could not even be read */
		set_apart(t, problem);
	} else {
		t->way = WAY_TOGETHER;
		hold_move(t, problem);
	}
	finish(t, ERR_INTERNAL, NULL);
	engine_kick(t->engine);
	return true;
}

/* What an outcome other than OK and RETRY means to those who asked. */
static void finish_failed(struct track *t, enum store_outcome outcome, enum store_channel channel)
{
	const char *problem = store_problem(t->engine->store, channel);

	switch (outcome) {
	case STORE_UNKNOWN: finish(t, ERR_UNKNOWN_OUTCOME, NULL); return;
	case STORE_REFUSED:
		if (store_get_outage(t->engine->store) == OUTAGE_NONE) {
			if (find_bad(t, problem))
				return;
			log_refused(&t->run, problem);
		} else if (t->run.n_asks) {
			log_refused(
				&t->run, problem); /* that it is so is said once, by who looks for outages */
		}
		finish(t, ERR_UNAVAILABLE, arena_str(&t->run.arena, problem));
		return;
	case STORE_BAD_ROW:
		if (find_bad(t, problem))
			return;
		log_refused(&t->run, problem);
		finish(t, ERR_INTERNAL, NULL);
		return;
	case STORE_RETRY:
		if (!find_bad(t, problem))
			finish(t, ERR_OVERLOADED,
				NULL); /* nothing is wrong with the store: somebody was first each time */
		return;
	case STORE_AWAY: finish(t, ERR_UNAVAILABLE, NULL); return;
	case STORE_OK: break;
	}
	die_assert(__FILE__, __LINE__, "outcome");
}

static void retry(struct track *t)
{
	if (++t->n_retries > RETRIES_MAX) {
		log_warn("a batch of %d calls%s was beaten %d times", t->run.n_asks,
			t->is_sweep ? " and of what is due" : "", RETRIES_MAX);
		finish_failed(t, STORE_RETRY, t->channel);
		return;
	}
	track_load(t);
}

/* --- load, decide, save ------------------------------------------------------------------------- */

static void on_changed_org(void *arg, enum store_outcome outcome)
{
	struct track *t = arg;
	struct engine *e = t->engine;

	/* Committed is committed, but who was told so would be answered from what we had before: he asks again, and
	 * has his kept answer once we know. */
	if (outcome != STORE_OK)
		log_warn("the organisation was changed but could not be read again: %s",
			store_problem(e->store, CHANNEL_READ));
	finish(t, outcome == STORE_OK ? ERR_NONE : ERR_UNKNOWN_OUTCOME, NULL);
}

static void on_saved(void *arg, enum store_outcome outcome)
{
	struct track *t = arg;
	struct engine *e = t->engine;

	if (outcome == STORE_RETRY)
		retry(t);
	else if (outcome != STORE_OK)
		finish_failed(t, outcome, t->channel);
	else if (t->run.n_changes)
		store_refresh_org(e->store, e->options.org, on_changed_org, t);
	else
		finish(t, ERR_NONE, NULL);
}

/* Nothing was to be saved, so nothing can have failed: refusals and replays stand. */
static void on_dropped(void *arg, enum store_outcome outcome)
{
	(void)outcome;
	finish(arg, ERR_NONE, NULL);
}

static void on_dropped_stale(void *arg, enum store_outcome outcome)
{
	struct track *t = arg;

	if (outcome != STORE_OK)
		finish_failed(t, outcome, t->channel);
	else
		store_refresh_org(t->engine->store, t->engine->options.org, on_refreshed, t);
}

static void on_refreshed(void *arg, enum store_outcome outcome)
{
	struct track *t = arg;

	if (outcome == STORE_OK || outcome == STORE_RETRY)
		retry(t);
	else
		finish_failed(t, outcome, CHANNEL_READ);
}

/* Only for those who may ask: a zone's shifts and a calendar's text take long. By now their roles and the
 * calendars are as new as the store's, and a run holds no more than one call that takes so long. */
static void fill_asks(const struct run *r)
{
	for (int i = 0; i < r->n_asks; i++) {
		struct failure fail = {0};

		if (ask_check_who(r->asks[i], r->org, &fail) && fail.err == ERR_NONE)
			fill_request(r->asks[i], r->org);
	}
}

static void on_loaded(void *arg, enum store_outcome outcome)
{
	struct track *t = arg;
	struct engine *e = t->engine;
	struct run *r = &t->run;

	if (outcome == STORE_RETRY) {
		retry(t);
		return;
	}
	if (outcome != STORE_OK) {
		finish_failed(t, outcome, t->channel);
		return;
	}
	engine_set_now(e, r->batch.now_at);
	if (r->batch.config_version > org_get_config_version(e->options.org) ||
		org_is_partial(e->options.org)) {
		store_drop(e->store, t->channel, on_dropped_stale, t);
		return;
	}
	fill_asks(r);
	run_decide(r);
	track_enter(t, TRACK_SAVING);
	if (run_fill_save(r))
		store_save(e->store, t->channel, &r->save, on_saved, t);
	else
		store_drop(e->store, t->channel, on_dropped, t);
}

/* Due orders beyond its own that a sweep looks at: the nearest may be held by the other track, and, where they are taken
 * one by one, by anybody. */
static int count_ahead(const struct track *t)
{
	const struct track *other = track_beside(t);
	int n = other->state != TRACK_IDLE && other->is_sweep ? other->run.wants.due_max : 0;

	return n + (t->way == WAY_DUE ? LOOK_PAST : 0);
}

static void track_load(struct track *t)
{
	struct engine *e = t->engine;
	struct run *r = &t->run;
	int64_t due_before = INSTANT_NONE;
	int due_max = RUN_DUE_MAX;

	/* A repeated batch is decided anew from nothing: what the first try made is let go. */
	arena_fini(&r->arena);
	track_begin_memory(t);
	if (e->options.is_virtual) {
		due_before = run_get_advance(r);
		if (due_before != INSTANT_NONE)
			due_max = RUN_ADVANCE_DUE_MAX;
		else if (t->is_sweep && e->has_now)
			due_before = e->now;
	} else if (t->is_sweep) {
		due_before = INT64_MAX; /* the store's own now */
		if (r->n_asks)
			due_max = RUN_DUE_BESIDE_MAX;
		if (t->way == WAY_DUE)
			due_max = 1;
	}
	run_gather(r, due_before, due_max, t->is_moving ? RUN_MOVE_MAX : 0);
	apart_forget(&e->apart, loop_now_ms());
	r->wants.apart = e->apart.orders;
	r->wants.n_apart = e->apart.n;
	r->wants.due_ahead = count_ahead(t);
	r->batch = (struct batch){.arena = &r->arena};
	track_enter(t, TRACK_LOADING);
	store_load(e->store, t->channel, &r->wants, &r->batch, &t->ids, on_loaded, t);
}

/* From a way in which nothing is left to the next one. */
static void find_on(struct track *t)
{
	if (t->way == WAY_CALLS && (t->n_left == 0 || t->engine->waiting.n == 0)) {
		t->way = t->is_sweep_suspected ? WAY_DUE : WAY_MOVE;
		t->n_left = RUN_DUE_MAX;
	}
	if (t->way == WAY_DUE && (t->n_left == 0 || !t->wants_sweep))
		t->way = WAY_MOVE;
	if (t->way == WAY_MOVE && !track_may_move(t))
		t->way = WAY_TOGETHER;
}

void track_begin(struct track *t)
{
	struct engine *e = t->engine;
	int most = RUN_ASKS_MAX;

	find_on(t);
	/* Who takes due orders one by one takes calls in between. */
	bool is_picking = t->way == WAY_DUE && !(t->is_sweep && e->waiting.n);

	if (t->way == WAY_CALLS)
		most = 1;
	else if (is_picking || t->way == WAY_MOVE)
		most = 0;
	run_take_asks(&t->run, &e->waiting, &track_beside(t)->run, !track_is_main(t), most);
	t->n_left -= t->way == WAY_CALLS || is_picking;
	t->is_sweep = t->wants_sweep && (t->way == WAY_TOGETHER || is_picking);
	t->wants_sweep &= !t->is_sweep;
	t->is_moving = track_may_move(t) && (t->way == WAY_TOGETHER || t->way == WAY_MOVE);
	if (t->run.n_asks == 0 && !t->is_sweep && !t->is_moving)
		return;
	t->n_retries = 0;
	t->others_due = INSTANT_NONE;
	track_begin_memory(t);
	track_load(t);
}
