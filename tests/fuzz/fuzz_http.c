/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's line, head and body, as far as they are read without a connection: which path, may it be
 * served, who asks in which language, and which call a query or a body stands for. libevent's own reading
 * of the bytes is not in it: the text is cut here.
 */
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <string.h>

#include "api/command.h"
#include "base/die.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/trace.h"
#include "feed.h"

static const struct {
	const char *name;
	enum evhttp_cmd_type type;
} methods[] = {
	{"GET ", EVHTTP_REQ_GET},
	{"POST ", EVHTTP_REQ_POST},
	{"HEAD ", EVHTTP_REQ_HEAD},
	{"PUT ", EVHTTP_REQ_PUT},
	{"DELETE ", EVHTTP_REQ_DELETE},
};

static void on_never(struct evhttp_request *req, void *arg)
{
	(void)req, (void)arg;
}

/* NULL: libevent would not have made a request of it. */
static struct evhttp_request *read_line(const char *line)
{
	struct evhttp_request *req;
	struct evhttp_uri *uri;
	size_t i = 0;

	while (i < N_OF(methods) && strncmp(line, methods[i].name, strlen(methods[i].name)) != 0)
		i++;
	if (i == N_OF(methods))
		return NULL;
	line += strlen(methods[i].name);
	uri = evhttp_uri_parse_with_flags(line, EVHTTP_URI_NONCONFORMANT);
	if (!uri)
		return NULL;
	req = evhttp_request_new(on_never, NULL);
	must(req);
	req->type = methods[i].type;
	req->uri = xstrdup(line);
	req->uri_elems = uri;
	return req;
}

static void read_field(struct evhttp_request *req, char *line)
{
	char *colon = strchr(line, ':');

	if (!colon)
		return;
	*colon = '\0';
	(void)evhttp_add_header(
		evhttp_request_get_input_headers(req), line, colon + 1 + strspn(colon + 1, " \t"));
}

static void check_cookie(struct arena *a, const char *cookie)
{
	char value[32], other[32];

	if (!cookie)
		return;
	switch (head_read_cookie(cookie, "s", value, sizeof(value))) {
	case COOKIE_NONE:
		cookie = arena_fmt(a, "%s; s=1", cookie);
		must(head_read_cookie(cookie, "s", value, sizeof(value)) == COOKIE_GOOD);
		must(strcmp(value, "1") == 0);
		break;
	case COOKIE_GOOD:
		must(value[0] && strstr(cookie, value));
		must(head_read_cookie(arena_fmt(a, "s=%s", value), "s", other, sizeof(other)) ==
			COOKIE_GOOD);
		must(strcmp(value, other) == 0);
		cookie = arena_fmt(a, "%s; s=1", cookie);
		must(head_read_cookie(cookie, "s", other, sizeof(other)) == COOKIE_BAD);
		break;
	case COOKIE_BAD:
		cookie = arena_fmt(a, "s=1; %s", cookie);
		must(head_read_cookie(cookie, "s", value, sizeof(value)) == COOKIE_BAD);
		break;
	}
}

static void check_head(struct arena *a, struct evhttp_request *req)
{
	static const char etag[] = "\"0123\"";
	const char *authorization = http_get_field(req, "Authorization");
	const char *token = head_read_bearer(authorization);
	const char *trace = http_get_field(req, "X-Request-Id");
	const char *tags = http_get_field(req, "If-None-Match");
	enum lang lang = head_read_language(http_get_field(req, "Accept-Language"));

	must(lang == LANG_EN || lang == LANG_ZH_CN);
	must(!token || (authorization && strstr(authorization, token) && !strchr(token, ' ')));
	must(!trace || !trace_is_well_formed(trace) || strlen(trace) <= TRACE_MAX);
	(void)head_is_json(http_get_field(req, "Content-Type"));
	(void)head_is_from_us(http_get_field(req, "Sec-Fetch-Site"));
	(void)head_came_by_tls(http_get_field(req, "X-Forwarded-Proto"));
	(void)head_takes_gzip(http_get_field(req, "Accept-Encoding"));
	check_cookie(a, http_get_field(req, "Cookie"));
	must(!tags || head_has_etag(arena_fmt(a, "%s, %s", tags, etag), etag));
}

static void check_calls(struct arena *a, const char *text, const char *key)
{
	struct frame f;

	decode_frame(a, text, strlen(text), key, &f);
	must(f.n_calls >= 1 && f.n_calls <= FRAME_CALLS_MAX);
	for (int i = 0; i < f.n_calls; i++)
		if (f.calls[i].fail.err != ERR_NONE)
			feed_check_failure(&f.calls[i].fail);
}

/* Whatever stands in a query, it is one call of one method. */
static void check_events(struct arena *a, struct evhttp_request *req)
{
	const char *text = http_events_spell_call(a, req);
	struct frame f;

	if (!text)
		return;
	decode_frame(a, text, strlen(text), NULL, &f);
	must(f.n_calls == 1 && !f.is_array);
	must(f.calls[0].fail.err != ERR_NONE || strcmp(f.calls[0].command->name, "watch.start") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *line;
	struct evhttp_request *req;
	struct arena a;

	arena_init(&a);
	line = feed_take_line(&a, &text, &size);
	req = line ? read_line(line) : NULL;
	if (!req) {
		arena_fini(&a);
		return 0;
	}
	while ((line = feed_take_line(&a, &text, &size)) && line[0])
		read_field(req, arena_str(&a, line));
	struct http_verdict v = http_judge(req);

	must(v.code ? v.sentence != NULL : v.path != NULL);
	check_head(&a, req);
	check_events(&a, req);
	check_calls(&a, arena_strn(&a, text, size), http_get_field(req, "Idempotency-Key"));
	evhttp_request_free(req);
	arena_fini(&a);
	return 0;
}
