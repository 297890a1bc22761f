/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_EMBEDDED_H
#define SL_DAEMON_EMBEDDED_H

#include <stddef.h>

/*
 * A private Postgres cluster in one data folder: made at the first start, reached by a Unix socket
 * only, with durable settings. It outlives a killed daemon, and the next one takes it over.
 */
struct embedded;

/* Blocking, before the loop runs. Dies with a clear line when it cannot be had. */
struct embedded *embedded_start(const char *dir);
/*
 * For reading what is there: a server that runs, a daemon's too, is left as it is, else one is started
 * until embedded_stop(). NULL with one line in why: there is no store, or it cannot be had now.
 */
struct embedded *embedded_visit(const char *dir, char *why, size_t size);
const char *embedded_get_conninfo(const struct embedded *e);
void embedded_tick(struct embedded *e); /* a server that ended by itself is started again */
void embedded_stop(struct embedded *e); /* blocking: a fast shutdown, then frees; NULL: nothing */

#endif
