/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LINK_H
#define SL_DAEMON_LINK_H

#include "store/store.h"

struct event_loop;
struct config;
struct engine;
struct reader;
struct reloader;

/* The store on the loop: its sockets watched, its deadlines ticked, its comings and goings told. */
struct link;
struct link *link_new(struct event_loop *loop, const struct store_options *options,
	struct engine *engine, struct reader *reader, struct reloader *reloader);
/* The same for who has neither: told when the store came, and when it went again. */
struct link_ends {
	void (*came)(void *arg);
	void (*went)(void *arg);
	void *arg;
};
struct link *link_open(
	struct event_loop *loop, const struct store_options *options, const struct link_ends *ends);
void link_free(struct link *l);
/* By what --store is reached: its connection string, with the password in --store-password-file where it has
 * none. False with why. */
bool link_spell_store(struct buf *out, const struct config *c, char *why, size_t size);
struct store *link_get_store(const struct link *l);

#endif
