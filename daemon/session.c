/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns connections: their sockets, buffers, who speaks on them, and the order of their calls. Calls
 * of one lane run together; a call of another lane waits until those before it are answered, so
 * that what a client pipelined happens in the order it said (rules.md 25). Others know a session
 * by its id only. It never decides anything.
 */
#include "daemon/session.h"

#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/ask.h"
#include "daemon/engine.h"
#include "daemon/lines.h"
#include "daemon/loop.h"
#include "daemon/now.h"
#include "daemon/reader.h"

enum {
	READ_SIZE = 32 * 1024,
	/* Frames held by all connections together; beyond it calls are refused as overloaded. */
	JOBS_BYTES_MAX = 256 * 1024 * 1024,
};

enum lane { LANE_NOW, LANE_BATCH, LANE_READ };

/* One frame until all its calls are answered; it outlives its session when that hangs up. */
struct job {
	struct sessions *all;
	struct session *session; /* NULL: gone */
	struct job *prev, *next; /* of the session */
	struct arena arena;
	struct frame frame;
	struct ask *asks;
	const char **answers; /* of an array: kept until all are there */
	int n_left;
	size_t n_counted; /* bytes of it in sessions.n_job_bytes */
};

struct session {
	struct sessions *all;
	struct session *prev, *next;
	int fd;
	struct event *on_read, *on_write;
	struct speaker speaker;
	struct lines lines;
	struct buf out;
	size_t n_sent; /* of out */
	struct asks pending; /* received, not started */
	struct job *jobs;
	enum lane lane; /* of those started */
	int n_started; /* and not answered */
	bool is_eof; /* the client sends no more */
	bool is_closing; /* we read no more: answer what was asked, then hang up */
	bool is_broken; /* hang up now */
	bool is_in_turn;
};

struct sessions {
	struct sessions_options options;
	struct session *head;
	int n;
	size_t n_job_bytes;
	bool is_draining;
};

static void session_turn(struct session *s);

/* --- answers back ------------------------------------------------------------------------------- */

static void session_put(struct session *s, const char *text)
{
	if (!text || s->is_broken)
		return;
	buf_put_str(&s->out, text);
	if (s->out.len - s->n_sent > SESSION_OUT_MAX) {
		log_warn("a client of uid %lld does not read its answers: %zu bytes wait, hanging up",
			(long long)s->speaker.uid, s->out.len - s->n_sent);
		s->is_broken = true;
	}
}

static void job_count(struct job *job)
{
	job->all->n_job_bytes += job->arena.used - job->n_counted;
	job->n_counted = job->arena.used;
}

static void job_free(struct job *job)
{
	struct session *s = job->session;

	if (s) {
		if (job->prev)
			job->prev->next = job->next;
		else
			s->jobs = job->next;
		if (job->next)
			job->next->prev = job->prev;
	}
	job->all->n_job_bytes -= job->n_counted;
	struct arena arena = job->arena; /* the job lives in it */
	arena_fini(&arena);
}

/* An array's answers leave as one, without those of notifications. */
static void job_put_array(struct job *job)
{
	int n = 0;

	for (int i = 0; i < job->frame.n_calls; i++)
		if (job->answers[i])
			job->answers[n++] = job->answers[i];
	if (n > 0)
		session_put(job->session, encode_batch(&job->arena, job->answers, n));
}

static void job_answer(struct job *job, int index, const char *text)
{
	must(job->n_left > 0);
	job->n_left--;
	if (job->session && !job->frame.is_array) {
		session_put(job->session, text);
	} else if (job->session && !job->session->is_broken) {
		job->answers[index] = arena_str(&job->arena, text);
		job->session->is_broken |= job->arena.used > SESSION_OUT_MAX;
		if (job->n_left == 0)
			job_put_array(job);
	}
	job_count(job);
	if (job->n_left == 0)
		job_free(job);
}

/* From engine and reader, for calls that were started. */
static void session_answer(struct ask *ask, const char *text)
{
	struct session *s = ask->job->session;

	job_answer(ask->job, ask->index, text);
	if (!s)
		return;
	s->n_started--;
	session_turn(s);
}

/* --- calls in ------------------------------------------------------------------------------------- */

static enum lane lane_of(const struct call *call)
{
	const struct command *c = call->command;

	switch (c->act) {
	case ACT_DECIDE: return call_is_dry_run(call) ? LANE_READ : LANE_BATCH;
	case ACT_ADVANCE: return LANE_BATCH;
	case ACT_FIND:
	case ACT_REPLAY:
	case ACT_HEALTH: return LANE_READ;
	case ACT_LIST_ORG:
	case ACT_GET_ORG:
	case ACT_COUNT:
	case ACT_PING:
	case ACT_INFO:
	case ACT_RELOAD:
	case ACT_DISCOVER:
	case ACT_LOGIN:
	case ACT_WHOAMI:
	case ACT_SET: return LANE_NOW;
	}
	die_assert(__FILE__, __LINE__, "act");
}

static void answer_now(struct session *s, struct ask *ask)
{
	job_answer(ask->job, ask->index, now_answer(s->all->options.now, ask, &s->speaker));
}

/* Starts what may start: everything of the lane under way, or of another when that has run dry. */
static void session_start(struct session *s)
{
	while (s->pending.head && !s->is_broken) {
		enum lane lane = lane_of(s->pending.head->call);

		if (s->n_started && lane != s->lane)
			return;
		if (lane != LANE_BATCH && s->out.len - s->n_sent > SESSION_OUT_PAUSE)
			return;
		if (lane == LANE_READ && s->n_started >= SESSION_READS_MAX)
			return;
		struct ask *ask = asks_take(&s->pending);
		s->lane = lane;
		switch (lane) {
		case LANE_NOW: answer_now(s, ask); break;
		case LANE_BATCH:
			s->n_started++;
			engine_submit(s->all->options.engine, ask);
			break;
		case LANE_READ:
			s->n_started++;
			reader_submit(s->all->options.reader, ask);
			break;
		}
	}
}

static void take_call(struct session *s, struct job *job, int i)
{
	const struct call *call = &job->frame.calls[i];
	struct ask *ask = &job->asks[i];
	const struct sessions_options *o = &s->all->options;
	const struct user *who = speaker_get_user(&s->speaker, o->now->org, o->engine);

	*ask = (struct ask){
		.call = call,
		.arena = &job->arena,
		.user = who ? arena_str(&job->arena, who->name) : NULL,
		.lang = s->speaker.lang,
		.answer = session_answer,
		.job = job,
		.index = i,
	};
	if (call->fail.err != ERR_NONE)
		job_answer(job, i, ask_error(ask, &job->arena, &call->fail, NULL));
	else if (now_acts_at_once(call->command->act))
		answer_now(s, ask);
	else if (s->all->n_job_bytes > JOBS_BYTES_MAX)
		job_answer(
			job, i, ask_error(ask, &job->arena, &(struct failure){.err = ERR_OVERLOADED}, NULL));
	else
		asks_put(&s->pending, ask);
}

static void take_frame(struct session *s, const char *text, size_t len)
{
	struct arena arena;

	arena_init(&arena);
	struct job *job = arena_new(&arena, struct job);
	decode_frame(&arena, text, len, &job->frame);
	job->asks = arena_new_n(&arena, (size_t)job->frame.n_calls, struct ask);
	job->answers = arena_new_n(&arena, (size_t)job->frame.n_calls, const char *);
	job->arena = arena;
	job->all = s->all;
	job->session = s;
	job->n_left = job->frame.n_calls;
	job->next = s->jobs;
	if (s->jobs)
		s->jobs->prev = job;
	s->jobs = job;
	job_count(job);
	if (job->frame.must_close)
		s->is_closing = true;
	if (job->n_left == 0) {
		job_free(job);
		return;
	}
	/* The job goes with its last answer, which may be given at once. */
	int n = job->frame.n_calls;
	for (int i = 0; i < n; i++)
		take_call(s, job, i);
}

static bool is_blank(const char *text, size_t len)
{
	return strspn(text, " \t\r") >= len;
}

static bool session_may_take(const struct session *s)
{
	return !s->is_closing && !s->is_broken && s->pending.n + s->n_started < SESSION_IN_FLIGHT_MAX &&
		s->out.len - s->n_sent <= SESSION_OUT_PAUSE;
}

static void refuse_long_line(struct session *s)
{
	struct arena arena;
	struct failure f = {.err = ERR_INVALID_REQUEST,
		.en = "the line is longer than 64 KiB (1 MiB for calendar.import); the connection closes",
		.zh = "一行超过 64 KiB（calendar.import 为 1 MiB），连接关闭"};

	arena_init(&arena);
	session_put(s, encode_error(&arena, "null", &f, s->speaker.lang, NULL, NULL));
	arena_fini(&arena);
	s->is_closing = true;
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
	struct ask *ask;

	if (s->is_closing && !s->is_broken)
		discard_input(s->fd);

	/* What was not started never will be; what was, ends without us. */
	while ((ask = asks_take(&s->pending)))
		job_answer(ask->job, ask->index, NULL);
	for (struct job *job = s->jobs; job; job = job->next)
		job->session = NULL;
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
	while (s->n_sent < s->out.len && !s->is_broken) {
		ssize_t n = send(s->fd, s->out.data + s->n_sent, s->out.len - s->n_sent, MSG_NOSIGNAL);

		if (n >= 0)
			s->n_sent += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		else if (errno != EINTR)
			s->is_broken = true;
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
	if (s->is_broken)
		return true;
	if (s->pending.n || s->n_started || s->out.len)
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
		int started = s->n_started, pending = s->pending.n;
		size_t waiting = lines_waiting(&s->lines);

		session_take_lines(s);
		session_start(s);
		session_send(s);
		if (s->n_started == started && s->pending.n == pending &&
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
		s->is_broken = true;
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
	s->speaker = (struct speaker){.uid = uid, .lang = LANG_EN};
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
