/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one batch in flight and the queue behind it: load, decide, save, answer, and the single
 * wake-up at the nearest due instant. Deciding is ruling.c's; the truth about deadlines is in the
 * store's rows, here is only the nearest of them. It never answers before the commit.
 */
#include "daemon/engine.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/fill.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/run.h"

enum {
	SWEEP_MS = 5000, /* longest time between two looks at the store */
	BACKOFF_MS = 100, /* what is due is held by somebody else: not at once again */
	RETRIES_MAX = 10, /* of one batch, somebody else being first each time */
	APPLYING_MAX = 64, /* puts whose open orders are on their way */
};

enum engine_state { ENGINE_IDLE, ENGINE_REFRESHING, ENGINE_LOADING, ENGINE_SAVING };

struct engine {
	struct engine_options options;
	struct store *store;
	struct event *kick, *wake;
	enum engine_state state;
	struct asks waiting;
	struct run run;
	struct id_pool ids;
	int n_retries;
	bool is_up; /* connected, and the organisation is at least as new as that */
	bool is_ready; /* ready() was called */
	bool is_sweep; /* the next batch looks for due steps */
	bool is_run_sweep; /* this one does */
	bool has_now;
	int64_t now; /* virtual: the clock; real: the store's clock minus ours */
	int64_t next_due_at;
	int64_t moving; /* the policy that open orders are being moved to; 0: none */
	struct asks applying; /* puts that are answered when their policy has been */
};

static void engine_begin(struct engine *e);
static void engine_load(struct engine *e);
static void on_refreshed(void *arg, enum store_outcome outcome);

static void engine_enter(struct engine *e, enum engine_state state)
{
	e->state = state;
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

static void on_kick(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;

	(void)fd, (void)what;
	if (e->state == ENGINE_IDLE && e->is_up && (e->waiting.n || e->is_sweep || e->moving))
		engine_begin(e);
}

/* At the end of this loop turn, so that all that arrived in it makes one batch. */
static void kick(struct engine *e)
{
	event_active(e->kick, 0, 0);
}

void engine_sweep(struct engine *e)
{
	e->is_sweep = true;
	kick(e);
}

/* --- the end of a batch ------------------------------------------------------------------------- */

static void run_begin_memory(struct engine *e)
{
	arena_init(&e->run.arena);
	e->run.org = e->options.org;
	e->run.ids = &e->ids;
	e->run.is_virtual = e->options.is_virtual;
}

/* --- open orders on their way to another policy ------------------------------------------------ */

/* Committed, and answered when the open orders have been moved too. */
static void hold_back(struct engine *e, struct ask *ask, const char *answer)
{
	ask->held_back = arena_str(ask->arena, answer);
	e->moving = ask->waits_for;
	asks_put(&e->applying, ask);
}

/* Answers the puts whose policy every open order has now been moved to. */
static void release_applied(struct engine *e, int64_t moved_to)
{
	struct asks still = {0};
	struct ask *ask;

	while ((ask = asks_take(&e->applying))) {
		if (ask->waits_for <= moved_to)
			ask->answer(ask, ask->held_back);
		else
			asks_put(&still, ask);
	}
	e->applying = still;
}

/* After a batch: what it, or another daemon, has done of a move; false: it did not get on with one. */
static bool follow_moves(struct engine *e)
{
	const struct run *r = &e->run;
	bool is_done = r->save.move && r->move.done_at != INSTANT_NONE;

	e->moving = r->batch.moving;
	if (is_done)
		release_applied(e, r->move.version);
	else if (!e->moving)
		release_applied(e, INT64_MAX);
	else
		release_applied(e, e->moving - 1);
	return !e->moving || run_has_moved(r) || r->wants.move_max == 0;
}

static void answer_all(struct engine *e, enum err err, const char *words)
{
	struct run *r = &e->run;

	for (int i = 0; i < r->n_asks; i++) {
		if (err != ERR_NONE)
			ask_refuse(r->asks[i], err, words);
		else if (i < r->n_decided && r->asks[i] == r->applying)
			hold_back(e, r->asks[i], r->answers[i]);
		else if (i < r->n_decided)
			r->asks[i]->answer(r->asks[i], r->answers[i]);
	}
	/* What was not reached goes back to the front, in its order. */
	for (int i = r->n_asks - 1; err == ERR_NONE && i >= r->n_decided; i--)
		asks_put_front(&e->waiting, r->asks[i]);
}

/* Nobody waits for a store that is away: those behind the batch are told at once. */
static void refuse_waiting(struct engine *e)
{
	struct ask *ask;

	while ((ask = asks_take(&e->waiting)))
		ask_refuse(ask, ERR_UNAVAILABLE, NULL);
	while ((ask = asks_take(&e->applying)))
		ask_refuse(ask, ERR_UNKNOWN_OUTCOME, NULL); /* committed; the move goes on when it can */
}

/* It went while the batch was under way, which may have put somebody back to wait; and if it is there
 * again, it came when nobody could listen. */
static void finish_away(struct engine *e)
{
	refuse_waiting(e);
	if (store_is_ready(e->store))
		engine_came(e);
}

static void finish(struct engine *e, enum err err, const char *words)
{
	struct run *r = &e->run;
	bool is_held_up = err != ERR_NONE || (e->is_run_sweep && r->n_fired == 0 && r->n_decided == 0);
	bool is_first = err == ERR_NONE && !e->is_ready;

	/* Before anybody hears of it: what he asks next is to see it. */
	if (err == ERR_NONE && r->save.n_orders && e->options.committed)
		e->options.committed(e->options.arg);
	bool is_moving_on = err == ERR_NONE && follow_moves(e);

	answer_all(e, err, words);
	if (err == ERR_NONE) {
		meter_count_batch(e->options.meter, r->n_decided, &r->lags);
		if (e->options.is_virtual)
			set_now(e, r->now);
		e->next_due_at = run_next_due(r);
	} else if (e->is_run_sweep) {
		e->is_sweep = true;
	}
	arena_fini(&r->arena);
	r->n_asks = 0;
	engine_enter(e, ENGINE_IDLE);
	if (!e->is_up) {
		finish_away(e);
		return;
	}
	wake_at_next_due(e, is_held_up);
	if (e->moving && !is_moving_on)
		wake_after(e, BACKOFF_MS);
	if (e->waiting.n || (e->moving && is_moving_on))
		kick(e);
	/* Under the virtual clock nothing missed may be left when the first caller comes: there, time
	 * does not go on by itself while it is made up for. */
	if (is_first &&
		(!e->options.is_virtual ||
			(e->is_run_sweep && (e->next_due_at == INSTANT_NONE || e->next_due_at > e->now)))) {
		e->is_ready = true;
		e->options.ready(e->options.arg);
	} else if (is_first) {
		engine_sweep(e);
	}
}

/* One by one, so that a call can be found by its trace. */
static void log_refused(const struct engine *e, const char *problem)
{
	for (int i = 0; i < e->run.n_asks; i++)
		ask_log(e->run.asks[i], LOG_LEVEL_ERROR, "the store refused its batch: %s", problem);
	if (e->run.n_asks == 0)
		log_error("the store refused a batch of due steps: %s", problem);
}

/* What an outcome other than OK and RETRY means to those who asked. */
static void finish_failed(struct engine *e, enum store_outcome outcome, enum store_channel channel)
{
	const char *problem = store_problem(e->store, channel);

	switch (outcome) {
	case STORE_UNKNOWN: finish(e, ERR_UNKNOWN_OUTCOME, NULL); return;
	case STORE_REFUSED:
		log_refused(e, problem);
		finish(e, ERR_UNAVAILABLE, arena_str(&e->run.arena, problem));
		return;
	case STORE_AWAY:
	case STORE_RETRY: finish(e, ERR_UNAVAILABLE, NULL); return;
	case STORE_OK: break;
	}
	die_assert(__FILE__, __LINE__, "outcome");
}

static void retry(struct engine *e)
{
	if (++e->n_retries > RETRIES_MAX) {
		log_warn(
			"a batch of %d calls was beaten %d times and is given up", e->run.n_asks, RETRIES_MAX);
		finish_failed(e, STORE_RETRY, CHANNEL_BATCH);
		return;
	}
	engine_load(e);
}

/* --- load, decide, save ------------------------------------------------------------------------- */

static void on_changed_org(void *arg, enum store_outcome outcome)
{
	struct engine *e = arg;

	/* Committed is committed; an outage now is made good when the store comes back. */
	if (outcome != STORE_OK)
		log_warn("the organisation was changed but could not be read again: %s",
			store_problem(e->store, CHANNEL_READ));
	finish(e, ERR_NONE, NULL);
}

static void on_saved(void *arg, enum store_outcome outcome)
{
	struct engine *e = arg;

	if (outcome == STORE_RETRY)
		retry(e);
	else if (outcome != STORE_OK)
		finish_failed(e, outcome, CHANNEL_BATCH);
	else if (e->run.n_changes)
		store_refresh_org(e->store, e->options.org, on_changed_org, e);
	else
		finish(e, ERR_NONE, NULL);
}

/* Nothing was to be saved, so nothing can have failed: refusals and replays stand. */
static void on_dropped(void *arg, enum store_outcome outcome)
{
	(void)outcome;
	finish(arg, ERR_NONE, NULL);
}

static void on_dropped_stale(void *arg, enum store_outcome outcome)
{
	struct engine *e = arg;

	if (outcome != STORE_OK)
		finish_failed(e, outcome, CHANNEL_BATCH);
	else
		store_refresh_org(e->store, e->options.org, on_refreshed, e);
}

static void on_refreshed(void *arg, enum store_outcome outcome)
{
	struct engine *e = arg;

	if (outcome == STORE_OK || outcome == STORE_RETRY)
		retry(e);
	else
		finish_failed(e, outcome, CHANNEL_READ);
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
	struct engine *e = arg;
	struct run *r = &e->run;

	if (outcome == STORE_RETRY) {
		retry(e);
		return;
	}
	if (outcome != STORE_OK) {
		finish_failed(e, outcome, CHANNEL_BATCH);
		return;
	}
	set_now(e, r->batch.now_at);
	if (r->batch.config_version > org_get_config_version(e->options.org)) {
		store_drop(e->store, on_dropped_stale, e);
		return;
	}
	fill_asks(r);
	run_decide(r);
	engine_enter(e, ENGINE_SAVING);
	if (run_fill_save(r))
		store_save(e->store, &r->save, on_saved, e);
	else
		store_drop(e->store, on_dropped, e);
}

static int64_t furthest_advance(const struct run *r)
{
	int64_t furthest = INSTANT_NONE;

	for (int i = 0; i < r->n_asks; i++) {
		if (r->asks[i]->call->command->act != ACT_ADVANCE)
			continue;
		int64_t to = ((const struct request_time *)r->asks[i]->call->request)->to;
		if (to > furthest)
			furthest = to;
	}
	return furthest;
}

static void engine_load(struct engine *e)
{
	struct run *r = &e->run;
	int64_t due_before = INSTANT_NONE;
	int due_max = RUN_DUE_MAX;

	/* A repeated batch is decided anew from nothing: what the first try made is let go. */
	arena_fini(&r->arena);
	run_begin_memory(e);
	if (e->options.is_virtual) {
		due_before = furthest_advance(r);
		if (due_before != INSTANT_NONE)
			due_max = RUN_ADVANCE_DUE_MAX;
		else if (e->is_run_sweep && e->has_now)
			due_before = e->now;
	} else if (e->is_run_sweep) {
		due_before = INT64_MAX; /* the store's own now */
	}
	run_gather(r, due_before, due_max, e->moving ? RUN_MOVE_MAX : 0);
	r->batch = (struct batch){.arena = &r->arena};
	engine_enter(e, ENGINE_LOADING);
	store_load(e->store, &r->wants, &r->batch, &e->ids, on_loaded, e);
}

static void engine_begin(struct engine *e)
{
	struct run *r = &e->run;
	struct ask *ask;

	r->n_asks = 0;
	while (r->n_asks < RUN_ASKS_MAX && (ask = asks_take(&e->waiting))) {
		r->asks[r->n_asks++] = ask;
		if (ask_ends_run(ask))
			break;
	}
	e->is_run_sweep = e->is_sweep;
	e->is_sweep = false;
	e->n_retries = 0;
	run_begin_memory(e);
	engine_load(e);
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
	if (e->waiting.n >= ENGINE_QUEUE_MAX || (applies && e->applying.n >= APPLYING_MAX)) {
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

	engine_enter(e, ENGINE_IDLE);
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
	if (e->state != ENGINE_IDLE)
		return;
	engine_enter(e, ENGINE_REFRESHING);
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
	return e->state == ENGINE_IDLE && e->waiting.n == 0;
}

int64_t engine_get_next_due(const struct engine *e)
{
	return e->next_due_at;
}

int engine_count_queued(const struct engine *e)
{
	return e->waiting.n + e->run.n_asks;
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
	arena_init(&e->run.arena);
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
	arena_fini(&e->run.arena);
	free(e);
}
