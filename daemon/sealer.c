/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns when the history is sealed and when the chain's head is written to the log. What is sealed, and that only
 * one daemon does it at a time, is the store's business. It never holds up a commit, nor the loop.
 */
#include "daemon/sealer.h"

#include <event2/event.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"
#include "store/seal.h"

enum {
	TICK_MS = 500, /* half of what a row may wait */
	EXPORT_EVERY_MS = 5 * 60 * 1000,
	HELD_MS = 2000, /* waiting so long is no chance: somebody is waited for */
};

enum sealer_state { SEALER_RUNS, SEALER_FINISHES, SEALER_DONE };

struct sealer {
	struct store *store;
	struct event *tick;
	enum sealer_state state;
	bool is_sealing, is_known;
	struct sealing now;
	struct seal_head head;
	char text[SEALER_HEAD_TEXT];
	int64_t exported_rows, export_at; /* monotonic; 0: never yet */
	int64_t first_id, first_since; /* of the first row not sealed; 0: none */
	char held_by[SEAL_HOLDER];
};

static void sealer_enter(struct sealer *s, enum sealer_state state)
{
	s->state = state;
}

/* --- the head ------------------------------------------------------------------------------------ */

static void export_head(struct sealer *s)
{
	const struct log_field fields[] = {{"seal", s->text}};

	if (!s->is_known || s->head.n_rows == s->exported_rows)
		return;
	s->exported_rows = s->head.n_rows;
	log_about(LOG_LEVEL_INFO, fields, N_OF(fields), "the history is sealed up to its row %" PRId64,
		s->head.n_rows);
}

static void note(struct sealer *s, const struct sealing *now, int64_t now_ms)
{
	char hex[2 * SEAL_HASH + 1];

	if (now->next_id != s->first_id) {
		s->first_id = now->next_id;
		s->first_since = now_ms;
	}
	s->head = now->head;
	s->is_known = true;
	memcpy(s->held_by, now->held_by, sizeof(s->held_by));
	sodium_bin2hex(hex, sizeof(hex), now->head.hash, SEAL_HASH);
	snprintf(s->text, sizeof(s->text), "%s@%" PRId64, hex, now->head.n_rows);
}

/* --- sealing ------------------------------------------------------------------------------------- */

static void seal(struct sealer *s);

static void on_sealed(void *arg, enum store_outcome outcome)
{
	struct sealer *s = arg;
	int64_t now_ms = loop_now_ms();
	bool is_more = outcome == STORE_OK && s->now.n == SEAL_ROWS_MAX;

	s->is_sealing = false;
	if (outcome == STORE_OK)
		note(s, &s->now, now_ms);
	else if (outcome == STORE_REFUSED && store_get_outage(s->store) == OUTAGE_NONE)
		log_warn("the history could not be sealed: %s", store_problem(s->store, CHANNEL_NOTICE));
	if (is_more) {
		seal(s);
	} else if (s->state == SEALER_FINISHES) {
		export_head(s);
		sealer_enter(s, SEALER_DONE);
	} else if (now_ms >= s->export_at) {
		export_head(s);
		s->export_at = now_ms + EXPORT_EVERY_MS;
	}
}

static void seal(struct sealer *s)
{
	s->is_sealing = true;
	store_seal(s->store, &s->now, on_sealed, s);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct sealer *s = arg;

	(void)fd, (void)what;
	if (s->state == SEALER_RUNS && !s->is_sealing && store_is_ready(s->store))
		seal(s);
}

bool sealer_finish(struct sealer *s)
{
	if (s->state == SEALER_RUNS && !s->is_sealing) {
		sealer_enter(s, store_is_ready(s->store) ? SEALER_FINISHES : SEALER_DONE);
		if (s->state == SEALER_FINISHES)
			seal(s);
	}
	return s->state == SEALER_DONE;
}

/* --- from outside --------------------------------------------------------------------------------- */

const char *sealer_get_head(const struct sealer *s)
{
	return s->is_known ? s->text : NULL;
}

int64_t sealer_count_rows(const struct sealer *s)
{
	return s->head.n_rows;
}

int64_t sealer_get_lag_ms(const struct sealer *s)
{
	return s->first_id ? loop_now_ms() - s->first_since : 0;
}

const char *sealer_get_holder(const struct sealer *s)
{
	return s->held_by[0] && sealer_get_lag_ms(s) >= HELD_MS ? s->held_by : NULL;
}

struct sealer *sealer_new(struct event_loop *loop)
{
	struct sealer *s = xcalloc(1, sizeof(*s));
	struct timeval span = {.tv_usec = TICK_MS * 1000};

	s->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, s);
	must(s->tick && event_add(s->tick, &span) == 0);
	return s;
}

void sealer_set_store(struct sealer *s, struct store *store)
{
	s->store = store;
}

void sealer_free(struct sealer *s)
{
	event_free(s->tick);
	free(s);
}
