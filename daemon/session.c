/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns connections: their sockets, their buffers, and how much of either a client may use. What is
 * asked on one goes the way of every call (caller.c). It never decides anything.
 */
#include "daemon/session.h"

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/caller.h"
#include "daemon/lines.h"
#include "daemon/loop.h"

enum {
	READ_SIZE = 32 * 1024,
};

struct session {
	struct caller caller; /* first: one is the other */
	struct sessions *all;
	struct session *prev, *next;
	int fd;
	struct event *on_read, *on_write;
	struct lines lines;
	struct buf out;
	size_t n_sent; /* of out */
	bool is_eof; /* the client sends no more */
	bool is_closing; /* we read no more: answer what was asked, then hang up */
	bool is_in_turn;
};

struct sessions {
	struct sessions_options options;
	struct session *head;
	int n;
};

static void session_turn(struct session *s);
static void watch(struct event *event, bool is_wanted);

/* --- answers back ------------------------------------------------------------------------------- */

static void session_put(struct caller *c, const char *text)
{
	struct session *s = (struct session *)c;

	buf_put_str(&s->out, text);
	if (s->out.len - s->n_sent > SESSION_OUT_MAX) {
		log_warn("a client of uid %lld does not read its answers: %zu bytes wait, hanging up",
			(long long)c->speaker.uid, s->out.len - s->n_sent);
		c->is_broken = true;
	}
}

static bool session_has_room(struct caller *c)
{
	const struct session *s = (const struct session *)c;

	return s->out.len - s->n_sent <= SESSION_OUT_PAUSE;
}

static void session_answered(struct caller *c)
{
	session_turn((struct session *)c);
}

/* --- events: what its watches tell stands between the answers -------------------------------------- */

static void session_put_event(void *caller, const struct watch_event *e)
{
	struct session *s = caller;
	char head[128];

	snprintf(head, sizeof(head),
		"{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"watch\":%lld,\"cursor\":\"",
		(long long)e->watch);
	buf_put_str(&s->out, head);
	buf_put_str(&s->out, e->cursor);
	buf_put_str(&s->out, "\",");
	buf_put_str(&s->out, e->members);
	buf_put_str(&s->out, "}}\n");
	watch(s->on_write, true); /* sent when the loop comes round: watches are being gone through */
}

static size_t session_count_waiting(void *caller)
{
	const struct session *s = caller;

	return s->out.len - s->n_sent;
}

/* --- lines in ------------------------------------------------------------------------------------- */

static bool is_blank(const char *text, size_t len)
{
	return strspn(text, " \t\r") >= len;
}

static bool session_may_take(const struct session *s)
{
	const struct caller *c = &s->caller;

	return !s->is_closing && !c->is_broken && c->pending.n + c->n_started < SESSION_IN_FLIGHT_MAX &&
		s->out.len - s->n_sent <= SESSION_OUT_PAUSE;
}

static void refuse_long_line(struct session *s)
{
	struct arena arena;
	struct failure f = {.err = ERR_INVALID_REQUEST,
		.en = "the line is longer than 64 KiB (1 MiB for calendar.import); the connection closes",
		.zh = "一行超过 64 KiB（calendar.import 为 1 MiB），连接关闭"};

	arena_init(&arena);
	session_put(&s->caller, encode_error(&arena, "null", &f, s->caller.speaker.lang, NULL, NULL));
	arena_fini(&arena);
	s->is_closing = true;
}

static void take_frame(struct session *s, const char *text, size_t len)
{
	s->is_closing |= caller_take(&s->caller, text, len, NULL);
}

/* Takes the lines that are there, as many as may be in flight. */
static void session_take_lines(struct session *s)
{
	const char *line;
	size_t len;

	while (session_may_take(s)) {
		enum lines_next next = lines_next(&s->lines, &line, &len);

		if (next == LINES_TOO_LONG && s->lines.max == FRAME_MAX && frame_may_be_long(line, len)) {
			s->lines.max = FRAME_LONG_MAX;
			continue;
		}
		if (next == LINES_TOO_LONG) {
			refuse_long_line(s);
		} else if (next == LINES_MORE) {
			/* A last line without its line feed is a frame too: a shell's printf. */
			if (s->is_eof && lines_last(&s->lines, &line, &len) && !is_blank(line, len))
				take_frame(s, line, len);
			return;
		} else if (!is_blank(line, len)) {
			s->lines.max = FRAME_MAX;
			take_frame(s, line, len);
		}
	}
}

/* --- the socket ------------------------------------------------------------------------------------- */

/* Bytes left unread would reach the client as a reset, before it has read our last answer. */
static void discard_input(int fd)
{
	char bytes[READ_SIZE];

	for (int i = 0; i < 64 && recv(fd, bytes, sizeof(bytes), 0) > 0; i++)
		continue;
}

static void session_free(struct session *s)
{
	struct sessions *all = s->all;

	if (s->is_closing && !s->caller.is_broken)
		discard_input(s->fd);
	caller_leave(&s->caller);
	event_free(s->on_read);
	event_free(s->on_write);
	close(s->fd);
	lines_fini(&s->lines);
	buf_fini(&s->out);
	if (s->prev)
		s->prev->next = s->next;
	else
		all->head = s->next;
	if (s->next)
		s->next->prev = s->prev;
	all->n--;
	free(s);
	if (all->options.left)
		all->options.left(all->options.arg);
}

static void session_send(struct session *s)
{
	while (s->n_sent < s->out.len && !s->caller.is_broken) {
		ssize_t n = send(s->fd, s->out.data + s->n_sent, s->out.len - s->n_sent, MSG_NOSIGNAL);

		if (n >= 0)
			s->n_sent += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		else if (errno != EINTR)
			s->caller.is_broken = true;
	}
	if (s->n_sent == s->out.len) {
		if (s->out.size > SESSION_OUT_PAUSE)
			buf_fini(&s->out);
		buf_clear(&s->out);
		s->n_sent = 0;
	} else if (s->n_sent > SESSION_OUT_PAUSE) {
		buf_drop_front(&s->out, s->n_sent);
		s->n_sent = 0;
	}
}

static bool session_is_done(const struct session *s)
{
	if (s->caller.is_broken)
		return true;
	if (s->caller.pending.n || s->caller.n_started || s->out.len)
		return false;
	return s->is_closing || (s->is_eof && lines_waiting(&s->lines) == 0);
}

static void watch(struct event *event, bool is_wanted)
{
	if (is_wanted)
		must(event_add(event, NULL) == 0);
	else
		event_del(event);
}

/* Everything a connection can do now, in one place; may free s when called from outside a turn. */
static void session_turn(struct session *s)
{
	if (s->is_in_turn)
		return;
	s->is_in_turn = true;
	for (;;) {
		int started = s->caller.n_started, pending = s->caller.pending.n;
		size_t waiting = lines_waiting(&s->lines);

		session_take_lines(s);
		caller_start(&s->caller);
		session_send(s);
		if (s->caller.n_started == started && s->caller.pending.n == pending &&
			lines_waiting(&s->lines) == waiting)
			break;
	}
	s->is_in_turn = false;
	if (session_is_done(s)) {
		session_free(s);
		return;
	}
	watch(s->on_read, !s->is_eof && session_may_take(s));
	watch(s->on_write, s->out.len > 0);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct session *s = arg;
	char bytes[READ_SIZE];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	(void)what;
	if (n > 0)
		lines_put(&s->lines, bytes, (size_t)n);
	else if (n == 0)
		s->is_eof = true;
	else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		s->caller.is_broken = true;
	session_turn(s);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	session_turn(arg);
}

/* --- all of them ------------------------------------------------------------------------------------- */

void sessions_add(struct sessions *all, int fd, int64_t uid)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->all = all;
	s->fd = fd;
	s->caller = (struct caller){
		.all = all->options.callers,
		.speaker = {.uid = uid, .lang = LANG_EN},
		.put = session_put,
		.has_room = session_has_room,
		.turn = session_answered,
		.put_event = session_put_event,
		.count_waiting = session_count_waiting,
	};
	lines_init(&s->lines, FRAME_MAX);
	buf_init(&s->out);
	s->on_read = event_new(all->options.loop->base, fd, EV_READ | EV_PERSIST, on_readable, s);
	s->on_write = event_new(all->options.loop->base, fd, EV_WRITE | EV_PERSIST, on_writable, s);
	must(s->on_read && s->on_write);
	s->next = all->head;
	if (all->head)
		all->head->prev = s;
	all->head = s;
	all->n++;
	watch(s->on_read, true);
}

bool sessions_are_full(const struct sessions *all)
{
	return all->n >= SESSIONS_MAX;
}

int sessions_count(const struct sessions *all)
{
	return all->n;
}

void sessions_drain(struct sessions *all)
{
	struct session *next;

	for (struct session *s = all->head; s; s = next) {
		next = s->next;
		s->is_closing = true;
		session_turn(s);
	}
}

struct sessions *sessions_new(const struct sessions_options *options)
{
	struct sessions *all = xcalloc(1, sizeof(*all));

	all->options = *options;
	return all;
}

void sessions_free(struct sessions *all)
{
	all->options.left = NULL;
	while (all->head)
		session_free(all->head);
	free(all);
}
