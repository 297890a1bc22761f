/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the judgement on a chain of seals: whether each follows from the one before, whether the history still is
 * what was sealed, and what is said when it is not. The hashes are made here anew. It never reads the store.
 */
#include "daemon/chain.h"

#include <endian.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/command.h"
#include "base/die.h"

enum { HEX = 2 * SEAL_HASH };

/* --- a seal and its rows -------------------------------------------------------------------------- */

static int64_t read_number(const unsigned char *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return (int64_t)be64toh(v);
}

static struct sealed_row read_entry(const struct seal *s, int i)
{
	const unsigned char *at = s->entries + (size_t)i * SEAL_ENTRY;

	return (struct sealed_row){read_number(at), read_number(at + 8), read_number(at + 16), NULL};
}

static bool fits(const struct seal *s, int i, const struct sealed_row *row)
{
	unsigned char hash[SEAL_HASH];

	crypto_hash_sha256(hash, (const unsigned char *)row->text, strlen(row->text));
	return memcmp(hash, s->entries + (size_t)(i + 1) * SEAL_ENTRY - SEAL_HASH, SEAL_HASH) == 0;
}

bool chain_follows(const struct seal_head *before, const struct seal *s, struct chain_break *out)
{
	crypto_hash_sha256_state state;
	unsigned char hash[SEAL_HASH];

	*out = (struct chain_break){.fault = CHAIN_SEAL_GONE,
		.number = before->number + 1,
		.nth = before->n_rows + 1,
		.last = before->n_rows + (s->n ? s->n : 1),
		.sealed_at = s->sealed_at};
	if (s->head.number != before->number + 1)
		return false;
	out->fault = CHAIN_SEAL_ALTERED;
	if (s->n)
		out->was = read_entry(s, 0);
	if (s->head.n_rows != before->n_rows + s->n)
		return false;
	if (s->head.number == 0)
		return s->n == 0;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, before->hash, SEAL_HASH);
	crypto_hash_sha256_update(&state, s->entries, (size_t)s->n * SEAL_ENTRY);
	crypto_hash_sha256_final(&state, hash);
	return s->n > 0 && memcmp(hash, s->head.hash, SEAL_HASH) == 0;
}

static const struct sealed_row *find_row(const struct sealed_row *rows, int n, int64_t id)
{
	for (int i = 0; i < n; i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

static bool is_entry(const struct seal *s, int64_t id)
{
	for (int i = 0; i < s->n; i++)
		if (read_entry(s, i).id == id)
			return true;
	return false;
}

/* What is wrong where the i-th sealed row should stand; false: nothing. */
static bool differs(
	const struct seal *s, int i, const struct sealed_row *rows, int n, struct chain_break *out)
{
	const struct sealed_row *row = i < n ? &rows[i] : NULL;

	if (i < s->n) {
		out->was = read_entry(s, i);
		const struct sealed_row *found = find_row(rows, n, out->was.id);

		if (!found) {
			out->fault = CHAIN_REMOVED;
			return true;
		}
		out->is = *found;
		out->fault = CHAIN_MOVED;
		if (found == row && row->order == out->was.order && row->seq == out->was.seq) {
			out->fault = CHAIN_CHANGED;
			return !fits(s, i, row);
		}
		if (!row || found == row || is_entry(s, row->id))
			return true;
	}
	out->was = (struct sealed_row){0};
	out->is = *row;
	out->fault = CHAIN_ADDED;
	return true;
}

bool chain_holds(
	const struct seal *s, const struct sealed_row *rows, int n, struct chain_break *out)
{
	for (int i = 0; i < s->n || i < n; i++) {
		*out = (struct chain_break){.number = s->head.number,
			.nth = s->head.n_rows - s->n + 1 + i,
			.sealed_at = s->sealed_at};
		if (differs(s, i, rows, n, out))
			return false;
	}
	return true;
}

/* --- exported heads ------------------------------------------------------------------------------- */

int chain_read_heads(const char *text, struct chain_head *heads, int max)
{
	int n = 0;

	for (bool is_last = false; !is_last; n++) {
		const char *end;
		char *after;

		if (n == max || strspn(text, "0123456789abcdef") != HEX || text[HEX] != '@' ||
			sodium_hex2bin(heads[n].hash, SEAL_HASH, text, HEX, NULL, NULL, &end) != 0)
			return -1;
		if (end[1] < '0' || end[1] > '9')
			return -1;
		heads[n].n_rows = strtoll(end + 1, &after, 10);
		heads[n].is_found = false;
		if (*after != ',' && *after != '\0')
			return -1;
		is_last = *after == '\0';
		text = after + 1;
	}
	return n;
}

void chain_meet(struct chain_head *heads, int n, const struct seal_head *at)
{
	for (int i = 0; i < n; i++)
		if (heads[i].n_rows == at->n_rows && memcmp(heads[i].hash, at->hash, SEAL_HASH) == 0)
			heads[i].is_found = true;
}

bool chain_has_all(
	const struct chain_head *heads, int n, const struct seal_head *end, struct chain_break *out)
{
	const struct chain_head *lost = NULL;
	int64_t good = 0;

	for (int i = 0; i < n; i++)
		if (!heads[i].is_found && (!lost || heads[i].n_rows < lost->n_rows))
			lost = &heads[i];
	if (!lost)
		return true;
	for (int i = 0; i < n; i++)
		if (heads[i].is_found && heads[i].n_rows > good && heads[i].n_rows < lost->n_rows)
			good = heads[i].n_rows;
	bool is_cut = lost->n_rows > end->n_rows;
	*out = (struct chain_break){.fault = is_cut ? CHAIN_HEAD_CUT : CHAIN_HEAD_OTHER,
		.nth = (is_cut ? end->n_rows : good) + 1,
		.last = lost->n_rows};
	return false;
}

/* --- words for people ------------------------------------------------------------------------------ */

#define SAY(en, zh, ...) \
	(lang == LANG_ZH_CN ? arena_fmt(a, "历史：" zh, __VA_ARGS__) \
						: arena_fmt(a, "history: " en, __VA_ARGS__))

static const char *say_row(struct arena *a, enum lang lang, const struct sealed_row *r)
{
	if (lang == LANG_ZH_CN)
		return arena_fmt(
			a, "编号 %" PRId64 "，工单 %" PRId64 " 第 %" PRId64 " 条", r->id, r->order, r->seq);
	return arena_fmt(
		a, "number %" PRId64 ", entry %" PRId64 " of order %" PRId64, r->id, r->seq, r->order);
}

static const char *say_moved(
	struct arena *a, enum lang lang, const struct chain_break *b, const char *was, const char *at)
{
	if (b->is.order == b->was.order && b->is.seq == b->was.seq)
		return SAY("row %" PRId64
				   " (%s), sealed at %s, was moved since: it stands elsewhere in the feed",
			"第 %" PRId64 " 行（%s）于 %s 封印，之后被移动：现位于流水的另一处", b->nth, was, at);
	return SAY("row %" PRId64 " (%s), sealed at %s, was moved since: it is entry %" PRId64
			   " of order %" PRId64 " now",
		"第 %" PRId64 " 行（%s）于 %s 封印，之后被移动：现为第 %" PRId64 " 条，工单 %" PRId64,
		b->nth, was, at, b->is.seq, b->is.order);
}

const char *chain_say(struct arena *a, enum lang lang, const struct chain_break *b)
{
	const char *was = say_row(a, lang, &b->was), *is = say_row(a, lang, &b->is);
	char at[INSTANT_TEXT];

	spell_instant(at, b->sealed_at);
	switch (b->fault) {
	case CHAIN_CHANGED:
		return SAY("row %" PRId64 " (%s), sealed at %s, was changed since",
			"第 %" PRId64 " 行（%s）于 %s 封印，之后被更改", b->nth, was, at);
	case CHAIN_MOVED: return say_moved(a, lang, b, was, at);
	case CHAIN_REMOVED:
		return SAY("row %" PRId64 " (%s), sealed at %s, was removed since",
			"第 %" PRId64 " 行（%s）于 %s 封印，之后被删除", b->nth, was, at);
	case CHAIN_CUT:
		return SAY("row %" PRId64 " (%s), sealed at %s, was cut off since, and all rows after it",
			"第 %" PRId64 " 行（%s）于 %s 封印，之后连同其后各行被截去", b->nth, was, at);
	case CHAIN_ADDED:
		return SAY("before row %" PRId64
				   ", sealed at %s, a row stands that was not there then (%s)",
			"第 %" PRId64 " 行（封印于 %s）之前多出一行（%s）", b->nth, at, is);
	case CHAIN_SEAL_GONE:
		return SAY("seal %" PRId64 " is gone: it held the rows from %" PRId64 " on",
			"封印 %" PRId64 " 已不存在：它从第 %" PRId64 " 行起", b->number, b->nth);
	case CHAIN_SEAL_ALTERED:
		return SAY("seal %" PRId64 " of rows %" PRId64 " (%s) to %" PRId64
				   " does not follow from the one before: it was altered",
			"封印 %" PRId64 "（第 %" PRId64 " 行（%s）至第 %" PRId64
			" 行）与前一封印不衔接：已被篡改",
			b->number, b->nth, was, b->last);
	case CHAIN_HEAD_CUT:
		return SAY("it was cut off from row %" PRId64 " on: a head was exported at row %" PRId64,
			"自第 %" PRId64 " 行起被截去：曾在第 %" PRId64 " 行导出链头", b->nth, b->last);
	case CHAIN_HEAD_OTHER:
		return SAY("the chain was rewritten, beginning with one of rows %" PRId64 " to %" PRId64
				   ": the head exported there is not in it",
			"封印链被改写，起点在第 %" PRId64 " 行至第 %" PRId64 " 行之间：链中没有该处导出的链头",
			b->nth, b->last);
	}
	die_assert(__FILE__, __LINE__, "a fault of the chain");
}
