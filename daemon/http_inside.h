/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HTTP_INSIDE_H
#define SL_DAEMON_HTTP_INSIDE_H

#include <event2/http.h>

#include "daemon/caller.h"
#include "daemon/http.h"
#include "daemon/http_conns.h"

/* Inside the HTTP door only: what its files share. */
enum { /* statuses that evhttp has no name for */
	CODE_UNAUTHORIZED = 401,
	CODE_FORBIDDEN = 403,
	CODE_URI_TOO_LONG = 414,
	CODE_NOT_JSON = 415,
	CODE_TOO_MANY = 429,
};
enum http_state { HTTP_STARTING, HTTP_OPEN, HTTP_DRAINING };

struct http {
	struct http_options options;
	struct store *store;
	struct evhttp *server;
	struct http_conns *conns;
	struct console *console;
	enum http_state state;
	int n_waiting; /* requests that are not answered yet */
	struct http_rpc *rpcs; /* http_rpc.c */
	struct http_boards *boards; /* http_overdue.c */
	struct http_gauges *gauges; /* http_metrics.c */
	struct http_streams *streams; /* http_events.c */
	struct http_opening *openings; /* http_session.c */
};

struct http_path {
	const char *path;
	int methods; /* EVHTTP_REQ_... */
	const char *allow;
	void (*serve)(struct http *h, struct evhttp_request *req);
};

/* What a request's line and head come to, whoever sent it and however the door stands. */
struct http_verdict {
	const struct http_path *path; /* NULL: none of ours */
	int code; /* 0: to be served; else what is said instead */
	const char *sentence;
	bool must_close;
};
struct http_verdict http_judge(struct evhttp_request *req);

/* A request until its answer: nobody else answers it. */
struct http_wait {
	struct http_wait *next;
	struct evhttp_request *req;
	bool is_csv;
};
void http_waits_put(struct http *h, struct http_wait **list, const struct http_wait *wait);
/* The next that is to be answered now; false: there are no more. */
bool http_waits_take(struct http *h, struct http_wait **list, struct http_wait *out);

/* http.c: every answer leaves by one of these. */
const char *http_get_field(struct evhttp_request *req, const char *name); /* NULL: not there */
void http_set_field(struct evhttp_request *req, const char *name, const char *value);
void http_reply(struct http *h, struct evhttp_request *req, int code, const char *type,
	const char *text, size_t len);
/* The answer to a call, made by whoever answers calls. */
void http_answer(struct http *h, struct evhttp_request *req, int code, const char *trace,
	const char *text, size_t len);
/* An answer that goes on: its head now, chunks by evhttp, its end. */
void http_begin(struct http *h, struct evhttp_request *req, const char *type);
void http_end(struct http *h, struct evhttp_request *req);
int http_code_of(enum err e, int otherwise); /* the status of an error; of most: otherwise */
void http_say(struct http *h, struct evhttp_request *req, int code, const char *sentence);
/* What the request is known by: as its X-Request-Id says, or ours. */
void http_get_trace(struct http *h, struct evhttp_request *req, char out[TRACE_MAX + 1]);
/* A JSON-RPC error without an id, for what never became a call. */
void http_refuse(struct http *h, struct evhttp_request *req, int code, const struct failure *f);

/* http_who.c. Who asks: nobody without a token or a cookie; false: what he has is not good, or not enough, and
 * that has been answered. */
bool http_read_speaker(struct http *h, struct evhttp_request *req, struct speaker *who);
#define HTTP_COOKIE_NAME "sliploop_session"
enum { HTTP_COOKIE_MAX = 128 };
/* By cookie alone, whose value is the token; false: as above. */
bool http_read_session(
	struct http *h, struct evhttp_request *req, struct speaker *who, char token[HTTP_COOKIE_MAX]);
/* False: another site's page had a browser ask this, and that has been answered. */
bool http_check_origin(struct http *h, struct evhttp_request *req);
/* Too much of what his clients, or all, were answered has not been taken by them. */
bool http_is_clogged(const struct http *h, const struct speaker *who);
/* Why no call of his may be taken now; NULL: it may. */
const struct failure *http_find_obstacle(const struct http *h, const struct speaker *who);
extern const struct failure http_closed; /* starting or stopping */

/* One for each path that needs more than a sentence. */
void http_rpc_serve(struct http *h, struct evhttp_request *req);
void http_rpc_end(struct http *h); /* answers nobody any more */
/* A stranger's call of that method, its parameters the body; called answers the request, if it was not refused. */
struct http_called {
	enum err err; /* ERR_NONE: the call has a result */
	const struct speaker *who; /* its caller, as the call left him */
	const char *trace, *text; /* its answer */
	size_t len;
};
typedef void http_called_fn(
	struct http *h, struct evhttp_request *req, const struct http_called *what);
void http_rpc_call(
	struct http *h, struct evhttp_request *req, const char *method, http_called_fn *called);
void http_session_serve(struct http *h, struct evhttp_request *req);
void http_session_end(struct http *h); /* answers nobody any more */
/* A file of the console, or that there is none; false: the path is not of those. */
bool http_console_serve(struct http *h, struct evhttp_request *req);
void http_overdue_serve_json(struct http *h, struct evhttp_request *req);
void http_overdue_serve_csv(struct http *h, struct evhttp_request *req);
struct http_boards *http_boards_new(void);
void http_boards_free(struct http *h);
/* The call that a GET /events stands for; NULL: its query cannot be read. */
const char *http_events_spell_call(struct arena *a, struct evhttp_request *req);
void http_events_serve(struct http *h, struct evhttp_request *req);
struct http_streams *http_streams_new(struct http *h);
void http_streams_drain(struct http *h); /* ends all: their clients go on elsewhere */
void http_streams_free(struct http *h);
void http_metrics_serve(struct http *h, struct evhttp_request *req);
struct http_gauges *http_gauges_new(struct http *h);
void http_gauges_free(struct http *h);

#endif
