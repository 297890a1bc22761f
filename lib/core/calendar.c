/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns counting by a calendar: how much counts between two instants, when so much will have counted,
 * when work opens. All three go through one sum, what has counted since 1990, so that they cannot
 * disagree. It never asks what time it is or which zones there are: the shifts are the caller's.
 */
#include "core/calendar.h"

#include <string.h>

#include "base/die.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define DAY (24 * 60 * MINUTE)
enum { DAY_MINUTES = 24 * 60, THURSDAY = 3 /* what 1970-01-01 was, from Monday on */ };

const char *const weekday_names[WEEK_DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/*
 * Day d's entry holds what has counted when the last of all earlier days' intervals is over, the
 * night shift that runs into d included. 130 years of seconds fit.
 */
struct calendar_index {
	struct arena *arena;
	int64_t *local_ends; /* by shift: the greatest local time that it or an earlier one reaches */
	int64_t first_day;
	int n_days;
	uint32_t *before_s; /* n_days + 1 of them; NULL until the first use */
};

/* What counts of an interval: from (included) to (not included). */
struct piece {
	int64_t from, to;
};

const struct calendar calendar_always = {.name = "always", .zone = "UTC"};

/* `always` follows no wall clock; any other calendar without shifts is one nobody filled in. */
static bool is_always(const struct calendar *c)
{
	if (c->n_shifts > 0)
		return false;
	must(c->name && strcmp(c->name, calendar_always.name) == 0);
	return true;
}

static void copy_hours(struct arena *a, struct hours *to, const struct hours *from)
{
	must(hours_check(from) == HOURS_OK);
	*to = (struct hours){arena_copy(a, from->at, (size_t)from->n * sizeof(*from->at)), from->n};
}

static void copy_shifts(struct arena *a, struct calendar *to, const struct calendar *from)
{
	int64_t *ends = arena_new_n(a, (size_t)from->n_shifts, int64_t);
	const struct zone_shift *s = from->shifts;
	int n = from->n_shifts;

	must(n <= CALENDAR_SHIFTS_MAX && s[0].at == INT64_MIN);
	for (int i = 0; i < n; i++) {
		/* The sums are kept in seconds; no zone's rule is finer. */
		must(s[i].offset_ms % SECOND == 0);
		must(i == 0 || (s[i].at > s[i - 1].at && s[i].at % SECOND == 0));
		ends[i] = i + 1 < n ? s[i + 1].at + s[i].offset_ms : INT64_MAX;
		if (i > 0 && ends[i] < ends[i - 1])
			ends[i] = ends[i - 1];
	}
	to->shifts = arena_copy(a, s, (size_t)n * sizeof(*s));
	to->index->local_ends = ends;
}

void calendar_copy(struct arena *a, struct calendar *to, const struct calendar *from)
{
	struct calendar copy = *from;

	copy.name = arena_str(a, from->name);
	copy.zone = arena_str(a, from->zone);
	for (int i = 0; i < WEEK_DAYS; i++)
		copy_hours(a, &copy.week[i], &from->week[i]);
	must(from->n_days <= CALENDAR_DAYS_MAX);
	copy.days = arena_new_n(a, (size_t)from->n_days, struct working_day);
	for (int i = 0; i < from->n_days; i++) {
		must(i == 0 || from->days[i].day > from->days[i - 1].day);
		copy.days[i].day = from->days[i].day;
		copy_hours(a, &copy.days[i].hours, &from->days[i].hours);
	}
	copy.index = NULL;
	if (!is_always(from)) {
		copy.index = arena_new(a, struct calendar_index);
		copy.index->arena = a;
		copy_shifts(a, &copy, from);
	}
	*to = copy;
}

/* --- local times */

static int64_t floor_day(int64_t local)
{
	return local / DAY - (local % DAY < 0);
}

static int shift_at(const struct calendar *c, int64_t at)
{
	int low = 0, high = c->n_shifts - 1;

	while (low < high) {
		int middle = (low + high + 1) / 2;

		if (c->shifts[middle].at <= at)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* The shift in which the local time is first reached or, where it was skipped, passed. */
static int shift_of_local(const struct calendar *c, int64_t local)
{
	const int64_t *ends = c->index->local_ends;
	int low = 0, high = c->n_shifts - 1;

	while (low < high) {
		int middle = (low + high) / 2;

		if (ends[middle] > local)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/*
 * The first instant at which clocks on the wall show the local time or a later one. near: the shift
 * that it most likely lies in, which saves the search on all but a few days of a year.
 */
static int64_t local_to_utc(const struct calendar *c, int near, int64_t local)
{
	const int64_t *ends = c->index->local_ends;
	int i = near;

	if (ends[i] <= local || (i > 0 && ends[i - 1] > local))
		i = shift_of_local(c, local);
	int64_t at = local - c->shifts[i].offset_ms;
	return at > c->shifts[i].at ? at : c->shifts[i].at;
}

static int64_t day_starts_at(const struct calendar *c, int near, int64_t day)
{
	return local_to_utc(c, near, day * DAY);
}

/*
 * The last day that has begun by then. That is the date on the wall or, where an hour occurs twice
 * over midnight, a later one: the new day's first minutes stand before the old day's second evening.
 * near: the shift that the instant lies in.
 */
static int64_t day_at(const struct calendar *c, int near, int64_t at)
{
	int64_t day = floor_day(at + c->shifts[near].offset_ms);

	while (day_starts_at(c, near, day + 1) <= at)
		day++;
	return day;
}

/* --- one day */

/* The hours of a day and of the one before it. */
struct pair {
	const struct hours *before, *of;
};

static const struct hours *week_hours(const struct calendar *c, int64_t day)
{
	int64_t weekday = (day + THURSDAY) % WEEK_DAYS;

	return &c->week[weekday < 0 ? weekday + WEEK_DAYS : weekday];
}

static struct pair day_hours(const struct calendar *c, int64_t day)
{
	struct pair p = {week_hours(c, day - 1), week_hours(c, day)};
	int low = 0, high = c->n_days;

	while (low < high) {
		int middle = (low + high) / 2;

		if (c->days[middle].day < day - 1)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < c->n_days && c->days[low].day == day - 1)
		p.before = &c->days[low++].hours;
	if (low < c->n_days && c->days[low].day == day)
		p.of = &c->days[low].hours;
	return p;
}

/* When the night shift of the day before is over; CALENDAR_FIRST_AT where it has none. */
static int64_t night_ends_at(const struct calendar *c, int near, int64_t day, struct pair p)
{
	const struct hours *h = p.before;
	int64_t at = CALENDAR_FIRST_AT;

	if (h->n > 0 && h->at[h->n - 1].to <= h->at[h->n - 1].from)
		at = local_to_utc(c, near, day * DAY + h->at[h->n - 1].to * MINUTE);
	if (at < CALENDAR_FIRST_AT)
		return CALENDAR_FIRST_AT;
	return at < CALENDAR_END_AT ? at : CALENDAR_END_AT;
}

/* What counts of a day's own intervals and of nothing before them, in order. */
static int day_pieces(
	const struct calendar *c, int near, int64_t day, struct pair p, struct piece *out)
{
	int64_t covered = night_ends_at(c, near, day, p);
	int n = 0;

	for (int i = 0; i < p.of->n; i++) {
		struct interval v = p.of->at[i];
		int to = v.to <= v.from ? v.to + DAY_MINUTES : v.to;
		struct piece q = {local_to_utc(c, near, day * DAY + v.from * MINUTE),
			local_to_utc(c, near, day * DAY + to * MINUTE)};

		if (q.from < covered)
			q.from = covered;
		if (q.to > CALENDAR_END_AT)
			q.to = CALENDAR_END_AT;
		if (q.from >= q.to)
			continue;
		out[n++] = q;
		covered = q.to;
	}
	return n;
}

/* --- sums by day */

static void index_build(const struct calendar *c, struct calendar_index *x)
{
	struct piece pieces[CALENDAR_INTERVALS_MAX];
	int near = shift_at(c, CALENDAR_FIRST_AT);
	int64_t sum = 0;

	/* One day more at each end than counts, so that a look-up never needs to ask. */
	x->first_day = day_at(c, near, CALENDAR_FIRST_AT) - 1;
	x->n_days = (int)(day_at(c, shift_at(c, CALENDAR_END_AT), CALENDAR_END_AT) + 2 - x->first_day);
	x->before_s = arena_new_n(x->arena, (size_t)x->n_days + 1, uint32_t);
	for (int i = 0; i < x->n_days; i++) {
		int64_t day = x->first_day + i;
		int n;

		while (near + 1 < c->n_shifts && x->local_ends[near] <= day * DAY)
			near++;
		n = day_pieces(c, near, day, day_hours(c, day), pieces);
		for (int k = 0; k < n; k++)
			sum += pieces[k].to - pieces[k].from;
		must(sum % SECOND == 0 && sum / SECOND <= UINT32_MAX);
		x->before_s[i + 1] = (uint32_t)(sum / SECOND);
	}
}

static const struct calendar_index *index_of(const struct calendar *c)
{
	must(c->index); /* counted by without calendar_copy */
	if (!c->index->before_s)
		index_build(c, c->index);
	return c->index;
}

static int64_t counted_before_day(const struct calendar_index *x, int i)
{
	return (int64_t)x->before_s[i] * SECOND;
}

static int64_t counted_in_all(const struct calendar_index *x)
{
	return counted_before_day(x, x->n_days);
}

/* What has counted from CALENDAR_FIRST_AT to an instant: all three questions' one answer. */
static int64_t counted_until(const struct calendar *c, int64_t at)
{
	const struct calendar_index *x = index_of(c);

	if (at <= CALENDAR_FIRST_AT)
		return 0;
	if (at >= CALENDAR_END_AT)
		return counted_in_all(x);
	int near = shift_at(c, at);
	int64_t day = day_at(c, near, at);
	struct pair p = day_hours(c, day);
	int64_t sum = counted_before_day(x, (int)(day - x->first_day));
	int64_t night = night_ends_at(c, near, day, p);

	if (night > at)
		return sum - (night - at);
	struct piece pieces[CALENDAR_INTERVALS_MAX];
	int n = day_pieces(c, near, day, p, pieces);

	for (int i = 0; i < n && pieces[i].from < at; i++)
		sum += (pieces[i].to < at ? pieces[i].to : at) - pieces[i].from;
	return sum;
}

/* The last day before whose own intervals less than `sum` has counted; -1: none. */
static int day_of_sum(const struct calendar_index *x, int64_t sum)
{
	int low = -1, high = x->n_days - 1;

	while (low < high) {
		int middle = (low + high + 1) / 2;

		if (counted_before_day(x, middle) < sum)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/*
 * The piece in which the sum is reached, and what has counted before it. The sum is above 0 and at
 * most all there is, so there is one: the days' pieces add up to the next day's entry.
 */
static struct piece piece_of_sum(const struct calendar *c, int64_t sum, int64_t *before)
{
	const struct calendar_index *x = index_of(c);
	struct piece pieces[CALENDAR_INTERVALS_MAX];
	int i = day_of_sum(x, sum), k = 0;

	must(i >= 0);
	int64_t day = x->first_day + i;
	int near = shift_of_local(c, day * DAY);
	int n = day_pieces(c, near, day, day_hours(c, day), pieces);

	*before = counted_before_day(x, i);
	while (k < n && *before + (pieces[k].to - pieces[k].from) < sum) {
		*before += pieces[k].to - pieces[k].from;
		k++;
	}
	must(k < n);
	return pieces[k];
}

/* --- the three questions */

int64_t calendar_between(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t span;

	if (to <= from)
		return 0;
	if (!is_always(c))
		return counted_until(c, to) - counted_until(c, from);
	return __builtin_sub_overflow(to, from, &span) ? INT64_MAX : span;
}

int64_t calendar_add(const struct calendar *c, int64_t from, int64_t counted_ms)
{
	int64_t never = counted_ms > 0 ? CALENDAR_END_AT : CALENDAR_FIRST_AT, at, before;

	if (counted_ms == 0)
		return from;
	if (is_always(c))
		return __builtin_add_overflow(from, counted_ms, &at) ? never : at;
	int64_t base = counted_until(c, from);

	if (counted_ms > counted_in_all(c->index) - base || counted_ms <= -base)
		return never;
	struct piece p = piece_of_sum(c, base + counted_ms, &before);
	return p.from + (base + counted_ms - before);
}

int64_t calendar_next_open(const struct calendar *c, int64_t from)
{
	int64_t before;

	if (is_always(c))
		return from;
	int64_t base = counted_until(c, from);

	if (base >= counted_in_all(c->index))
		return CALENDAR_END_AT;
	/* Where the next millisecond counts; one that has begun is open from the instant asked for. */
	struct piece p = piece_of_sum(c, base + 1, &before);
	return p.from > from ? p.from : from;
}
