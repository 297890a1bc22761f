/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the way from iCalendar text to its events: lines and folds, components, the properties a
 * calendar's days come from. Lines are taken apart here and not by libical's parser, which drops what
 * it cannot read, loses the line's number and takes at most 500 values of a list; single values are
 * libical's to read. It never asks what an event means.
 */
#include "api/ical_event.h"

#include <ctype.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum {
	DEPTH_MAX = 16, /* components in one another */
	STAMP_TEXT_MAX = 16, /* 20261001T090000Z */
	DURATION_TEXT_MAX = 32,
	DURATION_DAYS_MAX = 200000, /* longer than any two stamps are apart, and far from overflow */
	NAME_SHOWN_MAX = 60, /* bytes of a summary in a sentence */
};

struct property {
	char *name, *value;
	const char *tzid, *range; /* NULL: not given */
};

struct reader {
	struct arena *arena;
	struct failure *fail;
	struct ical_text *out;
	int events_size;
	const char *at; /* the next physical line */
	int next_line, line; /* its number; of the line in hand */
	struct buf text; /* the line in hand, unfolded */
	const char *open[DEPTH_MAX]; /* names of the components begun */
	int opened_at[DEPTH_MAX], depth;
	bool is_cancelling; /* METHOD:CANCEL in this VCALENDAR */
	struct ical_event *event; /* NULL: not in one */
};

bool ical_refuse(struct failure *fail, const char *en, const char *zh)
{
	*fail = (struct failure){.err = ERR_BAD_CALENDAR, .field = "/params/ics", .en = en, .zh = zh};
	return false;
}

bool ical_refuse_line(
	struct arena *a, struct failure *fail, int line, const char *en, const char *zh)
{
	return ical_refuse(
		fail, arena_fmt(a, "line %d: %s", line, en), arena_fmt(a, "第 %d 行：%s", line, zh));
}

bool ical_refuse_event(struct arena *a, struct failure *fail, const struct ical_event *e,
	const char *en, const char *zh)
{
	char *name = arena_str(a, e->summary ? e->summary : e->uid ? e->uid : "");
	size_t n = strlen(name);

	if (n > NAME_SHOWN_MAX) { /* never through the middle of a character */
		n = NAME_SHOWN_MAX;
		while (n > 0 && ((unsigned char)name[n] & 0xC0) == 0x80)
			n--;
		name[n] = '\0';
	}
	return ical_refuse(fail, arena_fmt(a, "the event \"%s\" (line %d) %s", name, e->line, en),
		arena_fmt(a, "事件“%s”（第 %d 行）%s", name, e->line, zh));
}

static bool refuse_here(struct reader *r, const char *en, const char *zh)
{
	return ical_refuse_line(r->arena, r->fail, r->line, en, zh);
}

/* --- lines --------------------------------------------------------------------------------- */

/* Puts the rest of a physical line in hand and steps to the next. Ends: LF, CRLF, CR. */
static void line_put(struct reader *r)
{
	size_t n = strcspn(r->at, "\r\n");

	buf_put(&r->text, r->at, n);
	r->at += n;
	if (r->at[0] == '\r' && r->at[1] == '\n')
		r->at++;
	if (*r->at)
		r->at++;
	r->next_line++;
}

/* The next line that is not blank, with its folds undone; false at the end of the text. */
static bool line_next(struct reader *r)
{
	while (*r->at) {
		r->line = r->next_line;
		buf_clear(&r->text);
		if (r->depth == 0 && strncmp(r->at, "\xEF\xBB\xBF", 3) == 0)
			r->at += 3;
		line_put(r);
		while (*r->at == ' ' || *r->at == '\t') {
			r->at++;
			line_put(r);
		}
		buf_put_char(&r->text, '\0');
		if (r->text.data[strspn(r->text.data, " \t")])
			return true;
	}
	return false;
}

/* One parameter from `p` on, which points behind its ';'. NULL: it is none. */
static char *parameter_take(char *p, struct property *out)
{
	char *name = p, *value;

	p += strcspn(p, "=;:");
	if (*p != '=')
		return NULL;
	*p++ = '\0';
	value = p;
	if (*p == '"') {
		value = ++p;
		p += strcspn(p, "\"");
		if (*p != '"')
			return NULL;
		*p++ = '\0';
	}
	p += strcspn(p, ";:\"");
	if (*p == '"' || *p == '\0')
		return NULL;
	if (strcasecmp(name, "TZID") == 0)
		out->tzid = value;
	else if (strcasecmp(name, "RANGE") == 0)
		out->range = value;
	return p;
}

/* NAME;PARAMETER=VALUE;...:VALUE, taken apart in place. */
static bool property_take(char *text, struct property *out)
{
	char *p = text;

	*out = (struct property){.name = text};
	while (isalnum((unsigned char)*p) || *p == '-' || *p == '_')
		p++;
	if (p == text || (*p != ';' && *p != ':'))
		return false;
	while (*p == ';') {
		char *semicolon = p;

		p = parameter_take(p + 1, out);
		if (!p)
			return false;
		*semicolon = '\0';
	}
	*p = '\0';
	out->value = p + 1;
	return true;
}

/* --- values -------------------------------------------------------------------------------- */

/* TEXT with its escapes undone, in place; ends at a comma of a list, returns what stands behind. */
static char *text_unescape(char *text, bool is_list)
{
	char *to = text, *p = text;

	for (; *p && !(is_list && *p == ','); p++) {
		if (*p == '\\' && p[1]) {
			p++;
			*to++ = *p == 'n' || *p == 'N' ? ' ' : *p;
		} else {
			*to++ = (unsigned char)*p < ' ' ? ' ' : *p;
		}
	}
	if (*p == '\0') {
		*to = '\0';
		return NULL;
	}
	*to = '\0';
	return p + 1;
}

static bool stamp_take(struct reader *r, const char *text, const char *tzid, struct ical_stamp *out)
{
	size_t n = strlen(text);
	struct icaltimetype t = icaltime_null_time();

	if (n <= STAMP_TEXT_MAX && strspn(text, "0123456789TZ") == n &&
		strspn(text, "0123456789") >= 8 && (n == 8 || strspn(text + 9, "0123456789") == 6))
		t = icaltime_from_string(text);
	if (t.year < ICAL_STAMP_YEAR_FIRST || t.year > ICAL_STAMP_YEAR_LAST || t.month < 1 ||
		t.month > 12 || t.day < 1 || t.day > icaltime_days_in_month(t.month, t.year) ||
		t.hour > 23 || t.minute > 59 || t.second > 60)
		return refuse_here(r,
			arena_fmt(r->arena, "\"%.40s\" is no date or time from %d to %d", n <= 40 ? text : "",
				ICAL_STAMP_YEAR_FIRST, ICAL_STAMP_YEAR_LAST),
			arena_fmt(r->arena, "“%.40s”不是 %d 至 %d 年间的日期或时间", n <= 40 ? text : "",
				ICAL_STAMP_YEAR_FIRST, ICAL_STAMP_YEAR_LAST));
	*out = (struct ical_stamp){.at = icaltime_as_timet(t),
		.line = r->line,
		.is_date = t.is_date,
		.is_utc = icaltime_is_utc(t)};
	if (!out->is_date && !out->is_utc && tzid && *tzid)
		out->tzid = arena_str(r->arena, tzid);
	return true;
}

static bool duration_take(struct reader *r, const char *text, int64_t *out)
{
	size_t n = strlen(text);
	struct icaldurationtype d = icaldurationtype_bad_duration();

	if (n >= 3 && n <= DURATION_TEXT_MAX && strchr("WDHMS", text[n - 1]))
		d = icaldurationtype_from_string(text);
	if (icaldurationtype_is_bad_duration(d) || d.is_neg)
		return refuse_here(r, "no duration such as P1D or PT8H", "不是 P1D、PT8H 这样的时长");
	*out = (int64_t)d.weeks * 604800 + (int64_t)d.days * 86400 + (int64_t)d.hours * 3600 +
		(int64_t)d.minutes * 60 + d.seconds;
	if (*out / 86400 > DURATION_DAYS_MAX)
		return refuse_here(r, "a duration of centuries", "时长达数百年");
	return true;
}

static void stamps_put(struct arena *a, struct ical_stamps *s, const struct ical_stamp *stamp)
{
	if (s->n == s->size) {
		struct ical_stamp *more = arena_new_n(a, (size_t)s->size * 2 + 4, struct ical_stamp);

		if (s->n > 0)
			memcpy(more, s->at, (size_t)s->n * sizeof *more);
		s->at = more;
		s->size = s->size * 2 + 4;
	}
	s->at[s->n++] = *stamp;
}

/* A PERIOD: start/end or start/duration. */
static bool period_take(struct reader *r, char *text, const char *tzid, struct ical_stamp *out)
{
	char *slash = strchr(text, '/');
	struct ical_stamp end;

	if (slash)
		*slash++ = '\0';
	if (!stamp_take(r, text, tzid, out))
		return false;
	if (!slash)
		return true;
	if (*slash == 'P')
		return duration_take(r, slash, &out->length_s);
	if (!stamp_take(r, slash, tzid, &end))
		return false;
	if (end.is_date || out->is_date || end.is_utc != out->is_utc || end.at <= out->at)
		return refuse_here(r, "a period must end after it starts", "时段的结束须晚于开始");
	out->length_s = end.at - out->at;
	return true;
}

/* --- properties of an event ---------------------------------------------------------------- */

static bool take_uid(struct reader *r, struct property *p)
{
	if (*p->value)
		r->event->uid = arena_str(r->arena, p->value);
	return true;
}

static bool take_summary(struct reader *r, struct property *p)
{
	text_unescape(p->value, false);
	if (*p->value) {
		r->event->summary = arena_str(r->arena, p->value);
		r->event->has_words = true;
		r->event->is_opening |= ical_text_opens(p->value);
	}
	return true;
}

static bool take_categories(struct reader *r, struct property *p)
{
	for (char *text = p->value, *next; text; text = next) {
		next = text_unescape(text, true);
		r->event->has_words |= *text != '\0';
		r->event->is_opening |= ical_text_opens(text);
	}
	return true;
}

static bool take_status(struct reader *r, struct property *p)
{
	r->event->is_cancelled |= strcasecmp(p->value, "CANCELLED") == 0;
	return true;
}

static bool take_sequence(struct reader *r, struct property *p)
{
	r->event->sequence = strtoll(p->value, NULL, 10);
	return true;
}

static bool take_once(struct reader *r, struct property *p, struct ical_stamp *stamp)
{
	if (stamp->line > 0)
		return refuse_here(r, arena_fmt(r->arena, "a second %s in one event", p->name),
			arena_fmt(r->arena, "同一事件中第二次出现 %s", p->name));
	return stamp_take(r, p->value, p->tzid, stamp);
}

static bool take_start(struct reader *r, struct property *p)
{
	return take_once(r, p, &r->event->start);
}

static bool take_end(struct reader *r, struct property *p)
{
	return take_once(r, p, &r->event->end);
}

static bool take_recurrence(struct reader *r, struct property *p)
{
	if (p->range && *p->range)
		return refuse_here(r, "RANGE is not read: give each changed occurrence its own event",
			"不支持 RANGE：请为每次变更单独列出事件");
	return take_once(r, p, &r->event->recurrence);
}

static bool take_duration(struct reader *r, struct property *p)
{
	r->event->has_duration = true;
	return duration_take(r, p->value, &r->event->duration_s);
}

static bool take_dates(struct reader *r, struct property *p, struct ical_stamps *out)
{
	for (char *text = p->value, *next; text; text = next) {
		struct ical_stamp stamp;

		next = strchr(text, ',');
		if (next)
			*next++ = '\0';
		if (!period_take(r, text, p->tzid, &stamp))
			return false;
		stamps_put(r->arena, out, &stamp);
	}
	return true;
}

static bool take_rdates(struct reader *r, struct property *p)
{
	return take_dates(r, p, &r->event->rdates);
}

static bool take_exdates(struct reader *r, struct property *p)
{
	return take_dates(r, p, &r->event->exdates);
}

static bool take_rule(struct reader *r, struct property *p)
{
	struct ical_rule *rule = arena_new(r->arena, struct ical_rule);

	*rule = (struct ical_rule){r->event->rules, arena_str(r->arena, p->value), r->line};
	r->event->rules = rule;
	return true;
}

static bool take_exrule(struct reader *r, struct property *p)
{
	(void)p;
	return refuse_here(r, "EXRULE is not read: list the dates left out as EXDATE",
		"不支持 EXRULE：请用 EXDATE 列出排除的日期");
}

static bool event_property(struct reader *r, struct property *p)
{
	static const struct {
		const char *name;
		bool (*take)(struct reader *r, struct property *p);
	} takes[] = {{"UID", take_uid}, {"SUMMARY", take_summary}, {"CATEGORIES", take_categories},
		{"STATUS", take_status}, {"SEQUENCE", take_sequence}, {"DTSTART", take_start},
		{"DTEND", take_end}, {"DURATION", take_duration}, {"RRULE", take_rule},
		{"RDATE", take_rdates}, {"EXDATE", take_exdates}, {"RECURRENCE-ID", take_recurrence},
		{"EXRULE", take_exrule}};

	for (size_t i = 0; i < N_OF(takes); i++)
		if (strcasecmp(p->name, takes[i].name) == 0)
			return takes[i].take(r, p);
	return true;
}

/* --- components ---------------------------------------------------------------------------- */

static bool event_begin(struct reader *r)
{
	struct ical_text *out = r->out;

	if (out->n_events == ICAL_EVENTS_MAX)
		return refuse_here(r, arena_fmt(r->arena, "more than %d events", ICAL_EVENTS_MAX),
			arena_fmt(r->arena, "事件超过 %d 个", ICAL_EVENTS_MAX));
	if (out->n_events == r->events_size) {
		struct ical_event *more;

		r->events_size = r->events_size * 2 + 16;
		more = arena_new_n(r->arena, (size_t)r->events_size, struct ical_event);
		if (out->n_events > 0)
			memcpy(more, out->events, (size_t)out->n_events * sizeof *more);
		out->events = more;
	}
	r->event = &out->events[out->n_events];
	*r->event = (struct ical_event){
		.line = r->line, .order = out->n_events++, .is_cancelled = r->is_cancelling};
	return true;
}

static bool component_begin(struct reader *r, const char *name)
{
	if (r->depth == DEPTH_MAX)
		return refuse_here(r, "components too deep in one another", "组件嵌套过深");
	if (r->depth == 0 && strcasecmp(name, "VCALENDAR") != 0)
		return refuse_here(r, "this is not iCalendar text: it must begin with BEGIN:VCALENDAR",
			"不是 iCalendar 文本：须以 BEGIN:VCALENDAR 开头");
	if (r->depth == 0)
		r->is_cancelling = false;
	if (r->depth == 1 && strcasecmp(name, "VEVENT") == 0 && !event_begin(r))
		return false;
	r->opened_at[r->depth] = r->line;
	r->open[r->depth++] = arena_str(r->arena, name);
	return true;
}

static bool component_end(struct reader *r, const char *name)
{
	if (r->depth == 0 || strcasecmp(name, r->open[r->depth - 1]) != 0)
		return refuse_here(r, "an END without its BEGIN", "END 没有对应的 BEGIN");
	r->depth--;
	if (r->depth == 1 && r->event) {
		if (r->event->start.line == 0)
			return ical_refuse_event(r->arena, r->fail, r->event, "has no DTSTART", "没有 DTSTART");
		r->event = NULL;
	}
	return true;
}

static bool line_take(struct reader *r)
{
	struct property p;
	bool is_property = property_take(r->text.data, &p);

	if (r->depth == 0 && !(is_property && strcasecmp(p.name, "BEGIN") == 0))
		return refuse_here(r, "this is not iCalendar text: it must begin with BEGIN:VCALENDAR",
			"不是 iCalendar 文本：须以 BEGIN:VCALENDAR 开头");
	if (!is_property) { /* elsewhere than in an event it is nobody's loss */
		if (r->event && r->depth == 2)
			return refuse_here(
				r, "not a line of iCalendar, NAME:VALUE", "不是 iCalendar 的“名称:值”行");
		return true;
	}
	for (size_t n = strlen(p.value); n > 0 && (p.value[n - 1] == ' ' || p.value[n - 1] == '\t');
		 n--)
		p.value[n - 1] = '\0';
	if (strcasecmp(p.name, "BEGIN") == 0)
		return component_begin(r, p.value);
	if (strcasecmp(p.name, "END") == 0)
		return component_end(r, p.value);
	if (r->depth == 1 && strcasecmp(p.name, "METHOD") == 0)
		r->is_cancelling = strcasecmp(p.value, "CANCEL") == 0;
	return r->event && r->depth == 2 ? event_property(r, &p) : true;
}

bool ical_text_read(struct arena *a, const char *text, struct ical_text *out, struct failure *fail)
{
	struct reader r = {.arena = a, .fail = fail, .out = out, .at = text, .next_line = 1};
	bool ok = true, is_empty = true;

	*out = (struct ical_text){0};
	buf_init(&r.text);
	while (ok && line_next(&r)) {
		is_empty = false;
		ok = line_take(&r);
	}
	if (ok && is_empty) {
		r.line = 1;
		ok = refuse_here(
			&r, "this is not iCalendar text: it is empty", "不是 iCalendar 文本：内容为空");
	}
	if (ok && r.depth > 0)
		ok = ical_refuse_line(a, fail, r.opened_at[r.depth - 1],
			"what begins here never ends: the text is cut off",
			"此处开始的内容没有结束：文本不完整");
	buf_fini(&r.text);
	return ok;
}
