/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the words of a mail: its subject and its text, in both languages, with the carrier's local
 * times. It never knows to whom or how they are sent.
 */
#include <string.h>

#include "api/notice.h"
#include "base/buf.h"

static const char *const clocks[][2] = {
	[CLOCK_KIND_ABSENT] = {"?", "?"}, /* the history told none of ours */
	[CLOCK_ORDER] = {"order", "工单"},
	[CLOCK_APPROVAL] = {"approval", "审批"},
	[CLOCK_INTAKE] = {"intake", "受理"},
	[CLOCK_ACCEPT] = {"acceptance", "收单"},
	[CLOCK_TASK] = {"task", "调单"},
	[CLOCK_RETURN] = {"return slip", "返单"},
	[CLOCK_SIGNATURE] = {"signature", "签收"},
	[CLOCK_ARCHIVE] = {"archiving", "存档"},
	[CLOCK_RESERVATION] = {"reservation", "资源预占"},
};

static const char *const severities[][2] = {
	[SEVERITY_ABSENT] = {"?", "?"},
	[SEVERITY_WARNING] = {"warning", "警告"},
	[SEVERITY_MINOR] = {"minor", "次要"},
	[SEVERITY_MAJOR] = {"major", "重要"},
	[SEVERITY_CRITICAL] = {"critical", "紧急"},
};

static bool is_zh(const struct notice_view *v)
{
	return v->lang == LANG_ZH_CN;
}

static const char *severity_text(const struct notice_view *v, enum severity s)
{
	return severities[s][is_zh(v)];
}

const char *notice_clock_text(const struct notice_view *v, const struct notice *n)
{
	const char *clock = clocks[n->clock][is_zh(v)];

	if (is_zh(v))
		return n->task ? arena_fmt(v->arena, "%s“%s”时限", clock, n->task)
					   : arena_fmt(v->arena, "%s时限", clock);
	return n->task ? arena_fmt(v->arena, "%s clock (%s)", clock, n->task)
				   : arena_fmt(v->arena, "%s clock", clock);
}

/* "2026-03-06 16:00" of the carrier's zone. */
static const char *local_text(const struct notice_view *v, int64_t at)
{
	char text[INSTANT_TEXT];
	int64_t offset = 0;

	for (int i = 0; i < v->n_shifts && v->shifts[i].at <= at; i++)
		offset = v->shifts[i].offset_ms;
	spell_instant(text, at + offset);
	text[10] = ' ';
	return arena_fmt(v->arena, "%.16s%s", text, v->n_shifts ? "" : " UTC");
}

const char *notice_subject(const struct notice_view *v, const struct notice *first, int n)
{
	enum severity worst = SEVERITY_ABSENT;

	if (n == 1)
		return arena_fmt(v->arena, is_zh(v) ? "[Sliploop] %s %s：%s" : "[Sliploop] %s %s: %s",
			order_number_of(v->arena, first->kind, first->order), severity_text(v, first->severity),
			notice_clock_text(v, first));
	for (int i = 0; i < n; i++, first = first->next)
		if (first->severity > worst)
			worst = first->severity;
	return arena_fmt(v->arena,
		is_zh(v) ? "[Sliploop] %d 条超时示警，最高级别：%s" : "[Sliploop] %d alarms, the worst %s",
		n, severity_text(v, worst));
}

static void put_notice(struct buf *b, const struct notice_view *v, const struct notice *n)
{
	const char *number = order_number_of(v->arena, n->kind, n->order);
	const char *none = is_zh(v) ? "（未填）" : "(none)";

	buf_put_fmt(b, is_zh(v) ? "%s  %s：%s\n" : "%s  %s: %s\n", number,
		severity_text(v, n->severity), notice_clock_text(v, n));
	buf_put_fmt(b,
		is_zh(v) ? "    标题：%s\n    客户：%s\n" : "    title:    %s\n    customer: %s\n",
		n->title ? n->title : none, n->customer ? n->customer : none);
	buf_put_fmt(b,
		is_zh(v) ? "    业务：%s，等级：%s\n    示警时刻：%s\n"
				 : "    service:  %s, tier %s\n    alarm at: %s\n",
		n->service, word_name(WORDS_TIER, n->tier), local_text(v, n->due_at));
	if (n->repeat)
		buf_put_fmt(b, is_zh(v) ? "    第 %d 次重复\n" : "    repeated: %d\n", n->repeat);
	buf_put_fmt(
		b, is_zh(v) ? "    通知编号：%s\n\n" : "    notice:   %s\n\n", notice_key(v->arena, n));
}

const char *notice_text(const struct notice_view *v, const struct notice *first, int n)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	for (; n > 0; first = first->next, n--)
		put_notice(&b, v, first);
	text = arena_str(v->arena, b.data);
	buf_fini(&b);
	return text;
}
