/* SPDX-License-Identifier: Apache-2.0 */
/* Shows zones' shifts as the system has them, and that only a zone's name is one. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/die.h"
#include "calendar_fixture.h"
#include "daemon/zone.h"

/* The library's own stand behind these two: how often it is asked, and a file that is changed. */
static int n_asked;
static time_t changed_s;
static bool is_unread; /* as glibc answers that had no memory to read the zone */

struct tm *localtime_r(const time_t *t, struct tm *tm)
{
	n_asked++;
	*tm = *localtime(t);
	if (is_unread) {
		tm->tm_gmtoff = 0;
		tm->tm_zone = "";
	}
	return tm;
}

int stat(const char *path, struct stat *st)
{
	int status = fstatat(AT_FDCWD, path, st, 0);

	st->st_mtim.tv_sec += changed_s;
	return status;
}

static const struct zone_shift *shift_of(const struct zone_shift *s, int n, int64_t at)
{
	while (n > 1 && s[n - 1].at > at)
		n--;
	return &s[n - 1];
}

/* The shift in force at an instant: since when, and by how much. */
static void shifts_are_where_they_are_known_to_be(void **state)
{
	static const struct {
		const char *zone, *at, *since; /* NULL: since ever */
		int64_t offset;
	} rows[] = {
		{"UTC", "2026-06-01", NULL, 0},
		{"Asia/Shanghai", "2119-12-31", "1991-09-14 17:00", 8 * HOUR},
		{"Asia/Shanghai", "1991-08-01", "1991-04-13 18:00", 9 * HOUR},
		{"Asia/Kathmandu", "2119-12-31", NULL, 5 * HOUR + 45 * MINUTE},
		{"Europe/Berlin", "2026-03-29 00:59:59", "2025-10-26 01:00", HOUR},
		{"Europe/Berlin", "2026-03-29 01:00", "2026-03-29 01:00", 2 * HOUR},
		{"Europe/Berlin", "2026-10-25 00:59:59", "2026-03-29 01:00", 2 * HOUR},
		{"Europe/Berlin", "2026-10-25 01:00", "2026-10-25 01:00", HOUR},
		{"Europe/Berlin", "2100-07-01", "2100-03-28 01:00", 2 * HOUR},
		{"Australia/Lord_Howe", "2026-04-04 15:00", "2026-04-04 15:00", 10 * HOUR + 30 * MINUTE},
		{"Australia/Lord_Howe", "2026-10-03 15:30", "2026-10-03 15:30", 11 * HOUR},
		{"Pacific/Apia", "2011-12-30 09:59:59", "2011-09-24 14:00", -10 * HOUR},
		{"Pacific/Apia", "2011-12-30 10:00", "2011-12-30 10:00", 14 * HOUR},
		{"America/St_Johns", "2006-10-29 02:31", "2006-10-29 02:31", -3 * HOUR - 30 * MINUTE},
		{"Etc/GMT+3", "2026-01-01", NULL, -3 * HOUR},
		{"PRC", "2026-01-01", "1991-09-14 17:00", 8 * HOUR},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct zone_shift *shifts;
		struct arena a;
		int n;

		arena_init(&a);
		assert_true(zone_list_shifts(&a, rows[i].zone, &shifts, &n));
		const struct zone_shift *s = shift_of(shifts, n, AT(rows[i].at));
		int64_t since = rows[i].since ? AT(rows[i].since) : INT64_MIN;

		if (s->at != since || s->offset_ms != rows[i].offset)
			fail_msg("%s at %s: %lld since %lld", rows[i].zone, rows[i].at, (long long)s->offset_ms,
				(long long)s->at);
		arena_fini(&a);
	}
}

/* Every shift is a change, in order, and a calendar can be made of them. */
static void only_changes_of_offset_are_shifts(void **state)
{
	static const struct {
		const char *zone;
		int least, most;
	} rows[] = {
		{"UTC", 1, 1},
		{"Asia/Shanghai", 5, 5}, /* summers of 1990 and 1991 */
		{"Europe/Berlin", 260, 262},
		{"Africa/Casablanca", 100, CALENDAR_SHIFTS_MAX},
		{"Europe/Lisbon", 200, 262},
		{"Europe/Dublin", 260, 262},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct calendar c = {.name = "whole"}, copy;
		struct interval whole = {0, 24 * 60};
		struct arena a;

		arena_init(&a);
		assert_true(zone_list_shifts(&a, rows[i].zone, &c.shifts, &c.n_shifts));
		assert_in_range(c.n_shifts, rows[i].least, rows[i].most);
		assert_true(c.shifts[0].at == INT64_MIN);
		for (int k = 1; k < c.n_shifts; k++) {
			assert_true(c.shifts[k].at > c.shifts[k - 1].at);
			assert_true(c.shifts[k].at > CALENDAR_FIRST_AT && c.shifts[k].at <= CALENDAR_END_AT);
			assert_true(c.shifts[k].offset_ms != c.shifts[k - 1].offset_ms);
		}
		for (int k = 0; k < WEEK_DAYS; k++)
			c.week[k] = (struct hours){&whole, 1};
		calendar_copy(&a, &copy, &c);
		assert_true(
			calendar_between(&copy, 0, CALENDAR_END_AT) == CALENDAR_END_AT - CALENDAR_FIRST_AT);
		arena_fini(&a);
	}
}

static void other_names_are_no_zones(void **state)
{
	static const char *const names[] = {"", "Nowhere/City", "Mars", "../etc/passwd",
		"../../../etc/passwd", "/etc/passwd", "/usr/share/zoneinfo/UTC", "Europe/../UTC", "./UTC",
		"Europe", "Europe/", "Europe/Berlin/", "europe/berlin", "Europe/Berlin ", ":UTC",
		"posixrules", "posixrules?", "localtime", "leapseconds", "zone.tab", "tzdata.zi",
		"right/Europe/Berlin", "CST-8", "UTC\n", "Europe/Berlin,M3.2.0", "<+08>-8"};
	struct zone_shift *shifts;
	struct arena a;
	int n;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(names); i++)
		if (zone_list_shifts(&a, names[i], &shifts, &n))
			fail_msg("a zone: \"%s\"", names[i]);
	char endless[5000];

	memset(endless, 'a', sizeof(endless));
	endless[sizeof(endless) - 1] = '\0';
	assert_false(zone_list_shifts(&a, endless, &shifts, &n));
	arena_fini(&a);
}

static void tz_is_as_it_was(void **state)
{
	static const char *const before[] = {"Asia/Kathmandu", "", NULL};
	time_t t = 1772438400;

	(void)state;
	for (size_t i = 0; i < N_OF(before); i++) {
		struct zone_shift *shifts;
		struct tm was, is;
		struct arena a;
		int n;

		arena_init(&a);
		assert_int_equal(before[i] ? setenv("TZ", before[i], 1) : unsetenv("TZ"), 0);
		tzset();
		localtime_r(&t, &was);
		zone_init();
		assert_true(zone_list_shifts(&a, "America/St_Johns", &shifts, &n));
		localtime_r(&t, &is);
		assert_int_equal(is.tm_gmtoff, was.tm_gmtoff);
		if (before[i])
			assert_string_equal(getenv("TZ"), before[i]);
		else
			assert_string_equal(getenv("TZ"), ":/etc/localtime"); /* what no TZ means */
		arena_fini(&a);
	}
}

/* How often the library is asked for the shifts of a zone; they are the same each time. */
static int asked_for(const char *zone)
{
	struct zone_shift *first, *again;
	struct arena a;
	int n, n_again, before = n_asked;

	arena_init(&a);
	assert_true(zone_list_shifts(&a, zone, &first, &n));
	int asked = n_asked - before;
	assert_true(zone_list_shifts(&a, zone, &again, &n_again));
	assert_int_equal(n, n_again);
	assert_memory_equal(first, again, (size_t)n * sizeof(*first));
	assert_true(first != again);
	arena_fini(&a);
	return asked;
}

static void what_was_just_asked_is_known(void **state)
{
	(void)state;
	assert_true(asked_for("Europe/Paris") > 40000);
	assert_int_equal(asked_for("Europe/Paris"), 0);
	assert_true(asked_for("Europe/Rome") > 40000);
	assert_int_equal(asked_for("Europe/Paris"), 0);
	/* As many others as are kept. */
	assert_true(asked_for("Asia/Tokyo") > 40000);
	assert_true(asked_for("Asia/Seoul") > 40000);
	assert_int_equal(asked_for("Europe/Paris"), 0);
	assert_true(asked_for("Asia/Hovd") > 40000);
	assert_int_equal(asked_for("Europe/Paris"), 0);
	assert_true(asked_for("Europe/Rome") > 40000);
	/* An update of the system's zones is felt. */
	changed_s = 1;
	assert_true(asked_for("Europe/Paris") > 40000);
	assert_int_equal(asked_for("Europe/Paris"), 0);
	changed_s = 0;
}

static void no_zone_is_taken_for_utc(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		is_unread = true;
		(void)asked_for("Asia/Tashkent");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 71);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shifts_are_where_they_are_known_to_be),
		cmocka_unit_test(only_changes_of_offset_are_shifts),
		cmocka_unit_test(other_names_are_no_zones),
		cmocka_unit_test(tz_is_as_it_was),
		cmocka_unit_test(what_was_just_asked_is_known),
		cmocka_unit_test(no_zone_is_taken_for_utc),
	};

	zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
