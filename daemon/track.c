/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a batch on its way: load, decide, save, answer, begun anew when somebody else was first. Deciding is
 * ruling.c's. It never answers before the commit.
 */
#include "base/die.h"
#include "base/log.h"
#include "daemon/engine_inside.h"
#include "daemon/fill.h"
#include "daemon/meter.h"

enum { RETRIES_MAX = 10 }; /* of one batch, somebody else being first each time */

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

/* As many were due as a batch takes: more may be, and that is work for both. */
static void sweep_on(struct track *t)
{
	struct engine *e = t->engine;

	if (!t->is_sweep || t->run.n_fired < t->run.wants.due_max)
		return;
	for (int i = 0; i < TRACK_N; i++)
		e->tracks[i].wants_sweep = true;
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
	if (track_is_main(t) && e->applying.moving && !is_moving_on)
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

/* What an outcome other than OK and RETRY means to those who asked. */
static void finish_failed(struct track *t, enum store_outcome outcome, enum store_channel channel)
{
	const char *problem = store_problem(t->engine->store, channel);

	switch (outcome) {
	case STORE_UNKNOWN: finish(t, ERR_UNKNOWN_OUTCOME, NULL); return;
	case STORE_REFUSED:
		log_refused(&t->run, problem);
		finish(t, ERR_UNAVAILABLE, arena_str(&t->run.arena, problem));
		return;
	case STORE_AWAY:
	case STORE_RETRY: finish(t, ERR_UNAVAILABLE, NULL); return;
	case STORE_OK: break;
	}
	die_assert(__FILE__, __LINE__, "outcome");
}

static void retry(struct track *t)
{
	if (++t->n_retries > RETRIES_MAX) {
		log_warn(
			"a batch of %d calls was beaten %d times and is given up", t->run.n_asks, RETRIES_MAX);
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

	/* Committed is committed; an outage now is made good when the store comes back. */
	if (outcome != STORE_OK)
		log_warn("the organisation was changed but could not be read again: %s",
			store_problem(e->store, CHANNEL_READ));
	finish(t, ERR_NONE, NULL);
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
	}
	bool moves = e->applying.moving && track_is_main(t);

	run_gather(r, due_before, due_max, moves ? RUN_MOVE_MAX : 0);
	if (track_beside(t)->state != TRACK_IDLE && track_beside(t)->is_sweep)
		r->wants.due_ahead = RUN_DUE_MAX;
	r->batch = (struct batch){.arena = &r->arena};
	track_enter(t, TRACK_LOADING);
	store_load(e->store, t->channel, &r->wants, &r->batch, &t->ids, on_loaded, t);
}

void track_begin(struct track *t)
{
	struct engine *e = t->engine;

	run_take_asks(&t->run, &e->waiting, &track_beside(t)->run, !track_is_main(t));
	t->is_sweep = t->wants_sweep;
	t->wants_sweep = false;
	if (t->run.n_asks == 0 && !t->is_sweep && !(track_is_main(t) && e->applying.moving))
		return;
	t->n_retries = 0;
	t->others_due = INSTANT_NONE;
	track_begin_memory(t);
	track_load(t);
}
