/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns /session: logging in to the console and out. Who may come in is found out as on every door, by
 * session.login; then a token of his own is opened through the engine, and its text goes into a cookie that no
 * script can read. It never keeps a session: that is the token's row.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "daemon/engine.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/secret.h"

enum { SESSION_TTL_MS = 12 * 3600 * 1000 };

/* A session being opened or ended, on its way through the engine. */
struct http_opening {
	struct ask ask; /* first: one is the other */
	struct call call;
	struct request_token request;
	struct http *http; /* NULL: the door has closed */
	struct evhttp_request *req;
	struct http_opening *prev, *next;
	struct arena arena;
	char user[SPEAKER_NAME], trace[TRACE_MAX + 1];
};

/* --- the cookie ------------------------------------------------------------------------------------- */

/* token "": it goes away. */
static void set_cookie(struct evhttp_request *req, const char *token, int64_t seconds)
{
	bool by_tls = head_came_by_tls(http_get_field(req, "X-Forwarded-Proto"));
	char cookie[HTTP_COOKIE_MAX + 128];
	int n = snprintf(cookie, sizeof(cookie),
		HTTP_COOKIE_NAME "=%s; HttpOnly; SameSite=Strict; Path=/; Max-Age=%lld%s", token,
		(long long)seconds, by_tls ? "; Secure" : "");

	must(n < (int)sizeof(cookie));
	http_set_field(req, "Set-Cookie", cookie);
}

/* --- answers ---------------------------------------------------------------------------------------- */

static void reply_session(struct http *h, struct evhttp_request *req, const char *trace,
	const struct speaker *who, const char *token, bool is_new)
{
	const struct callers *callers = h->options.callers;
	const struct org *org = callers->now->org;
	const struct user *user = speaker_get_user(who, org, callers->engine);
	int64_t now_at = engine_now(callers->engine);
	int64_t expires_at = org_get_token(org, who->token)->expires_at;
	struct arena arena;
	char csrf[SECRET_CSRF];

	arena_init(&arena);
	const char *text = encode_session(&(struct view){.arena = &arena, .org = org, .now_at = now_at},
		user, who->lang, secret_spell_csrf(csrf, token), expires_at);

	if (is_new)
		set_cookie(req, token, (expires_at - now_at) / 1000);
	http_answer(h, req, HTTP_OK, trace, text, strlen(text));
	arena_fini(&arena);
}

static void reply_opened(struct http_opening *o)
{
	const struct callers *callers = o->http->options.callers;
	struct speaker who = {.uid = -1, .lang = o->ask.lang};

	if (speaker_login(&who, o->ask.secret, callers->now->org, callers->engine))
		reply_session(o->http, o->req, o->trace, &who, o->ask.secret, true);
	else /* ended, or he was disabled, in the moment it took */
		http_refuse(
			o->http, o->req, CODE_UNAUTHORIZED, &(struct failure){.err = ERR_UNAUTHENTICATED});
}

/* One that was ended by somebody else meanwhile is ended. */
static void reply_closed(struct http_opening *o)
{
	set_cookie(o->req, "", 0);
	http_answer(o->http, o->req, HTTP_NOCONTENT, o->trace, "", 0);
}

/* --- through the engine ------------------------------------------------------------------------------- */

static void opening_free(struct http_opening *o)
{
	struct http *h = o->http;

	if (h) {
		if (o->prev)
			o->prev->next = o->next;
		else
			h->openings = o->next;
		if (o->next)
			o->next->prev = o->prev;
		h->n_waiting--;
	}
	arena_fini(&o->arena);
	free(o);
}

static void on_answer(struct ask *ask, const char *text)
{
	struct http_opening *o = (struct http_opening *)ask;
	bool is_open = ask->call->command == &command_session_open;

	if (!o->http)
		;
	else if (ask->err == ERR_NONE && is_open)
		reply_opened(o);
	else if (ask->err == ERR_NONE || (ask->err == ERR_NOT_FOUND && !is_open))
		reply_closed(o);
	else
		http_answer(
			o->http, o->req, http_code_of(ask->err, HTTP_INTERNAL), o->trace, text, strlen(text));
	opening_free(o);
}

static void submit(struct http *h, struct evhttp_request *req, const struct command *command,
	const struct request_token *request, const struct speaker *who)
{
	struct callers *callers = h->options.callers;
	const struct user *user = speaker_get_user(who, callers->now->org, callers->engine);
	struct http_opening *o = xcalloc(1, sizeof(*o));

	arena_init(&o->arena);
	http_get_trace(h, req, o->trace);
	snprintf(o->user, sizeof(o->user), "%s", user ? user->name : "");
	o->request = *request;
	o->request.head.if_version = -1;
	o->call = (struct call){.id = "null", .command = command, .request = &o->request};
	o->ask = (struct ask){
		.call = &o->call,
		.arena = &o->arena,
		.stream = o,
		.user = o->user,
		.lang = who->lang,
		.outages = callers->outages,
		.trace = o->trace,
		.answer = on_answer,
	};
	o->http = h;
	o->req = req;
	o->next = h->openings;
	if (o->next)
		o->next->prev = o;
	h->openings = o;
	h->n_waiting++;
	engine_submit(callers->engine, &o->ask);
}

static void on_login(struct http *h, struct evhttp_request *req, const struct http_called *what)
{
	const struct speaker *who = what->who;
	struct request_token q = {.ttl_ms = SESSION_TTL_MS};

	if (what->err != ERR_NONE) {
		http_answer(
			h, req, http_code_of(what->err, HTTP_BADREQUEST), what->trace, what->text, what->len);
		return;
	}
	q.opened_with = who->token ? who->token : OPENED_BY_PASSWORD;
	memcpy(q.password_end, who->password_end, sizeof(q.password_end));
	submit(h, req, &command_session_open, &q, who);
}

/* --- the request ------------------------------------------------------------------------------------ */

static void show(struct http *h, struct evhttp_request *req)
{
	char token[HTTP_COOKIE_MAX], trace[TRACE_MAX + 1];
	struct speaker who;

	if (!http_read_session(h, req, &who, token))
		return;
	http_get_trace(h, req, trace);
	reply_session(h, req, trace, &who, token, false);
}

static void end(struct http *h, struct evhttp_request *req)
{
	char token[HTTP_COOKIE_MAX];
	struct request_token q = {0};
	const struct failure *obstacle;
	struct speaker who;

	if (!http_read_session(h, req, &who, token))
		return;
	obstacle = http_find_obstacle(h, &who);
	if (obstacle) {
		http_refuse(h, req, http_code_of(obstacle->err, HTTP_INTERNAL), obstacle);
		return;
	}
	q.head.id = who.token;
	memcpy(q.hash, who.token_hash, sizeof(q.hash));
	submit(h, req, &command_session_close, &q, &who);
}

/* Logging in for somebody else, as his browser, is what another site must not do either. */
static void begin(struct http *h, struct evhttp_request *req)
{
	if (http_check_origin(h, req))
		http_rpc_call(h, req, "session.login", on_login);
}

void http_session_serve(struct http *h, struct evhttp_request *req)
{
	switch (evhttp_request_get_command(req)) {
	case EVHTTP_REQ_POST: begin(h, req); break;
	case EVHTTP_REQ_DELETE: end(h, req); break;
	default: show(h, req); break;
	}
}

void http_session_end(struct http *h)
{
	while (h->openings) {
		struct http_opening *o = h->openings;

		h->openings = o->next;
		if (o->next)
			o->next->prev = NULL;
		h->n_waiting--;
		o->http = NULL; /* the engine has it yet */
	}
}
