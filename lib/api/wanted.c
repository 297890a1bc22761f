/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the words for what a parameter must be, in both languages: for refusals and descriptions. It
 * never checks anything.
 */
#include "api/decode.h"
#include "base/buf.h"
#include "base/die.h"

static const char *words_join(struct arena *a, const struct param *p, const char *between)
{
	struct buf b;

	buf_init(&b);
	int n = p->choices ? 0 : word_count(p->words);

	while (p->choices && p->choices[n])
		n++;
	for (int i = 0; i < n; i++) {
		if (i > 0)
			buf_put_str(&b, between);
		buf_put_str(&b, p->choices ? p->choices[i] : word_name(p->words, i + 1));
	}
	const char *text = arena_strn(a, b.data ? b.data : "", b.len);

	buf_fini(&b);
	return text;
}

static const char *numbers(
	struct arena *a, const struct param *p, bool is_en, double unit, const char *what)
{
	if (p->min == 0 && p->max == 0)
		return what;
	return arena_fmt(a, is_en ? "%s from %.15g to %.15g" : "%s（%.15g 至 %.15g）", what,
		(double)p->min / unit, (double)p->max / unit);
}

const char *param_wanted(struct arena *a, const struct param *p, enum lang lang)
{
	bool en = lang == LANG_EN;

	switch (p->type) {
	case PARAM_ID: return en ? "an id, an integer from 1" : "编号（1 以上的整数）";
	case PARAM_INT:
	case PARAM_SMALL: return numbers(a, p, en, 1, en ? "an integer" : "整数");
	case PARAM_NUMBER: return numbers(a, p, en, 1e6, en ? "a number" : "数");
	case PARAM_BOOL:
	case PARAM_FLAG: return en ? "true or false" : " true 或 false";
	case PARAM_NAME:
		return en ? "a name: a-z, 0-9, _ . -, 1 to 64 bytes"
				  : "名称（a-z、0-9、_ . -，1 至 64 字节）";
	case PARAM_TEXT:
		return arena_fmt(a,
			en ? "a text of at most %d bytes, not blank, without control characters"
			   : "文本（不超过 %d 字节，不得为空白，不含控制字符）",
			p->max ? (int)p->max : 4096);
	case PARAM_WORD:
		return arena_fmt(a, en ? "one of %s" : "下列之一：%s", words_join(a, p, en ? ", " : "、"));
	case PARAM_INSTANT:
		return en ? "an instant such as 2026-03-06T16:00:00.000Z"
				  : "时刻，如 2026-03-06T16:00:00.000Z";
	case PARAM_SPAN:
		return en ? "a span such as PT30M or P10D; no years, no months"
				  : "时长，如 PT30M、P10D（不用年、月）";
	case PARAM_SPAN_OR_NULL:
		return en ? "a span such as PT30M or P10D, or null" : "时长，如 PT30M、P10D，或 null";
	case PARAM_NAMES: return en ? "a list of names" : "名称列表";
	case PARAM_TEXTS: return en ? "a list of texts" : "文本列表";
	case PARAM_WORDS:
		return arena_fmt(
			a, en ? "a list of %s" : "列表，可含：%s", words_join(a, p, en ? ", " : "、"));
	case PARAM_IDS: return en ? "a list of ids" : "编号列表";
	case PARAM_JSON_OBJECT:
	case PARAM_OBJECT: return en ? "an object" : "对象";
	case PARAM_JSON_ARRAY: return en ? "a list" : "列表";
	case PARAM_ROWS: return en ? "a list of objects" : "对象列表";
	case PARAM_LINES: return en ? "[from, to] or [from, null]" : " [起, 止] 或 [起, null]";
	case PARAM_STEP_AT: return numbers(a, p, en, 1e6, en ? "a share of the limit" : "时限的比例");
	case PARAM_STEP_AFTER: return en ? "a span after the breach" : "超时后的时长";
	case PARAM_DATE: return en ? "a date such as 2026-10-01" : "日期，如 2026-10-01";
	case PARAM_MONTH: return en ? "a month such as 2026-10" : "月份，如 2026-10";
	case PARAM_HOURS:
		return en ? "a list of [from, to] such as [[\"09:00\", \"12:00\"], [\"13:30\", \"17:30\"]]"
				  : "时段列表，如 [[\"09:00\", \"12:00\"], [\"13:30\", \"17:30\"]]";
	case PARAM_RAW:
		return arena_fmt(
			a, en ? "a text of at most %d bytes" : "文本（不超过 %d 字节）", (int)p->max);
	case PARAM_STEP_EVERY:
		return en ? "a share (of a step at), or a span (of a step after)"
				  : "比例（at 级）或时长（after 级）";
	}
	die_assert(__FILE__, __LINE__, p->name);
}
