/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the look at a frame's bytes before it is parsed: how deep, how many values, where the
 * elements of a batch lie, and which place in the value a byte belongs to. It never decides whether
 * the text is JSON, and builds nothing that grows with the text but the list of elements.
 */
#include "api/scan.h"

#include <string.h>

enum { POINTER_DEPTH_MAX = 32 };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The place of the closing quote of the string that begins at `i`; len when it has none. */
static size_t string_end(const char *text, size_t len, size_t i)
{
	for (i++; i < len && text[i] != '"'; i++)
		if (text[i] == '\\')
			i++;
	return i < len ? i : len;
}

struct measuring {
	const char *text;
	const struct scan_limits *limits;
	struct scan *out;
	int depth, values;
	size_t begin; /* of the element under way */
	bool is_just_opened; /* nothing but space since [ or { */
};

static void element_end(struct measuring *m, size_t end, bool is_last)
{
	struct scan *s = m->out;

	if (is_last && s->n_elements == 0) { /* [] has none, [1,] has a second, empty one */
		size_t i = m->begin;

		while (i < end && is_space(m->text[i]))
			i++;
		if (i == end)
			return;
	}
	if (s->n_elements < m->limits->elements)
		s->elements[s->n_elements] = (struct scan_slice){m->text + m->begin, end - m->begin};
	s->n_elements++;
	m->begin = end + 1;
}

static bool measure_char(struct measuring *m, size_t i)
{
	char c = m->text[i];
	bool is_open = c == '{' || c == '[', is_close = c == '}' || c == ']';

	if (is_space(c))
		return true;
	if (m->is_just_opened && !is_close)
		m->values++;
	m->is_just_opened = is_open;
	if (is_open)
		m->depth++;
	if (is_open && m->depth == 1)
		m->begin = i + 1;
	if (c == ',') {
		m->values++;
		if (m->depth == 1 && m->out->is_array)
			element_end(m, i, false);
	}
	if (is_close && m->depth > 0) {
		m->depth--;
		if (m->depth == 0 && m->out->is_array) {
			element_end(m, i, true);
			m->out->is_torn = c != ']';
			return false; /* what follows is looked at by the caller */
		}
	}
	return true;
}

void scan_measure(struct arena *a, const char *text, size_t len, const struct scan_limits *limits,
	struct scan *out)
{
	struct measuring m = {.text = text, .limits = limits, .out = out, .values = 1};
	size_t i = 0;

	*out = (struct scan){.verdict = SCAN_OK};
	if (memchr(text, '\0', len)) {
		out->verdict = SCAN_NUL;
		return;
	}
	while (i < len && is_space(text[i]))
		i++;
	if (i == len) {
		out->verdict = SCAN_EMPTY;
		return;
	}
	out->is_array = text[i] == '[';
	out->is_torn = out->is_array;
	if (out->is_array)
		out->elements = arena_new_n(a, (size_t)limits->elements, struct scan_slice);
	for (bool is_open = true; i < len && is_open; i++) {
		is_open = measure_char(&m, i);
		if (m.depth > limits->depth)
			out->verdict = SCAN_TOO_DEEP;
		else if (m.values > limits->values)
			out->verdict = SCAN_TOO_MANY;
		if (out->verdict != SCAN_OK)
			return;
		if (text[i] == '"')
			i = string_end(text, len, i);
	}
	for (; out->is_array && i < len; i++)
		if (!is_space(text[i]))
			out->is_torn = true;
}

/* --- where a byte is ----------------------------------------------------------------------- */

const char *scan_join(struct arena *a, const char *pointer, const char *key)
{
	size_t n = strlen(pointer);
	char *out = arena_alloc(a, n + 2 * strlen(key) + 2), *at = out + n;

	memcpy(out, pointer, n);
	*at++ = '/';
	for (; *key; key++) {
		if (*key == '~' || *key == '/') {
			*at++ = '~';
			*at++ = *key == '~' ? '0' : '1';
		} else {
			*at++ = *key;
		}
	}
	*at = '\0';
	return out;
}

struct level {
	bool is_object, is_key_next;
	int index;
	struct scan_slice key;
};

/* A key as it stands in the text. What is not plain ASCII is left out where the text is broken. */
static const char *key_text(struct arena *a, const struct scan_slice *key)
{
	char *s = arena_strn(a, key->at ? key->at : "", key->len);

	for (char *p = s; *p; p++)
		if ((unsigned char)*p >= 0x80 || (unsigned char)*p < 0x20)
			*p = '?';
	return s;
}

static const char *levels_spell(struct arena *a, const struct level *levels, int n)
{
	const char *pointer = "";

	for (int i = 0; i < n; i++) {
		if (levels[i].is_object && !levels[i].key.at)
			break;
		pointer = scan_join(a, pointer,
			levels[i].is_object ? key_text(a, &levels[i].key)
								: arena_fmt(a, "%d", levels[i].index));
	}
	return pointer;
}

static void level_separate(struct level *l)
{
	if (l->is_object) {
		l->is_key_next = true;
		l->key = (struct scan_slice){0};
	} else {
		l->index++;
	}
}

const char *scan_pointer(struct arena *a, const char *text, size_t len, size_t pos)
{
	struct level levels[POINTER_DEPTH_MAX + 1] = {0};
	int n = 0;

	for (size_t i = 0; i < len && i <= pos; i++) {
		char c = text[i];
		struct level *l = n > 0 ? &levels[n - 1] : NULL;

		if (c == '"') {
			size_t end = string_end(text, len, i);

			if (l && l->is_object && l->is_key_next) {
				l->key = (struct scan_slice){text + i + 1, end - i - 1};
				l->is_key_next = false;
			}
			i = end;
		} else if ((c == '{' || c == '[') && n < POINTER_DEPTH_MAX) {
			levels[n++] = (struct level){.is_object = c == '{', .is_key_next = c == '{'};
		} else if ((c == '}' || c == ']') && n > 0) {
			n--;
		} else if (c == ',' && l) {
			level_separate(l);
		}
	}
	return levels_spell(a, levels, n);
}
