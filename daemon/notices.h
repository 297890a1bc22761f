/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_NOTICES_H
#define SL_DAEMON_NOTICES_H

#include <stdbool.h>

struct event_loop;
struct config;
struct reloader;
struct store;

/*
 * From the outbox to the people: takes messages that are due, any daemon its share, sends them and
 * writes down what became of them. Each arrives at least once, with the same key at every try.
 */
enum {
	NOTICES_IN_FLIGHT = 64,
	NOTICES_A_RECEIVER = 4, /* a slow one holds up its own only */
};

struct notices;
/* live: as it is now, by which all that is sent from then on goes. */
struct notices *notices_new(struct event_loop *loop, struct store *store, const struct config *live,
	struct reloader *reloader);
void notices_drain(struct notices *n); /* takes no more; what is under way goes on */
bool notices_is_idle(const struct notices *n);
void notices_free(struct notices *n);

#endif
