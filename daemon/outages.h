/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_OUTAGES_H
#define SL_DAEMON_OUTAGES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/outage.h"

struct event_loop;
struct store;

/*
 * What keeps the daemon from its work, as people see it: in system.health, /readyz, errors and the log. It begins
 * and ends by itself; calls are answered `unavailable` meanwhile, with the time after which to try again.
 */
struct outages;
struct outages *outages_new(struct event_loop *loop);
void outages_free(struct outages *o);
void outages_set_store(struct outages *o, struct store *s);

/* Looks no more; true: nothing is under way. */
bool outages_finish(struct outages *o);

enum outage outages_get(const struct outages *o);
/* What it is, with what the store said of it or by how much the clocks differ. */
const char *outages_describe(const struct outages *o, struct arena *a, enum lang lang);

#endif
