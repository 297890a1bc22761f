/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_COURIER_H
#define SL_DAEMON_COURIER_H

#include <stdbool.h>
#include <stdint.h>

struct event_loop;

/* Carries letters over HTTP and SMTP, side by side, on the loop: nothing in it ever waits. */
struct courier;
struct courier *courier_new(struct event_loop *loop);
void courier_free(struct courier *c); /* lets go of what is under way, telling nobody */

enum { LETTER_HEADERS_MAX = 8, COURIER_TRIPS_MAX = 128 };

struct letter { /* copied */
	const char *url;
	const char *headers[LETTER_HEADERS_MAX]; /* "name: value"; HTTP only */
	int n_headers;
	const char *body;
	const char *mail_from, *mail_to; /* by SMTP; else POST */
	const char *user, *password; /* to log in with, by TLS only; NULL: nobody does */
	const char *ca_file; /* trusted besides whom the system trusts; NULL: none */
	bool is_public_only; /* a private address is refused when it comes to connecting */
	int64_t timeout_ms; /* for all of it */
};

struct delivery {
	const char *error; /* NULL: taken by the receiver; no secret in it */
	int64_t wait_ms; /* the receiver asks not to be tried before; 0: it does not */
};

typedef void courier_done(void *arg, const struct delivery *d);

/* done is called once, later. False: too many are under way. */
bool courier_send(struct courier *c, const struct letter *l, courier_done *done, void *arg);

#endif
