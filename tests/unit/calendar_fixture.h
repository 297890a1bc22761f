/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_CALENDAR_FIXTURE_H
#define SL_TESTS_CALENDAR_FIXTURE_H

#include "core/calendar.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define AT(text) instant_read(text)

/* Zones by hand: the core has no zone data, and the tests must not depend on the system's. */
struct zone {
	const char *name;
	struct zone_shift shifts[5];
	int n;
};
extern const struct zone zone_utc, zone_shanghai, zone_kathmandu;
extern const struct zone zone_berlin; /* 2026: an hour on 29 March and 25 October */
extern const struct zone zone_lord_howe; /* 2026: half an hour on 5 April and 4 October */
extern const struct zone zone_apia; /* 2011-12-30 does not exist */
extern const struct zone zone_over_midnight; /* 2006-10-29: from 00:01 back to 23:01 */
extern const struct zone zone_back_twice; /* made up, 2026-03-10: back five hours, then two more */

struct dated {
	const char *date, *hours;
};

/* A calendar as a person would say it; copied into the arena, ready to count by. */
struct calendar calendar_of(struct arena *a, const struct zone *z,
	const char *const week[WEEK_DAYS], const struct dated *days, int n_days);

/* "2026-03-29 01:30", with ":15" and ".250" where wanted: UTC, read by libc. */
int64_t instant_read(const char *text);

#endif
