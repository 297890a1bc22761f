/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the HTTP door: its address, its limits, which path is served by whom and how an answer leaves.
 * What a call means is not its business: calls go the way of every call (caller.c). It never serves
 * anybody beyond this machine.
 */
#include "daemon/http_inside.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/keyvalq_struct.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include "base/die.h"
#include "daemon/console.h"
#include "daemon/engine.h"
#include "daemon/head.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/outages.h"
#include "daemon/reader.h"
#include "daemon/service.h"

enum {
	LAG_MAX_MS = 10000, /* timers further behind than that are not caught up */
	SEND_BUFFER = 256 * 1024, /* of the kernel, for each connection */
};

/* --- fields ----------------------------------------------------------------------------------------- */

const char *http_get_field(struct evhttp_request *req, const char *name)
{
	return evhttp_find_header(evhttp_request_get_input_headers(req), name);
}

void http_set_field(struct evhttp_request *req, const char *name, const char *value)
{
	must(evhttp_add_header(evhttp_request_get_output_headers(req), name, value) == 0);
}

/* How long the body is must be said once and in one way: two readers of one head must not differ. evhttp reads no
 * body of a HEAD, and a name with a blank behind it as another one: what follows would be the next request to it, and
 * not to a proxy before it, which would hand its answer to somebody else. */
static bool is_body_clear(struct evhttp_request *req)
{
	int most = evhttp_request_get_command(req) == EVHTTP_REQ_HEAD ? 0 : 1;
	struct evkeyval *field;
	int n = 0;

	TAILQ_FOREACH(field, evhttp_request_get_input_headers(req), next)
	{
		if (strpbrk(field->key, " \t"))
			return false;
		if (strcasecmp(field->key, "Content-Length") == 0)
			n++;
		else if (strcasecmp(field->key, "Transfer-Encoding") == 0)
			n += strcasecmp(field->value, "chunked") == 0 ? 1 : 2;
	}
	return n <= most;
}

/* --- answers ---------------------------------------------------------------------------------------- */

static void set_field_once(struct evhttp_request *req, const char *name, const char *value)
{
	if (!evhttp_find_header(evhttp_request_get_output_headers(req), name))
		http_set_field(req, name, value);
}

static void set_usual_fields(const struct http *h, struct evhttp_request *req, const char *type)
{
	if (type)
		http_set_field(req, "Content-Type", type);
	http_set_field(req, "X-Content-Type-Options", "nosniff");
	set_field_once(req, "Cache-Control", "no-store");
	if (h->state == HTTP_DRAINING)
		set_field_once(req, "Connection", "close");
}

void http_reply(struct http *h, struct evhttp_request *req, int code, const char *type,
	const char *text, size_t len)
{
	bool is_head = evhttp_request_get_command(req) == EVHTTP_REQ_HEAD;
	struct evbuffer *body = evbuffer_new();
	char size[24];

	must(body);
	set_usual_fields(h, req, type);
	if (is_head && code != HTTP_NOTMODIFIED) {
		snprintf(size, sizeof(size), "%zu", len);
		http_set_field(req, "Content-Length", size);
	} else if (len) {
		must(evbuffer_add(body, text, len) == 0);
	}
	meter_count_http(h->options.callers->meter, code);
	http_conns_reply(h->conns, req);
	evhttp_send_reply(req, code, NULL, body);
	evbuffer_free(body);
}

void http_begin(struct http *h, struct evhttp_request *req, const char *type)
{
	set_usual_fields(h, req, type);
	meter_count_http(h->options.callers->meter, HTTP_OK);
	http_conns_stream(h->conns, req);
	evhttp_send_reply_start(req, HTTP_OK, NULL);
}

void http_end(struct http *h, struct evhttp_request *req)
{
	http_conns_reply(h->conns, req);
	evhttp_send_reply_end(req);
}

int http_code_of(enum err e, int otherwise)
{
	switch (e) {
	case ERR_PARSE:
	case ERR_INVALID_REQUEST: return HTTP_BADREQUEST;
	case ERR_UNAUTHENTICATED: return CODE_UNAUTHORIZED;
	case ERR_OVERLOADED: return CODE_TOO_MANY;
	case ERR_UNAVAILABLE: return HTTP_SERVUNAVAIL;
	case ERR_NONE:
	case ERR_METHOD_NOT_FOUND:
	case ERR_INVALID_PARAMS:
	case ERR_INTERNAL:
	case ERR_FORBIDDEN:
	case ERR_NOT_FOUND:
	case ERR_WRONG_STATE:
	case ERR_CONFLICT:
	case ERR_IDEMPOTENCY_MISMATCH:
	case ERR_NO_POLICY:
	case ERR_QUOTA_EXCEEDED:
	case ERR_CONFIRMATION_REQUIRED:
	case ERR_CONFIRMATION_LAPSED:
	case ERR_BAD_CALENDAR:
	case ERR_BAD_ROUTE:
	case ERR_BAD_POLICY:
	case ERR_BAD_CONFIG:
	case ERR_UNKNOWN_OUTCOME: return otherwise;
	case ERR_N: break;
	}
	die_assert(__FILE__, __LINE__, "err");
}

/* When it is worth trying again, by what stands in the way now. */
static void set_retry(const struct http *h, struct evhttp_request *req)
{
	int64_t ms = outage_retry_ms(outages_get(h->options.callers->outages));
	char seconds[24];

	snprintf(seconds, sizeof(seconds), "%lld", (long long)(ms > 1000 ? ms / 1000 : 1));
	http_set_field(req, "Retry-After", seconds);
}

void http_answer(struct http *h, struct evhttp_request *req, int code, const char *trace,
	const char *text, size_t len)
{
	if (code == CODE_UNAUTHORIZED)
		set_field_once(req, "WWW-Authenticate", "Bearer");
	if (code == CODE_TOO_MANY)
		http_set_field(req, "Retry-After", "1");
	if (code == HTTP_SERVUNAVAIL)
		set_retry(h, req);
	http_set_field(req, "X-Request-Id", trace);
	http_reply(h, req, code, len ? "application/json" : NULL, text, len);
}

const struct failure http_closed = {.err = ERR_UNAVAILABLE,
	.en = "the daemon is starting or stopping and takes no calls: try again",
	.zh = "服务正在启动或停止，暂不受理调用，请稍后重试"};

const struct failure *http_find_obstacle(const struct http *h, int64_t owner)
{
	static const struct failure crowded = {.err = ERR_OVERLOADED};

	if (h->state != HTTP_OPEN)
		return &http_closed;
	return http_is_clogged(h, owner) ? &crowded : NULL;
}

void http_waits_put(struct http *h, struct http_wait **list, const struct http_wait *wait)
{
	struct http_wait *w = xcalloc(1, sizeof(*w));

	*w = *wait;
	w->next = *list;
	*list = w;
	h->n_waiting++;
}

bool http_waits_take(struct http *h, struct http_wait **list, struct http_wait *out)
{
	struct http_wait *w = *list;

	if (!w)
		return false;
	*out = *w;
	*list = w->next;
	h->n_waiting--;
	free(w);
	return true;
}

int64_t http_owner_of(const struct http *h, const struct speaker *who)
{
	const struct callers *callers = h->options.callers;
	const struct user *user = speaker_get_user(who, callers->now->org, callers->engine);
	int64_t owner = HTTP_OWNER_NOBODY;

	if (user)
		crypto_generichash((unsigned char *)&owner, sizeof(owner),
			(const unsigned char *)user->name, strlen(user->name), NULL, 0);
	return owner;
}

bool http_is_clogged(const struct http *h, int64_t owner)
{
	return http_conns_count_out(h->conns) > HTTP_OUT_MAX ||
		http_conns_count_owned(h->conns, owner) > HTTP_OWN_OUT_MAX;
}

void http_say(struct http *h, struct evhttp_request *req, int code, const char *sentence)
{
	char line[512];
	int n = snprintf(line, sizeof(line), "%s\n", sentence);

	must(n < (int)sizeof(line));
	http_reply(h, req, code, "text/plain; charset=utf-8", line, (size_t)n);
}

void http_get_trace(struct http *h, struct evhttp_request *req, char out[TRACE_MAX + 1])
{
	const char *given = http_get_field(req, "X-Request-Id");

	if (given && trace_is_well_formed(given))
		strcpy(out, given);
	else
		traces_next(&h->options.callers->traces, out);
}

void http_refuse(struct http *h, struct evhttp_request *req, int code, const struct failure *f)
{
	enum lang lang = head_read_language(http_get_field(req, "Accept-Language"));
	char trace[TRACE_MAX + 1];
	struct arena arena;

	http_get_trace(h, req, trace);
	arena_init(&arena);
	const char *text = encode_error(&arena, "null", trace, f, lang, NULL, NULL);
	http_answer(h, req, code, trace, text, strlen(text));
	arena_fini(&arena);
}

/* --- is it alive, is it ready ------------------------------------------------------------------------- */

static void healthz_serve(struct http *h, struct evhttp_request *req)
{
	http_say(h, req, HTTP_OK, "ok");
}

/* In the language that is asked for, what it is and what to do. */
static void say_outage(struct http *h, struct evhttp_request *req, int code, enum outage is)
{
	enum lang lang = head_read_language(http_get_field(req, "Accept-Language"));
	struct arena a;

	if (code == HTTP_SERVUNAVAIL)
		set_retry(h, req);
	arena_init(&a);
	http_say(h, req, code,
		arena_fmt(&a, lang == LANG_ZH_CN ? "%s%s。处理办法：%s" : "%s%s; what to do: %s",
			code == HTTP_OK ? lang == LANG_ZH_CN ? "就绪；" : "ready; " : "", outage_text(is, lang),
			outage_advice(is, lang)));
	arena_fini(&a);
}

static void readyz_serve(struct http *h, struct evhttp_request *req)
{
	const struct engine *e = h->options.callers->engine;
	enum outage outage = outages_get(h->options.callers->outages);
	int64_t due_at = engine_get_next_due(e), now = engine_now(e);

	if (h->state == HTTP_DRAINING) {
		http_say(h, req, HTTP_SERVUNAVAIL, "stopping: no new calls are taken");
	} else if (outage_retry_ms(outage) > 0) {
		say_outage(h, req, HTTP_SERVUNAVAIL, outage);
	} else if (!engine_is_up(e)) {
		http_say(h, req, HTTP_SERVUNAVAIL, "the organisation is being read from the store");
	} else if (h->state == HTTP_STARTING) {
		http_say(h, req, HTTP_SERVUNAVAIL, "starting: what fell due meanwhile is being fired");
	} else if (due_at != INSTANT_NONE && now - due_at > LAG_MAX_MS) {
		char line[80];

		snprintf(line, sizeof(line), "timers are %lld s behind", (long long)(now - due_at) / 1000);
		http_say(h, req, HTTP_SERVUNAVAIL, line);
	} else if (outage != OUTAGE_NONE) {
		say_outage(h, req, HTTP_OK, outage);
	} else {
		http_say(h, req, HTTP_OK, "ready");
	}
}

/* --- paths ------------------------------------------------------------------------------------------- */

static const struct http_path paths[] = {
	{"/rpc", EVHTTP_REQ_POST, "POST", http_rpc_serve},
	{"/events", EVHTTP_REQ_GET, "GET", http_events_serve},
	{"/session", EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_DELETE, "GET, POST, DELETE",
		http_session_serve},
	{"/healthz", EVHTTP_REQ_GET | EVHTTP_REQ_HEAD, "GET, HEAD", healthz_serve},
	{"/readyz", EVHTTP_REQ_GET | EVHTTP_REQ_HEAD, "GET, HEAD", readyz_serve},
	{"/metrics", EVHTTP_REQ_GET | EVHTTP_REQ_HEAD, "GET, HEAD", http_metrics_serve},
	{"/overdue.json", EVHTTP_REQ_GET | EVHTTP_REQ_HEAD, "GET, HEAD", http_overdue_serve_json},
	{"/overdue.csv", EVHTTP_REQ_GET | EVHTTP_REQ_HEAD, "GET, HEAD", http_overdue_serve_csv},
};

static const struct http_path *path_find(struct evhttp_request *req)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	const char *path = uri ? evhttp_uri_get_path(uri) : NULL;

	for (size_t i = 0; path && i < N_OF(paths); i++)
		if (strcmp(paths[i].path, path) == 0)
			return &paths[i];
	return NULL;
}

struct http_verdict http_judge(struct evhttp_request *req)
{
	const struct http_path *p = path_find(req);

	if (!is_body_clear(req))
		return (struct http_verdict){.code = HTTP_BADREQUEST,
			.sentence = "the head does not say how long the body is, or twice",
			.must_close = true};
	if (strlen(evhttp_request_get_uri(req)) > HTTP_URI_MAX)
		return (struct http_verdict){
			.code = CODE_URI_TOO_LONG, .sentence = "the URI is longer than 2,048 bytes"};
	if (!p)
		return (struct http_verdict){.code = HTTP_NOTFOUND, .sentence = "no such path"};
	if (!(evhttp_request_get_command(req) & p->methods))
		return (struct http_verdict){
			.code = HTTP_BADMETHOD, .sentence = "this path has no such method", .path = p};
	return (struct http_verdict){.path = p};
}

static void on_request(struct evhttp_request *req, void *arg)
{
	struct http *h = arg;
	struct http_verdict v = http_judge(req);
	bool is_room = http_conns_take(h->conns, req);

	if (!is_room || v.must_close)
		http_set_field(req, "Connection", "close");
	if (!is_room) {
		http_set_field(req, "Retry-After", "1");
		http_say(h, req, HTTP_SERVUNAVAIL, "as many connections as may be are open");
	} else if (v.code == HTTP_NOTFOUND && http_console_serve(h, req)) {
		;
	} else if (v.code) {
		if (v.path)
			http_set_field(req, "Allow", v.path->allow);
		http_say(h, req, v.code, v.sentence);
	} else {
		v.path->serve(h, req);
	}
}

/* --- the door ----------------------------------------------------------------------------------------- */

static int bind_at(struct address *at)
{
	char text[ADDRESS_TEXT];
	int on = 1, kept = SEND_BUFFER;
	int fd = service_take_socket("http");
	bool is_handed = fd >= 0;

	if (!is_handed)
		fd = socket(at->at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	address_spell(at, text);
	/* Connections inherit both: a second answer does not wait for the first to be acknowledged, and
	 * what a client does not take stays here, where it is bounded, not in the kernel. */
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kept, sizeof(kept)) != 0 ||
		(!is_handed && bind(fd, (struct sockaddr *)&at->at, at->len) != 0) ||
		(at->len = sizeof(at->at), getsockname(fd, (struct sockaddr *)&at->at, &at->len)) != 0)
		die("--http %s: %s", text, strerror(errno));
	if (!address_is_loopback(at)) /* of its own address config.c has seen to it */
		die("--http: the service manager's socket is not for this machine only");
	return fd;
}

struct http *http_new(const struct http_options *options, struct address *at)
{
	/* Those that are not here are answered by 501. */
	static const int methods = EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT |
		EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS | EVHTTP_REQ_PATCH;
	struct http *h = xcalloc(1, sizeof(*h));

	h->options = *options;
	h->console = options->console;
	h->server = evhttp_new(options->loop->base);
	must(h->server);
	evhttp_set_max_headers_size(h->server, HTTP_HEAD_MAX);
	evhttp_set_max_body_size(h->server, HTTP_BODY_MAX);
	evhttp_set_timeout(h->server, HTTP_IDLE_MS / 1000);
	evhttp_set_allowed_methods(h->server, (ev_uint16_t)methods);
	evhttp_set_default_content_type(h->server, NULL);
	evhttp_set_gencb(h->server, on_request, h);
	h->conns = http_conns_new(options->loop->base, h->server, bind_at(at));
	h->boards = http_boards_new();
	h->gauges = http_gauges_new(h);
	h->streams = http_streams_new(h);
	return h;
}

void http_take_console(struct http *h, struct console *console)
{
	console_free(h->console);
	h->console = console;
}

void http_set_store(struct http *h, struct store *s)
{
	h->store = s;
}

static void http_enter(struct http *h, enum http_state state)
{
	h->state = state;
}

void http_open(struct http *h)
{
	http_enter(h, HTTP_OPEN);
}

void http_drain(struct http *h)
{
	http_enter(h, HTTP_DRAINING);
	http_streams_drain(h);
}

bool http_is_idle(const struct http *h)
{
	return h->n_waiting == 0 && http_conns_count_out(h->conns) == 0;
}

void http_free(struct http *h)
{
	http_rpc_end(h);
	http_session_end(h);
	http_streams_free(h);
	http_boards_free(h);
	http_gauges_free(h);
	http_conns_free(h->conns);
	evhttp_free(h->server);
	console_free(h->console);
	free(h);
}
