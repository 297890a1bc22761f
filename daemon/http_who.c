/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the question who sends a request: by the bearer token in its head, or else by the session in its
 * cookie, which a browser adds to whatever any page has it send. So a cookie counts only where our own page
 * asks, and changes something only with what that page alone was told. It never opens a session.
 */
#include "daemon/head.h"
#include "daemon/http_inside.h"
#include "daemon/secret.h"

static bool refuse_credentials(
	struct http *h, struct evhttp_request *req, const char *en, const char *zh)
{
	http_set_field(req, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
	http_refuse(h, req, CODE_UNAUTHORIZED,
		&(struct failure){.err = ERR_UNAUTHENTICATED, .en = en, .zh = zh});
	return false;
}

/* Whom a token means is not known before the organisation has been read: a good one is not called bad. */
static bool is_too_early(struct http *h, struct evhttp_request *req)
{
	if (h->state != HTTP_STARTING)
		return false;
	http_refuse(h, req, HTTP_SERVUNAVAIL, &http_closed);
	return true;
}

static bool read_bearer(
	struct http *h, struct evhttp_request *req, const char *field, struct speaker *who)
{
	const struct callers *callers = h->options.callers;
	const char *token = head_read_bearer(field);

	if (is_too_early(h, req))
		return false;
	if (!token || !speaker_login(who, token, callers->now->org, callers->engine))
		return refuse_credentials(
			h, req, "this token is unknown, revoked or expired", "令牌无效、已撤销或已过期");
	http_conns_own(h->conns, req, who->token);
	return true;
}

bool http_check_origin(struct http *h, struct evhttp_request *req)
{
	static const struct failure foreign = {.err = ERR_FORBIDDEN,
		.en = "another site's page asks this in your name: open the console itself",
		.zh = "此请求来自其他网站的页面，请直接打开控制台"};

	if (head_is_from_us(http_get_field(req, "Sec-Fetch-Site")))
		return true;
	http_refuse(h, req, CODE_FORBIDDEN, &foreign);
	return false;
}

static bool needs_csrf(struct evhttp_request *req)
{
	return !(evhttp_request_get_command(req) & (EVHTTP_REQ_GET | EVHTTP_REQ_HEAD));
}

static enum head_cookie read_cookie(struct evhttp_request *req, char token[HTTP_COOKIE_MAX])
{
	return head_read_cookie(
		http_get_field(req, "Cookie"), HTTP_COOKIE_NAME, token, HTTP_COOKIE_MAX);
}

static void speaker_init(struct speaker *who, struct evhttp_request *req)
{
	*who = (struct speaker){
		.uid = -1,
		.lang = head_read_language(http_get_field(req, "Accept-Language")),
	};
}

bool http_read_session(
	struct http *h, struct evhttp_request *req, struct speaker *who, char token[HTTP_COOKIE_MAX])
{
	static const struct failure no_csrf = {.err = ERR_FORBIDDEN,
		.en = "by cookie this needs the field X-Sliploop-CSRF, as GET /session tells it",
		.zh = "使用 Cookie 时需要请求头 X-Sliploop-CSRF，其值由 GET /session 给出"};
	const struct callers *callers = h->options.callers;
	const struct org *org = callers->now->org;

	speaker_init(who, req);
	if (!http_check_origin(h, req) || is_too_early(h, req))
		return false;
	if (read_cookie(req, token) != COOKIE_GOOD ||
		!speaker_login(who, token, org, callers->engine) ||
		org_get_token(org, who->token)->opened_with == 0)
		return refuse_credentials(
			h, req, "you are not logged in, or your session has ended", "尚未登录或会话已结束");
	if (needs_csrf(req) && !secret_is_csrf(http_get_field(req, "X-Sliploop-CSRF"), token)) {
		http_refuse(h, req, CODE_FORBIDDEN, &no_csrf);
		return false;
	}
	http_conns_own(h->conns, req, who->token);
	return true;
}

bool http_read_speaker(struct http *h, struct evhttp_request *req, struct speaker *who)
{
	const char *field = http_get_field(req, "Authorization");
	char token[HTTP_COOKIE_MAX];

	if (!field && read_cookie(req, token) != COOKIE_NONE)
		return http_read_session(h, req, who, token);
	speaker_init(who, req);
	if (field)
		return read_bearer(h, req, field, who);
	http_conns_own(h->conns, req, 0);
	return true;
}
