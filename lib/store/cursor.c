/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the text of cursors. A page cursor names the last row seen. A change cursor is a snapshot of the
 * store's transactions, so that following it skips and repeats nothing, in whatever order they commit;
 * it carries the store's name, and another store's is known as such. It never asks the store.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/inside.h"

enum { STORE_NAME = 8, XIP_MAX = 64 };

/* --- pages ---------------------------------------------------------------------------------------- */

const char *cursor_of_page(struct arena *a, enum find what, int64_t last)
{
	return arena_fmt(a, "p%d.%" PRIx64, (int)what, (uint64_t)last);
}

/* A number in hex, at most 15 digits, ended by `end`; false: it is not there. */
static bool read_hex(const char **text, char end, uint64_t *v)
{
	const char *s = *text;
	int n = (int)strspn(s, "0123456789abcdef");

	if (n < 1 || n > 15 || s[n] != end)
		return false;
	*v = strtoull(s, NULL, 16);
	*text = s + n + (end != '\0');
	return true;
}

bool cursor_read_page(const char *text, enum find what, int64_t *last)
{
	char head[16];
	int n = snprintf(head, sizeof(head), "p%d.", (int)what);
	uint64_t v;

	if (strncmp(text, head, (size_t)n) != 0)
		return false;
	text += n;
	if (!read_hex(&text, '\0', &v))
		return false;
	*last = (int64_t)v;
	return true;
}

/* --- snapshots ------------------------------------------------------------------------------------- */

struct snapshot { /* as Postgres spells it: xmin:xmax:xip,xip,.. */
	uint64_t xmin, xmax;
	uint64_t xip[XIP_MAX];
	int n;
};

/* One with more under way than we carry becomes one that saw nothing from xmin on: it may repeat a
 * change, it never skips one. */
static void snapshot_cut(struct snapshot *s)
{
	s->xmax = s->xmin;
	s->n = 0;
}

static void snapshot_parse(struct snapshot *s, const char *text)
{
	char *end;

	*s = (struct snapshot){.xmin = strtoull(text, &end, 10)};
	s->xmax = strtoull(end + 1, &end, 10);
	for (end += *end == ':'; *end;) {
		uint64_t xid = strtoull(end, &end, 10);

		if (s->n == XIP_MAX) {
			snapshot_cut(s);
			return;
		}
		s->xip[s->n++] = xid;
		end += *end == ',';
	}
}

int64_t cursor_read_next(const char *snapshot)
{
	struct snapshot s;

	snapshot_parse(&s, snapshot);
	return (int64_t)s.xmax;
}

static const char *snapshot_text(struct arena *a, const struct snapshot *s)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	buf_put_fmt(&b, "%" PRIu64 ":%" PRIu64 ":", s->xmin, s->xmax);
	for (int i = 0; i < s->n; i++)
		buf_put_fmt(&b, "%s%" PRIu64, i ? "," : "", s->xip[i]);
	text = arena_strn(a, b.data, b.len);
	buf_fini(&b);
	return text;
}

/* xmin, then what each number adds to the one before: few digits, and sorted by how it is written. */
static void snapshot_write(struct buf *b, const struct snapshot *s)
{
	uint64_t last = s->xmin;

	buf_put_fmt(b, "%" PRIx64 "_%" PRIx64, s->xmin, s->xmax - s->xmin);
	for (int i = 0; i < s->n; i++) {
		buf_put_fmt(b, "_%" PRIx64, s->xip[i] - last);
		last = s->xip[i];
	}
}

/* Postgres never gives a transaction such a number, and takes none for one. */
static bool is_number(uint64_t xid)
{
	return (xid & UINT32_MAX) != 0;
}

static bool snapshot_read(struct snapshot *s, const char **text, char end)
{
	uint64_t last, add;

	*s = (struct snapshot){0};
	if (!read_hex(text, '_', &s->xmin) || !is_number(s->xmin))
		return false;
	last = s->xmin;
	for (int i = -1;; i++) {
		bool is_last = !strchr(*text, '_') ||
			strcspn(*text, "_") > strcspn(*text, (char[]){end, 0});

		if (!read_hex(text, is_last ? end : '_', &add) || i >= XIP_MAX)
			return false;
		if (i < 0) {
			s->xmax = s->xmin + add;
			if (!is_number(s->xmax))
				return false;
		} else {
			last += add;
			if ((i > 0 && add == 0) || last >= s->xmax)
				return false; /* Postgres wants them rising, below xmax */
			s->xip[s->n++] = last;
		}
		if (is_last)
			return true;
	}
}

/* --- changes ---------------------------------------------------------------------------------------- */

static const char *write_change(struct arena *a, const char *store_id,
	const struct change_cursor *c, const struct snapshot *since, const struct snapshot *upto)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	buf_put_fmt(&b, "c%.*s.", STORE_NAME, store_id);
	snapshot_write(&b, since);
	if (c->upto) {
		buf_put_char(&b, '.');
		snapshot_write(&b, upto);
		buf_put_fmt(&b, ".%" PRIx64 ".%" PRIx64, (uint64_t)c->xid, (uint64_t)c->id);
	}
	text = b.len <= CURSOR_MAX ? arena_strn(a, b.data, b.len) : NULL;
	buf_fini(&b);
	return text;
}

const char *cursor_of_change(struct arena *a, const char *store_id, const struct change_cursor *c)
{
	struct snapshot since, upto = {0};
	const char *text;

	snapshot_parse(&since, c->since);
	if (c->upto)
		snapshot_parse(&upto, c->upto);
	text = write_change(a, store_id, c, &since, &upto);
	if (!text && c->upto) {
		/* Too long: what this page's snapshot saw of the unfinished is left to the next question. */
		upto.n = 0;
		upto.xmax = upto.xmin;
		text = write_change(a, store_id, c, &since, &upto);
	}
	if (!text) {
		snapshot_cut(&since);
		text = write_change(a, store_id, c, &since, &upto);
	}
	return text;
}

bool cursor_read_change(
	struct arena *a, const char *store_id, const char *text, struct change_cursor *c)
{
	struct snapshot since, upto;
	uint64_t xid, id;
	bool is_page;

	*c = (struct change_cursor){0};
	if (text[0] != 'c' || strncmp(text + 1, store_id, STORE_NAME) != 0 ||
		text[1 + STORE_NAME] != '.')
		return false;
	text += STORE_NAME + 2;
	is_page = strchr(text, '.') != NULL;
	if (!snapshot_read(&since, &text, is_page ? '.' : '\0'))
		return false;
	c->since = snapshot_text(a, &since);
	if (!is_page)
		return true;
	if (!snapshot_read(&upto, &text, '.') || !read_hex(&text, '.', &xid) ||
		!read_hex(&text, '\0', &id))
		return false;
	c->upto = snapshot_text(a, &upto);
	c->xid = (int64_t)xid;
	c->id = (int64_t)id;
	return true;
}
