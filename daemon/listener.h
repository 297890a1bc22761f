/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LISTENER_H
#define SL_DAEMON_LISTENER_H

#include <stdbool.h>

struct event_loop;
struct sessions;
struct listener;

/* The Unix socket at path. Dies with a clear line when somebody else answers there. */
struct listener *listener_open(
	struct event_loop *loop, const char *path, struct sessions *sessions);
void listener_close(struct listener *l); /* and removes the socket */
void listener_resume(struct listener *l); /* a connection ended: there may be room again */
/* What is wrong with a path for a Unix socket; NULL: nothing. */
const char *listener_check_path(const char *path);

#endif
