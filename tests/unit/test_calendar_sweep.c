/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows the calendar against a count that knows nothing of sums, days or shifts' order: it walks
 * minute by minute, keeping the latest time that a clock on the wall has shown. Calendars and
 * instants are pseudo-random, the seeds fixed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/die.h"
#include "calendar_fixture.h"

enum {
	WEEKS = 5,
	MINUTES = WEEKS * 7 * 24 * 60,
	BEFORE_DAYS =
		3, /* walked before the window, so that the wall's time is known where it starts */
	SPANS = 60,
	DAY_MINUTES = 24 * 60,
	DATED = 6,
};

/* The plain count: which minutes of a window are worked, and how many before each. */
struct walk {
	int64_t from_at;
	bool is_open[MINUTES];
	int before[MINUTES + 1];
};

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed >> 11;
}

static int random_below(uint64_t *seed, int n)
{
	return (int)(next_random(seed) % (uint64_t)n);
}

/*
 * Up to four intervals, the last of them a night shift now and then; closed one time in five. Half
 * of the days keep to half hours, which is where zones shift.
 */
static const char *random_hours(struct arena *a, uint64_t *seed)
{
	struct interval at[4];
	int grid = random_below(seed, 2) == 0 ? 30 : 1;
	int n = 0, minute = grid * random_below(seed, 9 * 60 / grid);
	int most = random_below(seed, 5) == 0 ? 0 : 1 + random_below(seed, 4);

	while (n < most && minute < DAY_MINUTES - 1) {
		int to = minute + grid * (1 + random_below(seed, 5 * 60 / grid));

		if (to > DAY_MINUTES || random_below(seed, 8) == 0) {
			to = grid * random_below(seed, minute / grid + 1);
			at[n] = (struct interval){(int16_t)minute, (int16_t)to};
			if (at[n].to == at[n].from)
				at[n].to = DAY_MINUTES;
			n++;
			break;
		}
		at[n++] = (struct interval){(int16_t)minute, (int16_t)to};
		minute = to + grid * random_below(seed, 3 * 60 / grid);
	}
	struct hours h = {at, n};

	must(hours_check(&h) == HOURS_OK);
	return hours_spell(a, &h);
}

static struct calendar random_calendar(
	struct arena *a, uint64_t *seed, const struct zone *z, int64_t from_at)
{
	const char *week[WEEK_DAYS];
	struct dated days[DATED];
	int64_t day = from_at / DAY - 1;

	for (int i = 0; i < WEEK_DAYS; i++)
		week[i] = random_hours(a, seed);
	for (int i = 0; i < DATED; i++) {
		int y, m, d;

		day += 1 + random_below(seed, 8);
		day_to_date(day, &y, &m, &d);
		days[i] = (struct dated){arena_fmt(a, "%04d-%02d-%02d", y, m, d), random_hours(a, seed)};
	}
	return calendar_of(a, z, week, days, DATED);
}

static const struct hours *plain_hours(const struct calendar *c, int64_t day)
{
	for (int i = 0; i < c->n_days; i++)
		if (c->days[i].day == day)
			return &c->days[i].hours;
	return &c->week[(day + 3) % WEEK_DAYS];
}

static bool plain_is_worked(const struct calendar *c, int64_t wall)
{
	for (int64_t day = wall / DAY - 1; day <= wall / DAY; day++) {
		const struct hours *h = plain_hours(c, day);
		int64_t minute = (wall - day * DAY) / MINUTE;

		for (int i = 0; i < h->n; i++) {
			int to = h->at[i].to > h->at[i].from ? h->at[i].to : h->at[i].to + DAY_MINUTES;

			if (minute >= h->at[i].from && minute < to)
				return true;
		}
	}
	return false;
}

static void walk_minutes(struct walk *w, const struct calendar *c, int64_t from_at)
{
	int64_t wall = 0;

	w->from_at = from_at;
	for (int i = -BEFORE_DAYS * DAY_MINUTES; i < MINUTES; i++) {
		int64_t at = from_at + i * MINUTE, shown = at;

		for (int k = 0; k < c->n_shifts; k++)
			if (c->shifts[k].at <= at)
				shown = at + c->shifts[k].offset_ms;
		/* What has been shown before is over: an interval that ended does not begin again. */
		if (shown > wall)
			wall = shown;
		if (i < 0)
			continue;
		w->is_open[i] = plain_is_worked(c, wall);
		w->before[i + 1] = w->before[i] + w->is_open[i];
	}
}

static int64_t walk_until(const struct walk *w, int64_t at)
{
	int64_t into = at - w->from_at;
	int i = (int)(into / MINUTE);

	return w->before[i] * MINUTE + (i < MINUTES && w->is_open[i] ? into % MINUTE : 0);
}

static int64_t walk_between(const struct walk *w, int64_t from, int64_t to)
{
	return to > from ? walk_until(w, to) - walk_until(w, from) : 0;
}

/* The first instant of the window by which so much was worked; INT64_MAX: none. */
static int64_t walk_to(const struct walk *w, int64_t sum)
{
	for (int i = 0; i < MINUTES; i++)
		if (w->before[i + 1] * MINUTE >= sum)
			return w->from_at + i * MINUTE + sum - w->before[i] * MINUTE;
	return INT64_MAX;
}

static int64_t walk_next_open(const struct walk *w, int64_t from)
{
	for (int i = (int)((from - w->from_at) / MINUTE); i < MINUTES; i++)
		if (w->is_open[i])
			return w->from_at + i * MINUTE > from ? w->from_at + i * MINUTE : from;
	return INT64_MAX;
}

struct window {
	const struct zone *zone;
	const char *from;
};
static const struct window windows[] = {
	{&zone_utc, "2026-02-20"},
	{&zone_shanghai, "2026-09-20"},
	{&zone_kathmandu, "2028-02-10"},
	{&zone_berlin, "2026-03-15"},
	{&zone_berlin, "2026-10-10"},
	{&zone_lord_howe, "2026-03-20"},
	{&zone_lord_howe, "2026-09-20"},
	{&zone_apia, "2011-12-15"},
	{&zone_over_midnight, "2006-10-15"},
	{&zone_back_twice, "2026-02-20"},
};

static void check_span(const struct calendar *c, const struct walk *w, int64_t from, int64_t to)
{
	int64_t n = walk_between(w, from, to), open = walk_next_open(w, from);

	assert_true(calendar_between(c, from, to) == n);
	if (open != INT64_MAX)
		assert_true(calendar_next_open(c, from) == open);
	if (n == 0)
		return;
	int64_t at = walk_to(w, walk_until(w, from) + n);

	assert_true(calendar_add(c, from, n) == at);
	assert_true(calendar_between(c, from, at) == n);
	assert_true(
		calendar_between(c, from, at - 1) == n - 1); /* the earliest, and not in closed time */
	if (walk_until(w, to) > n) {
		at = walk_to(w, walk_until(w, to) - n);
		assert_true(calendar_add(c, to, -n) == at);
		assert_true(calendar_between(c, at, to) == n);
		assert_true(calendar_between(c, at - 1, to) == n + 1);
	}
}

static void agrees_with_a_minute_by_minute_walk(void **state)
{
	struct walk *w = xcalloc(1, sizeof(*w));
	int64_t worked = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(windows) * 12; i++) {
		uint64_t seed = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
		const struct window *v = &windows[i % N_OF(windows)];
		int64_t from_at = AT(v->from);
		struct arena a;

		arena_init(&a);
		struct calendar c = random_calendar(&a, &seed, v->zone, from_at);
		walk_minutes(w, &c, from_at);
		worked += w->before[MINUTES];
		for (int k = 0; k < SPANS; k++) {
			int64_t x = from_at + (int64_t)(next_random(&seed) % (MINUTES * MINUTE));
			int64_t y = from_at + (int64_t)(next_random(&seed) % (MINUTES * MINUTE));

			if (k % 3 == 0) { /* whole minutes: where intervals begin and end */
				x -= (x - from_at) % MINUTE;
				y -= (y - from_at) % MINUTE;
			}
			check_span(&c, w, x < y ? x : y, x < y ? y : x);
		}
		arena_fini(&a);
	}
	assert_true(worked > 0);
	free(w);
}

/* Over the whole range: years, not weeks, and the ends of the range. */
static void adding_and_counting_are_each_others_inverse(void **state)
{
	const int64_t range = CALENDAR_END_AT - CALENDAR_FIRST_AT;
	int reached = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(windows); i++) {
		uint64_t seed = UINT64_C(0xd1b54a32d192ed03) * (i + 1);
		struct arena a;

		arena_init(&a);
		struct calendar c = random_calendar(&a, &seed, windows[i].zone, AT(windows[i].from));
		for (int k = 0; k < 2000; k++) {
			int64_t from = CALENDAR_FIRST_AT + (int64_t)(next_random(&seed) % (uint64_t)range);
			int64_t n = 1 +
				(int64_t)(next_random(&seed) % (uint64_t)(range >> random_below(&seed, 40)));
			int64_t at = calendar_add(&c, from, n);

			if (at == CALENDAR_END_AT) {
				assert_true(calendar_between(&c, from, CALENDAR_END_AT) <= n);
				continue;
			}
			reached++;
			assert_true(at > from);
			assert_true(calendar_between(&c, from, at) == n);
			assert_true(calendar_between(&c, from, at - 1) == n - 1);
			assert_true(calendar_add(&c, from, n + 1) > at);
			int64_t back = calendar_add(&c, at, -n);

			assert_true(back <= from);
			assert_true(calendar_between(&c, back, at) == n);
		}
		arena_fini(&a);
	}
	assert_true(reached > 5000);
}

/* Later never counts less, and what counts in two parts counts as much in one. */
static void sums_are_monotonous_and_add_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(windows); i++) {
		uint64_t seed = UINT64_C(0x2545f4914f6cdd1d) * (i + 1);
		int64_t start = AT(windows[i].from), at = start, sum = 0;
		struct arena a;

		arena_init(&a);
		struct calendar c = random_calendar(&a, &seed, windows[i].zone, start);
		for (int k = 0; k < 3000; k++) {
			int64_t step = (int64_t)(next_random(&seed) % (uint64_t)(HOUR / 2));
			int64_t part = calendar_between(&c, at, at + step);

			assert_true(part >= 0 && part <= step);
			assert_true(calendar_next_open(&c, at) <= calendar_next_open(&c, at + step));
			sum += part;
			at += step;
			assert_true(calendar_between(&c, start, at) == sum);
		}
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_minute_by_minute_walk),
		cmocka_unit_test(adding_and_counting_are_each_others_inverse),
		cmocka_unit_test(sums_are_monotonous_and_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
