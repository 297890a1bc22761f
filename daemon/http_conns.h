/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HTTP_CONNS_H
#define SL_DAEMON_HTTP_CONNS_H

#include <stdbool.h>
#include <stddef.h>

struct event_base;
struct evhttp;
struct evhttp_request;

/* The connections of an HTTP server: how many there may be, and for how long each may keep us. */
enum {
	HTTP_CONNS_MAX = 512,
	HTTP_CONNS_OVER = 64, /* more of them hear 503; beyond these the queue of the kernel waits */
	HTTP_READ_MS = 10000, /* from the first byte of a request to its last */
	HTTP_IDLE_MS = 30000, /* between two requests */
	HTTP_WRITE_MS = 30000, /* for the client to take the whole answer */
	HTTP_OVER_MS = 2000, /* for one too many to say what it wants */
	HTTP_LINGER_MS = 1000, /* after our last byte, for the client's */
};

struct http_conns;
struct http_conns *http_conns_new(struct event_base *base, struct evhttp *server, int fd);
void http_conns_free(struct http_conns *all); /* before the server */
/* A request has come whole. False: it came on a connection too many, and is to hear so. */
bool http_conns_take(struct http_conns *all, struct evhttp_request *req);
void http_conns_reply(struct http_conns *all, struct evhttp_request *req); /* it is answered now */
int http_conns_count(const struct http_conns *all);
size_t http_conns_count_out(const struct http_conns *all); /* bytes that clients have to take */

#endif
