/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the queue of what changes the store, the store's time as we know it, and the single wake-up at the
 * nearest due instant: the truth about deadlines is in the store's rows, here is only the nearest of them. It
 * never carries anything out: that is a track's (track.c).
 */
#include "daemon/engine_inside.h"

#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"

enum { SWEEP_MS = 5000 }; /* longest time between two looks at the store */

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

void engine_set_now(struct engine *e, int64_t now)
{
	e->now = e->options.is_virtual ? now : now - loop_now_ms();
	e->has_now = true;
}

void engine_wake_after(struct engine *e, int64_t ms)
{
	struct timeval span = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

	must(event_add(e->wake, &span) == 0);
}

/* One wake-up: at the nearest due instant, and never further off than the safety sweep. */
void engine_wake_at_next_due(struct engine *e, bool is_held_up)
{
	int64_t ms = SWEEP_MS;

	if (e->next_due_at != INSTANT_NONE) {
		int64_t left = e->next_due_at - engine_now(e);

		if (left <= 0 && is_held_up)
			left = ENGINE_BACKOFF_MS;
		/* On the virtual clock what lies ahead comes by time.advance only. */
		if (left < ms && (left <= 0 || is_held_up || !e->options.is_virtual))
			ms = left > 0 ? left : 0;
	}
	engine_wake_after(e, ms);
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
	return t->engine->waiting.n || t->wants_sweep || track_may_move(t);
}

/* Virtual time moves within a batch, so that there is but one. */
static bool track_may_begin(const struct track *t)
{
	const struct engine *e = t->engine;

	return t->state == TRACK_IDLE && track_has_work(t) &&
		(track_is_main(t) || (e->is_ready && !e->options.is_virtual));
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
void engine_kick(struct engine *e)
{
	event_active(e->kick, 0, 0);
}

void engine_sweep(struct engine *e)
{
	e->tracks[MAIN].wants_sweep = true;
	engine_kick(e);
}

/* Nobody waits for a store that is away: those behind the batch are told at once. */
void engine_refuse_waiting(struct engine *e)
{
	struct ask *ask;

	while ((ask = asks_take(&e->waiting)))
		ask_refuse(ask, ERR_UNAVAILABLE, NULL);
	applying_refuse(&e->applying);
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
	engine_kick(e);
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
		engine_wake_after(e, SWEEP_MS); /* on a connection that lives nobody says came() again */
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
	engine_refuse_waiting(e);
}

bool engine_is_up(const struct engine *e)
{
	return e->is_up;
}

bool engine_is_idle(const struct engine *e)
{
	return !is_busy(e) && e->waiting.n == 0;
}

bool engine_finish(struct engine *e)
{
	applying_refuse(&e->applying);
	return engine_is_idle(e);
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
