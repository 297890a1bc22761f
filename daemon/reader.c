/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the calls that read the store, from the check of who asks to the encoded answer. It never
 * changes anything and never waits: while the store is away everything but system.health is
 * refused at once.
 */
#include "daemon/reader.h"

#include <stdlib.h>

#include "api/found.h"
#include "base/die.h"
#include "daemon/engine.h"
#include "daemon/fill.h"
#include "daemon/outages.h"
#include "daemon/polls.h"
#include "daemon/sealer.h"
#include "daemon/viewer.h"
#include "daemon/whatif.h"
#include "store/store.h"

struct reader {
	struct engine *engine;
	const struct org *org;
	struct store *store;
	struct asks waiting;
	int n_reading;
	struct polls *polls;
	int (*count_sessions)(void *arg);
	void *count_arg;
	const struct sealer *sealer;
	const struct outages *outages;
};

struct reading {
	struct reader *reader;
	struct ask *ask;
	struct arena arena;
	struct viewer viewer;
	struct polls_moment sent;
	struct found found;
};

static void reader_pump(struct reader *r);

/* --- answers -------------------------------------------------------------------------------------- */

/* found NULL: the store could not be asked, for e. */
static const char *health_text(
	struct reader *r, struct arena *a, enum lang lang, const struct found *found, enum err e)
{
	struct health h = {
		.outage = outages_get(r->outages),
		.is_store_away = e != ERR_NONE && e != ERR_OVERLOADED,
		.oldest_due_at = found ? found->oldest_due_at : INSTANT_NONE,
		.schema_version = found ? found->schema_version : 0,
		.n_sessions = r->count_sessions ? r->count_sessions(r->count_arg) : 0,
		.seal = sealer_get_head(r->sealer),
		.seal_lag_ms = sealer_get_lag_ms(r->sealer),
		.seal_held_by = sealer_get_holder(r->sealer),
	};
	const char *outage = store_outage(r->store);
	const char *problem = outage[0] ? outage : store_problem(r->store, CHANNEL_READ);

	health_add_queue(&h, engine_count_waiting(r->engine), ENGINE_QUEUE_MAX);
	health_add_queue(&h, r->waiting.n, READER_QUEUE_MAX);
	if (e == ERR_OVERLOADED)
		h.problem = "too many calls wait to read the store";
	else if (!found)
		h.problem = problem[0] ? problem : "the store is not connected yet";
	else if (h.oldest_due_at != INSTANT_NONE && h.oldest_due_at < found->now_at)
		h.lag_ms = found->now_at - h.oldest_due_at;
	if (h.outage != OUTAGE_NONE && e != ERR_OVERLOADED) {
		h.problem = outages_describe(r->outages, a, lang);
		h.advice = outage_advice(h.outage, lang);
	}
	return encode_health(a, &h);
}

static const char *found_text(struct reading *g)
{
	const struct command *c = g->ask->call->command;
	const struct request_find *q = g->ask->call->request;
	struct view view = {.arena = &g->arena, .org = g->reader->org, .now_at = g->found.now_at};
	const char *result;

	if (c->act == ACT_HEALTH)
		return ask_result(g->ask, &g->arena,
			health_text(g->reader, &g->arena, g->ask->lang, &g->found, ERR_NONE), false);
	if (g->found.is_bad_cursor) {
		struct failure f = {.err = ERR_INVALID_PARAMS,
			.field = q->since ? "/params/since" : "/params/cursor",
			.en = "this cursor is none of this method's",
			.zh = "此游标不属于本方法"};

		return ask_error(g->ask, &g->arena, &f, NULL);
	}
	if (c->find == FIND_ALARMS)
		polls_met(g->reader->polls, &g->found, &g->sent);
	result = encode_found(&view, c, q, &g->found);
	if (!result)
		return ask_error(g->ask, &g->arena, &(struct failure){.err = ERR_NOT_FOUND}, NULL);
	return ask_result(g->ask, &g->arena, result, false);
}

/* Health answers always; anything else says what stands in its way. */
static void refuse_read(struct reader *r, struct ask *ask, enum err e, const char *words)
{
	if (ask->call->command->act == ACT_HEALTH)
		ask->answer(ask,
			ask_result(ask, ask->arena, health_text(r, ask->arena, ask->lang, NULL, e), false));
	else
		ask_refuse(ask, e, words);
}

/* --- an organisation that others have changed ------------------------------------------------------- */

struct again { /* a call asked anew once the organisation has been read */
	struct reader *reader;
	struct ask *ask;
};

static void reader_start(struct reader *r, struct ask *ask);

static void on_refreshed(void *arg, enum store_outcome outcome)
{
	struct again again = *(struct again *)arg;

	free(arg);
	again.reader->n_reading--;
	if (outcome == STORE_OK)
		reader_start(again.reader, again.ask);
	else
		refuse_read(again.reader, again.ask, ERR_UNAVAILABLE, NULL);
	reader_pump(again.reader);
}

/* What was found may count by a calendar that our snapshot has not yet: another daemon's put. */
static void ask_again(void *arg, struct ask *ask)
{
	struct reader *r = arg;
	struct again *again = xcalloc(1, sizeof(*again));

	*again = (struct again){r, ask};
	engine_refresh(r->engine, on_refreshed, again);
}

static bool is_stale(const struct reading *g)
{
	return g->ask->call->command->act != ACT_HEALTH &&
		g->found.config_version > org_get_config_version(g->reader->org);
}

/* --- the answer ------------------------------------------------------------------------------------- */

static void reading_free(struct reading *g)
{
	arena_fini(&g->arena);
	free(g);
}

static void on_found(void *arg, enum store_outcome outcome)
{
	struct reading *g = arg;
	struct reader *r = g->reader;

	if (outcome == STORE_OK && is_stale(g)) {
		struct ask *ask = g->ask;

		reading_free(g);
		ask_again(r, ask);
		return;
	}
	r->n_reading--;
	if (outcome == STORE_OK) {
		g->ask->answer(g->ask, found_text(g));
	} else if (outcome == STORE_REFUSED) {
		const char *problem = arena_str(&g->arena, store_problem(r->store, CHANNEL_READ));

		ask_log(g->ask, LOG_LEVEL_ERROR, "the store refused to read: %s", problem);
		refuse_read(r, g->ask, ERR_UNAVAILABLE, problem);
	} else {
		refuse_read(r, g->ask, ERR_UNAVAILABLE, NULL);
	}
	reading_free(g);
	reader_pump(r);
}

static void on_whatif(void *arg)
{
	struct reader *r = arg;

	r->n_reading--;
	reader_pump(r);
}

static void reader_start(struct reader *r, struct ask *ask)
{
	static const struct request_find nothing;
	struct failure fail = {0};
	const struct user *who = ask_check_who(ask, r->org, &fail);

	if (fail.err != ERR_NONE) {
		ask->answer(ask, ask_error(ask, ask->arena, &fail, NULL));
		return;
	}
	if (ask->call->command->act == ACT_REPLAY || call_is_dry_run(ask->call)) {
		r->n_reading++;
		whatif_run(
			&(struct whatif_env){r->org, r->store, engine_now(r->engine), on_whatif, ask_again, r},
			ask, who);
		return;
	}
	struct reading *g = xcalloc(1, sizeof(*g));
	bool is_health = ask->call->command->act == ACT_HEALTH;

	g->reader = r;
	g->ask = ask;
	arena_init(&g->arena);
	g->found.arena = &g->arena;
	if (who)
		viewer_fill(&g->viewer, &g->arena, who);
	g->sent = polls_now(r->polls);
	r->n_reading++;
	store_find(r->store, is_health ? FIND_HEALTH : ask->call->command->find, &g->viewer,
		is_health ? &nothing : ask->call->request, &g->found, on_found, g);
}

static void reader_pump(struct reader *r)
{
	struct ask *ask;

	while (r->n_reading < READER_IN_FLIGHT && (ask = asks_take(&r->waiting)))
		reader_start(r, ask);
}

/* --- from outside --------------------------------------------------------------------------------- */

/* What nobody keeps an answer to. */
static void reader_queue(void *arg, struct ask *ask)
{
	struct reader *r = arg;

	asks_put(&r->waiting, ask);
	reader_pump(r);
}

void reader_submit(struct reader *r, struct ask *ask)
{
	if (!engine_is_up(r->engine))
		refuse_read(r, ask, ERR_UNAVAILABLE, NULL);
	else if (r->waiting.n + polls_count(r->polls) >= READER_QUEUE_MAX)
		refuse_read(r, ask, ERR_OVERLOADED, NULL);
	else if (!polls_take(r->polls, ask))
		reader_queue(r, ask);
}

void reader_committed(struct reader *r)
{
	polls_committed(r->polls);
}

void reader_went(struct reader *r)
{
	struct ask *ask;

	polls_went(r->polls);
	while ((ask = asks_take(&r->waiting)))
		refuse_read(r, ask, ERR_UNAVAILABLE, NULL);
}

int reader_count_queued(const struct reader *r)
{
	return r->n_reading + r->waiting.n + polls_count(r->polls);
}

struct reader *reader_new(struct engine *engine, const struct org *org, struct meter *meter)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->engine = engine;
	r->org = org;
	r->polls = polls_new(&(struct polls_options){engine, org, meter, reader_queue, r});
	return r;
}

void reader_set_store(struct reader *r, struct store *s)
{
	r->store = s;
	polls_set_store(r->polls, s);
}

void reader_set_sessions(struct reader *r, int (*count)(void *arg), void *arg)
{
	r->count_sessions = count;
	r->count_arg = arg;
}

void reader_set_state(struct reader *r, const struct sealer *sealer, const struct outages *outages)
{
	r->sealer = sealer;
	r->outages = outages;
}

void reader_free(struct reader *r)
{
	polls_free(r->polls);
	free(r);
}
