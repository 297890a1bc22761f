/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the zones, calendars and instants that the calendar's tests are written in. */
#include "calendar_fixture.h"

#include <stdio.h>
#include <time.h>

#include "base/die.h"

/* clang-format off */
const struct zone zone_utc = {"UTC", {{INT64_MIN, 0}}, 1};
const struct zone zone_shanghai = {"Asia/Shanghai", {{INT64_MIN, 8 * HOUR}}, 1};
const struct zone zone_kathmandu = {"Asia/Kathmandu", {{INT64_MIN, 5 * HOUR + 45 * MINUTE}}, 1};
const struct zone zone_berlin = {"Europe/Berlin",
	{{INT64_MIN, 1 * HOUR},
	 {INT64_C(1774746000000), 2 * HOUR}, /* 2026-03-29T01:00Z */
	 {INT64_C(1792890000000), 1 * HOUR}, /* 2026-10-25T01:00Z */
	}, 3};
const struct zone zone_lord_howe = {"Australia/Lord_Howe",
	{{INT64_MIN, 11 * HOUR},
	 {INT64_C(1775314800000), 10 * HOUR + 30 * MINUTE}, /* 2026-04-04T15:00Z */
	 {INT64_C(1791041400000), 11 * HOUR}, /* 2026-10-03T15:30Z */
	}, 3};
const struct zone zone_apia = {"Pacific/Apia",
	{{INT64_MIN, -10 * HOUR},
	 {INT64_C(1325239200000), 14 * HOUR}, /* 2011-12-30T10:00Z */
	}, 2};
const struct zone zone_over_midnight = {"America/St_Johns",
	{{INT64_MIN, -2 * HOUR - 30 * MINUTE},
	 {INT64_C(1162089060000), -3 * HOUR - 30 * MINUTE}, /* 2006-10-29T02:31Z */
	}, 2};
const struct zone zone_back_twice = {"Nowhere/Twice",
	{{INT64_MIN, 5 * HOUR},
	 {INT64_C(1773100800000), 0}, /* 2026-03-10T00:00Z */
	 {INT64_C(1773104400000), -2 * HOUR}, /* 2026-03-10T01:00Z */
	}, 3};
/* clang-format on */

int64_t instant_read(const char *text)
{
	struct tm tm = {.tm_mday = 1};
	int ms = 0;

	must(sscanf(text, "%d-%d-%d %d:%d:%d.%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
			 &tm.tm_min, &tm.tm_sec, &ms) >= 3);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)timegm(&tm) * SECOND + ms;
}

struct calendar calendar_of(struct arena *a, const struct zone *z,
	const char *const week[WEEK_DAYS], const struct dated *days, int n_days)
{
	struct calendar said = {.id = 1, .name = "said", .zone = z->name}, out;

	said.shifts = arena_copy(a, z->shifts, sizeof(z->shifts));
	said.n_shifts = z->n;
	for (int i = 0; i < WEEK_DAYS; i++)
		must(hours_read(a, week[i], &said.week[i]));
	said.days = arena_new_n(a, (size_t)n_days, struct working_day);
	for (said.n_days = 0; said.n_days < n_days; said.n_days++) {
		struct working_day *d = &said.days[said.n_days];

		d->day = instant_read(days[said.n_days].date) / DAY;
		must(hours_read(a, days[said.n_days].hours, &d->hours));
	}
	calendar_copy(a, &out, &said);
	return out;
}
