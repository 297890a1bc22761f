/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions on calendars: put whole, or with the dated days of an iCalendar text laid over
 * what stands. Calendars are versions, as limits are: one in use cannot vanish (rules.md 9).
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "core/put.h"

static enum err bad(struct decision *d, const char *field, const char *en, const char *zh)
{
	return refuse(d, ERR_BAD_CALENDAR, field, en, zh);
}

static const char *spell_day(struct arena *a, int64_t day)
{
	int year, month, of_month;

	day_to_date(day, &year, &month, &of_month);
	return arena_fmt(a, "%04d-%02d-%02d", year, month, of_month);
}

/* `of` says which day in words. */
static enum err check_hours(
	struct decision *d, const struct hours *h, const char *field, const char *of)
{
	struct arena *a = d->arena;

	switch (hours_check(h)) {
	case HOURS_OK: return ERR_NONE;
	case HOURS_RANGE:
		return bad(d, field, arena_fmt(a, "%s: a time of day is from 00:00 to 24:00", of),
			arena_fmt(a, "%s：时间应在 00:00 至 24:00 之间", of));
	case HOURS_EMPTY:
		return bad(d, field,
			arena_fmt(a, "%s: an interval ends when it begins; a whole day is 00:00 to 24:00", of),
			arena_fmt(a, "%s：时段起止相同；全天请写 00:00 至 24:00", of));
	case HOURS_OVERLAP:
		return bad(d, field,
			arena_fmt(a, "%s: intervals overlap or are out of order: %s", of, hours_spell(a, h)),
			arena_fmt(a, "%s：时段重叠或顺序不对：%s", of, hours_spell(a, h)));
	case HOURS_AFTER_NIGHT:
		return bad(d, field,
			arena_fmt(
				a, "%s: only the last interval can run past midnight: %s", of, hours_spell(a, h)),
			arena_fmt(a, "%s：只有最后一个时段可以跨过午夜：%s", of, hours_spell(a, h)));
	}
	return ERR_NONE;
}

static enum err check_all_hours(struct decision *d, const struct calendar *c)
{
	enum err e = ERR_NONE;

	for (int i = 0; e == ERR_NONE && i < WEEK_DAYS; i++)
		e = check_hours(d, &c->week[i], arena_fmt(d->arena, "/params/week/%s", weekday_names[i]),
			weekday_names[i]);
	for (int i = 0; e == ERR_NONE && i < c->n_days; i++)
		e = check_hours(d, &c->days[i].hours, arena_fmt(d->arena, "/params/days/%d/open", i),
			spell_day(d->arena, c->days[i].day));
	return e;
}

static int compare_days(const void *a, const void *b)
{
	int64_t x = ((const struct working_day *)a)->day, y = ((const struct working_day *)b)->day;

	return (x > y) - (x < y);
}

static enum err sort_days(struct decision *d, struct calendar *c)
{
	if (c->n_days)
		qsort(c->days, (size_t)c->n_days, sizeof(*c->days), compare_days);
	for (int i = 1; i < c->n_days; i++)
		if (c->days[i].day == c->days[i - 1].day) {
			const char *date = spell_day(d->arena, c->days[i].day);

			return bad(d, "/params/days", arena_fmt(d->arena, "%s stands in it twice", date),
				arena_fmt(d->arena, "%s 出现了两次", date));
		}
	return ERR_NONE;
}

static enum err check_name(struct decision *d, const char *name)
{
	if (strcmp(name, calendar_always.name) != 0 && strcmp(name, LIMIT_CALENDAR_OF_STATION) != 0)
		return ERR_NONE;
	return bad(d, "/params/name",
		arena_fmt(d->arena, "\"%s\" has a meaning of its own: choose another name", name),
		arena_fmt(d->arena, "\"%s\" 另有含义，请换一个名称", name));
}

static enum err check_working_time(struct decision *d, const struct calendar *c)
{
	const int64_t ahead = CALENDAR_AHEAD_DAYS * INT64_C(86400000);
	struct calendar ready;

	calendar_copy(d->arena, &ready, c);
	if (calendar_between(&ready, d->now_at, d->now_at + ahead) > 0)
		return ERR_NONE;
	return bad(d, "/params/week",
		"there is no working time in the next 400 days: a clock would never run out",
		"未来 400 天内没有工作时间：时钟将永远不会到期");
}

/* The version in force of that name; NULL: none. */
static const struct calendar *find_in_force(const struct decision *d, const char *name)
{
	for (int i = 0; i < org_count(d->org, ORG_CALENDAR); i++) {
		const struct calendar *c = org_at(d->org, ORG_CALENDAR, i);

		if (!c->to_version && strcmp(c->name, name) == 0)
			return c;
	}
	return NULL;
}

static enum err put_calendar(struct decision *d, struct calendar *c)
{
	int64_t id = put_next_id(d, ORG_CALENDAR), version = org_get_policy_version(d->org) + 1;
	const struct calendar *old = find_in_force(d, c->name);
	enum err e = check_name(d, c->name);

	if (e == ERR_NONE && !c->n_shifts)
		e = bad(d, "/params/zone",
			arena_fmt(d->arena, "no such time zone: %s; it is named as in Asia/Shanghai", c->zone),
			arena_fmt(d->arena, "没有这个时区：%s；写法如 Asia/Shanghai", c->zone));
	if (e == ERR_NONE)
		e = check_all_hours(d, c);
	if (e == ERR_NONE)
		e = sort_days(d, c);
	if (e == ERR_NONE)
		e = check_working_time(d, c);
	if (e != ERR_NONE)
		return e;
	if (old) {
		struct calendar ended = *old;

		ended.to_version = version;
		put_row(d, ORG_CALENDAR, &ended, sizeof(ended));
	}
	c->id = id;
	c->from_version = version;
	c->to_version = 0;
	put_row(d, ORG_CALENDAR, c, sizeof(*c));
	return ERR_NONE;
}

enum err decide_calendar_put(struct decision *d, const void *request)
{
	const struct request_calendar *r = request;
	struct calendar c = r->calendar;

	c.days = arena_copy(d->arena, c.days, (size_t)c.n_days * sizeof(*c.days));
	return put_calendar(d, &c);
}

/* --- import ---------------------------------------------------------------------------------------- */

/* What a calendar begins with that is only imported: working days count whole, Monday to Friday, so
 * that P10D in it are ten working days (ours). */
static void begin_imported(struct decision *d, struct calendar *c)
{
	struct interval *whole = arena_new(d->arena, struct interval);

	whole->to = 24 * 60;
	for (int i = 0; i < 5; i++)
		c->week[i] = (struct hours){whole, 1};
}

static const struct hours *ordinary_hours(const struct calendar *c)
{
	for (int i = 0; i < WEEK_DAYS; i++)
		if (c->week[i].n)
			return &c->week[i];
	return NULL;
}

/* The imported days laid over those there are. */
static enum err merge_days(struct decision *d, struct calendar *c, const struct request_import *r)
{
	const struct hours *ordinary = ordinary_hours(c);
	int n = 0;
	struct working_day *days = arena_new_n(
		d->arena, (size_t)c->n_days + (size_t)r->n_days, struct working_day);

	for (int i = 0, k = 0; i < c->n_days || k < r->n_days;) {
		if (k == r->n_days || (i < c->n_days && c->days[i].day < r->days[k].day)) {
			days[n++] = c->days[i++];
			continue;
		}
		const struct imported_day *day = &r->days[k++];

		if (i < c->n_days && c->days[i].day == day->day)
			i++;
		days[n].day = day->day;
		if (day->has_hours)
			days[n].hours = day->hours;
		else if (day->is_open && ordinary)
			days[n].hours = *ordinary;
		else if (day->is_open)
			return bad(d, "/params/ics",
				"it opens a day without saying its hours, and the calendar's week has none: "
				"calendar.put its week first",
				"文件中有补班日但没有时间，且日历的每周工时为空：请先用 calendar.put 设置每周工时");
		n++;
	}
	if (n > CALENDAR_DAYS_MAX)
		return bad(d, "/params/ics",
			arena_fmt(d->arena, "a calendar has at most %d dated days, this would be %d",
				CALENDAR_DAYS_MAX, n),
			arena_fmt(d->arena, "日历最多 %d 个特殊日期，这里有 %d 个", CALENDAR_DAYS_MAX, n));
	c->days = days;
	c->n_days = n;
	return ERR_NONE;
}

enum err decide_calendar_import(struct decision *d, const void *request)
{
	const struct request_import *r = request;
	const struct calendar *old = find_in_force(d, r->name);
	struct calendar c = {.name = r->name};
	enum err e;

	if (old)
		c = *old;
	else
		begin_imported(d, &c);
	if (r->zone) {
		c.zone = r->zone;
		c.shifts = r->shifts;
		c.n_shifts = r->n_shifts;
	}
	if (!c.zone)
		return refuse(d, ERR_INVALID_PARAMS, "/params/zone",
			"a new calendar needs its zone, as in Asia/Shanghai",
			"新日历须指明时区，如 Asia/Shanghai");
	if (r->fault_en)
		return bad(d, "/params/ics", r->fault_en, r->fault_zh);
	must(!c.n_shifts || (r->read_zone && strcmp(r->read_zone, c.zone) == 0));
	e = merge_days(d, &c, r);
	return e == ERR_NONE ? put_calendar(d, &c) : e;
}
