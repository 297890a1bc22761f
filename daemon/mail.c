/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what makes a message a mail: headers and text as RFC 5322, 2045 and 2047 want them. All text
 * travels as base64, so that nothing in it can be taken for a header or an end. It never sends one.
 */
#include "daemon/mail.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/die.h"
#include "daemon/courier.h"

enum { WORD_MAX = 45, LINE_MAX_BYTES = 57 }; /* bytes: 60 and 76 characters of base64 */

static void put_base64(struct buf *b, const char *bytes, size_t n)
{
	char text[sodium_base64_ENCODED_LEN(LINE_MAX_BYTES, sodium_base64_VARIANT_ORIGINAL)];

	must(n <= LINE_MAX_BYTES);
	buf_put_str(b,
		sodium_bin2base64(
			text, sizeof(text), (const unsigned char *)bytes, n, sodium_base64_VARIANT_ORIGINAL));
}

/* Encoded words, none of which ends within a character. */
static void put_words(struct buf *b, const char *text)
{
	while (*text) {
		size_t n = strnlen(text, WORD_MAX);

		while (text[n] && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
		buf_put_str(b, "=?UTF-8?B?");
		put_base64(b, text, n);
		buf_put_str(b, text[n] ? "?=\r\n " : "?=\r\n");
		text += n;
	}
}

static void put_body(struct buf *b, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		size_t n = left < LINE_MAX_BYTES ? left : LINE_MAX_BYTES;

		put_base64(b, text, n);
		buf_put_str(b, "\r\n");
		text += n;
		left -= n;
	}
}

/* "06 Mar 2026 16:00:00 +0000" */
static void put_date(struct buf *b, int64_t at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char text[INSTANT_TEXT];

	spell_instant(text, at);
	int month = (text[5] - '0') * 10 + (text[6] - '0');
	buf_put_fmt(b, "Date: %.2s %.3s %.4s %.8s +0000\r\n", text + 8, months + (month - 1) * 3, text,
		text + 11);
}

void mail_write(const struct notice_view *v, const char *from, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out)
{
	const char *to = strchr(first->address, ':') + 1;
	const char *domain = strrchr(from, '@');
	struct buf b;

	buf_init(&b);
	put_date(&b, real_at);
	buf_put_fmt(&b, "From: <%s>\r\nTo: <%s>\r\n", from, to);
	buf_put_fmt(&b, "Message-ID: <%s%s>\r\nSubject: ", id, domain ? domain : "@sliploop");
	put_words(&b, notice_subject(v, first, n));
	buf_put_str(&b,
		"Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\n");
	put_body(&b, notice_text(v, first, n));
	out->body = arena_str(v->arena, b.data);
	out->mail_from = arena_fmt(v->arena, "<%s>", from);
	out->mail_to = arena_fmt(v->arena, "<%s>", to);
	buf_fini(&b);
}
