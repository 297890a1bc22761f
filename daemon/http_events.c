/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns GET /events: a watch.start whose answer and notifications leave as server-sent events, each of
 * them the line that the socket would carry. The query's fields are the call's parameters; where the
 * browser comes back, its Last-Event-ID is `since`. What a watch is told is not its business.
 */
#include <assert.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include "api/query.h"
#include "base/buf.h"
#include "base/die.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/loop.h"

enum {
	LOOK_S = 1, /* how often streams are looked after */
	QUERY_FIELDS_MAX = 16,
	COMMENT_MS = 15000, /* after as long a silence: proxies hang up on a still stream */
};

enum stream_state {
	STREAM_ASKED, /* the watch is not begun: the request waits for its answer */
	STREAM_OPEN,
	STREAM_ENDING, /* all is said: it goes when it is next looked after */
	STREAM_REFUSED, /* it was answered otherwise */
};

struct http_stream {
	struct caller caller; /* first: one is the other */
	struct http *http;
	struct http_stream *prev, *next;
	struct evhttp_request *req;
	enum stream_state state;
	int64_t said_ms; /* when it last said anything */
	char *cursor; /* where it begins; NULL: not known yet */
	bool is_in_turn;
	char trace[TRACE_MAX + 1];
};

struct http_streams {
	struct http_stream *head;
	struct event *on_look;
	struct buf line, event; /* being spelled */
};

static void stream_enter(struct http_stream *s, enum stream_state state)
{
	s->state = state;
}

/* --- saying ------------------------------------------------------------------------------------------- */

static void say(struct http_stream *s, const char *text, size_t len)
{
	struct evbuffer *chunk = evbuffer_new();

	must(chunk && evbuffer_add(chunk, text, len) == 0);
	evhttp_send_reply_chunk(s->req, chunk);
	evbuffer_free(chunk);
	s->said_ms = loop_now_ms();
}

/* One line of the socket as an event: cursor NULL, it moves nobody's place. */
static void say_event(struct http_stream *s, const char *cursor, const char *line, size_t len)
{
	struct buf *event = &s->http->streams->event;

	buf_clear(event);
	if (cursor)
		buf_put_fmt(event, "id: %s\n", cursor);
	buf_put_str(event, "data: ");
	buf_put(event, line, len);
	buf_put_str(event, "\n\n");
	say(s, event->data, event->len);
}

static void stream_put_event(void *caller, const struct watch_event *e)
{
	struct http_stream *s = caller;
	struct buf *line = &s->http->streams->line;

	buf_clear(line);
	encode_event(line, e->watch, e->cursor, e->members);
	say_event(s, e->cursor, line->data, line->len);
	if (e->is_last)
		stream_enter(s, STREAM_ENDING);
}

static struct bufferevent *stream_get_bev(const struct http_stream *s)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(s->req);

	return evcon ? evhttp_connection_get_bufferevent(evcon) : NULL;
}

static size_t stream_count_waiting(void *caller)
{
	struct bufferevent *bev = stream_get_bev(caller);

	return bev ? evbuffer_get_length(bufferevent_get_output(bev)) : 0;
}

/* --- the answer to watch.start ----------------------------------------------------------------------------- */

/* The first event has the place it begins at: who is cut off before any change loses none either. */
static void stream_open(struct http_stream *s, const char *line)
{
	static const char retry[] = "retry: 1000\n\n";

	http_set_field(s->req, "X-Accel-Buffering", "no"); /* proxies pass it on as it comes */
	http_set_field(s->req, "X-Request-Id", s->trace);
	http_begin(s->http, s->req, "text/event-stream");
	stream_enter(s, STREAM_OPEN);
	say(s, retry, sizeof(retry) - 1);
	say_event(s, s->cursor, line, strcspn(line, "\n"));
}

static void stream_begin_events(void *caller, const char *cursor)
{
	struct http_stream *s = caller;

	s->cursor = xstrdup(cursor);
}

static void stream_put(struct caller *c, const char *text)
{
	struct http_stream *s = (struct http_stream *)c;
	struct http *h = s->http;

	h->n_waiting--;
	if (c->last == ERR_NONE && h->state == HTTP_OPEN) {
		stream_open(s, text);
		return;
	}
	stream_enter(s, STREAM_REFUSED);
	if (c->last == ERR_NONE)
		http_refuse(h, s->req, HTTP_SERVUNAVAIL, &http_closed);
	else
		http_answer(
			h, s->req, http_code_of(c->last, HTTP_BADREQUEST), s->trace, text, strlen(text));
}

static bool stream_has_room(struct caller *c)
{
	(void)c;
	return true;
}

/* --- a stream's life -------------------------------------------------------------------------------------- */

static void stream_free(struct http_stream *s)
{
	struct http *h = s->http;

	caller_leave(&s->caller);
	h->n_waiting -= s->state == STREAM_ASKED;
	if (s->prev)
		s->prev->next = s->next;
	else
		h->streams->head = s->next;
	if (s->next)
		s->next->prev = s->prev;
	free(s->cursor);
	free(s);
}

static void stream_end(struct http_stream *s)
{
	http_end(s->http, s->req);
	stream_free(s);
}

static void stream_turn(struct caller *c)
{
	struct http_stream *s = (struct http_stream *)c;

	if (s->is_in_turn)
		return;
	s->is_in_turn = true;
	caller_start(c);
	s->is_in_turn = false;
	if (s->state == STREAM_REFUSED)
		stream_free(s);
}

/* evhttp may not be reading, and would not see him go. */
static bool stream_is_gone(const struct http_stream *s)
{
	struct bufferevent *bev = stream_get_bev(s);
	char byte;

	if (!bev)
		return true;
	ssize_t n = recv(bufferevent_getfd(bev), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/* evhttp hangs up after so long without a byte, but every write begins that anew. */
static_assert(COMMENT_MS + 2 * LOOK_S * 1000 < HTTP_IDLE_MS, "a still stream lives");

static void on_look(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	int64_t now_ms = loop_now_ms();
	struct http_stream *next;

	(void)fd, (void)what;
	for (struct http_stream *s = h->streams->head; s; s = next) {
		next = s->next;
		if (s->state == STREAM_ASKED)
			continue;
		if (s->state == STREAM_ENDING || stream_is_gone(s))
			stream_end(s);
		else if (now_ms - s->said_ms >= COMMENT_MS)
			say(s, ":\n\n", 3);
	}
}

/* --- the request ------------------------------------------------------------------------------------------ */

const char *http_events_spell_call(struct arena *a, struct evhttp_request *req)
{
	const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(req));
	const char *last = http_get_field(req, "Last-Event-ID");
	struct evkeyvalq pairs = TAILQ_HEAD_INITIALIZER(pairs);
	struct query_field fields[QUERY_FIELDS_MAX + 1];
	const char *call = NULL;
	struct evkeyval *pair;
	int n = 0;

	if (last && *last)
		fields[n++] = (struct query_field){"since", last};
	if (query && evhttp_parse_query_str(query, &pairs) != 0)
		return NULL;
	TAILQ_FOREACH(pair, &pairs, next)
	{
		/* The URL stays what it was when the browser comes back: where it was cut off is later. */
		bool is_older = n > 0 && fields[0].value == last && strcmp(pair->key, "since") == 0;

		if (n <= QUERY_FIELDS_MAX && !is_older)
			fields[n++] = (struct query_field){pair->key, pair->value};
	}
	if (n <= QUERY_FIELDS_MAX)
		call = query_spell_call(a, "watch.start", fields, n);
	evhttp_clear_headers(&pairs);
	return call;
}

static bool is_within_bounds(const struct http *h, const struct user *who)
{
	const struct callers *callers = h->options.callers;
	int n = 0, n_own = 0;

	for (const struct http_stream *s = h->streams->head; s; s = s->next, n++)
		n_own += speaker_get_user(&s->caller.speaker, callers->now->org, callers->engine) == who;
	return n < HTTP_STREAMS_MAX && n_own < HTTP_USER_STREAMS_MAX;
}

void http_events_serve(struct http *h, struct evhttp_request *req)
{
	static const struct failure unread = {.err = ERR_INVALID_REQUEST,
		.en = "the query cannot be read: topics=alarms,orders&station=NAME",
		.zh = "无法解析查询参数，应为 topics=alarms,orders&station=名称"};
	static const struct failure crowded = {.err = ERR_OVERLOADED,
		.en = "too many event streams: 64 of one user, 1,024 all told",
		.zh = "事件流过多：每个用户最多 64 个，总共 1024 个"};
	const struct callers *callers = h->options.callers;
	struct speaker who;

	if (!http_read_speaker(h, req, &who))
		return;
	const struct failure *obstacle = http_find_obstacle(h, http_owner_of(h, &who));
	const struct user *user = speaker_get_user(&who, callers->now->org, callers->engine);
	struct arena arena;

	arena_init(&arena);
	const char *call = http_events_spell_call(&arena, req);

	if (!obstacle && !call)
		obstacle = &unread;
	if (!obstacle && user && !is_within_bounds(h, user))
		obstacle = &crowded;
	if (obstacle) {
		http_refuse(h, req, http_code_of(obstacle->err, HTTP_BADREQUEST), obstacle);
		arena_fini(&arena);
		return;
	}
	struct http_stream *s = xcalloc(1, sizeof(*s));

	s->caller = (struct caller){
		.all = h->options.callers,
		.speaker = who,
		.trace = s->trace,
		.put = stream_put,
		.has_room = stream_has_room,
		.turn = stream_turn,
		.begin_events = stream_begin_events,
		.put_event = stream_put_event,
		.count_waiting = stream_count_waiting,
	};
	http_get_trace(h, req, s->trace);
	s->http = h;
	s->req = req;
	s->next = h->streams->head;
	if (s->next)
		s->next->prev = s;
	h->streams->head = s;
	h->n_waiting++;
	caller_take(&s->caller, call, strlen(call), NULL);
	arena_fini(&arena);
	stream_turn(&s->caller);
}

/* --- all of them ------------------------------------------------------------------------------------------ */

void http_streams_drain(struct http *h)
{
	struct http_stream *next;

	for (struct http_stream *s = h->streams->head; s; s = next) {
		next = s->next;
		if (s->state != STREAM_ASKED)
			stream_end(s);
	}
}

struct http_streams *http_streams_new(struct http *h)
{
	struct http_streams *all = xcalloc(1, sizeof(*all));

	buf_init(&all->line);
	buf_init(&all->event);
	all->on_look = event_new(h->options.loop->base, -1, EV_PERSIST, on_look, h);
	must(all->on_look && event_add(all->on_look, &(struct timeval){.tv_sec = LOOK_S}) == 0);
	return all;
}

void http_streams_free(struct http *h)
{
	struct http_streams *all = h->streams;

	while (all->head)
		stream_free(all->head);
	event_free(all->on_look);
	buf_fini(&all->line);
	buf_fini(&all->event);
	free(all);
}
