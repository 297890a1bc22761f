/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_THROTTLE_H
#define SL_DAEMON_THROTTLE_H

#include "daemon/pace.h"

/* What is kept of one who calls: of a source (an address, a uid) or of a user, by any text as name. */
enum { THROTTLE_NAME = 80, THROTTLES_IDLE_MAX = 8192 };

struct throttle {
	char name[THROTTLE_NAME]; /* cut */
	int n_connections; /* while there are any it stays where it is */
	struct patience patience;
	struct bucket bucket;
	int n_hashing; /* passwords being checked or made for it */
	struct throttle *chain; /* throttle.c's, like what follows */
	struct throttle *prev, *next;
	bool is_listed;
};

struct throttles;
struct throttles *throttles_new(int rate); /* calls a second, for what may be forgotten */
void throttles_free(struct throttles *all);
int throttles_count(const struct throttles *all);
void throttles_set_rate(struct throttles *all, int rate);

/* Borrowed until the next call here, or for as long as it has connections. */
struct throttle *throttle_get(struct throttles *all, const char *name, int64_t now_ms);
struct throttle *throttle_enter(
	struct throttles *all, const char *name, int64_t now_ms); /* one more */
void throttle_leave(struct throttles *all, struct throttle *t, int64_t now_ms); /* one less */
bool throttle_take_call(const struct throttles *all, struct throttle *t, int64_t now_ms);

#endif
