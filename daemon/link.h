/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LINK_H
#define SL_DAEMON_LINK_H

#include "store/store.h"

struct event_loop;
struct engine;
struct reader;

/* The store on the loop: its sockets watched, its deadlines ticked, its comings and goings told. */
struct link;
struct link *link_new(struct event_loop *loop, const struct store_options *options,
	struct engine *engine, struct reader *reader);
/* The same for who has neither: told when the store came, and when it went again. */
struct link_ends {
	void (*came)(void *arg);
	void (*went)(void *arg);
	void *arg;
};
struct link *link_open(
	struct event_loop *loop, const struct store_options *options, const struct link_ends *ends);
void link_free(struct link *l);
struct store *link_get_store(const struct link *l);

#endif
