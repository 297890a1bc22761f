/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_POLLS_H
#define SL_DAEMON_POLLS_H

#include <stdbool.h>

#include "core/found.h"
#include "daemon/ask.h"

struct engine;
struct meter;
struct store;

/*
 * The answers of alarm.list, kept while no alarm changes: a thousand dashboards that poll are one
 * reading of the store and one spelling. What this daemon has committed is in the next answer; what
 * another daemon has, POLLS_AGE_MS later at most.
 */
enum {
	POLLS_AGE_MS = 100, /* between two looks whether anything has changed */
	POLLS_MAX = 32, /* different answers kept; the one unused longest makes way */
	POLLS_TEXT_MAX = 1024 * 1024, /* bytes of one; a longer one is not kept */
	POLLS_MARKS_MAX = 256, /* cursors remembered that were given out */
};

struct polls_options {
	struct engine *engine;
	const struct org *org;
	struct meter *meter;
	void (*read)(void *arg, struct ask *ask); /* for what is not ours to answer after all */
	void *arg;
};

/* A reading is as fresh as the moment it was sent: when, and how much this daemon had committed. */
struct polls_moment {
	int64_t ms;
	uint64_t n_committed;
};

struct polls;
struct polls *polls_new(const struct polls_options *options);
void polls_free(struct polls *ps);
void polls_set_store(struct polls *ps, struct store *s);

/* True: it is answered, now or later. False: it is none of these calls, or too many are kept. */
bool polls_take(struct polls *ps, struct ask *ask);
/* A reading of alarms by somebody else: the moment it is sent, and the cursor it gives out. */
struct polls_moment polls_now(const struct polls *ps);
void polls_met(struct polls *ps, const struct found *found, const struct polls_moment *sent);
void polls_committed(struct polls *ps); /* this daemon has just committed something */
void polls_went(struct polls *ps); /* the store is away: whoever waits hears so */
int polls_count(const struct polls *ps); /* calls that wait here */

#endif
