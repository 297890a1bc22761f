/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how notices are written as JSON: rows of notice.list, the body of a webhook, alerts for a
 * monitoring system. It never sends anything.
 */
#include "api/encode.h"
#include "api/notice.h"
#include "base/die.h"

static const char *channel_name(enum notice_channel c)
{
	switch (c) {
	case NOTICE_MAIL: return "mail";
	case NOTICE_WEBHOOK: return "webhook";
	}
	die_assert(__FILE__, __LINE__, "channel");
}

void encode_notice(struct out *o, const struct notice *n)
{
	bool is_waiting = n->state == NOTICE_WAITING;

	out_open(o, '{');
	out_put_int(o, "id", n->id);
	out_put_text(o, "key", notice_key(o->arena, n));
	out_put_int(o, "order", n->order);
	out_put_text(o, "number", order_number_of(o->arena, n->kind, n->order));
	out_put_text(o, "to", n->to);
	out_put_text(o, "channel", channel_name(notice_get_channel(n->address)));
	out_put_text(o, "address", n->address);
	out_put_word(o, "clock", WORDS_CLOCK_KIND, n->clock);
	out_put_text(o, "task", n->task);
	out_put_word(o, "severity", WORDS_SEVERITY, n->severity);
	out_put_instant(o, "fired_at", n->at);
	out_put_instant(o, "not_before", n->not_before);
	out_put_word(o, "state", WORDS_NOTICE_STATE, n->state);
	out_put_int(o, "tries", n->tries);
	out_put_text(o, "last_error", n->last_error);
	out_put_instant(o, "next_try_at", is_waiting ? n->next_try_at : INSTANT_NONE);
	out_put_id(o, "message", n->message);
	out_put_instant(o, "created_at", n->created_at);
	out_put_instant(o, "sent_at", n->state == NOTICE_SENT ? n->done_at : INSTANT_NONE);
	out_put_instant(o, "dead_at", n->state == NOTICE_DEAD ? n->done_at : INSTANT_NONE);
	out_close(o, '}');
}

static void put_item(struct out *o, const struct notice *n)
{
	out_open(o, '{');
	out_put_text(o, "key", notice_key(o->arena, n));
	out_put_int(o, "order", n->order);
	out_put_text(o, "number", order_number_of(o->arena, n->kind, n->order));
	out_put_word(o, "kind", WORDS_ORDER_KIND, n->kind);
	out_put_text(o, "service", n->service);
	out_put_word(o, "tier", WORDS_TIER, n->tier);
	out_put_word(o, "state", WORDS_ORDER_STATE, n->order_state);
	out_put_text(o, "title", n->title);
	out_put_text(o, "customer", n->customer);
	out_put_word(o, "clock", WORDS_CLOCK_KIND, n->clock);
	out_put_text(o, "task", n->task);
	out_put_word(o, "severity", WORDS_SEVERITY, n->severity);
	out_put_int(o, "repeat", n->repeat);
	out_put_instant(o, "due_at", n->due_at);
	out_put_instant(o, "fired_at", n->at);
	out_close(o, '}');
}

const char *encode_webhook(struct arena *a, const struct notice *first, int n, int64_t real_at)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_text(&o, "type", "sliploop.alarms");
	out_put_instant(&o, "timestamp", real_at);
	out_key(&o, "data");
	out_open(&o, '{');
	out_put_text(&o, "to", first->to);
	out_key(&o, "items");
	out_open(&o, '[');
	for (const struct notice *e = first; n > 0; e = e->next, n--)
		put_item(&o, e);
	out_close(&o, ']');
	out_close(&o, '}');
	out_close(&o, '}');
	return out_finish(&o);
}

/* --- alerts ---------------------------------------------------------------------------------------- */

/* A label without a value is no label. */
static void put_label(struct out *o, const char *name, const char *value)
{
	if (value && value[0])
		out_put_text(o, name, value);
}

static void put_labels(struct out *o, const struct alert *a)
{
	const struct found_alarm *f = &a->found;

	out_key(o, "labels");
	out_open(o, '{');
	put_label(o, "alertname", "SliploopOverdue");
	put_label(o, "alarm", arena_fmt(o->arena, "%lld", (long long)f->alarm.id));
	put_label(o, "order", arena_fmt(o->arena, "%lld", (long long)f->order));
	put_label(o, "number", order_number_of(o->arena, f->order_kind, f->order));
	put_label(o, "clock", word_name(WORDS_CLOCK_KIND, f->alarm.clock));
	put_label(o, "task", f->task);
	put_label(o, "station", f->alarm.station);
	put_label(o, "severity", word_name(WORDS_SEVERITY, f->alarm.severity));
	put_label(o, "tier", word_name(WORDS_TIER, a->tier));
	out_close(o, '}');
}

static const char *alert_summary(const struct notice_view *v, const struct alert *a)
{
	const char *number = order_number_of(v->arena, a->found.order_kind, a->found.order);
	struct notice n = {.clock = a->found.alarm.clock, .task = a->found.task};

	return arena_fmt(v->arena, v->lang == LANG_ZH_CN ? "%s：%s超时示警" : "%s: alarm of the %s",
		number, notice_clock_text(v, &n));
}

const char *encode_alerts(const struct notice_view *v, const struct alert *alerts, int n,
	int64_t now_at, int64_t real_at, int64_t until_at)
{
	struct out o;

	out_init(&o, v->arena);
	out_open(&o, '[');
	for (int i = 0; i < n; i++) {
		const struct alarm *a = &alerts[i].found.alarm;
		bool is_over = a->state == ALARM_CLEARED;

		out_open(&o, '{');
		put_labels(&o, &alerts[i]);
		out_key(&o, "annotations");
		out_open(&o, '{');
		out_put_text(&o, "summary", alert_summary(v, &alerts[i]));
		out_close(&o, '}');
		out_put_instant(&o, "startsAt", real_at - (now_at - a->raised_at));
		out_put_instant(&o, "endsAt", is_over ? real_at - (now_at - a->cleared_at) : until_at);
		out_close(&o, '}');
	}
	out_close(&o, ']');
	return out_finish(&o);
}
