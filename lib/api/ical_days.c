/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the table of dates that the events of a text fill, and makes of it the days in order, each
 * once, with the hours of several openings joined. It knows no events and no zones.
 */
#include "api/ical_days.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "api/ical_event.h"

enum {
	IS_CLOSED = 1,
	IS_OPEN = 2,
	OPENINGS_MAX = CALENDAR_DAYS_MAX * 4, /* before those of a date are joined */
};

static int64_t year_first_day(int year)
{
	return icaltime_as_timet(icaltime_from_day_of_year(1, year)) / 86400;
}

void ical_days_init(struct ical_days *d, struct arena *a, struct failure *fail)
{
	*d = (struct ical_days){.arena = a, .fail = fail, .first = year_first_day(ICAL_YEAR_FIRST)};
	d->n_dates = (int)(year_first_day(ICAL_YEAR_LAST + 1) - d->first);
	d->dates = arena_new_n(a, (size_t)d->n_dates, unsigned char);
}

bool ical_opening_is_long(int from, int to)
{
	return to - from > ICAL_DAY_MINUTES || (to - from == ICAL_DAY_MINUTES && from > 0);
}

bool ical_days_mark(struct ical_days *d, int date, bool is_open)
{
	if (d->dates[date] == 0 && ++d->n_marked > CALENDAR_DAYS_MAX)
		return ical_refuse(d->fail,
			arena_fmt(d->arena, "more than %d dated days", CALENDAR_DAYS_MAX),
			arena_fmt(d->arena, "特定日期超过 %d 个", CALENDAR_DAYS_MAX));
	d->dates[date] |= is_open ? IS_OPEN : IS_CLOSED;
	return true;
}

bool ical_days_open(struct ical_days *d, const struct ical_opening *o)
{
	if (d->n_openings == OPENINGS_MAX)
		return ical_refuse(d->fail, arena_fmt(d->arena, "more than %d openings", OPENINGS_MAX),
			arena_fmt(d->arena, "开启的时段超过 %d 个", OPENINGS_MAX));
	if (d->n_openings == d->size_openings) {
		struct ical_opening *more;

		d->size_openings = d->size_openings * 2 + 16;
		more = arena_new_n(d->arena, (size_t)d->size_openings, struct ical_opening);
		if (d->n_openings > 0)
			memcpy(more, d->openings, (size_t)d->n_openings * sizeof *more);
		d->openings = more;
	}
	d->openings[d->n_openings++] = *o;
	return ical_days_mark(d, o->date, true);
}

static int compare_openings(const void *a, const void *b)
{
	const struct ical_opening *x = a, *y = b;

	if (x->date != y->date)
		return (x->date > y->date) - (x->date < y->date);
	return (x->from > y->from) - (x->from < y->from);
}

static bool refuse_date(struct ical_days *d, int date, const char *en, const char *zh)
{
	struct icaltimetype t = icaltime_from_timet_with_zone(
		(time_t)((d->first + date) * 86400), 1, NULL);
	const char *name = arena_fmt(d->arena, "%04d-%02d-%02d", t.year, t.month, t.day);

	return ical_refuse(
		d->fail, arena_fmt(d->arena, "%s %s", name, en), arena_fmt(d->arena, "%s %s", name, zh));
}

static bool interval_put(struct ical_days *d, int date, int from, int to, struct hours *out)
{
	if (ical_opening_is_long(from, to))
		return refuse_date(d, date, "is opened for longer than a day", "开启的时段超过一天");
	if (out->n == CALENDAR_INTERVALS_MAX)
		return refuse_date(d, date, "has too many intervals", "的时段过多");
	if (to > ICAL_DAY_MINUTES)
		to -= ICAL_DAY_MINUTES;
	out->at[out->n++] = (struct interval){(int16_t)from, (int16_t)to};
	return true;
}

/* The hours of one date from its n openings, by start: what overlaps or touches is one interval. */
static bool hours_join(struct ical_days *d, const struct ical_opening *o, int n, struct hours *out)
{
	int from = o[0].from, to = o[0].to;

	out->at = arena_new_n(d->arena,
		(size_t)(n < CALENDAR_INTERVALS_MAX ? n : CALENDAR_INTERVALS_MAX), struct interval);
	for (int i = 1; i < n; i++) {
		if (o[i].from <= to) {
			to = o[i].to > to ? o[i].to : to;
			continue;
		}
		if (!interval_put(d, o[0].date, from, to, out))
			return false;
		from = o[i].from;
		to = o[i].to;
	}
	return interval_put(d, o[0].date, from, to, out);
}

bool ical_days_put(struct ical_days *d, struct ical_found *out)
{
	int at = 0;

	out->days = arena_new_n(d->arena, (size_t)d->n_marked + 1, struct imported_day);
	if (d->n_openings > 0)
		qsort(d->openings, (size_t)d->n_openings, sizeof *d->openings, compare_openings);
	for (int date = 0; date < d->n_dates; date++) {
		struct imported_day *day = &out->days[out->n_days];
		int first = at;

		if (d->dates[date] == 0)
			continue;
		while (at < d->n_openings && d->openings[at].date == date)
			at++;
		*day = (struct imported_day){.day = d->first + date,
			.is_open = (d->dates[date] & IS_OPEN) != 0,
			.has_hours = at > first};
		if (at > first && !hours_join(d, d->openings + first, at - first, &day->hours))
			return false;
		out->n_days++;
	}
	return true;
}
