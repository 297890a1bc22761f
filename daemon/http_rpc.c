/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns POST /rpc: one body is one frame, its sender is a caller for as long as that takes. Who he is
 * stands in every request's head, so that a revoked token is felt by the next. It never looks into a
 * call or an answer.
 */
#include <event2/buffer.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "api/query.h"
#include "base/die.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/loop.h"

enum { HOLD_MAX_MS = 8000 /* within what a stop waits for */ };

struct http_rpc {
	struct caller caller; /* first: one is the other */
	struct http *http;
	struct http_rpc *prev, *next;
	struct evhttp_request *req; /* NULL: the door has closed */
	http_called_fn *called; /* answers in our place; NULL: nobody does */
	struct evbuffer *answer;
	bool must_close, is_in_turn;
	struct event *on_hold; /* a wrong login's answer waits for it; NULL: none does */
	int64_t held_ms;
	char trace[TRACE_MAX + 1];
};

/* --- the answer -------------------------------------------------------------------------------------- */

static void rpc_put(struct caller *c, const char *text)
{
	struct http_rpc *r = (struct http_rpc *)c;

	must(evbuffer_add(r->answer, text, strlen(text)) == 0);
	c->is_broken |= evbuffer_get_length(r->answer) > CALLER_ANSWER_MAX;
}

static bool rpc_has_room(struct caller *c)
{
	(void)c; /* an array's answers are kept by its frame, which has a bound of its own */
	return true;
}

static int code_of(const struct http_rpc *r)
{
	if (evbuffer_get_length(r->answer) == 0)
		return HTTP_NOCONTENT;
	if (r->caller.is_array)
		return HTTP_OK;
	return http_code_of(r->caller.last, HTTP_OK);
}

static void rpc_free(struct http_rpc *r)
{
	struct http *h = r->http;

	caller_leave(&r->caller);
	if (r->prev)
		r->prev->next = r->next;
	else
		h->rpcs = r->next;
	if (r->next)
		r->next->prev = r->prev;
	h->n_waiting--;
	if (r->on_hold)
		event_free(r->on_hold);
	evbuffer_free(r->answer);
	free(r);
}

static void rpc_reply(struct http_rpc *r)
{
	size_t len = evbuffer_get_length(r->answer);
	const char *text = len ? (const char *)evbuffer_pullup(r->answer, -1) : "";

	if (r->must_close)
		http_set_field(r->req, "Connection", "close");
	if (r->called)
		r->called(r->http, r->req,
			&(struct http_called){r->caller.last, &r->caller.speaker, r->trace, text, len});
	else
		http_answer(r->http, r->req, code_of(r), r->trace, text, len);
}

static void refuse_long_answer(struct http_rpc *r)
{
	static const struct failure too_long = {.err = ERR_INVALID_REQUEST,
		.en = "the answer would be longer than 8 MiB: ask for less at a time",
		.zh = "应答将超过 8 MiB，请减少每次请求的内容"};
	struct arena arena;

	arena_init(&arena);
	const char *text = encode_error(
		&arena, "null", r->trace, &too_long, r->caller.speaker.lang, NULL, NULL);
	http_answer(r->http, r->req, HTTP_BADREQUEST, r->trace, text, strlen(text));
	arena_fini(&arena);
}

/* Everything the caller can do now; answers, and frees r, once nothing of his is left. */
static void rpc_turn(struct caller *c)
{
	struct http_rpc *r = (struct http_rpc *)c;

	if (r->is_in_turn)
		return;
	r->is_in_turn = true;
	caller_start(c);
	r->is_in_turn = false;
	if (c->is_broken) {
		refuse_long_answer(r);
	} else if (c->jobs || r->on_hold) {
		return;
	} else {
		rpc_reply(r);
	}
	rpc_free(r);
}

/* --- wrong logins ----------------------------------------------------------------------------------- */

static void on_held(evutil_socket_t fd, short what, void *arg)
{
	struct http_rpc *r = arg;

	(void)fd, (void)what;
	event_free(r->on_hold);
	r->on_hold = NULL;
	rpc_turn(&r->caller);
}

/* As on the socket; all that comes by HTTP is one source, for a proxy may stand before it. */
static void rpc_hold(struct caller *c, const char *account)
{
	struct http_rpc *r = (struct http_rpc *)c;

	r->held_ms += caller_lose_patience(c, account);
	if (r->held_ms > HOLD_MAX_MS)
		r->held_ms = HOLD_MAX_MS;
	if (!r->on_hold)
		r->on_hold = evtimer_new(r->http->options.loop->base, on_held, r);
	must(r->on_hold &&
		event_add(r->on_hold,
			&(struct timeval){.tv_sec = r->held_ms / 1000, .tv_usec = r->held_ms % 1000 * 1000}) ==
			0);
}

/* --- the request ------------------------------------------------------------------------------------- */

/* NULL: nobody. */
static const char *user_of(const struct http *h, const struct speaker *who)
{
	const struct token *t = who->token ? org_get_token(h->options.callers->now->org, who->token)
									   : NULL;

	return t ? t->user : NULL;
}

static int count_flights(const struct http *h, const struct speaker *who)
{
	const char *user = user_of(h, who);
	int n = 0;

	for (const struct http_rpc *r = h->rpcs; r; r = r->next) {
		const char *other = user_of(h, &r->caller.speaker);

		n += user && other ? strcmp(user, other) == 0 : user == other;
	}
	return n;
}

/* NULL: it may be served; else why not, with its code. */
static const struct failure *find_obstacle(
	struct http *h, struct evhttp_request *req, const struct speaker *who, int *code)
{
	static const struct failure not_json = {.err = ERR_INVALID_REQUEST,
		.en = "the body must be application/json in UTF-8",
		.zh = "请求体应为 UTF-8 编码的 application/json"};
	static const struct failure crowded = {.err = ERR_OVERLOADED};
	const struct failure *obstacle = http_find_obstacle(h, who);

	if (!obstacle && count_flights(h, who) >= HTTP_USER_FLIGHTS_MAX)
		obstacle = &crowded;
	if (obstacle) {
		*code = http_code_of(obstacle->err, HTTP_OK);
		return obstacle;
	}
	*code = CODE_NOT_JSON;
	return head_is_json(http_get_field(req, "Content-Type")) ? NULL : &not_json;
}

/* Takes the request over, or has refused it: NULL. */
static struct http_rpc *rpc_new(
	struct http *h, struct evhttp_request *req, const struct speaker *who)
{
	int code;
	const struct failure *obstacle = find_obstacle(h, req, who, &code);

	if (obstacle) {
		http_refuse(h, req, code, obstacle);
		return NULL;
	}
	struct http_rpc *r = xcalloc(1, sizeof(*r));

	r->caller = (struct caller){
		.all = h->options.callers,
		.speaker = *who,
		.put = rpc_put,
		.has_room = rpc_has_room,
		.hold = rpc_hold,
		.turn = rpc_turn,
	};
	http_get_trace(h, req, r->trace);
	r->caller.trace = r->trace;
	r->http = h;
	r->req = req;
	r->answer = evbuffer_new();
	must(r->answer);
	r->next = h->rpcs;
	if (h->rpcs)
		h->rpcs->prev = r;
	h->rpcs = r;
	h->n_waiting++;
	return r;
}

static const char *read_body(struct evhttp_request *req, size_t *len)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(req);

	*len = evbuffer_get_length(body);
	return *len ? (const char *)evbuffer_pullup(body, -1) : "";
}

void http_rpc_serve(struct http *h, struct evhttp_request *req)
{
	struct speaker who;
	size_t len;
	struct http_rpc *r = http_read_speaker(h, req, &who) ? rpc_new(h, req, &who) : NULL;

	if (!r)
		return;
	const char *text = read_body(req, &len);
	r->must_close = caller_take(&r->caller, text, len, http_get_field(req, "Idempotency-Key"));
	rpc_turn(&r->caller);
}

void http_rpc_call(
	struct http *h, struct evhttp_request *req, const char *method, http_called_fn *called)
{
	const struct speaker nobody = {
		.uid = -1, .lang = head_read_language(http_get_field(req, "Accept-Language"))};
	struct http_rpc *r = rpc_new(h, req, &nobody);
	struct arena arena;
	size_t len;

	if (!r)
		return;
	arena_init(&arena);
	const char *text = read_body(req, &len);

	text = query_wrap_params(&arena, method, text, len, &len);
	r->called = called;
	r->must_close = caller_take(&r->caller, text, len, NULL);
	arena_fini(&arena);
	rpc_turn(&r->caller);
}

void http_rpc_end(struct http *h)
{
	while (h->rpcs)
		rpc_free(h->rpcs);
}
