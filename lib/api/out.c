/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how values become JSON text. It never knows what they mean.
 */
#include "api/out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "api/command.h"
#include "base/die.h"

enum { OUT_FIRST = 2048 };

void out_init(struct out *o, struct arena *a)
{
	*o = (struct out){.arena = a, .data = arena_raw(a, OUT_FIRST), .size = OUT_FIRST};
}

/* Room for n bytes more and the final NUL. What it grew out of stays in the arena. */
static char *room(struct out *o, size_t n)
{
	if (o->size - o->len <= n) {
		size_t size = o->size;

		while (size - o->len <= n)
			size *= 2;
		char *data = arena_raw(o->arena, size);

		memcpy(data, o->data, o->len);
		o->data = data;
		o->size = size;
	}
	return o->data + o->len;
}

static void put(struct out *o, const char *s, size_t n)
{
	memcpy(room(o, n), s, n);
	o->len += n;
}

/* A value after a value needs a comma; after an opening or a key it does not. */
static void separate(struct out *o)
{
	char last = o->len ? o->data[o->len - 1] : '[';

	if (last != '{' && last != '[' && last != ':')
		put(o, ",", 1);
}

const char *out_finish(struct out *o)
{
	*room(o, 1) = '\0';
	return o->data;
}

void out_open(struct out *o, char bracket)
{
	separate(o);
	put(o, &bracket, 1);
}

void out_close(struct out *o, char bracket)
{
	put(o, &bracket, 1);
}

void out_key(struct out *o, const char *key)
{
	size_t n = strlen(key);

	separate(o);
	char *at = room(o, n + 3);

	*at++ = '"';
	memcpy(at, key, n);
	at[n] = '"';
	at[n + 1] = ':';
	o->len += n + 3;
}

/* Bytes that may have to be escaped: controls, quote, backslash, and where U+2028/9 begin. */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && c != 0xe2;
}

static size_t escape(struct out *o, const unsigned char *p)
{
	static const char short_for[] = "\"\\\n\t\r\b\f";
	static const char letters[] = "\"\\ntrbf";
	const char *is_short = strchr(short_for, *p);
	char text[8];

	if (is_short) {
		text[0] = '\\';
		text[1] = letters[is_short - short_for];
		put(o, text, 2);
		return 1;
	}
	if (*p == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) {
		put(o, p[2] == 0xa8 ? "\\u2028" : "\\u2029", 6);
		return 3;
	}
	if (*p == 0xe2) {
		put(o, (const char *)p, 1);
		return 1;
	}
	snprintf(text, sizeof(text), "\\u%04x", *p);
	put(o, text, 6);
	return 1;
}

void out_text(struct out *o, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (!s) {
		out_null(o);
		return;
	}
	separate(o);
	put(o, "\"", 1);
	while (*p) {
		const unsigned char *from = p;

		while (*p && is_plain(*p))
			p++;
		put(o, (const char *)from, (size_t)(p - from));
		if (*p)
			p += escape(o, p);
	}
	put(o, "\"", 1);
}

void out_key_text(struct out *o, const char *key)
{
	out_text(o, key);
	put(o, ":", 1);
}

void out_int(struct out *o, int64_t v)
{
	char digits[24];
	char *p = digits + sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		*--p = '-';
	separate(o);
	put(o, p, (size_t)(digits + sizeof(digits) - p));
}

void out_real(struct out *o, double v)
{
	char text[64];

	must(isfinite(v) && fabs(v) < 1e18);
	int n = snprintf(text, sizeof(text), "%.6f", v);

	while (text[n - 1] == '0' && text[n - 2] != '.')
		n--;
	separate(o);
	put(o, text, (size_t)n);
}

void out_bool(struct out *o, bool v)
{
	separate(o);
	put(o, v ? "true" : "false", v ? 4 : 5);
}

void out_null(struct out *o)
{
	separate(o);
	put(o, "null", 4);
}

void out_json(struct out *o, const char *json)
{
	separate(o);
	put(o, json, strlen(json));
}

void out_instant(struct out *o, int64_t at)
{
	char text[INSTANT_TEXT + 2] = "\"";

	if (at == INSTANT_NONE) {
		out_null(o);
		return;
	}
	spell_instant(text + 1, at);
	text[INSTANT_TEXT] = '"';
	separate(o);
	put(o, text, INSTANT_TEXT + 1);
}

void out_span(struct out *o, int64_t ms)
{
	char text[SPAN_TEXT];

	out_text(o, spell_span(text, ms));
}

void out_names(struct out *o, const struct names *list)
{
	out_open(o, '[');
	for (int i = 0; i < list->n; i++)
		out_text(o, list->at[i]);
	out_close(o, ']');
}

void out_put_text(struct out *o, const char *key, const char *s)
{
	out_key(o, key);
	out_text(o, s);
}

void out_put_int(struct out *o, const char *key, int64_t v)
{
	out_key(o, key);
	out_int(o, v);
}

void out_put_id(struct out *o, const char *key, int64_t id)
{
	out_key(o, key);
	if (id)
		out_int(o, id);
	else
		out_null(o);
}

void out_put_real(struct out *o, const char *key, double v)
{
	out_key(o, key);
	out_real(o, v);
}

void out_put_bool(struct out *o, const char *key, bool v)
{
	out_key(o, key);
	out_bool(o, v);
}

void out_put_instant(struct out *o, const char *key, int64_t at)
{
	out_key(o, key);
	out_instant(o, at);
}

void out_put_span(struct out *o, const char *key, int64_t ms)
{
	out_key(o, key);
	out_span(o, ms);
}

void out_put_names(struct out *o, const char *key, const struct names *list)
{
	out_key(o, key);
	out_names(o, list);
}

void out_put_word(struct out *o, const char *key, enum words set, int value)
{
	out_key(o, key);
	out_text(o, word_name(set, value));
}

void out_put_json(struct out *o, const char *key, const char *json)
{
	out_key(o, key);
	if (json)
		out_json(o, json);
	else
		out_null(o);
}
