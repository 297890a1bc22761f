/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the count and the time of HTTP connections, neither of which evhttp bounds: its time-outs begin
 * anew with every byte, and nothing in it counts. Each connection's bufferevent is made here and held by
 * a reference of ours, so that we see evhttp let go of it (its callbacks are gone), take what the client
 * still sends, and only then close. It never reads a request.
 */
#include "daemon/http_conns.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/http.h"
#include "daemon/loop.h"

enum {
	BACKLOG = 128,
	SWEEP_S = 1,
	WARN_MS = 60000,
	INPUT_MAX = HTTP_HEAD_MAX + HTTP_BODY_MAX + 8 * 1024
};

enum phase {
	PHASE_IDLE,
	PHASE_READING,
	PHASE_WORKING,
	PHASE_STREAMING,
	PHASE_WRITING,
	PHASE_LEAVING
};

struct http_conn {
	struct http_conns *all;
	struct http_conn *prev, *next;
	struct bufferevent *bev;
	struct evbuffer_cb_entry *on_input, *on_output;
	enum phase phase;
	int64_t since_ms; /* in it; streaming: since output came, where none was, or left */
	int64_t owner; /* of its latest request */
	bool is_over;
	bool is_leaving_early; /* hung up on for another's sake, and about to go */
	bool is_gone; /* the client closed */
};

struct http_conns {
	struct evconnlistener *listener; /* evhttp's, which frees it */
	struct http_conn *head;
	struct event *on_sweep, *on_kick;
	int n, n_streams; /* the latter of the former */
	size_t n_out;
	int reserve_fd; /* given up for a moment to say no when descriptors run out */
	bool is_paused;
	int64_t warned_ms; /* 0: never */
};

/* evconnlistener gives its error callback what evhttp gave it for its other one: evhttp, not us. */
static struct http_conns *of_listener;

static void conn_enter(struct http_conn *c, enum phase phase)
{
	c->all->n_streams += (phase == PHASE_STREAMING) - (c->phase == PHASE_STREAMING);
	c->phase = phase;
	c->since_ms = loop_now_ms();
}

/* --- what evhttp tells nobody ----------------------------------------------------------------------- */

static void on_input(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	struct http_conn *c = arg;

	(void)b;
	if (info->n_added && c->phase == PHASE_IDLE)
		conn_enter(c, PHASE_READING);
}

static void on_output(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	struct http_conn *c = arg;

	c->all->n_out += info->n_added;
	c->all->n_out -= info->n_deleted;
	if (c->phase == PHASE_STREAMING && (info->n_deleted || evbuffer_get_length(b) == info->n_added))
		c->since_ms = loop_now_ms();
	if (!info->n_deleted || evbuffer_get_length(b) > 0)
		return;
	if (c->phase == PHASE_WRITING)
		conn_enter(
			c, evbuffer_get_length(bufferevent_get_input(c->bev)) ? PHASE_READING : PHASE_IDLE);
	event_active(c->all->on_kick, 0, 0); /* evhttp may let go of it now */
}

static bool is_let_go(const struct http_conn *c)
{
	bufferevent_event_cb event;

	bufferevent_getcb(c->bev, NULL, NULL, &event, NULL);
	return event == NULL;
}

/* --- the end of a connection -------------------------------------------------------------------------- */

/* Those that are to be served and gone: streams are bounded by whoever begins them. */
static int count_passing(const struct http_conns *all)
{
	return all->n - all->n_streams;
}

static void resume(struct http_conns *all)
{
	if (!all->is_paused || count_passing(all) >= HTTP_CONNS_MAX + HTTP_CONNS_OVER ||
		!loop_has_spare_descriptors())
		return;
	all->is_paused = false;
	evconnlistener_enable(all->listener);
}

static void pause_calls(struct http_conns *all, const char *why)
{
	if (!all->warned_ms || loop_now_ms() - all->warned_ms > WARN_MS) {
		all->warned_ms = loop_now_ms();
		log_warn("no new HTTP connections for now: %s", why);
	}
	all->is_paused = true;
	evconnlistener_disable(all->listener);
}

static void conn_free(struct http_conn *c)
{
	struct http_conns *all = c->all;

	all->n_streams -= c->phase == PHASE_STREAMING;
	evbuffer_remove_cb_entry(bufferevent_get_input(c->bev), c->on_input);
	evbuffer_remove_cb_entry(bufferevent_get_output(c->bev), c->on_output);
	all->n_out -= evbuffer_get_length(bufferevent_get_output(c->bev));
	bufferevent_setcb(c->bev, NULL, NULL, NULL, NULL);
	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	bufferevent_decref(c->bev); /* closes, when it was the last */
	if (c->prev)
		c->prev->next = c->next;
	else
		all->head = c->next;
	if (c->next)
		c->next->prev = c->prev;
	all->n--;
	free(c);
}

static void on_late_bytes(struct bufferevent *bev, void *arg)
{
	struct evbuffer *input = bufferevent_get_input(bev);

	(void)arg;
	evbuffer_drain(input, evbuffer_get_length(input));
}

static void on_late_event(struct bufferevent *bev, short what, void *arg)
{
	struct http_conn *c = arg;

	(void)bev, (void)what;
	c->is_gone = true;
	event_active(c->all->on_kick, 0, 0);
}

/* evhttp has said its last word and shut our side. Closed at once, bytes of the client on their way would
 * come back to him as a reset before he has read it. */
static void conn_leave(struct http_conn *c)
{
	conn_enter(c, PHASE_LEAVING);
	bufferevent_setcb(c->bev, on_late_bytes, NULL, on_late_event, c);
	bufferevent_disable(c->bev, EV_WRITE);
	bufferevent_enable(c->bev, EV_READ);
}

static int64_t conn_deadline_ms(const struct http_conn *c)
{
	switch (c->phase) {
	case PHASE_IDLE: return c->since_ms + (c->is_over ? HTTP_OVER_MS : HTTP_IDLE_MS);
	case PHASE_READING: return c->since_ms + (c->is_over ? HTTP_OVER_MS : HTTP_READ_MS);
	case PHASE_WORKING: return INT64_MAX; /* ours to end: the store's deadlines bound it */
	case PHASE_STREAMING:
		if (evbuffer_get_length(bufferevent_get_output(c->bev)) == 0)
			return INT64_MAX;
		return c->since_ms + HTTP_WRITE_MS;
	case PHASE_WRITING: return c->since_ms + HTTP_WRITE_MS;
	case PHASE_LEAVING: return c->since_ms + HTTP_LINGER_MS;
	}
	die_assert(__FILE__, __LINE__, "phase");
}

static void conn_check(struct http_conn *c, int64_t now_ms)
{
	if (c->phase != PHASE_LEAVING && is_let_go(c))
		conn_leave(c);
	if (c->phase == PHASE_LEAVING) {
		if (c->is_gone || c->is_leaving_early || now_ms >= conn_deadline_ms(c))
			conn_free(c);
	} else if (now_ms >= conn_deadline_ms(c)) {
		/* evhttp sees the end of the stream and lets go of it. */
		shutdown(bufferevent_getfd(c->bev), SHUT_RDWR);
	}
}

static void check_all(struct http_conns *all)
{
	int64_t now_ms = loop_now_ms();
	struct http_conn *next;

	for (struct http_conn *c = all->head; c; c = next) {
		next = c->next;
		conn_check(c, now_ms);
	}
}

static void on_kick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	check_all(arg);
}

static void on_sweep(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	check_all(arg);
	resume(arg);
}

/* Nor has he spoken where we have only not come to read it: a newcomer may be seen first. */
static bool is_silent(const struct http_conn *c)
{
	char byte;

	return c->phase == PHASE_IDLE && !c->is_leaving_early &&
		recv(bufferevent_getfd(c->bev), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

/* Whoever is silent must not keep out who has something to say. */
static bool make_way(struct http_conns *all)
{
	int64_t before_ms = loop_now_ms() - HTTP_YIELD_MS;
	struct http_conn *longest = NULL;

	for (struct http_conn *c = all->head; c; c = c->next)
		if (c->since_ms <= (longest ? longest->since_ms : before_ms) && is_silent(c))
			longest = c;
	if (!longest)
		return false;
	longest->is_leaving_early = true;
	shutdown(bufferevent_getfd(longest->bev), SHUT_RDWR);
	return true;
}

/* --- the beginning of one ---------------------------------------------------------------------------- */

static struct bufferevent *on_accept(struct event_base *base, void *arg)
{
	struct http_conns *all = arg;
	struct http_conn *c = xcalloc(1, sizeof(*c));

	if (count_passing(all) >= HTTP_CONNS_MAX)
		check_all(all);
	c->all = all;
	c->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	must(c->bev);
	bufferevent_incref(c->bev);
	bufferevent_setwatermark(c->bev, EV_READ, 0, INPUT_MAX);
	c->on_input = evbuffer_add_cb(bufferevent_get_input(c->bev), on_input, c);
	c->on_output = evbuffer_add_cb(bufferevent_get_output(c->bev), on_output, c);
	must(c->on_input && c->on_output);
	c->is_over = count_passing(all) >= HTTP_CONNS_MAX && !make_way(all);
	conn_enter(c, PHASE_IDLE);
	c->next = all->head;
	if (all->head)
		all->head->prev = c;
	all->head = c;
	all->n++;
	if (count_passing(all) >= HTTP_CONNS_MAX + HTTP_CONNS_OVER)
		pause_calls(all, "as many as may be are open");
	return c->bev;
}

/* A full daemon still says no: with the descriptor it kept for that. */
static void refuse_one(struct http_conns *all)
{
	static const char no[] = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
							 "Retry-After: 1\r\nContent-Length: 0\r\n\r\n";

	if (all->reserve_fd >= 0)
		close(all->reserve_fd);
	int fd = accept4(evconnlistener_get_fd(all->listener), NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0 && send(fd, no, sizeof(no) - 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_debug("an HTTP client was gone before it heard no");
	if (fd >= 0)
		close(fd);
	all->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void on_accept_error(struct evconnlistener *listener, void *arg)
{
	struct http_conns *all = of_listener;
	int error = errno;

	(void)arg;
	must(all && all->listener == listener);
	if (error == EMFILE || error == ENFILE)
		refuse_one(all);
	pause_calls(all, strerror(error));
}

/* --- from outside ------------------------------------------------------------------------------------ */

static struct http_conn *conn_find(struct http_conns *all, struct evhttp_request *req)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(req);
	struct bufferevent *bev = evcon ? evhttp_connection_get_bufferevent(evcon) : NULL;
	struct http_conn *c = all->head;

	while (c && c->bev != bev)
		c = c->next;
	return c;
}

bool http_conns_take(struct http_conns *all, struct evhttp_request *req)
{
	struct http_conn *c = conn_find(all, req);

	must(c);
	conn_enter(c, PHASE_WORKING);
	return !c->is_over;
}

void http_conns_own(struct http_conns *all, struct evhttp_request *req, int64_t owner)
{
	struct http_conn *c = conn_find(all, req);

	must(c);
	c->owner = owner;
}

void http_conns_stream(struct http_conns *all, struct evhttp_request *req)
{
	struct http_conn *c = conn_find(all, req);

	if (c)
		conn_enter(c, PHASE_STREAMING);
}

void http_conns_reply(struct http_conns *all, struct evhttp_request *req)
{
	struct http_conn *c = conn_find(all, req);

	if (c)
		conn_enter(c, PHASE_WRITING);
}

int http_conns_count(const struct http_conns *all)
{
	return all->n;
}

size_t http_conns_count_out(const struct http_conns *all)
{
	return all->n_out;
}

size_t http_conns_count_owned(const struct http_conns *all, int64_t owner)
{
	size_t n = 0;

	for (const struct http_conn *c = all->head; c; c = c->next)
		if (c->owner == owner)
			n += evbuffer_get_length(bufferevent_get_output(c->bev));
	return n;
}

struct http_conns *http_conns_new(struct event_base *base, struct evhttp *server, int fd)
{
	struct http_conns *all = xcalloc(1, sizeof(*all));
	struct timeval span = {.tv_sec = SWEEP_S};

	all->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	all->listener = evconnlistener_new(
		base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, BACKLOG, fd);
	must(all->listener && evhttp_bind_listener(server, all->listener));
	must(!of_listener);
	of_listener = all;
	evconnlistener_set_error_cb(all->listener, on_accept_error);
	evhttp_set_bevcb(server, on_accept, all);
	all->on_sweep = event_new(base, -1, EV_PERSIST, on_sweep, all);
	all->on_kick = event_new(base, -1, 0, on_kick, all);
	must(all->on_sweep && all->on_kick && event_add(all->on_sweep, &span) == 0);
	return all;
}

void http_conns_free(struct http_conns *all)
{
	of_listener = NULL;
	while (all->head)
		conn_free(all->head);
	event_free(all->on_sweep);
	event_free(all->on_kick);
	if (all->reserve_fd >= 0)
		close(all->reserve_fd);
	free(all);
}
