/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how the console's files leave: which form of one, with what leave to keep it, and what a browser may do
 * with them. Nobody has to be anybody for them: they hold no data. It never looks into a file.
 */
#include <string.h>

#include "daemon/console.h"
#include "daemon/head.h"
#include "daemon/http_inside.h"

static const struct {
	const char *name, *value;
} protections[] = {
	{"Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
		"connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; "
		"frame-ancestors 'none'"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
};

/* Read by a person before a browser. */
static const char *const absent[] = {
	[LANG_EN] =
		"The console is not installed here: install the package sliploop-console, or build it and "
		"start sliploopd with --console DIR.",
	[LANG_ZH_CN] =
		"此处未安装控制台：请安装 sliploop-console 软件包，或自行构建后以 --console 目录 启动 sliploopd。",
};

static void reply_file(struct http *h, struct evhttp_request *req, const struct console_file *f)
{
	bool is_packed = f->packed.bytes && head_takes_gzip(http_get_field(req, "Accept-Encoding"));
	const struct console_body *body = is_packed ? &f->packed : &f->plain;

	http_set_field(
		req, "Cache-Control", f->is_fixed ? "public, max-age=31536000, immutable" : "no-cache");
	http_set_field(req, "ETag", body->etag);
	if (f->packed.bytes)
		http_set_field(req, "Vary", "Accept-Encoding");
	if (head_has_etag(http_get_field(req, "If-None-Match"), body->etag)) {
		http_reply(h, req, HTTP_NOTMODIFIED, NULL, NULL, 0);
		return;
	}
	if (is_packed)
		http_set_field(req, "Content-Encoding", "gzip");
	http_reply(h, req, HTTP_OK, f->type, body->bytes, body->len);
}

bool http_console_serve(struct http *h, struct evhttp_request *req)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	const char *path = uri ? evhttp_uri_get_path(uri) : NULL;
	const struct console_file *f = path ? console_get(h->console, path) : NULL;

	if (!f && (!path || strcmp(path, "/") != 0))
		return false;
	http_conns_own(h->conns, req, HTTP_OWNER_CONSOLE);
	for (size_t i = 0; i < N_OF(protections); i++)
		http_set_field(req, protections[i].name, protections[i].value);
	if (!(evhttp_request_get_command(req) & (EVHTTP_REQ_GET | EVHTTP_REQ_HEAD))) {
		http_set_field(req, "Allow", "GET, HEAD");
		http_say(h, req, HTTP_BADMETHOD, "this path has no such method");
	} else if (!f) {
		http_say(h, req, HTTP_NOTFOUND,
			absent[head_read_language(http_get_field(req, "Accept-Language"))]);
	} else if (http_is_clogged(h, HTTP_OWNER_CONSOLE)) {
		http_set_field(req, "Retry-After", "1");
		http_say(h, req, CODE_TOO_MANY, "too many are asking at once");
	} else {
		reply_file(h, req, f);
	}
	return true;
}
