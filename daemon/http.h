/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HTTP_H
#define SL_DAEMON_HTTP_H

#include <stdbool.h>

#include "daemon/address.h"

struct event_loop;
struct callers;
struct console;
struct store;

/*
 * The HTTP door, plain and for this machine only. What it answers with:
 * - POST /rpc: 200 with the JSON-RPC answer, errors too, but 400 for what is no JSON-RPC call, 401 for a token
 *   that is not good and for a single call that needs to know who asks, 429 for `overloaded`, 503 for
 *   `unavailable` (both with Retry-After), 204 where only notifications were sent, 413 for a body over 64 KiB,
 *   415 for anything but application/json in UTF-8. A batch is 200 whatever its calls were answered.
 * - GET /events: server-sent events, each the line that the socket would carry: first the answer of a
 *   watch.start with the query's fields (topics=alarms,orders&station=NAME) as its parameters, then its
 *   notifications, their cursors as ids. Last-Event-ID is `since`. A comment after 15 s of silence. Refused
 *   as a call is, but by 400 where /rpc says 200.
 * - /session is the console's: POST with {"user", "password"} or {"token"} opens one and sets its cookie, GET says
 *   whose it is, DELETE ends it. The cookie stands for a bearer token where there is none, but what changes
 *   something (POST /rpc, DELETE) needs X-Sliploop-CSRF as POST and GET said it, and what another site's page
 *   asks (Sec-Fetch-Site) is refused: 403.
 * - GET / and what it names: the console's files, as they were at the start or the last reload.
 * - GET /healthz, /readyz, /metrics need nobody; /overdue.json and /overdue.csv a token.
 *   Who does not take his answers is refused by 429, and hung up on after a while.
 * - 404, 405 (with Allow), 414; 400 for a head over 8 KiB or one that can be read in two ways; 501 for a method
 *   unheard of; 503 with Connection: close for a connection beyond those there may be.
 */
enum {
	HTTP_HEAD_MAX = 8 * 1024, /* bytes: the request line and the fields */
	HTTP_BODY_MAX = 64 * 1024,
	HTTP_URI_MAX = 2048,
	HTTP_USER_FLIGHTS_MAX = 64, /* requests of one user being answered */
	HTTP_STREAMS_MAX = 1024, /* GET /events */
	HTTP_USER_STREAMS_MAX = 64, /* of these, of one user */
	HTTP_OWN_OUT_MAX = 16 * 1024 * 1024, /* bytes of answers that one token's clients leave */
	HTTP_OUT_MAX = 256 * 1024 * 1024, /* and all of them together */
};

struct http_options {
	struct event_loop *loop;
	struct callers *callers;
	struct console *console; /* which is ours from then on */
	int (*count_sessions)(void *arg);
	void *arg;
};

struct http;
struct http *http_new(const struct http_options *options, struct address *at); /* at: as bound */
void http_free(struct http *h);
void http_set_store(struct http *h, struct store *s);
void http_take_console(struct http *h, struct console *console); /* instead of the one it has */
void http_open(struct http *h); /* calls are taken from now on */
void http_drain(struct http *h); /* and no more */
bool http_is_idle(const struct http *h); /* everything asked is answered and taken */

#endif
