/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns libcurl: its transfers on our loop, their bounds, and what may be connected to. It follows no
 * redirect, asks no proxy, uses no connection twice and reads of an answer only whether it is yes. It
 * never knows what it carries, nor what becomes of it after that.
 */
#include "daemon/courier.h"

#include <curl/curl.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/die.h"
#include "daemon/loop.h"
#include "daemon/reach.h"
#include "daemon/smtp.h"

enum { CONNECT_MS = 10000, ANSWER_MAX = 64 * 1024, WAIT_MAX_S = 3600 };

struct trip {
	struct trip *next, *before;
	struct courier *courier;
	struct arena arena;
	CURL *easy;
	struct curl_slist *headers;
	const char *body;
	size_t n_body, n_read;
	struct smtp smtp;
	int64_t ends_at; /* monotonic */
	bool is_mail, is_public_only, is_refused;
	courier_done *done;
	void *arg;
};

struct courier {
	struct event_loop *loop;
	CURLM *multi;
	struct event *timer;
	struct trip *trips;
	int n_trips;
};

/* --- the loop ------------------------------------------------------------------------------------ */

static void take_finished(struct courier *c);

static void on_socket(evutil_socket_t fd, short what, void *arg)
{
	struct courier *c = arg;
	int left,
		how = (what & EV_READ ? CURL_CSELECT_IN : 0) | (what & EV_WRITE ? CURL_CSELECT_OUT : 0);

	must(curl_multi_socket_action(c->multi, fd, how, &left) == CURLM_OK);
	take_finished(c);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct courier *c = arg;
	int left;

	(void)fd, (void)what;
	must(curl_multi_socket_action(c->multi, CURL_SOCKET_TIMEOUT, 0, &left) == CURLM_OK);
	take_finished(c);
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct courier *c = arg;
	struct event *event = known;
	short how = (short)(EV_PERSIST | (what & CURL_POLL_IN ? EV_READ : 0) |
		(what & CURL_POLL_OUT ? EV_WRITE : 0));

	(void)easy;
	if (event)
		event_free(event);
	event = NULL;
	if (what != CURL_POLL_REMOVE) {
		event = event_new(c->loop->base, fd, how, on_socket, c);
		must(event && event_add(event, NULL) == 0);
	}
	must(curl_multi_assign(c->multi, fd, event) == CURLM_OK);
	return 0;
}

static int set_timer(CURLM *multi, long ms, void *arg)
{
	struct courier *c = arg;
	struct timeval span = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

	(void)multi;
	if (ms < 0)
		event_del(c->timer);
	else
		must(event_add(c->timer, &span) == 0);
	return 0;
}

/* --- one transfer ---------------------------------------------------------------------------------- */

/* Asked when the address is known and about to be connected to: a name that meanwhile stands for
 * another address gains nothing. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct trip *t = arg;

	if (purpose != CURLSOCKTYPE_IPCXN || (t->is_public_only && !reach_is_public(&address->addr))) {
		t->is_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Nobody reads what they answer, and nobody may answer for ever. */
static size_t drop_answer(char *data, size_t size, size_t n, void *arg)
{
	struct trip *t = arg;

	(void)data;
	t->n_read += size * n;
	return t->n_read > ANSWER_MAX ? 0 : size * n;
}

static void trip_free(struct trip *t)
{
	struct courier *c = t->courier;

	if (t->next)
		t->next->before = t->before;
	if (t->before)
		t->before->next = t->next;
	else
		c->trips = t->next;
	c->n_trips--;
	smtp_fini(&t->smtp); /* before its socket is closed */
	curl_multi_remove_handle(c->multi, t->easy);
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	arena_fini(&t->arena);
	free(t);
}

static const char *verdict(struct trip *t, CURLcode code)
{
	long status = 0;

	if (code == CURLE_COULDNT_CONNECT && t->is_refused)
		return "its address is not a public one: see notice-allow-private";
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_WRITE_ERROR)
		return "it answers without end";
	if (code != CURLE_OK)
		return status ? arena_fmt(&t->arena, "%s (%ld)", curl_easy_strerror(code), status)
					  : curl_easy_strerror(code);
	if (status >= 200 && status <= 299)
		return NULL;
	if (status >= 300 && status <= 399)
		return arena_fmt(&t->arena, "HTTP %ld: it redirects, which is not followed", status);
	return arena_fmt(&t->arena, "HTTP %ld", status);
}

static void trip_end(struct trip *t, CURLcode code)
{
	struct delivery d = {.error = verdict(t, code)};
	curl_off_t wait_s = 0;

	if (d.error && curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait_s) == CURLE_OK)
		d.wait_ms = (wait_s > WAIT_MAX_S ? WAIT_MAX_S : wait_s) * 1000;
	t->done(t->arg, &d);
	trip_free(t);
}

static void on_mail_ended(void *arg, const char *error)
{
	struct trip *t = arg;

	t->done(t->arg, &(struct delivery){.error = error});
	trip_free(t);
}

/* Connected and greeted: the rest is said by us. The handle stays where its connection is. */
static void begin_mail(struct trip *t)
{
	int64_t left = t->ends_at - loop_now_ms();

	t->smtp.easy = t->easy;
	t->smtp.body = t->body;
	t->smtp.done = on_mail_ended;
	t->smtp.arg = t;
	smtp_begin(&t->smtp, t->courier->loop->base, left > 1 ? left : 1);
}

static void take_finished(struct courier *c)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(c->multi, &left))) {
		CURLcode code = m->data.result;
		char *arg;

		if (m->msg != CURLMSG_DONE)
			continue;
		must(curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &arg) == CURLE_OK);
		struct trip *t = (struct trip *)(void *)arg;

		if (t->is_mail && code == CURLE_OK)
			begin_mail(t);
		else
			trip_end(t, code);
	}
}

#define SET(easy, option, value) must(curl_easy_setopt(easy, option, value) == CURLE_OK)

static void set_bounds(struct trip *t, const struct letter *l)
{
	SET(t->easy, CURLOPT_PRIVATE, t);
	SET(t->easy, CURLOPT_NOSIGNAL, 1L);
	/* A name server that hangs is left to itself; else we would wait for its thread to end. */
	SET(t->easy, CURLOPT_QUICK_EXIT, 1L);
	SET(t->easy, CURLOPT_PROTOCOLS_STR, t->is_mail ? "smtp,smtps" : "http,https");
	SET(t->easy, CURLOPT_FOLLOWLOCATION, 0L);
	SET(t->easy, CURLOPT_PROXY, ""); /* whatever the environment says: it would connect for us */
	/* A connection that another letter was allowed to open is none that this one may use. */
	SET(t->easy, CURLOPT_FRESH_CONNECT, 1L);
	SET(t->easy, CURLOPT_TIMEOUT_MS, (long)l->timeout_ms);
	SET(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
		(long)(l->timeout_ms < CONNECT_MS ? l->timeout_ms : CONNECT_MS));
	SET(t->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(t->easy, CURLOPT_OPENSOCKETDATA, t);
	SET(t->easy, CURLOPT_WRITEFUNCTION, drop_answer);
	SET(t->easy, CURLOPT_WRITEDATA, t);
}

/* libcurl connects, greets, agrees on TLS and logs in; such a connection is nobody else's. */
static void set_mail(struct trip *t, const struct letter *l)
{
	t->smtp.from = arena_str(&t->arena, l->mail_from);
	t->smtp.to = arena_str(&t->arena, l->mail_to);
	SET(t->easy, CURLOPT_USE_SSL, (long)(l->user ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	SET(t->easy, CURLOPT_USERNAME, l->user);
	SET(t->easy, CURLOPT_PASSWORD, l->password);
	SET(t->easy, CURLOPT_CONNECT_ONLY, 1L);
}

static void set_post(struct trip *t, const struct letter *l)
{
	for (int i = 0; i < l->n_headers; i++) {
		struct curl_slist *longer = curl_slist_append(t->headers, l->headers[i]);

		must(longer);
		t->headers = longer;
	}
	SET(t->easy, CURLOPT_FORBID_REUSE, 1L);
	SET(t->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(t->easy, CURLOPT_USERAGENT, "sliploop/" SLIPLOOP_VERSION);
	SET(t->easy, CURLOPT_HTTPHEADER, t->headers);
	SET(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->n_body);
	SET(t->easy, CURLOPT_POSTFIELDS, t->body);
}

bool courier_send(struct courier *c, const struct letter *l, courier_done *done, void *arg)
{
	struct trip *t;

	if (c->n_trips >= COURIER_TRIPS_MAX)
		return false;
	t = xcalloc(1, sizeof(*t));
	arena_init(&t->arena);
	t->courier = c;
	t->done = done;
	t->arg = arg;
	t->is_mail = l->mail_to != NULL;
	t->is_public_only = l->is_public_only;
	t->body = arena_str(&t->arena, l->body);
	t->n_body = strlen(l->body);
	t->ends_at = loop_now_ms() + l->timeout_ms;
	t->easy = curl_easy_init();
	must(t->easy);
	set_bounds(t, l);
	if (t->is_mail)
		set_mail(t, l);
	else
		set_post(t, l);
	SET(t->easy, CURLOPT_URL, l->url);
	if (l->ca_file)
		SET(t->easy, CURLOPT_CAINFO, l->ca_file);
	t->next = c->trips;
	if (t->next)
		t->next->before = t;
	c->trips = t;
	c->n_trips++;
	must(curl_multi_add_handle(c->multi, t->easy) == CURLM_OK);
	return true;
}

/* --- from outside ---------------------------------------------------------------------------------- */

struct courier *courier_new(struct event_loop *loop)
{
	struct courier *c = xcalloc(1, sizeof(*c));

	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, xmalloc, free, xrealloc, xstrdup, xcalloc) !=
		CURLE_OK)
		die("libcurl cannot start");
	c->loop = loop;
	c->multi = curl_multi_init();
	c->timer = event_new(loop->base, -1, 0, on_timer, c);
	must(c->multi && c->timer);
	curl_multi_setopt(c->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
	return c;
}

void courier_free(struct courier *c)
{
	while (c->trips)
		trip_free(c->trips);
	curl_multi_cleanup(c->multi);
	event_free(c->timer);
	curl_global_cleanup();
	free(c);
}
