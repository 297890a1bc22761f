/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the way from one line of text to calls: JSON-RPC 2.0 frames, batches, ids, methods. What a
 * method's parameters must look like is data (params.c). It never carries anything out, and no
 * json_t leaves it.
 */
#include "api/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/scan.h"
#include "base/die.h"

static const struct scan_limits frame_limits = {
	.depth = FRAME_DEPTH_MAX,
	.values = FRAME_VALUES_MAX,
	.elements = FRAME_CALLS_MAX,
};

const char *json_text(struct arena *a, const json_t *value, size_t flags)
{
	size_t size = json_dumpb(value, NULL, 0, flags | JSON_ENCODE_ANY);
	char *text = arena_alloc(a, size + 1);

	must(json_dumpb(value, text, size, flags | JSON_ENCODE_ANY) == size);
	return text;
}

void decode_init(void)
{
	json_set_alloc_funcs(xmalloc, free);
}

static void call_fail(struct call *c, enum err e, const char *field, const char *en, const char *zh)
{
	c->fail = (struct failure){.err = e, .field = field, .en = en, .zh = zh};
}

/* --- what is wrong with the line as a whole ------------------------------------------------ */

static void frame_fail(
	struct arena *a, struct frame *out, enum err e, const char *en, const char *zh)
{
	out->calls = arena_new(a, struct call);
	out->n_calls = 1;
	out->is_array = false;
	out->calls[0].id = "null";
	call_fail(&out->calls[0], e, NULL, en, zh);
}

static bool frame_check(struct arena *a, const struct scan *s, struct frame *out)
{
	switch (s->verdict) {
	case SCAN_OK: break;
	case SCAN_EMPTY:
		frame_fail(a, out, ERR_PARSE, "this line is empty: one JSON value a line is expected",
			"此行为空：每行应有一个 JSON 值");
		return false;
	case SCAN_NUL:
		frame_fail(a, out, ERR_PARSE, "a NUL byte is not allowed", "不允许出现 NUL 字节");
		return false;
	case SCAN_TOO_DEEP:
		out->must_close = true;
		frame_fail(a, out, ERR_INVALID_REQUEST,
			"nested more than 32 deep; the connection is closed", "嵌套超过 32 层；连接即将关闭");
		return false;
	case SCAN_TOO_MANY:
		out->must_close = true;
		frame_fail(a, out, ERR_INVALID_REQUEST,
			"more than 4096 values in one line; the connection is closed",
			"一行超过 4096 个值；连接即将关闭");
		return false;
	}
	if (s->is_array && s->is_torn) {
		frame_fail(a, out, ERR_PARSE, NULL, NULL);
		return false;
	}
	if (s->is_array && (s->n_elements == 0 || s->n_elements > FRAME_CALLS_MAX)) {
		frame_fail(a, out, ERR_INVALID_REQUEST, "a batch holds 1 to 100 calls",
			"一个批次应含 1 至 100 个调用");
		return false;
	}
	return true;
}

/* --- one call ------------------------------------------------------------------------------ */

/* False: the id is neither text nor integer. Not there: a notification, id stays NULL. */
static bool id_read(struct arena *a, const json_t *object, struct call *c)
{
	const json_t *id = json_object_get(object, "id");

	if (!id)
		return true;
	if (!json_is_string(id) && !json_is_integer(id))
		return false;
	c->id = json_text(a, id, JSON_COMPACT);
	return true;
}

static bool envelope_check(struct arena *a, const json_t *object, struct call *c)
{
	static const char *const known[] = {"jsonrpc", "id", "method", "params"};
	const char *version = json_string_value(json_object_get(object, "jsonrpc"));
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value)
	{
		size_t i = 0;

		while (i < N_OF(known) && strcmp(known[i], key) != 0)
			i++;
		if (i == N_OF(known)) {
			call_fail(c, ERR_INVALID_REQUEST, scan_join(a, "", key),
				"unknown key: a request holds jsonrpc, id, method and params",
				"未知的键：请求只含 jsonrpc、id、method、params");
			return false;
		}
	}
	if (!version || strcmp(version, "2.0") != 0) {
		call_fail(c, ERR_INVALID_REQUEST, "/jsonrpc", "\"jsonrpc\": \"2.0\" is missing",
			"缺少 \"jsonrpc\": \"2.0\"");
		return false;
	}
	if (!json_is_string(json_object_get(object, "method"))) {
		call_fail(c, ERR_INVALID_REQUEST, "/method", "method must be a text", "method 应为文本");
		return false;
	}
	return true;
}

/* Method and parameters without the key, so that a replay can be told from another request. It is
 * kept: of a secret it says only that there was one. */
static const char *call_canonical(struct arena *a, const struct command *c, json_t *params)
{
	json_object_del(params, "idempotency_key");
	for (int i = 0; i < c->params->n; i++) {
		const struct param *p = &c->params->at[i];

		if ((p->flags & PARAM_SECRET) && json_is_string(json_object_get(params, p->name)))
			must(json_object_set_new(params, p->name, json_true()) == 0);
	}
	return arena_fmt(a, "%s %s", c->name, json_text(a, params, JSON_COMPACT | JSON_SORT_KEYS));
}

static void call_fill(struct arena *a, json_t *params, struct call *c)
{
	static const struct place_in where = {.key = "params"};
	const struct params *spec = c->command->params;
	struct reading r = {.arena = a, .fail = &c->fail};
	struct request *request = arena_alloc(a, spec->size);

	must(spec->size >= sizeof(struct request));
	if (spec->blank)
		memcpy(request, spec->blank, spec->size);
	request->if_version = -1;
	if (!params_fill(&r, spec, params, &where, request))
		return;
	if (request->idempotency_key)
		c->canonical = call_canonical(a, c->command, params);
	c->request = request;
}

/* The key that came beside the call, into its parameters; false: refused. */
static bool call_take_key(json_t *params, const char *key, struct call *c)
{
	static const char field[] = "/params/idempotency_key";

	if (json_object_get(params, "idempotency_key")) {
		call_fail(c, ERR_INVALID_PARAMS, field,
			"the idempotency key is given twice: in the head and in params",
			"幂等键重复：请求头与 params 中各有一个");
		return false;
	}
	if (json_object_set_new(params, "idempotency_key", json_string(key)) == 0)
		return true;
	call_fail(c, ERR_INVALID_PARAMS, field, "the idempotency key is not valid UTF-8",
		"幂等键不是有效的 UTF-8");
	return false;
}

static void call_read(struct arena *a, json_t *object, const char *key, struct call *c)
{
	json_t *params = json_object_get(object, "params"), *none = NULL;

	if (!json_is_object(object) || !id_read(a, object, c)) {
		c->id = "null";
		call_fail(c, ERR_INVALID_REQUEST, json_is_object(object) ? "/id" : NULL,
			"a request is an object whose id is a text or an integer",
			"请求应为对象，其 id 为文本或整数");
		return;
	}
	if (!envelope_check(a, object, c)) {
		c->id = c->id ? c->id : "null";
		return;
	}
	const char *method = json_string_value(json_object_get(object, "method"));

	if (strlen(method) == json_string_length(json_object_get(object, "method")))
		c->command = command_get(method);
	if (!c->command) {
		call_fail(c, ERR_METHOD_NOT_FOUND, "/method", NULL, NULL);
		return;
	}
	if (params && !json_is_object(params)) {
		call_fail(c, ERR_INVALID_PARAMS, "/params", "params must be an object", "params 应为对象");
		return;
	}
	if (!params)
		params = none = json_object();
	if (!key || call_take_key(params, key, c))
		call_fill(a, params, c);
	json_decref(none);
}

/* A key twice: the tree without that check still tells the id. False: not JSON further on. */
static bool call_read_doubled(
	struct arena *a, const struct scan_slice *text, size_t pos, struct call *c)
{
	json_t *object = json_loadb(text->at, text->len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	const char *pointer = scan_pointer(a, text->at, text->len, pos > 0 ? pos - 1 : 0);
	bool is_param = strncmp(pointer, "/params/", 8) == 0;

	if (!object)
		return false;
	if (!json_is_object(object) || !id_read(a, object, c) || strcmp(pointer, "/id") == 0)
		c->id = "null";
	const char *method = json_string_value(json_object_get(object, "method"));

	c->command = command_get(method ? method : "");
	if (!is_param && !c->id)
		c->id = "null";
	call_fail(c, is_param ? ERR_INVALID_PARAMS : ERR_INVALID_REQUEST, pointer,
		"this key stands twice in one object", "同一对象中此键重复出现");
	json_decref(object);
	return true;
}

/* False: this is not JSON, and so nothing of the line is carried out. */
static bool call_parse(
	struct arena *a, const struct scan_slice *text, const char *key, struct call *c)
{
	json_error_t why;
	json_t *object = json_loadb(
		text->at, text->len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);

	if (object) {
		call_read(a, object, key, c);
		json_decref(object);
		return true;
	}
	size_t pos = why.position > 0 ? (size_t)why.position : 0;

	if (json_error_code(&why) == json_error_duplicate_key && call_read_doubled(a, text, pos, c))
		return true;
	bool is_utf8 = json_error_code(&why) == json_error_invalid_utf8;
	const char *field = scan_pointer(a, text->at, text->len, pos > 0 ? pos - 1 : 0);

	c->id = "null";
	call_fail(c, ERR_PARSE, *field ? field : NULL,
		arena_fmt(a, is_utf8 ? "invalid UTF-8 at byte %zu" : "this is not JSON (byte %zu)", pos),
		arena_fmt(
			a, is_utf8 ? "第 %zu 字节处不是有效的 UTF-8" : "不是有效的 JSON（第 %zu 字节）", pos));
	return false;
}

bool frame_may_be_long(const char *text, size_t len)
{
	char name[64];

	for (int i = 0; i < n_commands; i++) {
		if (!commands[i]->is_long)
			continue;
		int n = snprintf(name, sizeof(name), "\"%s\"", commands[i]->name);

		if (memmem(text, len, name, (size_t)n))
			return true;
	}
	return false;
}

/* A long line is for the methods that need one: named in it was not enough. */
static void check_length(struct arena *a, size_t len, struct frame *out)
{
	for (int i = 0; len > FRAME_MAX && i < out->n_calls; i++)
		if (!out->calls[i].command || !out->calls[i].command->is_long || out->is_array) {
			out->must_close = true;
			frame_fail(a, out, ERR_INVALID_REQUEST,
				"the line is longer than 64 KiB; the connection closes",
				"一行超过 64 KiB，连接关闭");
			return;
		}
}

void decode_frame(struct arena *a, const char *text, size_t len, const char *key, struct frame *out)
{
	struct scan_slice whole = {text, len};
	struct scan s;

	*out = (struct frame){0};
	scan_measure(a, text, len, &frame_limits, &s);
	if (!frame_check(a, &s, out))
		return;
	if (key && s.is_array) {
		frame_fail(a, out, ERR_INVALID_REQUEST,
			"a key in the head is for one call: in a batch each call has its own in params",
			"请求头中的幂等键只适用于单个调用：批次中各调用在 params 中给出自己的键");
		return;
	}
	out->is_array = s.is_array;
	out->n_calls = s.is_array ? s.n_elements : 1;
	out->calls = arena_new_n(a, (size_t)out->n_calls, struct call);
	for (int i = 0; i < out->n_calls; i++) {
		if (call_parse(a, s.is_array ? &s.elements[i] : &whole, key, &out->calls[i]))
			continue;
		out->calls[0] = out->calls[i];
		out->n_calls = 1;
		out->is_array = false;
		return;
	}
	check_length(a, len, out);
}
