/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the board of overdue alarms in its two spellings. No instant of asking is in them: who wants to
 * know how late an alarm is by now counts from its due_at.
 */
#include <string.h>

#include "api/encode.h"
#include "api/found.h"
#include "base/buf.h"

const char *encode_overdue(struct arena *a, const struct found *found)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_key(&o, "items");
	out_open(&o, '[');
	for (int i = 0; i < found->n_alarms; i++) {
		const struct found_alarm *f = &found->alarms[i];

		encode_alarm(&o, &f->alarm, f->order, f->order_kind, f->task);
	}
	out_close(&o, ']');
	out_put_bool(&o, "truncated", found->next_cursor != NULL);
	out_close(&o, '}');
	return arena_fmt(a, "%s\n", out_finish(&o));
}

/* RFC 4180: quoted where it must be. What a spreadsheet would take for a formula gets a quote mark
 * before it. */
static void put_field(struct buf *b, const char *text)
{
	bool is_formula = text && text[0] && strchr("=+-@\t\r", text[0]);

	if (!text)
		return;
	if (!is_formula && !strpbrk(text, ",\"\r\n")) {
		buf_put_str(b, text);
		return;
	}
	buf_put_str(b, is_formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_put_char(b, '"');
		buf_put_char(b, *text);
	}
	buf_put_char(b, '"');
}

static void put_next(struct buf *b, const char *text)
{
	buf_put_char(b, ',');
	put_field(b, text);
}

static void put_row(struct buf *b, struct arena *a, const struct found_alarm *f)
{
	const struct alarm *alarm = &f->alarm;
	char due_at[INSTANT_TEXT], raised_at[INSTANT_TEXT];

	buf_put_int(b, alarm->id);
	put_next(b, order_number_of(a, f->order_kind, f->order));
	put_next(b, word_name(WORDS_CLOCK_KIND, alarm->clock));
	put_next(b, f->task);
	put_next(b, alarm->station);
	put_next(b, word_name(WORDS_SEVERITY, alarm->severity));
	put_next(b, word_name(WORDS_ALARM_STATE, alarm->state));
	put_next(b, spell_instant(due_at, alarm->due_at));
	put_next(b, spell_instant(raised_at, alarm->raised_at));
	buf_put_fmt(b, ",%d", alarm->count);
	put_next(b, alarm->acknowledged_by);
	buf_put_str(b, "\r\n");
}

const char *encode_overdue_csv(struct arena *a, const struct found *found)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	buf_put_str(&b,
		"id,number,clock,task,station,severity,state,due_at,raised_at,count,acknowledged_by\r\n");
	for (int i = 0; i < found->n_alarms; i++)
		put_row(&b, a, &found->alarms[i]);
	text = arena_strn(a, b.data, b.len);
	buf_fini(&b);
	return text;
}
