/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LINES_H
#define SL_DAEMON_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Bytes in, lines out: the framing of protocol 1. */
struct lines {
	struct buf in;
	size_t taken; /* bytes at the front already given out */
	size_t scanned; /* bytes known to hold no line feed */
	size_t max; /* longest line, without its line feed */
};

enum lines_next { LINES_LINE, LINES_MORE, LINES_TOO_LONG };

void lines_init(struct lines *l, size_t max);
void lines_fini(struct lines *l);
void lines_put(struct lines *l, const void *bytes, size_t n);
/* The next whole line, borrowed until the next lines_put(); too long: what there is of it. */
enum lines_next lines_next(struct lines *l, const char **line, size_t *len);
/* What stands after the last line feed, at the end of input; false: nothing. */
bool lines_last(struct lines *l, const char **line, size_t *len);
void lines_rest(struct lines *l); /* between lines: gives back what a large one took */
size_t lines_waiting(const struct lines *l); /* bytes held and not given out */

#endif
