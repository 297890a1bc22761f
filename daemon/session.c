/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns connections: their sockets, their buffers, and how much of either a client may use. What is
 * asked on one goes the way of every call (caller.c). It never decides anything.
 */
#include "daemon/session_inside.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"
#include "daemon/throttle.h"

enum {
	READ_SIZE = 32 * 1024,
	TURN_FRAMES = 16, /* taken of one connection before others have their turn */
	TURN_BYTES = 128 * 1024, /* of answers, likewise */
	HOLD_MAX_MS = 60000, /* several wrong logins in one array add up to this */
};

/* --- answers back ------------------------------------------------------------------------------- */

static void session_check_room(struct session *s)
{
	if (outflow_count(&s->out) <= SESSION_OUT_MAX)
		return;
	log_warn("a client of uid %lld does not read its answers: %zu bytes wait, hanging up",
		(long long)s->caller.speaker.uid, outflow_count(&s->out));
	s->caller.is_broken = true;
}

static void session_put(struct caller *c, const char *text)
{
	struct session *s = (struct session *)c;

	outflow_put(&s->out, text, strlen(text));
	session_check_room(s);
}

static void session_put_kept(
	struct caller *c, const char *head, struct kept *body, const char *tail)
{
	struct session *s = (struct session *)c;

	outflow_put(&s->out, head, strlen(head));
	outflow_put_kept(&s->out, body);
	outflow_put(&s->out, tail, strlen(tail));
	session_check_room(s);
}

static bool session_has_room(struct caller *c)
{
	const struct session *s = (const struct session *)c;

	return outflow_count(&s->out) <= SESSION_OUT_PAUSE;
}

/* What is answered in one turn of the loop leaves at its end: one waking for a reader of many answers. */
static void session_be_due(struct session *s)
{
	if (s->is_due)
		return;
	s->is_due = true;
	s->next_due = s->all->due;
	s->all->due = s;
	event_active(s->all->on_due, 0, 0);
}

static void session_answered(struct caller *c)
{
	struct session *s = (struct session *)c;

	if (!s->is_in_turn)
		session_be_due(s);
}

/* --- events: what its watches tell stands between the answers -------------------------------------- */

static void session_put_event(void *caller, const struct watch_event *e)
{
	struct session *s = caller;
	struct buf *b = &s->all->event;

	buf_clear(b);
	encode_event(b, e->watch, e->cursor, e->members);
	buf_put_char(b, '\n');
	outflow_put(&s->out, b->data, b->len);
	session_be_due(s); /* not at once: watches are being gone through */
}

static size_t session_count_waiting(void *caller)
{
	const struct session *s = caller;

	return outflow_count(&s->out);
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
		outflow_count(&s->out) <= SESSION_OUT_PAUSE;
}

/* Not while lines are left for its next turn: what it sends meanwhile waits with it, not with us. */
static bool session_may_read(const struct session *s)
{
	return !s->is_eof && !s->on_next && session_may_take(s);
}

void session_close(struct session *s)
{
	s->heard_ms = loop_now_ms();
	s->is_closing = true;
}

/* The last thing said: an error that belongs to no call. */
void session_dismiss(struct session *s, const struct failure *f)
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
	return s->n_turn == 0 || (s->n_turn < TURN_FRAMES && outflow_count(&s->out) <= TURN_BYTES);
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

/* Takes what came; what is answered at once is sent when all who sent something have been heard. */
static void session_begin_turn(struct session *s)
{
	s->is_in_turn = true;
	s->n_turn = 0;
	session_take_lines(s);
	caller_start(&s->caller);
	s->is_in_turn = false;
}

/* --- the socket ------------------------------------------------------------------------------------- */

static void session_send(struct session *s)
{
	if (!s->caller.is_broken)
		outflow_send(&s->out, &s->wire);
	s->caller.is_broken |= s->wire.is_broken;
}

static bool session_is_done(const struct session *s)
{
	if (s->caller.is_broken)
		return true;
	if (s->caller.pending.n || s->caller.n_started || outflow_count(&s->out))
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
	session_begin_turn(s);
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
void session_turn(struct session *s)
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
	bool is_writing = outflow_count_free(&s->out) > 0;

	watch(s->on_read, is_reading || (is_writing && s->wire.write_waits_to_read));
	watch(s->on_write, (is_writing && !s->wire.write_waits_to_read) || s->wire.read_waits_to_write);
	/* What TLS holds of a record already read, no poll will tell. */
	if (is_reading && wire_has_more(&s->wire))
		event_active(s->on_read, EV_READ, 0);
}

void sessions_turn_due(struct sessions *all)
{
	struct session *s;

	while ((s = all->due)) {
		all->due = s->next_due;
		s->is_due = false;
		session_turn(s);
	}
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
	session_begin_turn(s);
	session_be_due(s);
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

void session_let_go(struct session *s)
{
	if (s->on_hold)
		event_free(s->on_hold);
	s->on_hold = NULL;
	s->held_ms = 0;
	outflow_let_go(&s->out);
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
		outflow_hold(&s->out);
	}
	s->held_ms = s->held_ms + ms < HOLD_MAX_MS ? s->held_ms + ms : HOLD_MAX_MS;
	must(event_add(s->on_hold,
			 &(struct timeval){.tv_sec = s->held_ms / 1000, .tv_usec = s->held_ms % 1000 * 1000}) ==
		0);
}

/* --- beginning and end --------------------------------------------------------------------------------- */

struct session *session_new(struct sessions *all, int fd, const struct peer *peer)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->all = all;
	s->is_tcp = peer->is_tcp;
	s->heard_ms = loop_now_ms();
	wire_init(&s->wire, fd, peer->tls);
	s->caller = (struct caller){
		.all = all->options.callers,
		.speaker = {.uid = peer->uid, .lang = LANG_EN},
		.hold = session_hold,
		.put = session_put,
		.put_kept = session_put_kept,
		.has_room = session_has_room,
		.turn = session_answered,
		.put_event = session_put_event,
		.count_waiting = session_count_waiting,
	};
	lines_init(&s->lines, FRAME_MAX);
	outflow_init(&s->out);
	s->on_read = event_new(all->options.loop->base, fd, EV_READ | EV_PERSIST, on_readable, s);
	s->on_write = event_new(all->options.loop->base, fd, EV_WRITE | EV_PERSIST, on_writable, s);
	must(s->on_read && s->on_write);
	return s;
}

static void due_drop(struct sessions *all, const struct session *s)
{
	struct session **at = &all->due;

	while (*at != s)
		at = &(*at)->next_due;
	*at = s->next_due;
}

/* Bytes left unread would reach the client as a reset, before it has read our last answer. */
static void discard_input(int fd)
{
	char bytes[READ_SIZE];

	for (int i = 0; i < 64 && recv(fd, bytes, sizeof(bytes), 0) > 0; i++)
		continue;
}

void session_free(struct session *s)
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
	outflow_fini(&s->out);
	if (s->is_due)
		due_drop(all, s);
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
