/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_DOORS_H
#define SL_DAEMON_DOORS_H

#include <stdbool.h>

struct config;
struct reloader;
struct event_loop;
struct engine;
struct reader;
struct sealer;
struct outages;
struct watches;
struct org;
struct meter;
struct store;

/* Every way in: what callers share, the sessions of the socket and its listener, HTTP. */
struct doors_options {
	struct event_loop *loop;
	const struct config *config;
	struct reloader *reloader;
	struct engine *engine;
	struct reader *reader;
	struct watches *watches;
	const struct sealer *sealer;
	const struct outages *outages;
	const struct org *org;
	struct meter *meter;
};

struct doors;
struct doors *doors_new(const struct doors_options *options);
void doors_free(struct doors *d);
void doors_set_store(struct doors *d, struct store *s);
void doors_open(struct doors *d); /* callers may come: all that was missed is made up for */
void doors_drain(struct doors *d); /* no new calls; those under way are answered */
bool doors_are_idle(const struct doors *d); /* after that: nobody waits any more */

#endif
