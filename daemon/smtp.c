/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns one mail's talk with its server, command by command, over a connection that libcurl opened and
 * will close. It never waits: what cannot be sent or read now is when the loop says so.
 */
#include "daemon/smtp.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum { REPLY_MAX = 4096 };

static void smtp_turn(struct smtp *s);

static void smtp_enter(struct smtp *s, enum smtp_state state)
{
	s->state = state;
}

/* Nothing of the talk is touched after this: the one told may let go of it. */
static void smtp_end(struct smtp *s, const char *error)
{
	smtp_enter(s, SMTP_OVER);
	s->done(s->arg, error);
}

/* The next thing to say, now that the last was agreed to. */
static void say_next(struct smtp *s)
{
	switch (s->state) {
	case SMTP_MAIL:
		buf_put_fmt(&s->out, "RCPT TO:%s\r\n", s->to);
		smtp_enter(s, SMTP_RCPT);
		return;
	case SMTP_RCPT:
		buf_put_str(&s->out, "DATA\r\n");
		smtp_enter(s, SMTP_DATA);
		return;
	case SMTP_DATA:
		buf_put_str(&s->out, s->body);
		buf_put_str(&s->out, ".\r\n");
		smtp_enter(s, SMTP_TEXT);
		return;
	case SMTP_TEXT:
	case SMTP_OVER: break;
	}
	die_assert(__FILE__, __LINE__, "smtp state");
}

/* Three digits and what may stand behind them; 0: a server does not speak so. */
static int read_code(const char *line)
{
	int code = 0;

	for (int i = 0; i < 3; i++) {
		if (line[i] < '0' || line[i] > '9')
			return 0;
		code = code * 10 + (line[i] - '0');
	}
	return strchr(" -\r\n", line[3]) ? code : 0;
}

/* The last line of a reply, "250 ok", once it is there: more lines have a dash behind the number. */
static bool take_reply(struct smtp *s, int *code)
{
	for (;;) {
		char *end = s->in.len ? memchr(s->in.data, '\n', s->in.len) : NULL;

		if (!end)
			return false;
		bool is_last = end - s->in.data < 4 || s->in.data[3] != '-';
		*code = read_code(s->in.data);
		buf_drop_front(&s->in, (size_t)(end - s->in.data) + 1);
		if (is_last)
			return true;
	}
}

/* False: the talk is over. */
static bool hear(struct smtp *s)
{
	static const char *const about[] = {"the sender", "the address", "the mail", "the mail"};
	int code;

	while (take_reply(s, &code)) {
		int wanted = s->state == SMTP_DATA ? 3 : 2;

		if (code / 100 != wanted) {
			snprintf(s->said, sizeof(s->said), "the mail server does not take %s (%d)",
				about[s->state], code);
			smtp_end(s, s->said);
			return false;
		}
		if (s->state == SMTP_TEXT) {
			smtp_end(s, NULL);
			return false;
		}
		say_next(s);
	}
	return true;
}

/* All that can be read now; false: the talk is over. */
static bool read_all(struct smtp *s)
{
	char chunk[1024];
	size_t n;

	for (;;) {
		CURLcode code = curl_easy_recv(s->easy, chunk, sizeof(chunk), &n);

		if (code == CURLE_AGAIN)
			return hear(s);
		if (code != CURLE_OK || n == 0 || s->in.len + n > REPLY_MAX) {
			/* Its last word may stand before: that it took the mail, or why it does not. */
			if (hear(s))
				smtp_end(s, "the mail server ended the connection");
			return false;
		}
		buf_put(&s->in, chunk, n);
	}
}

static bool write_all(struct smtp *s)
{
	size_t n;

	while (s->out.len) {
		CURLcode code = curl_easy_send(s->easy, s->out.data, s->out.len, &n);

		if (code == CURLE_AGAIN)
			return true;
		if (code != CURLE_OK) {
			smtp_end(s, "the mail server ended the connection");
			return false;
		}
		buf_drop_front(&s->out, n);
	}
	return true;
}

static void on_event(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	smtp_turn(arg);
}

static void on_time_out(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	smtp_end(arg, curl_easy_strerror(CURLE_OPERATION_TIMEDOUT));
}

static void smtp_turn(struct smtp *s)
{
	short what = EV_READ;

	if (!read_all(s) || !write_all(s))
		return;
	if (s->out.len)
		what |= EV_WRITE;
	event_del(s->event);
	must(event_assign(
			 s->event, event_get_base(s->timer), event_get_fd(s->event), what, on_event, s) == 0);
	must(event_add(s->event, NULL) == 0);
}

void smtp_begin(struct smtp *s, struct event_base *base, int64_t timeout_ms)
{
	struct timeval span = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
	curl_socket_t fd = CURL_SOCKET_BAD;

	buf_init(&s->out);
	buf_init(&s->in);
	must(curl_easy_getinfo(s->easy, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK);
	s->event = event_new(base, fd, EV_WRITE, on_event, s);
	s->timer = event_new(base, -1, 0, on_time_out, s);
	must(s->event && s->timer && event_add(s->event, NULL) == 0 && event_add(s->timer, &span) == 0);
	smtp_enter(s, SMTP_MAIL);
	buf_put_fmt(&s->out, "MAIL FROM:%s\r\n", s->from);
}

void smtp_fini(struct smtp *s)
{
	if (!s->timer)
		return;
	event_free(s->event);
	event_free(s->timer);
	buf_fini(&s->out);
	buf_fini(&s->in);
}
