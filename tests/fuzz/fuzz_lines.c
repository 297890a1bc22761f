/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framing of protocol 1: however a stream is cut into reads, the lines are the same, and they are those
 * between its line feeds. The first byte is the longest line, the second how the stream is cut.
 */
#include <string.h>

#include "base/buf.h"
#include "base/die.h"
#include "daemon/lines.h"
#include "feed.h"

enum verdict { WENT_ON, TOO_LONG };

/* Lines as "LENGTH:LINE;", so that no two lists are spelt alike. */
static void put_line(struct buf *out, const char *line, size_t len)
{
	buf_put_fmt(out, "%zu:", len);
	buf_put(out, line, len);
	buf_put_char(out, ';');
}

static enum verdict take_lines(struct lines *l, struct buf *out)
{
	const char *line;
	size_t len;

	for (;;) {
		size_t waiting = lines_waiting(l);

		switch (lines_next(l, &line, &len)) {
		case LINES_LINE:
			must(len <= l->max && lines_waiting(l) == waiting - len - 1);
			put_line(out, line, len);
			break;
		case LINES_MORE: must(len == waiting && len <= l->max); return WENT_ON;
		case LINES_TOO_LONG: must(len > l->max); return TOO_LONG;
		}
	}
}

/* step 0: in one piece; else pieces of 1 to step bytes. */
static enum verdict play(const char *text, size_t n, size_t max, size_t step, struct buf *out)
{
	enum verdict verdict = WENT_ON;
	struct lines l;
	const char *line;
	size_t len;

	lines_init(&l, max);
	for (size_t at = 0, piece; at < n && verdict == WENT_ON; at += piece) {
		piece = step ? 1 + (at * 7 + 3) % step : n;
		if (piece > n - at)
			piece = n - at;
		lines_put(&l, text + at, piece);
		verdict = take_lines(&l, out);
		lines_rest(&l);
	}
	if (verdict == WENT_ON && lines_last(&l, &line, &len))
		put_line(out, line, len);
	must(verdict == TOO_LONG || lines_waiting(&l) == 0);
	lines_fini(&l);
	return verdict;
}

static enum verdict expect(const char *text, size_t n, size_t max, struct buf *out)
{
	while (n > 0) {
		const char *end = memchr(text, '\n', n);
		size_t len = end ? (size_t)(end - text) : n;

		if (len > max)
			return TOO_LONG;
		put_line(out, text, len);
		n -= len + (end != NULL);
		text += len + (end != NULL);
	}
	return WENT_ON;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf wanted, whole, cut;

	if (size < 2)
		return 0;
	const char *text = (const char *)data + 2;
	size_t n = size - 2, max = data[0], step = 1 + data[1];

	buf_init(&wanted);
	buf_init(&whole);
	buf_init(&cut);
	buf_put_str(&wanted, "");
	buf_put_str(&whole, "");
	buf_put_str(&cut, "");
	enum verdict verdict = expect(text, n, max, &wanted);

	must(play(text, n, max, 0, &whole) == verdict && play(text, n, max, step, &cut) == verdict);
	must(whole.len == wanted.len && memcmp(whole.data, wanted.data, wanted.len) == 0);
	must(cut.len == wanted.len && memcmp(cut.data, wanted.data, wanted.len) == 0);
	buf_fini(&wanted);
	buf_fini(&whole);
	buf_fini(&cut);
	return 0;
}
