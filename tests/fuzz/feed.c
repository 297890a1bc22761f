/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the ways an input reaches what is fuzzed, and what several targets hold to be true of answers. It
 * never makes input up and never calls what is fuzzed.
 */
#include "feed.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/die.h"
#include "core/decide.h"

const char *feed_put_file(const void *bytes, size_t n)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		must(fd >= 0);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	must(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, n, 0) == (ssize_t)n);
	return path;
}

static bool is_utf8(const char *text, size_t n)
{
	json_t *value = json_stringn(text, n);
	bool is_good = value != NULL;

	json_decref(value);
	return is_good;
}

const char *feed_make_utf8(struct arena *a, const uint8_t *data, size_t size)
{
	char *text = arena_strn(a, (const char *)data, size);
	size_t n;

	for (char *at = text; *at; at += n) {
		for (n = 1; n < 4 && at[n] && !is_utf8(at, n); n++)
			continue;
		if (is_utf8(at, n))
			continue;
		*at = '?';
		n = 1;
	}
	return text;
}

void feed_check_json(const char *text)
{
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);

	must(value);
	json_decref(value);
}

static bool is_sentence(const char *text)
{
	return text[0] && is_utf8(text, strlen(text));
}

void feed_check_failure(const struct failure *f)
{
	must(f->err > ERR_NONE && f->err < ERR_N);
	must(!f->en == !f->zh);
	must(!f->en || (is_sentence(f->en) && is_sentence(f->zh)));
	must(!f->field || f->field[0] == '/');
}

const char *feed_take_line(struct arena *a, const char **text, size_t *len)
{
	const char *begin = *text, *end = *len ? memchr(begin, '\n', *len) : NULL;
	size_t n = end ? (size_t)(end - begin) : *len;

	if (*len == 0)
		return NULL;
	*text += n + (end != NULL);
	*len -= n + (end != NULL);
	return arena_strn(a, begin, n);
}
