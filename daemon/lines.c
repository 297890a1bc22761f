/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the bytes a connection sent until they are whole lines. Each byte is looked at once, however
 * slowly it comes. It never reads a socket and never looks inside a line.
 */
#include "daemon/lines.h"

#include <string.h>

enum { LINES_KEEP = 1024 };

void lines_init(struct lines *l, size_t max)
{
	*l = (struct lines){.max = max};
	buf_init(&l->in);
}

void lines_fini(struct lines *l)
{
	buf_fini(&l->in);
}

void lines_put(struct lines *l, const void *bytes, size_t n)
{
	if (l->taken) {
		buf_drop_front(&l->in, l->taken);
		l->scanned -= l->taken;
		l->taken = 0;
	}
	buf_put(&l->in, bytes, n);
}

enum lines_next lines_next(struct lines *l, const char **line, size_t *len)
{
	const char *end = NULL;

	if (l->in.len > l->scanned)
		end = memchr(l->in.data + l->scanned, '\n', l->in.len - l->scanned);
	if (!end) {
		l->scanned = l->in.len;
		*line = l->in.data ? l->in.data + l->taken : NULL;
		*len = lines_waiting(l);
		return *len > l->max ? LINES_TOO_LONG : LINES_MORE;
	}
	*line = l->in.data + l->taken;
	*len = (size_t)(end - *line);
	if (*len > l->max)
		return LINES_TOO_LONG;
	l->taken = l->scanned = (size_t)(end - l->in.data) + 1;
	return LINES_LINE;
}

bool lines_last(struct lines *l, const char **line, size_t *len)
{
	*len = lines_waiting(l);
	*line = *len ? l->in.data + l->taken : NULL;
	l->taken = l->scanned = l->in.len;
	return *len > 0;
}

void lines_rest(struct lines *l)
{
	if (lines_waiting(l) == 0 && l->in.size > LINES_KEEP) {
		buf_fini(&l->in);
		l->taken = l->scanned = 0;
	}
}

size_t lines_waiting(const struct lines *l)
{
	return l->in.len - l->taken;
}
