/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns all connections together: how many there may be, whose they are, and how long each may stay. What one
 * of them says and hears is session.c's.
 */
#include <event2/event.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/config.h"
#include "daemon/loop.h"
#include "daemon/session_inside.h"
#include "daemon/throttle.h"

enum {
	SWEEP_S = 1,
	HANDSHAKE_MS = 10000,
	CLOSING_MS = 30000, /* for the last answers to be taken */
	DESCRIPTORS_KEPT = 2048, /* for the store, HTTP and its streams, files and saying no */
};

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
	struct session *s = session_new(all, fd, peer);

	s->caller.source = source;
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

static void on_due(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	sessions_turn_due(arg);
}

struct sessions *sessions_new(const struct sessions_options *options)
{
	struct sessions *all = xcalloc(1, sizeof(*all));

	all->options = *options;
	all->max = count_places();
	all->on_sweep = event_new(options->loop->base, -1, EV_PERSIST, on_sweep, all);
	all->on_due = event_new(options->loop->base, -1, 0, on_due, all);
	must(all->on_due && all->on_sweep &&
		event_add(all->on_sweep, &(struct timeval){.tv_sec = SWEEP_S}) == 0);
	return all;
}

void sessions_free(struct sessions *all)
{
	all->options.left = NULL;
	while (all->head)
		session_free(all->head);
	event_free(all->on_sweep);
	event_free(all->on_due);
	buf_fini(&all->event);
	free(all);
}
