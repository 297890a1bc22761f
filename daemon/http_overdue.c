/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the boards of overdue alarms, for dashboards that only speak HTTP: one for all who may see
 * everything, one for each other user who asks. A board is read from the store and spelt at most once a
 * second, and only while somebody looks at it; who asks meanwhile gets the same text, or hears that
 * it is still the one he has.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/found.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/loop.h"
#include "daemon/viewer.h"
#include "store/store.h"

enum {
	BOARDS_MAX = 64, /* of users who do not see everything; the one unused longest makes way */
	BOARD_MS = 1000, /* its age at most */
	BOARD_ROWS_MAX = 1000, /* the longest overdue; `truncated` says that there are more */
	ETAG_BYTES = 16,
	ETAG_TEXT = ETAG_BYTES * 2 + 3,
};

struct spelt {
	const char *text; /* in the board's arena */
	char etag[ETAG_TEXT];
};

struct board {
	struct http *http;
	char *user; /* NULL: of all who see everything; "" nobody's yet */
	struct arena arena; /* of what is shown */
	struct spelt json, csv;
	int64_t read_ms, asked_ms; /* 0: never */
	struct http_wait *waiting;
	/* being read */
	bool is_reading;
	struct arena next;
	struct viewer viewer;
	struct request_find request;
	struct found found;
};

struct http_boards {
	struct board board[BOARDS_MAX + 1]; /* the first is everybody's */
};

/* --- showing ------------------------------------------------------------------------------------------ */

static void spell(struct spelt *s, const char *text)
{
	unsigned char hash[ETAG_BYTES];
	char hex[ETAG_BYTES * 2 + 1];

	s->text = text;
	must(crypto_generichash(
			 hash, sizeof(hash), (const unsigned char *)text, strlen(text), NULL, 0) == 0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	s->etag[0] = '"';
	memcpy(s->etag + 1, hex, sizeof(hex) - 1);
	strcpy(s->etag + sizeof(hex), "\"");
}

static void show(struct board *b, struct evhttp_request *req, bool is_csv)
{
	const struct spelt *s = is_csv ? &b->csv : &b->json;

	http_set_field(req, "ETag", s->etag);
	http_set_field(req, "Cache-Control", "private, no-cache");
	http_set_field(req, "Vary", "Authorization");
	if (head_has_etag(http_get_field(req, "If-None-Match"), s->etag))
		http_reply(b->http, req, HTTP_NOTMODIFIED, NULL, "", 0);
	else
		http_reply(b->http, req, HTTP_OK, is_csv ? "text/csv; charset=utf-8" : "application/json",
			s->text, strlen(s->text));
}

static void say_away(struct http *h, struct evhttp_request *req)
{
	http_set_field(req, "Retry-After", "1");
	http_say(h, req, HTTP_SERVUNAVAIL, "the store is away");
}

/* --- reading ------------------------------------------------------------------------------------------ */

static void answer_waiting(struct board *b, bool is_read)
{
	struct http_wait w;

	while (http_waits_take(b->http, &b->waiting, &w))
		if (is_read)
			show(b, w.req, w.is_csv);
		else
			say_away(b->http, w.req);
}

static void on_read(void *arg, enum store_outcome outcome)
{
	struct board *b = arg;

	b->is_reading = false;
	if (outcome == STORE_OK) {
		arena_fini(&b->arena);
		b->arena = b->next;
		spell(&b->json, encode_overdue(&b->arena, &b->found));
		spell(&b->csv, encode_overdue_csv(&b->arena, &b->found));
		b->read_ms = loop_now_ms();
	} else {
		arena_fini(&b->next);
		if (outcome == STORE_REFUSED)
			log_error("the store refused the overdue alarms: %s",
				store_problem(b->http->store, CHANNEL_READ));
	}
	answer_waiting(b, outcome == STORE_OK);
}

static void read_board(struct board *b, const struct user *who)
{
	arena_init(&b->next);
	b->is_reading = true;
	b->viewer = (struct viewer){0};
	viewer_fill(&b->viewer, &b->next, who);
	b->request = (struct request_find){.limit = BOARD_ROWS_MAX};
	b->found = (struct found){.arena = &b->next};
	store_find(b->http->store, FIND_OVERDUE, &b->viewer, &b->request, &b->found, on_read, b);
}

/* --- asking ------------------------------------------------------------------------------------------- */

/* The user's, or the one that was not asked for longest; NULL: all of them are being read. */
static struct board *find_board(struct http *h, const struct user *who)
{
	struct board *oldest = NULL;

	if (user_sees_all(who))
		return &h->boards->board[0];
	for (int i = 1; i <= BOARDS_MAX; i++) {
		struct board *b = &h->boards->board[i];

		if (b->user && strcmp(b->user, who->name) == 0)
			return b;
		if (!b->is_reading && (!oldest || b->asked_ms < oldest->asked_ms))
			oldest = b;
	}
	if (!oldest)
		return NULL;
	free(oldest->user);
	oldest->user = xstrdup(who->name);
	oldest->read_ms = 0;
	return oldest;
}

static void serve(struct http *h, struct evhttp_request *req, bool is_csv)
{
	const struct callers *callers = h->options.callers;
	const struct user *who;
	struct speaker speaker;
	struct board *b;

	if (!http_read_speaker(h, req, &speaker))
		return;
	who = speaker_get_user(&speaker, callers->now->org, callers->engine);
	if (!who) {
		http_set_field(req, "WWW-Authenticate", "Bearer");
		http_say(h, req, CODE_UNAUTHORIZED, "a token is needed: Authorization: Bearer TOKEN");
		return;
	}
	b = find_board(h, who);
	if (!b || http_is_clogged(h, http_owner_of(h, &speaker))) {
		http_set_field(req, "Retry-After", "1");
		http_say(h, req, CODE_TOO_MANY, "too many are asking at once");
		return;
	}
	b->http = h;
	b->asked_ms = loop_now_ms();
	if (b->read_ms && b->asked_ms - b->read_ms < BOARD_MS) {
		show(b, req, is_csv);
	} else if (!engine_is_up(callers->engine)) {
		say_away(h, req);
	} else {
		http_waits_put(h, &b->waiting, &(struct http_wait){.req = req, .is_csv = is_csv});
		if (!b->is_reading)
			read_board(b, who);
	}
}

void http_overdue_serve_json(struct http *h, struct evhttp_request *req)
{
	serve(h, req, false);
}

void http_overdue_serve_csv(struct http *h, struct evhttp_request *req)
{
	serve(h, req, true);
}

struct http_boards *http_boards_new(void)
{
	struct http_boards *all = xcalloc(1, sizeof(*all));

	for (int i = 0; i <= BOARDS_MAX; i++)
		arena_init(&all->board[i].arena);
	return all;
}

void http_boards_free(struct http *h)
{
	for (int i = 0; i <= BOARDS_MAX; i++) {
		struct board *b = &h->boards->board[i];
		struct http_wait w;

		while (http_waits_take(h, &b->waiting, &w))
			continue; /* its request goes with the server */
		arena_fini(&b->arena);
		if (b->is_reading)
			arena_fini(&b->next);
		free(b->user);
	}
	free(h->boards);
}
