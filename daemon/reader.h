/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_READER_H
#define SL_DAEMON_READER_H

#include "daemon/ask.h"

struct engine;
struct meter;
struct sealer;
struct outages;
struct store;

/* What only reads the store: its own connection, its own bounded queue, no locks. */
enum { READER_QUEUE_MAX = 4096, READER_IN_FLIGHT = 8 };

struct reader;
struct reader *reader_new(struct engine *engine, const struct org *org, struct meter *meter);
void reader_free(struct reader *r);
void reader_set_store(struct reader *r, struct store *s);
/* Sessions open now, for system.health. */
void reader_set_sessions(struct reader *r, int (*count)(void *arg), void *arg);
/* How far the history is sealed and what keeps us from our work, for the same. */
void reader_set_state(struct reader *r, const struct sealer *sealer, const struct outages *outages);

void reader_submit(struct reader *r, struct ask *ask); /* answers, now or later */
void reader_committed(struct reader *r); /* this daemon has just committed something */
void reader_went(struct reader *r);
int reader_count_queued(const struct reader *r); /* waiting and being read */

#endif
