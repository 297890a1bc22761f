/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HTTP_CONNS_H
#define SL_DAEMON_HTTP_CONNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct evhttp;
struct evhttp_request;

/* The connections of an HTTP server: how many there may be, and for how long each may keep us. */
enum {
	HTTP_CONNS_MAX = 512, /* besides streams; then the one idle longest makes way */
	HTTP_CONNS_OVER = 64, /* none idle: more of them hear 503; then the kernel's queue waits */
	HTTP_READ_MS = 10000, /* from the first byte of a request to its last */
	HTTP_IDLE_MS = 30000, /* between two requests */
	HTTP_YIELD_MS = 1000, /* idle for less, none makes way: its next request may be under way */
	HTTP_WRITE_MS = 30000, /* for the client to take the whole answer */
	HTTP_OVER_MS = 2000, /* for one too many to say what it wants */
	HTTP_LINGER_MS = 1000, /* after our last byte, for the client's */
};

struct http_conns;
struct http_conns *http_conns_new(struct event_base *base, struct evhttp *server, int fd);
void http_conns_free(struct http_conns *all); /* before the server */
/* A request has come whole. False: it came on a connection too many, and is to hear so. */
bool http_conns_take(struct http_conns *all, struct evhttp_request *req);
/* Whose request it is, as far as bounds go. */
void http_conns_own(struct http_conns *all, struct evhttp_request *req, int64_t owner);
/* Its answer has begun and goes on as long as it likes; what of it is there must be taken. */
void http_conns_stream(struct http_conns *all, struct evhttp_request *req);
void http_conns_reply(struct http_conns *all, struct evhttp_request *req); /* it is answered now */
int http_conns_count(const struct http_conns *all);
size_t http_conns_count_out(const struct http_conns *all); /* bytes that clients have to take */
size_t http_conns_count_owned(const struct http_conns *all, int64_t owner); /* of these, his */

#endif
