/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SESSION_H
#define SL_DAEMON_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_loop;
struct callers;

/* Connections: bytes in, calls out, answers back. */
enum {
	SESSIONS_MAX = 1024,
	SESSION_IN_FLIGHT_MAX = 64, /* calls; then we stop reading */
	SESSION_OUT_PAUSE = 1024 * 1024, /* bytes not taken by the client; then we stop reading */
	SESSION_OUT_MAX = 8 * 1024 * 1024, /* then we hang up; as CALLER_ANSWER_MAX */
};

struct sessions;
struct sessions_options {
	struct event_loop *loop;
	struct callers *callers;
	void (*left)(void *arg); /* a connection ended */
	void *arg;
};

struct sessions *sessions_new(const struct sessions_options *options);
void sessions_free(struct sessions *all); /* hangs up on whoever is left */
bool sessions_are_full(const struct sessions *all);
int sessions_count(const struct sessions *all);
void sessions_add(struct sessions *all, int fd, int64_t uid); /* takes fd */
void sessions_drain(struct sessions *all); /* take nothing more in, answer, close */

#endif
