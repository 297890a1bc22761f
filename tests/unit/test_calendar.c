/* SPDX-License-Identifier: Apache-2.0 */
/* Shows what a calendar counts, row by row, each named for the mistake it prevents. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/die.h"
#include "calendar_fixture.h"

enum { DATED_MAX = 3 };

#define WEEK(mon_to_fri, sat, sun) \
	{ \
		mon_to_fri, mon_to_fri, mon_to_fri, mon_to_fri, mon_to_fri, sat, sun \
	}
#define EVERY_DAY(hours) WEEK(hours, hours, hours)
#define OFFICE WEEK("09:00-12:00 13:30-17:30", "", "")

/* One question to one calendar. */
struct row {
	const char *name;
	const struct zone *zone;
	const char *week[WEEK_DAYS];
	struct dated days[DATED_MAX];
	const char *from, *to; /* UTC */
	int64_t counted;
};

static struct calendar row_calendar(struct arena *a, const struct row *r)
{
	int n = 0;

	while (n < DATED_MAX && r->days[n].date)
		n++;
	return calendar_of(a, r->zone, r->week, r->days, n);
}

/* clang-format off */
static const struct row counted[] = {
	{"spring: a day over the gap is an hour shorter", &zone_berlin,
		WEEK("", "", "01:00-04:00"), {{0}}, "2026-03-28 12:00", "2026-03-29 12:00", 2 * HOUR},
	{"spring: a start in the gap is its end", &zone_berlin,
		WEEK("", "", "02:30-04:00"), {{0}}, "2026-03-28 12:00", "2026-03-29 12:00", HOUR},
	{"spring: an end in the gap is its end", &zone_berlin,
		WEEK("", "", "01:00-02:30"), {{0}}, "2026-03-28 12:00", "2026-03-29 12:00", HOUR},
	{"spring: nothing counts within the gap", &zone_berlin,
		WEEK("", "", "02:10-02:50"), {{0}}, "2026-03-28 12:00", "2026-03-29 12:00", 0},
	{"autumn: a doubled hour counts twice inside an interval", &zone_berlin,
		WEEK("", "", "01:00-04:00"), {{0}}, "2026-10-24 12:00", "2026-10-25 12:00", 4 * HOUR},
	{"autumn: an end in the doubled hour is the first of the two", &zone_berlin,
		WEEK("", "", "01:00-02:30"), {{0}}, "2026-10-24 12:00", "2026-10-25 12:00", 90 * MINUTE},
	{"autumn: a start in the doubled hour is the first of the two", &zone_berlin,
		WEEK("", "", "02:30-04:00"), {{0}}, "2026-10-24 12:00", "2026-10-25 12:00", 150 * MINUTE},
	{"autumn: what ended in the first does not begin again in the second", &zone_berlin,
		WEEK("", "", "01:00-02:30"), {{0}}, "2026-10-25 01:00", "2026-10-25 01:30", 0},
	{"autumn: the offset is not a whole hour everywhere", &zone_lord_howe,
		WEEK("", "", "01:00-02:00"), {{0}}, "2026-04-04 00:00", "2026-04-05 12:00", 90 * MINUTE},
	{"autumn: an end when the doubled time is over, counted from days later", &zone_lord_howe,
		WEEK("", "", "01:00-02:00"), {{0}}, "2026-04-04 00:00", "2026-04-09 12:00", 90 * MINUTE},
	{"spring: the gap is not a whole hour everywhere", &zone_lord_howe,
		WEEK("", "", "01:00-04:00"), {{0}}, "2026-10-03 00:00", "2026-10-04 12:00", 150 * MINUTE},
	{"autumn over midnight: the new day's first minutes stand before the old day's", &zone_over_midnight,
		WEEK("", "", "00:00-00:30"), {{0}}, "2006-10-28 12:00", "2006-10-29 12:00", 90 * MINUTE},
	{"autumn over midnight: a day's first minute and the hour that comes again", &zone_over_midnight,
		WEEK("", "", "00:00-00:30"), {{0}}, "2006-10-29 02:30", "2006-10-29 02:45", 15 * MINUTE},
	{"autumn over midnight: Sunday night ends a day later, once", &zone_over_midnight,
		WEEK("", "23:00-24:00", ""), {{0}}, "2006-10-28 12:00", "2006-10-30 12:00", HOUR},
	{"a zone of +05:45 is no zone of +05:00", &zone_kathmandu,
		WEEK("00:00-01:00", "", ""), {{0}}, "2026-03-01 18:00", "2026-03-01 18:30", 15 * MINUTE},
	{"a make-up Sunday works", &zone_shanghai,
		WEEK("09:00-18:00", "", ""), {{"2026-09-20", "09:00-17:30"}},
		"2026-09-19 00:00", "2026-09-20 16:00", 8 * HOUR + 30 * MINUTE},
	{"a make-up Sunday does not make Sundays work", &zone_shanghai,
		WEEK("09:00-18:00", "", ""), {{"2026-09-20", "09:00-17:30"}},
		"2026-09-26 16:00", "2026-09-27 16:00", 0},
	{"a holiday begins at its own midnight, not at UTC's", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{"2026-10-01", ""}},
		"2026-09-30 15:00", "2026-10-01 15:00", HOUR},
	{"holidays in a row, the last one over", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{"2026-10-01", ""}, {"2026-10-02", ""}, {"2026-10-03", ""}},
		"2026-09-30 00:00", "2026-10-03 17:00", 17 * HOUR},
	{"lunch does not count", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-02 03:00", "2026-03-02 06:00", 90 * MINUTE},
	{"a night shift runs over midnight", &zone_shanghai,
		WEEK("22:00-06:00", "", ""), {{0}}, "2026-03-02 14:00", "2026-03-02 22:00", 8 * HOUR},
	{"Friday's night shift runs into a closed Saturday", &zone_shanghai,
		WEEK("22:00-06:00", "", ""), {{0}}, "2026-03-06 15:00", "2026-03-08 00:00", 7 * HOUR},
	{"a night shift runs into a holiday", &zone_shanghai,
		EVERY_DAY("22:00-06:00"), {{"2026-10-01", ""}},
		"2026-09-30 14:00", "2026-10-01 16:00", 8 * HOUR},
	{"a holiday has no night shift of its own", &zone_shanghai,
		EVERY_DAY("22:00-06:00"), {{"2026-10-01", ""}},
		"2026-10-01 00:00", "2026-10-02 00:00", 0},
	{"a night shift into an early shift counts once", &zone_shanghai,
		EVERY_DAY("05:00-09:00 22:00-06:00"), {{0}},
		"2026-03-02 16:00", "2026-03-03 16:00", 11 * HOUR},
	{"a night shift that swallows the early shift", &zone_shanghai,
		EVERY_DAY("05:00-06:00 22:00-07:00"), {{0}},
		"2026-03-02 16:00", "2026-03-03 16:00", 9 * HOUR},
	{"asked in the middle of what two shifts share", &zone_shanghai,
		EVERY_DAY("05:00-09:00 22:00-06:00"), {{0}},
		"2026-03-02 21:30", "2026-03-02 22:30", HOUR},
	{"a skipped day is no working day", &zone_apia,
		EVERY_DAY("09:00-17:00"), {{0}}, "2011-12-29 10:00", "2011-12-31 10:00", 16 * HOUR},
	{"a skipped day takes nothing from what always counts", &zone_apia,
		EVERY_DAY("00:00-24:00"), {{0}}, "2011-12-29 10:00", "2011-12-31 10:00", 48 * HOUR},
	{"a night shift into a skipped day ends with the gap", &zone_apia,
		EVERY_DAY(""), {{"2011-12-29", "22:00-06:00"}},
		"2011-12-29 10:00", "2012-01-01 10:00", 2 * HOUR},
	{"a night shift of the skipped day is what the next day has of it", &zone_apia,
		EVERY_DAY(""), {{"2011-12-30", "22:00-06:00"}},
		"2011-12-29 10:00", "2012-01-01 10:00", 6 * HOUR},
	{"24:00 is midnight", &zone_shanghai,
		WEEK("20:00-24:00", "", ""), {{0}}, "2026-03-02 00:00", "2026-03-02 18:00", 4 * HOUR},
	{"an end of 00:00 is midnight as well", &zone_shanghai,
		WEEK("20:00-00:00", "", ""), {{0}}, "2026-03-02 00:00", "2026-03-02 18:00", 4 * HOUR},
	{"days that touch at midnight leave no hole", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "2026-03-02 15:59:59.999", "2026-03-02 16:00:00.001", 2},
	{"milliseconds count", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-02 03:59:59.750", "2026-03-02 05:30:00.125", 375},
	{"no hours at all", &zone_shanghai,
		EVERY_DAY(""), {{0}}, "1990-01-01", "2119-12-31", 0},
	{"no hours but on one day", &zone_shanghai,
		EVERY_DAY(""), {{"2026-10-10", "09:00-17:30"}}, "1990-01-01", "2119-12-31", 510 * MINUTE},
	{"an instant later than another, asked the wrong way round", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "2026-03-03", "2026-03-02", 0},
	{"nothing counts before 1990", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "1970-01-01", "1990-01-01 00:00:00.001", 1},
	{"nothing counts from 2120 on", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "2119-12-31 23:59:59.999", "2200-01-01", 1},
	{"nothing counts from 2120 on, of a night shift that runs on either", &zone_shanghai,
		EVERY_DAY("22:00-09:00"), {{0}}, "2119-12-31 18:00", "2200-01-01", 6 * HOUR},
	{"130 years of seconds fit", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "1970-01-01", "2200-01-01", CALENDAR_END_AT - CALENDAR_FIRST_AT},
};

/* counted_ms from `from` is `to`; UTC. */
static const struct row added[] = {
	{"exactly the rest of Friday is Friday's closing, not Monday", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-06 08:30", "2026-03-06 09:30", HOUR},
	{"a millisecond more is Monday", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-06 08:30", "2026-03-09 01:00:00.001", HOUR + 1},
	{"exactly the rest of the morning is noon, not the end of lunch", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-06 01:00", "2026-03-06 04:00", 3 * HOUR},
	{"from closed time on, the first hour is the next day's", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-06 12:34:56.789", "2026-03-09 02:00", HOUR},
	{"nothing added is the same instant, in closed time too", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-07 00:00:00.5", "2026-03-07 00:00:00.5", 0},
	{"a working day may take a week of holidays", &zone_shanghai,
		OFFICE, {{"2026-03-09", ""}, {"2026-03-10", ""}, {"2026-03-11", ""}},
		"2026-03-06 08:30", "2026-03-12 01:01", HOUR + MINUTE},
	{"a make-up Sunday comes before Monday", &zone_shanghai,
		OFFICE, {{"2026-03-08", "09:00-10:00"}}, "2026-03-06 09:30", "2026-03-08 01:30", 30 * MINUTE},
	{"milliseconds inside a second are kept", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-02 03:59:59.001", "2026-03-02 05:30:00.001", SECOND},
	{"spring: the hour that is not there is not waited for", &zone_berlin,
		EVERY_DAY("00:00-24:00"), {{0}}, "2026-03-28 23:00", "2026-03-29 03:00", 4 * HOUR},
	{"autumn: the second of the doubled hours is worked as well", &zone_berlin,
		WEEK("", "", "01:00-04:00"), {{0}}, "2026-10-24 12:00", "2026-10-25 02:30", 210 * MINUTE},
	{"a night shift into an early shift counts once", &zone_shanghai,
		EVERY_DAY("05:00-09:00 22:00-06:00"), {{0}},
		"2026-03-02 14:00", "2026-03-03 00:30", 10 * HOUR + 30 * MINUTE},
	{"a skipped day is not waited for", &zone_apia,
		EVERY_DAY("09:00-17:00"), {{0}}, "2011-12-30 02:00", "2011-12-30 20:00", 2 * HOUR},
	{"beyond the range there is no such instant", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "2119-12-31", "2120-01-01", 2 * DAY},
	{"the last millisecond of the range is its end", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "2119-12-31", "2120-01-01", DAY},
	{"a span that overflows is beyond the range", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-02", "2120-01-01", INT64_MAX},
	{"a calendar without hours has nothing ahead", &zone_shanghai,
		EVERY_DAY(""), {{0}}, "2026-03-02", "2120-01-01", 1},
	{"the last dated day over, nothing is ahead", &zone_shanghai,
		EVERY_DAY(""), {{"2026-10-10", "09:00-17:30"}}, "2026-10-10 09:00", "2120-01-01", 30 * MINUTE + 1},
	{"from before the range, counting begins with it", &zone_utc,
		EVERY_DAY("00:00-24:00"), {{0}}, "1980-01-01", "1990-01-01 01:00", HOUR},
	{"back within the day", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-03 02:30", "2026-03-03 01:15", -75 * MINUTE},
	{"back exactly to the opening is the closing of the day before: the earliest", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-03 02:00", "2026-03-02 09:30", -HOUR},
	{"back over a night", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-03 02:00", "2026-03-02 08:30", -2 * HOUR},
	{"back over a weekend", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-09 01:00", "2026-03-06 09:29:59.999", -1},
	{"back over lunch", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-03 06:00", "2026-03-03 03:30", -HOUR},
	{"back before the range there is no such instant", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "1990-01-02", "1990-01-01", -2 * DAY},
	{"back exactly to the range's first is its first", &zone_shanghai,
		EVERY_DAY("00:00-24:00"), {{0}}, "1990-01-02", "1990-01-01", -DAY},
	{"a span back that overflows is before the range", &zone_shanghai,
		OFFICE, {{0}}, "2026-03-02", "1990-01-01", INT64_MIN},
	{"a calendar without hours has nothing behind", &zone_shanghai,
		EVERY_DAY(""), {{0}}, "2026-03-02", "1990-01-01", -1},
};

static const struct row opening[] = {
	{"open is open", &zone_shanghai, OFFICE, {{0}},
		"2026-03-06 08:30:00.007", "2026-03-06 08:30:00.007", 0},
	{"the first millisecond is open", &zone_shanghai, OFFICE, {{0}},
		"2026-03-06 01:00", "2026-03-06 01:00", 0},
	{"the closing is closed", &zone_shanghai, OFFICE, {{0}},
		"2026-03-06 09:30", "2026-03-09 01:00", 0},
	{"lunch ends", &zone_shanghai, OFFICE, {{0}},
		"2026-03-06 04:00", "2026-03-06 05:30", 0},
	{"midnight between two open days is open", &zone_shanghai, EVERY_DAY("00:00-24:00"), {{0}},
		"2026-03-06 16:00", "2026-03-06 16:00", 0},
	{"a start in the gap opens at its end", &zone_berlin, WEEK("", "", "02:30-04:00"), {{0}},
		"2026-03-29 00:00", "2026-03-29 01:00", 0},
	{"a make-up Sunday opens", &zone_shanghai, OFFICE, {{"2026-03-08", "10:00-11:00"}},
		"2026-03-06 10:00", "2026-03-08 02:00", 0},
	{"before the range, the range's first", &zone_utc, OFFICE, {{0}},
		"1980-01-01", "1990-01-01 09:00", 0},
	{"never open", &zone_shanghai, EVERY_DAY(""), {{0}},
		"2026-03-06", "2120-01-01", 0},
	{"never open again", &zone_shanghai, EVERY_DAY(""), {{"2026-03-08", "10:00-11:00"}},
		"2026-03-08 03:00", "2120-01-01", 0},
	{"after the range", &zone_shanghai, OFFICE, {{0}},
		"2130-01-01", "2120-01-01", 0},
};
/* clang-format on */

static int wrong(const struct row *r, int64_t got, int64_t wanted)
{
	if (got == wanted)
		return 0;
	print_error("%s: %lld, not %lld\n", r->name, (long long)got, (long long)wanted);
	return 1;
}

static void counts_what_it_says(void **state)
{
	int n = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(counted); i++) {
		const struct row *r = &counted[i];
		struct arena a;

		arena_init(&a);
		struct calendar c = row_calendar(&a, r);
		n += wrong(r, calendar_between(&c, AT(r->from), AT(r->to)), r->counted);
		arena_fini(&a);
	}
	assert_int_equal(n, 0);
}

static void adds_to_the_earliest(void **state)
{
	int n = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(added); i++) {
		const struct row *r = &added[i];
		struct arena a;

		arena_init(&a);
		struct calendar c = row_calendar(&a, r);
		n += wrong(r, calendar_add(&c, AT(r->from), r->counted), AT(r->to));
		arena_fini(&a);
	}
	assert_int_equal(n, 0);
}

static void opens_when_it_says(void **state)
{
	int n = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(opening); i++) {
		const struct row *r = &opening[i];
		struct arena a;

		arena_init(&a);
		struct calendar c = row_calendar(&a, r);
		n += wrong(r, calendar_next_open(&c, AT(r->from)), AT(r->to));
		arena_fini(&a);
	}
	assert_int_equal(n, 0);
}

static void always_counts_every_millisecond(void **state)
{
	struct arena a;
	struct calendar copy;

	(void)state;
	arena_init(&a);
	calendar_copy(&a, &copy, &calendar_always);
	const struct calendar *both[] = {&calendar_always, &copy};

	for (size_t i = 0; i < N_OF(both); i++) {
		assert_string_equal(both[i]->name, "always");
		assert_true(calendar_between(both[i], 5, 12) == 7);
		assert_true(calendar_between(both[i], 12, 5) == 0);
		assert_true(calendar_between(both[i], INT64_MIN, INT64_MAX) == INT64_MAX);
		assert_true(calendar_add(both[i], 5, 7) == 12);
		assert_true(calendar_add(both[i], 5, -7) == -2);
		assert_true(calendar_add(both[i], 5, 0) == 5);
		assert_true(calendar_add(both[i], 5, INT64_MAX) == CALENDAR_END_AT);
		assert_true(calendar_add(both[i], -5, INT64_MIN) == CALENDAR_FIRST_AT);
		assert_true(calendar_next_open(both[i], 5) == 5);
	}
	arena_fini(&a);
}

static void a_copy_outlives_what_it_was_made_of(void **state)
{
	static const char *const week[] = OFFICE;
	static const struct dated sunday = {"2026-03-08", "09:00-10:00"};
	struct arena first, second;
	struct calendar copy;

	(void)state;
	arena_init(&first);
	arena_init(&second);
	struct calendar c = calendar_of(&first, &zone_berlin, week, &sunday, 1);
	int64_t from = AT("2026-03-02"), to = AT("2026-04-01"), was = calendar_between(&c, from, to);

	calendar_copy(&second, &copy, &c);
	arena_fini(&first);
	assert_true(was == 22 * 7 * HOUR + HOUR);
	assert_true(calendar_between(&copy, from, to) == was);
	assert_string_equal(copy.zone, "Europe/Berlin");
	assert_int_equal(copy.id, 1);
	arena_fini(&second);
}

/* Does it end by must()? In a child of its own, so that the abort is not ours. */
static bool aborts(void (*act)(struct arena *a, struct calendar *c), struct calendar *c)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct arena a;

		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		arena_init(&a);
		act(&a, c);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void act_count(struct arena *a, struct calendar *c)
{
	(void)a;
	calendar_between(c, 0, CALENDAR_END_AT);
}

static void act_copy(struct arena *a, struct calendar *c)
{
	struct calendar copy;

	calendar_copy(a, &copy, c);
}

static void what_nobody_prepared_is_our_bug(void **state)
{
	struct zone_shift utc = {INT64_MIN, 0}, late = {0, 0};
	struct interval backwards[] = {{600, 660}, {540, 570}};
	struct calendar bare = {.name = "x", .shifts = &utc, .n_shifts = 1};
	struct calendar nameless = {.n_shifts = 0}, no_zone = {.name = "x"};
	struct calendar no_first = {.name = "x", .shifts = &late, .n_shifts = 1};
	struct calendar disorder = bare;

	(void)state;
	disorder.week[0] = (struct hours){backwards, 2};
	assert_false(aborts(act_copy, &bare));
	assert_true(aborts(act_count, &bare));
	assert_true(aborts(act_count, &nameless));
	assert_true(aborts(act_copy, &no_zone));
	assert_true(aborts(act_copy, &no_first));
	assert_true(aborts(act_copy, &disorder));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_what_it_says),
		cmocka_unit_test(adds_to_the_earliest),
		cmocka_unit_test(opens_when_it_says),
		cmocka_unit_test(always_counts_every_millisecond),
		cmocka_unit_test(a_copy_outlives_what_it_was_made_of),
		cmocka_unit_test(what_nobody_prepared_is_our_bug),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
