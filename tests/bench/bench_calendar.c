/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the calendar: counts and additions a second on one core, over spans of up to a year, by
 * office hours with a lunch gap, holidays and make-up days in a zone that has summer time. Prints
 * `figure measured goal` for tests/bench/run. Counts processor time, so that others' work on the
 * machine is not ours.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/die.h"
#include "core/calendar.h"
#include "daemon/zone.h"

#define DAY_MS INT64_C(86400000)
enum { ROUNDS = 1000000, YEARS = 10, HOLIDAYS_A_YEAR = 30, GOAL_A_SECOND = 1000000 };

static double seconds(void)
{
	struct timespec t;

	must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed >> 11;
}

/* Every twelfth day another: two holidays, then a day that is worked, weekend or not. */
static struct calendar office(struct arena *a)
{
	struct calendar said = {.name = "office", .zone = "Europe/Berlin"}, out;
	struct hours week, make_up;

	must(zone_list_shifts(a, said.zone, &said.shifts, &said.n_shifts));
	must(hours_read(a, "09:00-12:00 13:30-17:30", &week));
	must(hours_read(a, "09:00-17:30", &make_up));
	for (int i = 0; i < 5; i++)
		said.week[i] = week;
	said.days = arena_new_n(a, YEARS * HOLIDAYS_A_YEAR, struct working_day);
	for (int i = 0; i < YEARS * HOLIDAYS_A_YEAR; i++) {
		said.days[i].day = date_to_day(2020, 1, 1) + i * 12;
		if (i % 3 == 2)
			said.days[i].hours = make_up;
	}
	said.n_days = YEARS * HOLIDAYS_A_YEAR;
	calendar_copy(a, &out, &said);
	return out;
}

int main(void)
{
	int64_t start = date_to_day(2024, 1, 1) * DAY_MS, wrong = 0;
	int64_t *from = xcalloc(ROUNDS, sizeof(*from)), *to = xcalloc(ROUNDS, sizeof(*to));
	int64_t *counted = xcalloc(ROUNDS, sizeof(*counted));
	uint64_t seed = 20261001;
	struct arena a;

	zone_init();
	arena_init(&a);
	struct calendar c = office(&a);
	for (int i = 0; i < ROUNDS; i++) {
		from[i] = start + (int64_t)(next_random(&seed) % (3 * 365 * (uint64_t)DAY_MS));
		to[i] = from[i] + (int64_t)(next_random(&seed) % (365 * (uint64_t)DAY_MS));
	}
	double began = seconds();
	calendar_next_open(&c, start);
	double built = seconds();
	for (int i = 0; i < ROUNDS; i++)
		counted[i] = calendar_between(&c, from[i], to[i]);
	double between = seconds();
	for (int i = 0; i < ROUNDS; i++)
		to[i] = calendar_add(&c, from[i], counted[i]);
	double added = seconds();
	for (int i = 0; i < ROUNDS; i++)
		wrong += calendar_between(&c, from[i], to[i]) != counted[i];
	must(wrong == 0);
	printf("conversions_per_s %.0f >=%d\n", 2 * ROUNDS / (added - built), GOAL_A_SECOND);
	printf("between_per_s %.0f >=%d\n", ROUNDS / (between - built), GOAL_A_SECOND);
	printf("add_per_s %.0f >=%d\n", ROUNDS / (added - between), GOAL_A_SECOND);
	printf("first_use_ms %.2f -\n", (built - began) * 1000);
	free(from);
	free(to);
	free(counted);
	arena_fini(&a);
	return 0;
}
