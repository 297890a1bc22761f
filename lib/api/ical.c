/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the step from the events of a text to dated days: which events count, where their recurrences
 * fall, what each does to its dates. Counts in the seconds of a wall, an event's own or the
 * calendar's, and leaves recurrence and zones to libical; it never lets a rule run further than the
 * years it reports, nor hands on anything of libical's.
 */
#include "api/ical_days.h"
#include "api/ical_event.h"

#include <ctype.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum {
	DAY_S = 86400,
	RULE_TEXT_MAX = 512, /* within which no list of libical's can overflow */
	ZONE_NAME_MAX = 64,
	LIBICAL_BYTES = 4 * 1024 * 1024, /* more than it takes for its zones and our rules */
};

struct reading {
	struct arena *arena;
	struct failure *fail;
	struct ical_found *out;
	icaltimezone *zone; /* the calendar's */
	struct ical_days days;
	int64_t work; /* left */
	int n_rules;
	const char *last_tzid;
	icaltimezone *last_zone;
};

/* One event on its way to its dates. */
struct spread {
	const struct ical_event *event;
	bool is_opening;
	icaltimezone *zone; /* of its wall */
	int64_t length_s;
	int64_t *taken_away; /* sorted: 2 x second, or 2 x first second of a date + 1 for all of it */
	int n_taken_away;
	bool has_date;
};

static bool work_spend(struct reading *r, int64_t n)
{
	r->work -= n;
	return r->work >= 0 ||
		ical_refuse(r->fail, "the text asks for too many repetitions", "文本要求的重复次数过多");
}

static int64_t floor_div(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

/* --- zones --------------------------------------------------------------------------------- */

/* libical opens a file of this name below the zones' directory: letters only, and no way out. */
static icaltimezone *zone_find(const char *name)
{
	size_t n = strlen(name);

	if (n > 0 && name[0] == '/' && n < 2 * ZONE_NAME_MAX) { /* "/maker.org/version/Asia/Shanghai" */
		const char *city = strrchr(name, '/'), *area = city;

		while (area > name && area[-1] != '/')
			area--;
		name = area;
		n = strlen(name);
	}
	if (n == 0 || n > ZONE_NAME_MAX || !isalpha((unsigned char)name[0]))
		return NULL;
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("_-+/", *p))
			return NULL;
	return icaltimezone_get_builtin_timezone(name);
}

static bool stamp_zone(
	struct reading *r, const struct ical_event *e, const struct ical_stamp *s, icaltimezone **out)
{
	*out = s->is_utc ? icaltimezone_get_utc_timezone() : r->zone;
	if (!s->tzid || s->is_date)
		return true;
	if (!r->last_tzid || strcmp(r->last_tzid, s->tzid) != 0) {
		r->last_zone = zone_find(s->tzid);
		r->last_tzid = s->tzid;
	}
	*out = r->last_zone;
	return *out ||
		ical_refuse_event(r->arena, r->fail, e,
			arena_fmt(r->arena, "is in the zone \"%.64s\", which is no zone known here", s->tzid),
			arena_fmt(r->arena, "的时区“%.64s”无法识别", s->tzid));
}

static int64_t wall_change(int64_t at, icaltimezone *from, icaltimezone *to)
{
	struct icaltimetype t;

	if (from == to)
		return at;
	t = icaltime_from_timet_with_zone((time_t)at, 0, NULL);
	t.zone = from;
	t = icaltime_convert_to_zone(t, to);
	return icaltime_as_timet(t);
}

/* A stamp on the wall of an event. *is_date: it means the whole date (its first second is given). */
static bool stamp_place(struct reading *r, const struct spread *s, const struct ical_stamp *stamp,
	int64_t *at, bool *is_date)
{
	icaltimezone *zone;

	*at = stamp->at;
	*is_date = stamp->is_date || s->event->start.is_date;
	if (!stamp_zone(r, s->event, stamp, &zone))
		return false;
	if (!stamp->is_date && (!s->event->start.is_date || stamp->is_utc))
		*at = wall_change(stamp->at, zone, s->zone);
	if (*is_date)
		*at = floor_div(*at, DAY_S) * DAY_S;
	return true;
}

/* --- what an occurrence does to its dates -------------------------------------------------- */

static bool spread_hours(struct reading *r, struct spread *s, int64_t at, int64_t length_s)
{
	int64_t from = wall_change(at, s->zone, r->zone);
	int64_t to = wall_change(at + length_s, s->zone, r->zone);
	int64_t day = floor_div(from, DAY_S), date = day - r->days.first;
	struct ical_opening o = {(int)date, (int)((from - day * DAY_S) / 60), 0};

	if (date < 0 || date >= r->days.n_dates)
		return true;
	to = floor_div(to - day * DAY_S + 59, 60);
	if (to <= o.from)
		return ical_refuse_event(r->arena, r->fail, s->event,
			"opens a day but has no length: it needs a later DTEND",
			"开启工作日却没有时长：需要更晚的 DTEND");
	if (ical_opening_is_long(o.from, (int)to))
		return ical_refuse_event(r->arena, r->fail, s->event,
			"opens a day for longer than a day: give each day its own event",
			"开启的时段超过一天：请为每一天单独列出事件");
	o.to = (int)to;
	s->has_date = true;
	return ical_days_open(&r->days, &o);
}

static bool spread_dates(struct reading *r, struct spread *s, int64_t at, int64_t length_s)
{
	int64_t from = floor_div(at, DAY_S) - r->days.first, to = from + length_s / DAY_S;

	if (from < 0)
		from = 0;
	if (to > r->days.n_dates)
		to = r->days.n_dates;
	for (int64_t date = from; date < to; date++) {
		s->has_date = true;
		if (!work_spend(r, 1) || !ical_days_mark(&r->days, (int)date, s->is_opening))
			return false;
	}
	return true;
}

static int compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool is_taken_away(const struct spread *s, int64_t key)
{
	return s->n_taken_away > 0 &&
		bsearch(&key, s->taken_away, (size_t)s->n_taken_away, sizeof key, compare_int64);
}

static bool spread_occurrence(struct reading *r, struct spread *s, int64_t at, int64_t length_s)
{
	if (!work_spend(r, 1))
		return false;
	if (is_taken_away(s, at * 2) || is_taken_away(s, floor_div(at, DAY_S) * DAY_S * 2 + 1))
		return true;
	if (s->event->start.is_date)
		return spread_dates(r, s, at, length_s);
	return spread_hours(r, s, at, length_s);
}

/* --- recurrence ---------------------------------------------------------------------------- */

static bool refuse_rule(struct reading *r, const struct spread *s, const struct ical_rule *rule,
	const char *en, const char *zh)
{
	return ical_refuse_event(r->arena, r->fail, s->event,
		arena_fmt(r->arena, "has an RRULE (line %d) that %s", rule->line, en),
		arena_fmt(r->arena, "的 RRULE（第 %d 行）%s", rule->line, zh));
}

/* libical keeps what INTERVAL says in a short, and what does not fit there comes out as another. */
static bool rule_is_wide(const char *text)
{
	const char *interval = strcasestr(text, "INTERVAL=");

	return strlen(text) > RULE_TEXT_MAX ||
		(interval && strtol(interval + strlen("INTERVAL="), NULL, 10) > INT16_MAX);
}

static bool rule_read(struct reading *r, const struct spread *s, const struct ical_rule *rule,
	struct icalrecurrencetype *out)
{
	bool is_lunar;

	icalrecurrencetype_clear(out);
	if (!rule_is_wide(rule->text))
		*out = icalrecurrencetype_from_string(rule->text);
	is_lunar = out->rscale != NULL;
	free(out->rscale);
	out->rscale = NULL;
	if (is_lunar)
		return refuse_rule(r, s, rule,
			"counts in another calendar (RSCALE): list its dates as RDATE",
			"使用其他历法（RSCALE）：请用 RDATE 列出日期");
	if (out->freq == ICAL_NO_RECURRENCE ||
		(!icaltime_is_null_time(out->until) &&
			(out->until.month < 1 || out->until.month > 12 || out->until.day < 1 ||
				out->until.day > icaltime_days_in_month(out->until.month, out->until.year))))
		return refuse_rule(r, s, rule, "cannot be read", "无法解读");
	if (out->freq < ICAL_DAILY_RECURRENCE)
		return refuse_rule(r, s, rule, "repeats within a day", "在一天之内重复");
	return true;
}

/* Where the rule ends on the event's wall, at the latest with the last year reported. */
static int64_t rule_end(const struct reading *r, const struct spread *s, struct icaltimetype until)
{
	int64_t last = (r->days.first + r->days.n_dates) * DAY_S - 1, at;

	if (icaltime_is_null_time(until) || until.year > ICAL_YEAR_LAST)
		return last;
	if (until.year < ICAL_STAMP_YEAR_FIRST)
		return s->event->start.at;
	at = icaltime_as_timet(until);
	if (until.is_date)
		at += DAY_S - 1;
	else if (icaltime_is_utc(until))
		at = wall_change(at, icaltimezone_get_utc_timezone(), s->zone);
	if (s->event->start.is_date)
		at = floor_div(at, DAY_S) * DAY_S;
	return at < last ? at : last;
}

/* What libical looks through from one instant to another. */
static int64_t rule_steps(const struct icalrecurrencetype *rule, int64_t from, int64_t to)
{
	int64_t days = (to - from) / DAY_S, period = 1;

	if (rule->freq == ICAL_WEEKLY_RECURRENCE)
		period = 7;
	else if (rule->freq == ICAL_MONTHLY_RECURRENCE)
		period = 28;
	else if (rule->freq == ICAL_YEARLY_RECURRENCE)
		period = 365;
	return days <= 0 ? 1 : days / (period * rule->interval) + 1;
}

static bool is_given(const short *list)
{
	return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

/* The first day that a weekly rule names in the week of DTSTART, which it may well lie before. */
static int64_t week_first(const struct icalrecurrencetype *rule, int64_t start)
{
	/* Day 0 was a Thursday. */
	int64_t into_week = floor_div(start, DAY_S) + ICAL_THURSDAY_WEEKDAY - rule->week_start;
	int first = WEEK_DAYS;

	into_week -= floor_div(into_week, WEEK_DAYS) * WEEK_DAYS;
	for (const short *day = rule->by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++) {
		int at = ((int)icalrecurrencetype_day_day_of_week(*day) - (int)rule->week_start +
					 WEEK_DAYS) %
			WEEK_DAYS;

		first = at < first ? at : first;
	}
	return start + (first - into_week) * DAY_S;
}

/*
 * Where libical 3 departs from RFC 5545: a yearly BYMONTHDAY without BYMONTH means every month, not
 * DTSTART's; a weekly rule counts its INTERVAL from DTSTART's week, not from its first BYDAY. And
 * COUNT is counted here. Returns where to start instead.
 */
static int64_t rule_mend(struct icalrecurrencetype *rule, int64_t start)
{
	if (rule->freq == ICAL_YEARLY_RECURRENCE && is_given(rule->by_month_day) &&
		!is_given(rule->by_month) && !is_given(rule->by_week_no) && !is_given(rule->by_year_day)) {
		for (short month = 1; month <= 12; month++)
			rule->by_month[month - 1] = month;
		rule->by_month[12] = ICAL_RECURRENCE_ARRAY_MAX;
	}
	if (rule->freq == ICAL_WEEKLY_RECURRENCE && is_given(rule->by_day))
		start = week_first(rule, start);
	rule->count = 0;
	return start;
}

/* A rule that names no date may have cost libical a search to the year 20000, so it is refused, or,
 * where the years reported end too soon to tell, paid for. */
static bool spread_nothing(struct reading *r, const struct spread *s, const struct ical_rule *rule)
{
	if (s->event->start.at < (r->days.first + r->days.n_dates - 366) * DAY_S)
		return refuse_rule(r, s, rule, "names no date", "不产生任何日期");
	return work_spend(r, ICAL_WORK_MAX / 4);
}

/* The occurrences of a rule from `start` to `end` but the first, the event's own, which counts too. */
static bool spread_iterator(struct reading *r, struct spread *s,
	const struct icalrecurrencetype *rule, int count, icalrecur_iterator *at,
	const struct ical_rule *text)
{
	int64_t start = s->event->start.at, last = start;
	struct icaltimetype t = icalrecur_iterator_next(at);
	int n = 1;

	if (icaltime_is_null_time(t))
		return spread_nothing(r, s, text);
	for (; !icaltime_is_null_time(t); t = icalrecur_iterator_next(at)) {
		int64_t next = icaltime_as_timet(t);

		if (!work_spend(r, rule_steps(rule, last, next)))
			return false;
		last = next;
		if (next <= start)
			continue;
		if (count > 0 && ++n > count)
			return true;
		if (!spread_occurrence(r, s, next, s->length_s))
			return false;
	}
	return work_spend(r, rule_steps(rule, last, icaltime_as_timet(rule->until)));
}

static bool spread_rule(struct reading *r, struct spread *s, const struct ical_rule *text)
{
	struct icalrecurrencetype rule;
	int64_t start = s->event->start.at, end;
	icalrecur_iterator *at;
	int count;
	bool ok;

	if (!rule_read(r, s, text, &rule))
		return false;
	if (++r->n_rules > ICAL_RULES_MAX)
		return ical_refuse(r->fail,
			arena_fmt(r->arena, "more than %d recurring events", ICAL_RULES_MAX),
			arena_fmt(r->arena, "重复事件超过 %d 个", ICAL_RULES_MAX));
	end = rule_end(r, s, rule.until);
	if (end <= start)
		return true;
	count = rule.count;
	start = rule_mend(&rule, start);
	rule.until = icaltime_from_timet_with_zone((time_t)end, s->event->start.is_date, NULL);
	at = icalrecur_iterator_new(
		rule, icaltime_from_timet_with_zone((time_t)start, s->event->start.is_date, NULL));
	if (!at)
		return refuse_rule(r, s, text, "names no date", "不产生任何日期");
	ok = spread_iterator(r, s, &rule, count, at, text);
	icalrecur_iterator_free(at);
	return ok;
}

static bool spread_rdates(struct reading *r, struct spread *s)
{
	const struct ical_stamps *rdates = &s->event->rdates;

	for (int i = 0; i < rdates->n; i++) {
		const struct ical_stamp *stamp = &rdates->at[i];
		int64_t at, time_of_day = s->event->start.at - floor_div(s->event->start.at, DAY_S) * DAY_S;
		bool is_date;

		if (!stamp_place(r, s, stamp, &at, &is_date))
			return false;
		if (is_date) /* of a timed event: at its hour */
			at += time_of_day;
		if (!spread_occurrence(
				r, s, at, stamp->length_s && !is_date ? stamp->length_s : s->length_s))
			return false;
	}
	return true;
}

/* --- one event ----------------------------------------------------------------------------- */

/* How long it lasts on its own wall; of an all-day event whole days, at least one. */
static bool event_measure(struct reading *r, struct spread *s)
{
	const struct ical_event *e = s->event;
	int64_t end = e->start.at + (e->has_duration ? e->duration_s : 0);
	icaltimezone *zone;

	if (e->end.line > 0) {
		if (e->end.is_date != e->start.is_date)
			return ical_refuse_event(r->arena, r->fail, e,
				"starts at a date and ends at a time, or the other way round",
				"的开始与结束一个是日期，一个是时刻");
		if (!stamp_zone(r, e, &e->end, &zone))
			return false;
		end = e->end.is_date ? e->end.at : wall_change(e->end.at, zone, s->zone);
	}
	s->length_s = end - e->start.at;
	if (s->length_s < 0)
		return ical_refuse_event(r->arena, r->fail, e, "ends before it starts", "的结束早于开始");
	if (!e->start.is_date)
		return true;
	if (s->length_s % DAY_S != 0)
		return ical_refuse_event(r->arena, r->fail, e, "has a DURATION that is not of whole days",
			"的 DURATION 不是整天");
	if (s->length_s == 0)
		s->length_s = DAY_S;
	return true;
}

static bool is_override(const struct ical_event *e)
{
	return e->recurrence.line > 0;
}

/* What EXDATE and the overrides among its namesakes take away from an event. */
static bool event_take_away(
	struct reading *r, struct spread *s, const struct ical_event *const *group, int n_group)
{
	const struct ical_stamps *exdates = &s->event->exdates;
	int size = exdates->n;

	if (!work_spend(r, exdates->n + n_group))
		return false;
	for (int i = 0; i < n_group; i++)
		size += is_override(group[i]);
	s->taken_away = arena_new_n(r->arena, (size_t)size + 1, int64_t);
	for (int i = 0; i < exdates->n + n_group; i++) {
		const struct ical_stamp *stamp = i < exdates->n ? &exdates->at[i]
														: &group[i - exdates->n]->recurrence;
		int64_t at;
		bool is_date;

		if (stamp->line == 0)
			continue;
		if (!stamp_place(r, s, stamp, &at, &is_date))
			return false;
		s->taken_away[s->n_taken_away++] = at * 2 + is_date;
	}
	if (s->n_taken_away > 0)
		qsort(s->taken_away, (size_t)s->n_taken_away, sizeof *s->taken_away, compare_int64);
	return true;
}

static bool event_spread(
	struct reading *r, struct spread *s, const struct ical_event *const *group, int n_group)
{
	if (!stamp_zone(r, s->event, &s->event->start, &s->zone) || !event_measure(r, s))
		return false;
	if (is_override(s->event))
		return spread_occurrence(r, s, s->event->start.at, s->length_s);
	if (!event_take_away(r, s, group, n_group) ||
		!spread_occurrence(r, s, s->event->start.at, s->length_s))
		return false;
	for (const struct ical_rule *rule = s->event->rules; rule; rule = rule->next)
		if (!spread_rule(r, s, rule))
			return false;
	return spread_rdates(r, s);
}

/* --- events of one UID --------------------------------------------------------------------- */

static bool is_superseded(
	const struct ical_event *e, const struct ical_event *const *group, int n_group)
{
	for (int i = 0; i < n_group; i++)
		if (group[i]->sequence > e->sequence && is_override(group[i]) == is_override(e) &&
			group[i]->recurrence.at == e->recurrence.at)
			return true;
	return false;
}

/* An override that says nothing of its own is what the series is. */
static bool event_opens(
	const struct ical_event *e, const struct ical_event *const *group, int n_group)
{
	if (!is_override(e) || e->has_words)
		return e->is_opening;
	for (int i = 0; i < n_group; i++)
		if (!is_override(group[i]))
			return group[i]->is_opening;
	return false;
}

static void event_pass(struct reading *r, const struct ical_event *e, enum ical_pass why)
{
	if (r->out->passed[why].n++ == 0)
		r->out->passed[why].first = e->summary ? e->summary : "";
	r->out->n_passed++;
}

static bool group_read(struct reading *r, const struct ical_event *const *group, int n_group)
{
	for (int i = 0; i < n_group; i++) {
		struct spread s = {.event = group[i]};

		if (!work_spend(r, n_group))
			return false;
		s.is_opening = event_opens(s.event, group, n_group);
		if (is_superseded(s.event, group, n_group)) {
			event_pass(r, s.event, ICAL_PASS_SUPERSEDED);
		} else if (s.event->is_cancelled) {
			event_pass(r, s.event, ICAL_PASS_CANCELLED);
		} else if (!s.event->start.is_date && !s.is_opening) {
			event_pass(r, s.event, ICAL_PASS_TIMED);
		} else {
			if (!event_spread(r, &s, group, n_group))
				return false;
			if (s.has_date)
				r->out->n_taken++;
			else
				event_pass(r, s.event, ICAL_PASS_NO_DATE);
		}
	}
	return true;
}

/* By UID, those without one each for itself; then as they stand in the text. */
static int compare_events(const void *a, const void *b)
{
	const struct ical_event *x = *(const struct ical_event *const *)a;
	const struct ical_event *y = *(const struct ical_event *const *)b;
	int order = x->uid && y->uid ? strcmp(x->uid, y->uid) : (x->uid != NULL) - (y->uid != NULL);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool events_read(struct reading *r, const struct ical_text *text)
{
	const struct ical_event **events = arena_new_n(
		r->arena, (size_t)text->n_events + 1, const struct ical_event *);

	for (int i = 0; i < text->n_events; i++)
		events[i] = &text->events[i];
	qsort(events, (size_t)text->n_events, sizeof *events, compare_events);
	for (int i = 0, n; i < text->n_events; i += n) {
		for (n = 1; i + n < text->n_events && events[i]->uid &&
			 strcmp(events[i]->uid, events[i + n]->uid) == 0;
			 n++)
			;
		if (!group_read(r, events + i, n))
			return false;
	}
	return true;
}

bool ical_read(struct arena *a, const char *text, const char *zone, struct ical_found *out,
	struct failure *fail)
{
	struct ical_text found;
	struct reading r = {.arena = a, .fail = fail, .out = out, .work = ICAL_WORK_MAX};

	*out = (struct ical_found){0};
	*fail = (struct failure){0};
	icalerror_set_errors_are_fatal(0); /* as built, a value it cannot read would end the daemon */
	/* Without memory it crashes, or takes a zone that it could not read for UTC. */
	xreserve(LIBICAL_BYTES);
	r.zone = zone_find(zone);
	if (!r.zone) {
		*fail = (struct failure){.err = ERR_BAD_CALENDAR,
			.field = "/params/zone",
			.en = "no such zone: an IANA name such as Asia/Shanghai",
			.zh = "没有此时区：须为 Asia/Shanghai 这样的 IANA 名称"};
		return false;
	}
	if (strnlen(text, ICAL_TEXT_MAX + 1) > ICAL_TEXT_MAX)
		return ical_refuse(fail, "the text is longer than 1 MiB", "文本超过 1 MiB");
	if (!ical_text_read(a, text, &found, fail))
		return false;
	ical_days_init(&r.days, a, fail);
	return events_read(&r, &found) && ical_days_put(&r.days, out);
}
