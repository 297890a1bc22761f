/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SESSION_H
#define SL_DAEMON_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_loop;
struct callers;
struct tls;

/* Connections: bytes in, calls out, answers back. */
enum {
	SESSIONS_MAX = 16384,
	SESSIONS_OVER = 64, /* beyond it: told so and closed; beyond these: closed */
	SESSIONS_SOURCE_OVER = 8, /* the same of one source */
	SESSION_IN_FLIGHT_MAX = 64, /* calls; then we stop reading */
	SESSION_OUT_PAUSE = 1024 * 1024, /* bytes not taken by the client; then we stop reading */
	SESSION_OUT_MAX = 8 * 1024 * 1024, /* then we hang up; as CALLER_ANSWER_MAX */
};

struct config;
struct sessions;
struct sessions_options {
	struct event_loop *loop;
	struct callers *callers;
	const struct config *config; /* as it is now: connections of one source, time to log in */
	void (*left)(void *arg); /* a connection ended */
	void *arg;
};

struct sessions *sessions_new(const struct sessions_options *options);
void sessions_free(struct sessions *all); /* hangs up on whoever is left */
int sessions_count(const struct sessions *all);

/* Who connected. */
struct peer {
	int64_t uid; /* -1: not of this machine, or unknown */
	const char *source; /* whom his connections count for; copied */
	bool is_tcp;
	struct tls *tls; /* NULL: plain */
};
void sessions_add(struct sessions *all, int fd, const struct peer *peer); /* takes fd */
void sessions_drain(struct sessions *all); /* take nothing more in, answer, close */

#endif
