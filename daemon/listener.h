/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LISTENER_H
#define SL_DAEMON_LISTENER_H

#include <stdbool.h>

struct event_loop;
struct sessions;
struct listener;
struct address;
struct tls;

/* The Unix socket at path, or the service manager's. Dies with a clear line when somebody else answers there. */
struct listener *listener_open(
	struct event_loop *loop, const char *path, struct sessions *sessions);
/* TCP at `at`, or the service manager's; `at` then says where it is and the port that the kernel picked. It takes
 * nobody before it is started; plain (tls NULL) on this machine only. */
struct listener *listener_open_tcp(
	struct event_loop *loop, struct address *at, struct tls *tls, struct sessions *sessions);
void listener_start(struct listener *l);
void listener_close(struct listener *l); /* and removes the socket, if it is ours */
void listener_resume(struct listener *l); /* a connection ended: there may be room again */
/* What is wrong with a path for a Unix socket; NULL: nothing. */
const char *listener_check_path(const char *path);

#endif
