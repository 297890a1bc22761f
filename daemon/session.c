/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns connections: their sockets, their buffers, and how much of either a client may use. What is
 * asked on one goes the way of every call (caller.c). It never decides anything.
 */
#include "daemon/session.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/caller.h"
#include "daemon/config.h"
#include "daemon/lines.h"
#include "daemon/loop.h"
#include "daemon/throttle.h"
#include "daemon/wire.h"

enum {
	READ_SIZE = 32 * 1024,
	OUT_KEEP = 4 * 1024, /* of a buffer that is empty */
	SWEEP_S = 1,
	HANDSHAKE_MS = 10000,
	TURN_FRAMES = 16, /* taken of one connection before others have their turn */
	TURN_BYTES = 128 * 1024, /* of answers, likewise */
	CLOSING_MS = 30000, /* for the last answers to be taken */
	HOLD_MAX_MS = 60000, /* several wrong logins in one array add up to this */
	DESCRIPTORS_KEPT = 2048, /* for the store, HTTP and its streams, files and saying no */
};

struct session {
	struct caller caller; /* first: one is the other */
	struct sessions *all;
	struct session *prev, *next;
	struct wire wire;
	int64_t heard_ms; /* when it came, sent its last frame, or began to close */
	struct event *on_read, *on_write;
	struct lines lines;
	struct buf out;
	size_t n_sent; /* of out */
	size_t held_from; /* while on_hold: of out, what waits for it */
	struct event *on_hold; /* NULL: nothing is held back */
	int64_t held_ms;
	bool is_tcp;
	bool is_eof; /* the client sends no more */
	bool is_closing; /* we read no more: answer what was asked, then hang up */
	bool is_in_turn;
	int n_turn; /* frames taken in it */
	bool is_stopped; /* it took no more for a reason of ours, though lines are there */
	struct event *on_next; /* the next turn, when lines are left from this one; NULL: none are */
};

struct sessions {
	struct sessions_options options;
	struct session *head;
	int n, max;
	bool is_full; /* it was said */
	struct event *on_sweep;
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

	encode_event(&s->out, e->watch, e->cursor, e->members);
	buf_put_char(&s->out, '\n');
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

	return !s->is_closing && !s->on_hold && !c->is_logging_in && !c->is_broken &&
		c->pending.n + c->n_started < SESSION_IN_FLIGHT_MAX &&
		s->out.len - s->n_sent <= SESSION_OUT_PAUSE;
}

/* Not while lines are left for its next turn: what it sends meanwhile waits with it, not with us. */
static bool session_may_read(const struct session *s)
{
	return !s->is_eof && !s->on_next && session_may_take(s);
}

static void session_close(struct session *s)
{
	s->heard_ms = loop_now_ms();
	s->is_closing = true;
}

/* The last thing said: an error that belongs to no call. */
static void session_dismiss(struct session *s, const struct failure *f)
{
	char trace[TRACE_MAX + 1];
	struct arena arena;

	arena_init(&arena);
	traces_next(&s->caller.all->traces, trace);
	session_put(
		&s->caller, encode_error(&arena, "null", trace, f, s->caller.speaker.lang, NULL, NULL));
	arena_fini(&arena);
	session_close(s);
}

static void refuse_long_line(struct session *s)
{
	session_dismiss(s,
		&(struct failure){.err = ERR_INVALID_REQUEST,
			.en =
				"the line is longer than 64 KiB (1 MiB for calendar.import); the connection closes",
			.zh = "一行超过 64 KiB（calendar.import 为 1 MiB），连接关闭"});
}

static void take_frame(struct session *s, const char *text, size_t len)
{
	s->heard_ms = loop_now_ms();
	s->n_turn++;
	if (caller_take(&s->caller, text, len, NULL))
		session_close(s);
}

/* Whoever sends much at once is one among others. */
static bool session_has_turn(const struct session *s)
{
	return s->n_turn == 0 || (s->n_turn < TURN_FRAMES && s->out.len - s->n_sent <= TURN_BYTES);
}

/* Takes the lines that are there, as many as may be in flight and as its turn allows. */
static void session_take_lines(struct session *s)
{
	const char *line;
	size_t len;

	s->is_stopped = false;
	for (;;) {
		if (!session_may_take(s) || !session_has_turn(s)) {
			s->is_stopped = lines_waiting(&s->lines) > 0;
			return;
		}
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
		discard_input(s->wire.fd);
	caller_leave(&s->caller);
	event_free(s->on_read);
	event_free(s->on_write);
	if (s->on_hold)
		event_free(s->on_hold);
	if (s->on_next)
		event_free(s->on_next);
	wire_fini(&s->wire);
	throttle_leave(all->options.callers->throttles, s->caller.source, loop_now_ms());
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

/* Of out: how much may leave now. */
static size_t session_may_send(const struct session *s)
{
	return s->on_hold ? s->held_from : s->out.len;
}

static void session_send(struct session *s)
{
	enum wire_said said = WIRE_SOME;
	size_t n;

	while (said == WIRE_SOME && s->n_sent < session_may_send(s) && !s->caller.is_broken) {
		said = wire_write(&s->wire, s->out.data + s->n_sent, session_may_send(s) - s->n_sent, &n);
		s->n_sent += n;
	}
	s->caller.is_broken |= s->wire.is_broken;
	if (s->n_sent == s->out.len || s->n_sent > SESSION_OUT_PAUSE) {
		buf_drop_front(&s->out, s->n_sent);
		s->held_from -= s->on_hold ? s->n_sent : 0;
		s->n_sent = 0;
	}
	if (s->out.len == 0 && s->out.size > OUT_KEEP)
		buf_fini(&s->out);
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

static void on_next_turn(evutil_socket_t fd, short what, void *arg)
{
	struct session *s = arg;

	(void)fd, (void)what;
	event_free(s->on_next);
	s->on_next = NULL;
	session_turn(s);
}

/* By a timer: what is made active now would still come before those the kernel has to tell of. */
static void session_plan_next(struct session *s)
{
	if (s->on_next || !s->is_stopped || !session_may_take(s) || session_has_turn(s))
		return;
	s->on_next = evtimer_new(s->all->options.loop->base, on_next_turn, s);
	must(s->on_next && event_add(s->on_next, &(struct timeval){0}) == 0);
}

/* What stopped it is over, now that answers have left: nothing else would wake it. */
static bool session_can_go_on(struct session *s)
{
	struct caller *c = &s->caller;

	return !c->is_broken &&
		((s->is_stopped && session_may_take(s) && session_has_turn(s)) ||
			(c->pending.n && !c->n_started && session_has_room(c)));
}

/* Everything a connection can do now, in one place; may free s when called from outside a turn. */
static void session_turn(struct session *s)
{
	if (s->is_in_turn)
		return;
	s->is_in_turn = true;
	s->n_turn = 0;
	for (;;) {
		int started = s->caller.n_started, pending = s->caller.pending.n;
		size_t waiting = lines_waiting(&s->lines);

		session_take_lines(s);
		caller_start(&s->caller);
		session_send(s);
		if (s->caller.n_started == started && s->caller.pending.n == pending &&
			lines_waiting(&s->lines) == waiting && !session_can_go_on(s))
			break;
	}
	s->is_in_turn = false;
	if (session_is_done(s)) {
		session_free(s);
		return;
	}
	session_plan_next(s);
	lines_rest(&s->lines);
	bool is_reading = session_may_read(s);
	bool is_writing = s->n_sent < session_may_send(s);

	watch(s->on_read, is_reading || (is_writing && s->wire.write_waits_to_read));
	watch(s->on_write, (is_writing && !s->wire.write_waits_to_read) || s->wire.read_waits_to_write);
	/* What TLS holds of a record already read, no poll will tell. */
	if (is_reading && wire_has_more(&s->wire))
		event_active(s->on_read, EV_READ, 0);
}

static void session_read(struct session *s)
{
	char bytes[READ_SIZE];
	size_t n;

	switch (wire_read(&s->wire, bytes, sizeof(bytes), &n)) {
	case WIRE_SOME: lines_put(&s->lines, bytes, n); break;
	case WIRE_END: s->is_eof = true; break;
	case WIRE_BROKEN: s->caller.is_broken = true; break;
	case WIRE_LATER: break;
	}
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct session *s = arg;

	(void)fd, (void)what;
	if (session_may_read(s))
		session_read(s);
	session_turn(s);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct session *s = arg;

	(void)fd, (void)what;
	if (s->wire.read_waits_to_write && !s->is_eof)
		session_read(s);
	session_turn(s);
}

/* --- holding back ------------------------------------------------------------------------------------ */

static void session_let_go(struct session *s)
{
	if (s->on_hold)
		event_free(s->on_hold);
	s->on_hold = NULL;
	s->held_ms = 0;
}

static void on_held(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	session_let_go(arg);
	session_turn(arg);
}

/* The answer to a wrong login, and all after it on this connection, waits: the longer, the more wrong
 * ones came from there lately. What was answered before leaves; nobody else notices. */
static void session_hold(struct caller *c, const char *account)
{
	struct session *s = (struct session *)c;
	int64_t ms = caller_lose_patience(c, account);

	if (!s->on_hold) {
		s->on_hold = evtimer_new(s->all->options.loop->base, on_held, s);
		must(s->on_hold);
		s->held_from = s->out.len;
	}
	s->held_ms = s->held_ms + ms < HOLD_MAX_MS ? s->held_ms + ms : HOLD_MAX_MS;
	must(event_add(s->on_hold,
			 &(struct timeval){.tv_sec = s->held_ms / 1000, .tv_usec = s->held_ms % 1000 * 1000}) ==
		0);
}

/* --- those who stay too long ------------------------------------------------------------------------- */

static bool session_is_of_somebody(const struct session *s)
{
	const struct callers *callers = s->all->options.callers;

	return speaker_get_user(&s->caller.speaker, callers->now->org, callers->engine) != NULL;
}

/* True: s may be gone. */
static void session_check_time(struct session *s, int64_t now_ms)
{
	int64_t span_ms = now_ms - s->heard_ms;
	bool is_waiting = s->caller.jobs || s->on_hold;

	if (!wire_is_open(&s->wire)) {
		s->caller.is_broken |= span_ms > HANDSHAKE_MS;
	} else if (s->is_closing) {
		s->caller.is_broken |= span_ms > CLOSING_MS && !is_waiting;
	} else if (s->is_tcp && !is_waiting &&
		span_ms > s->all->options.config->login_timeout_s * 1000) {
		s->heard_ms = now_ms;
		if (session_is_of_somebody(s))
			return;
		session_dismiss(s,
			&(struct failure){.err = ERR_UNAUTHENTICATED,
				.en = "nobody logged in here for too long; the connection closes",
				.zh = "长时间未登录，连接关闭"});
	} else {
		return;
	}
	session_turn(s);
}

static void on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct sessions *all = arg;
	int64_t now_ms = loop_now_ms();
	struct session *next;

	(void)fd, (void)what;
	for (struct session *s = all->head; s; s = next) {
		next = s->next;
		session_check_time(s, now_ms);
	}
}

/* --- all of them ------------------------------------------------------------------------------------- */

/* True: there is no room for it, and none to say so. */
static bool is_too_many(const struct sessions *all, const struct throttle *source, int source_max)
{
	return all->n >= all->max + SESSIONS_OVER ||
		source->n_connections >= source_max + SESSIONS_SOURCE_OVER;
}

static void refuse_when_full(struct sessions *all, struct session *s, int source_max)
{
	static const struct failure full = {.err = ERR_OVERLOADED,
		.en = "as many connections as may be are open: try again shortly",
		.zh = "连接数已达上限，请稍后重试"};
	static const struct failure crowd = {.err = ERR_OVERLOADED,
		.en = "you have as many connections open as one source may have",
		.zh = "同一来源的连接数已达上限"};
	bool is_full = all->n > all->max;

	if (is_full && !all->is_full)
		log_warn("%d connections are open, as many as may be: others are refused", all->max);
	all->is_full = is_full;
	if (is_full)
		session_dismiss(s, &full);
	else if (s->caller.source->n_connections > source_max)
		session_dismiss(s, &crowd);
}

void sessions_add(struct sessions *all, int fd, const struct peer *peer)
{
	struct throttles *throttles = all->options.callers->throttles;
	struct throttle *source = throttle_enter(throttles, peer->source, loop_now_ms());
	int source_max = peer->is_tcp ? all->options.config->source_connections : all->max / 2;

	if (is_too_many(all, source, source_max)) {
		throttle_leave(throttles, source, loop_now_ms());
		close(fd);
		return;
	}
	struct session *s = xcalloc(1, sizeof(*s));

	s->all = all;
	s->is_tcp = peer->is_tcp;
	s->heard_ms = loop_now_ms();
	wire_init(&s->wire, fd, peer->tls);
	s->caller = (struct caller){
		.all = all->options.callers,
		.speaker = {.uid = peer->uid, .lang = LANG_EN},
		.source = source,
		.hold = session_hold,
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
	refuse_when_full(all, s, source_max);
	session_turn(s);
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
		session_let_go(s);
		session_close(s);
		session_turn(s);
	}
}

/* Descriptors that are never given to a connection let a full daemon still say no. */
static int count_places(void)
{
	struct rlimit limit;

	must(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	if (limit.rlim_cur >= SESSIONS_MAX + SESSIONS_OVER + DESCRIPTORS_KEPT)
		return SESSIONS_MAX;
	if (limit.rlim_cur <= 2 * DESCRIPTORS_KEPT)
		return (int)limit.rlim_cur / 2;
	return (int)limit.rlim_cur - SESSIONS_OVER - DESCRIPTORS_KEPT;
}

struct sessions *sessions_new(const struct sessions_options *options)
{
	struct sessions *all = xcalloc(1, sizeof(*all));

	all->options = *options;
	all->max = count_places();
	all->on_sweep = event_new(options->loop->base, -1, EV_PERSIST, on_sweep, all);
	must(all->on_sweep && event_add(all->on_sweep, &(struct timeval){.tv_sec = SWEEP_S}) == 0);
	return all;
}

void sessions_free(struct sessions *all)
{
	all->options.left = NULL;
	while (all->head)
		session_free(all->head);
	event_free(all->on_sweep);
	free(all);
}
