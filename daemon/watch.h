/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WATCH_H
#define SL_DAEMON_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/ask.h"
#include "daemon/now.h"

struct event_loop;
struct engine;
struct store;

/*
 * Watching: what was committed, on whatever daemon of the store, is read once and told to everyone who
 * watches, in the feed's order. A watcher begins where its cursor says, reads up by itself, and joins
 * the others without skipping or repeating anything (rules.md 28).
 */
enum {
	WATCHES_MAX = 4096, /* of this daemon */
	WATCHES_OF_ONE_MAX = 16, /* of one connection */
	WATCH_BEHIND_MAX = 1024 * 1024, /* bytes told and not taken: then the watch ends */
};

struct watch_event {
	int64_t watch;
	const char *cursor; /* of what has been told with this event */
	const char *members; /* "type":..,"at":..,"data":{..} */
	bool is_last; /* the watch has ended: by it the watcher hears why */
};

/* Where a watch tells: a connection, and who is at its other end. */
struct watch_sink {
	void (*begin)(void *owner, const char *cursor); /* before watch.start is answered; NULL */
	void (*put)(void *owner, const struct watch_event *e);
	size_t (*count_waiting)(void *owner); /* bytes it was told and has not taken */
	void *owner;
	const struct speaker *who; /* as he is now: whoever comes after him there is not told */
};

struct watches;
struct watches *watches_new(struct event_loop *loop, struct engine *engine, const struct org *org);
void watches_free(struct watches *ws);
void watches_set_store(struct watches *ws, struct store *s);

/* Answers the ask (watch.start), then tells the sink. */
void watches_start(struct watches *ws, struct ask *ask, const struct watch_sink *sink);
bool watches_stop(struct watches *ws, const void *owner, int64_t watch);
void watches_drop(struct watches *ws, const void *owner); /* the connection is gone */
int watches_count(const struct watches *ws);

void watches_committed(struct watches *ws); /* this daemon has just committed something */

#endif
