/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the batches in flight and the queue before them: load, decide, save, answer, and the single
 * wake-up at the nearest due instant. Deciding is ruling.c's; the truth about deadlines is in the
 * store's rows, here is only the nearest of them. It never answers before the commit.
 */
#include "daemon/engine.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/applying.h"
#include "daemon/fill.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/run.h"

enum {
	SWEEP_MS = 5000, /* longest time between two looks at the store */
	BACKOFF_MS = 100, /* what is due is held by somebody else: not at once again */
	RETRIES_MAX = 10, /* of one batch, somebody else being first each time */
};

enum track_state { TRACK_IDLE, TRACK_REFRESHING, TRACK_LOADING, TRACK_SAVING };

/* A batch at a time each. The main track does everything; beside it, so that the store has work on both hands,
 * the side track carries out commands on orders and helps with what is due, as another daemon of the same store
 * would. */
enum { MAIN, SIDE, TRACK_N };

struct track {
	struct engine *engine;
	enum store_channel channel;
	enum track_state state;
	struct run run;
	struct id_pool ids;
	int n_retries;
	bool wants_sweep; /* its next batch looks for due steps */
	bool is_sweep; /* its batch does */
	int64_t others_due; /* nearest that others have armed since its batch was begun */
};

struct engine {
	struct engine_options options;
	struct store *store;
	struct event *kick, *wake;
	struct track tracks[TRACK_N];
	struct asks waiting;
	bool is_up; /* connected, and the organisation is at least as new as that */
	bool is_ready; /* ready() was called */
	bool has_now;
	int64_t now; /* virtual: the clock; real: the store's clock minus ours */
	int64_t next_due_at;
	struct applying applying;
};

static void track_begin(struct track *t);
static void track_load(struct track *t);
static void on_refreshed(void *arg, enum store_outcome outcome);

static void track_enter(struct track *t, enum track_state state)
{
	t->state = state;
}

static bool is_main(const struct track *t)
{
	return t == &t->engine->tracks[MAIN];
}

static struct track *track_beside(const struct track *t)
{
	return &t->engine->tracks[is_main(t) ? SIDE : MAIN];
}

static bool is_busy(const struct engine *e)
{
	return e->tracks[MAIN].state != TRACK_IDLE || e->tracks[SIDE].state != TRACK_IDLE;
}

/* --- time ------------------------------------------------------------------------------------- */

int64_t engine_now(const struct engine *e)
{
	if (!e->has_now)
		return INSTANT_NONE;
	return e->options.is_virtual ? e->now : e->now + loop_now_ms();
}

static void set_now(struct engine *e, int64_t now)
{
	e->now = e->options.is_virtual ? now : now - loop_now_ms();
	e->has_now = true;
}

static void wake_after(struct engine *e, int64_t ms)
{
	struct timeval span = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

	must(event_add(e->wake, &span) == 0);
}

/* One wake-up: at the nearest due instant, and never further off than the safety sweep. */
static void wake_at_next_due(struct engine *e, bool is_held_up)
{
	int64_t ms = SWEEP_MS;

	if (e->next_due_at != INSTANT_NONE) {
		int64_t left = e->next_due_at - engine_now(e);

		if (left <= 0 && is_held_up)
			left = BACKOFF_MS;
		/* On the virtual clock what lies ahead comes by time.advance only. */
		if (left < ms && (left <= 0 || is_held_up || !e->options.is_virtual))
			ms = left > 0 ? left : 0;
	}
	wake_after(e, ms);
}

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;

	(void)fd, (void)what;
	if (e->is_up)
		engine_sweep(e);
	else if (store_is_ready(e->store))
		engine_came(e);
}

static bool track_has_work(const struct track *t)
{
	return t->engine->waiting.n || t->wants_sweep || (is_main(t) && t->engine->applying.moving);
}

/* Virtual time moves within a batch, so that there is but one. */
static bool track_may_begin(const struct track *t)
{
	const struct engine *e = t->engine;

	return t->state == TRACK_IDLE && track_has_work(t) &&
		(is_main(t) || (e->is_ready && !e->options.is_virtual));
}

static void on_kick(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;

	(void)fd, (void)what;
	for (int i = 0; e->is_up && i < TRACK_N; i++)
		if (track_may_begin(&e->tracks[i]))
			track_begin(&e->tracks[i]);
}

/* At the end of this loop turn, so that all that arrived in it makes one batch. */
static void kick(struct engine *e)
{
	event_active(e->kick, 0, 0);
}

void engine_sweep(struct engine *e)
{
	e->tracks[MAIN].wants_sweep = true;
	kick(e);
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

/* Nobody waits for a store that is away: those behind the batch are told at once. */
static void refuse_waiting(struct engine *e)
{
	struct ask *ask;

	while ((ask = asks_take(&e->waiting)))
		ask_refuse(ask, ERR_UNAVAILABLE, NULL);
	applying_refuse(&e->applying);
}

/* It went while the batch was under way, which may have put somebody back to wait; and if it is there
 * again, it came when nobody could listen. */
static void finish_away(struct engine *e)
{
	refuse_waiting(e);
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
	kick(e);
}

static void finish(struct track *t, enum err err, const char *words)
{
	struct engine *e = t->engine;
	struct run *r = &t->run;
	bool is_held_up = err != ERR_NONE || is_left_to_others(t);

	/* Before anybody hears of it: what he asks next is to see it. */
	if (err == ERR_NONE && r->save.n_orders && e->options.committed)
		e->options.committed(e->options.arg);
	bool is_moving_on = is_main(t) && err == ERR_NONE && applying_follow(&e->applying, r);

	answer_all(e, r, err, words);
	if (err == ERR_NONE) {
		meter_count_batch(e->options.meter, r->n_decided, &r->lags);
		if (e->options.is_virtual)
			set_now(e, r->now);
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
	wake_at_next_due(e, is_held_up);
	if (is_main(t) && e->applying.moving && !is_moving_on)
		wake_after(e, BACKOFF_MS);
	if (e->waiting.n || (e->applying.moving && is_moving_on))
		kick(e);
	if (is_main(t) && err == ERR_NONE && !e->is_ready)
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
	set_now(e, r->batch.now_at);
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
	bool moves = e->applying.moving && is_main(t);

	run_gather(r, due_before, due_max, moves ? RUN_MOVE_MAX : 0);
	if (track_beside(t)->state != TRACK_IDLE && track_beside(t)->is_sweep)
		r->wants.due_ahead = RUN_DUE_MAX;
	r->batch = (struct batch){.arena = &r->arena};
	track_enter(t, TRACK_LOADING);
	store_load(e->store, t->channel, &r->wants, &r->batch, &t->ids, on_loaded, t);
}

static void track_begin(struct track *t)
{
	struct engine *e = t->engine;

	run_take_asks(&t->run, &e->waiting, &track_beside(t)->run, !is_main(t));
	t->is_sweep = t->wants_sweep;
	t->wants_sweep = false;
	if (t->run.n_asks == 0 && !t->is_sweep && !(is_main(t) && e->applying.moving))
		return;
	t->n_retries = 0;
	t->others_due = INSTANT_NONE;
	track_begin_memory(t);
	track_load(t);
}

/* --- from outside --------------------------------------------------------------------------------- */

void engine_submit(struct engine *e, struct ask *ask)
{
	struct failure fail = {0};

	if (!e->is_up) {
		ask_refuse(ask, ERR_UNAVAILABLE, NULL);
		return;
	}
	bool applies = ((const struct request *)ask->call->request)->apply != NULL;
	if (e->waiting.n >= ENGINE_QUEUE_MAX || (applies && e->applying.waiting.n >= APPLYING_MAX)) {
		ask_refuse(ask, ERR_OVERLOADED, NULL);
		return;
	}
	/* Who asks was found out on receipt, and strangers shall cost the store nothing. What a role allows is
	 * seen when the batch is loaded: another daemon may have given it just now. */
	if (!ask_check_who(ask, e->options.org, &fail) && fail.err == ERR_UNAUTHENTICATED) {
		ask_refuse(ask, fail.err, NULL);
		return;
	}
	asks_put(&e->waiting, ask);
	kick(e);
}

void engine_refresh(struct engine *e, store_done *done, void *arg)
{
	store_refresh_org(e->store, e->options.org, done, arg);
}

static void on_first_refresh(void *arg, enum store_outcome outcome)
{
	struct engine *e = arg;

	track_enter(&e->tracks[MAIN], TRACK_IDLE);
	if (!store_is_ready(e->store))
		return; /* gone again; came() will follow */
	if (outcome != STORE_OK) {
		log_error("the organisation cannot be read: %s", store_problem(e->store, CHANNEL_READ));
		wake_after(e, SWEEP_MS); /* on a connection that lives nobody says came() again */
		return;
	}
	e->is_up = true;
	engine_sweep(e);
}

void engine_came(struct engine *e)
{
	if (is_busy(e))
		return;
	track_enter(&e->tracks[MAIN], TRACK_REFRESHING);
	store_refresh_org(e->store, e->options.org, on_first_refresh, e);
}

void engine_went(struct engine *e)
{
	e->is_up = false;
	event_del(e->wake);
	/* Calls in the batch hear of it through its own outcome. */
	refuse_waiting(e);
}

bool engine_is_up(const struct engine *e)
{
	return e->is_up;
}

bool engine_is_idle(const struct engine *e)
{
	return !is_busy(e) && e->waiting.n == 0;
}

int64_t engine_get_next_due(const struct engine *e)
{
	return e->next_due_at;
}

int engine_count_queued(const struct engine *e)
{
	return e->waiting.n + e->tracks[MAIN].run.n_asks + e->tracks[SIDE].run.n_asks;
}

int engine_count_waiting(const struct engine *e)
{
	return e->waiting.n;
}

struct engine *engine_new(const struct engine_options *options)
{
	struct engine *e = xcalloc(1, sizeof(*e));

	e->options = *options;
	e->next_due_at = INSTANT_NONE;
	e->kick = event_new(options->loop->base, -1, 0, on_kick, e);
	e->wake = event_new(options->loop->base, -1, 0, on_wake, e);
	must(e->kick && e->wake);
	for (int i = 0; i < TRACK_N; i++) {
		e->tracks[i].engine = e;
		e->tracks[i].channel = i == MAIN ? CHANNEL_BATCH : CHANNEL_SIDE;
		arena_init(&e->tracks[i].run.arena);
	}
	return e;
}

void engine_set_store(struct engine *e, struct store *s)
{
	e->store = s;
}

void engine_free(struct engine *e)
{
	event_free(e->kick);
	event_free(e->wake);
	for (int i = 0; i < TRACK_N; i++)
		arena_fini(&e->tracks[i].run.arena);
	free(e);
}
