/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ENGINE_H
#define SL_DAEMON_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/ask.h"
#include "store/store.h"

struct event_loop;
struct meter;

/*
 * What changes the store: commands and due steps, in batches. A batch is one transaction; what
 * arrives while it is under way is the next one. Answers go out after the commit.
 */
enum { ENGINE_QUEUE_MAX = 4096 };

struct engine_options {
	struct event_loop *loop;
	struct org *org; /* kept fresh by the engine, read by everybody */
	struct meter *meter;
	bool is_virtual;
	void (*committed)(void *arg); /* something was committed just now; NULL: nobody asks */
	void (*ready)(void *arg); /* once: organisation loaded, what was missed is fired */
	void *arg;
};

struct engine;
struct engine *engine_new(const struct engine_options *options);
void engine_free(struct engine *e);
void engine_set_store(struct engine *e, struct store *s);

void engine_submit(struct engine *e, struct ask *ask); /* answers, now or later */
void engine_sweep(struct engine *e); /* look at the store soon */
/* Reads what others have changed of the organisation, for one who found it older than the store's. */
void engine_refresh(struct engine *e, store_done *done, void *arg);

/* The store came or went (struct store_hooks). */
void engine_came(struct engine *e);
void engine_went(struct engine *e);

bool engine_is_up(const struct engine *e); /* the store is there and the organisation loaded */
bool engine_is_idle(const struct engine *e);
/* Nobody waits any more for open orders to be moved; whoever comes goes on with them. Asked until it is idle. */
bool engine_finish(struct engine *e);
int64_t engine_get_next_due(const struct engine *e); /* nearest armed instant; INSTANT_NONE: none */
int engine_count_queued(const struct engine *e); /* waiting and being decided */
int engine_count_waiting(const struct engine *e); /* what ENGINE_QUEUE_MAX bounds */
int64_t engine_now(
	const struct engine *e); /* the store's now; INSTANT_NONE before the first batch */

#endif
