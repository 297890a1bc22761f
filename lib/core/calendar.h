/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_CALENDAR_H
#define SL_CORE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A calendar says which time counts: working hours by weekday in a zone, and dated days with hours
 * of their own, holidays (none) as well as make-up working days (product.md, Clocks).
 *
 * Local times. An interval's two ends are wall-clock minutes of the day it starts on; one that ends
 * at or before its start runs past midnight, into the next day, and belongs to the day it starts on.
 * A local time that a zone skips means the end of the gap; one that occurs twice means the first.
 * What two intervals share (a night shift and an early one) counts once.
 *
 * A calendar carries the zone's shifts as they were known when it was put: every daemon of a store
 * counts alike, and a rule changed later comes in with the next put.
 */
enum {
	CALENDAR_INTERVALS_MAX = 48, /* of one day */
	CALENDAR_DAYS_MAX = 4096, /* dated days */
	CALENDAR_SHIFTS_MAX = 1024,
	CALENDAR_AHEAD_DAYS = 400, /* within which there must be working time */
	WEEK_DAYS = 7,
};
extern const char *const weekday_names[WEEK_DAYS]; /* as the API has them */
#define CALENDAR_FIRST_AT INT64_C(631152000000) /* 1990-01-01: nothing counts before */
#define CALENDAR_END_AT INT64_C(4733510400000) /* 2120-01-01: nothing counts from here on */

struct interval { /* minutes after local midnight; to <= from: of the next day; to 1440: midnight */
	int16_t from, to;
};

struct hours {
	struct interval *at;
	int n; /* 0: closed */
};

struct working_day { /* a dated day: its hours replace those of its weekday */
	int64_t day; /* local date, days since 1970-01-01 */
	struct hours hours;
};

struct imported_day { /* as an iCalendar text has it */
	int64_t day;
	bool is_open; /* a make-up working day, else closed */
	bool has_hours; /* of its own; else those of an ordinary weekday */
	struct hours hours;
};

struct zone_shift { /* from at on local time is UTC + offset */
	int64_t at; /* the first one's is INT64_MIN */
	int64_t offset_ms;
};

struct calendar_index; /* prefix sums by day, made at the first use */

struct calendar {
	int64_t id; /* of this version */
	const char *name, *zone;
	struct hours week[WEEK_DAYS]; /* Monday first */
	struct working_day *days; /* by date, each date once */
	int n_days;
	struct zone_shift *shifts; /* by instant */
	int n_shifts;
	int64_t from_version, to_version; /* valid in [from, to); to 0: still */
	struct calendar_index *index;
};

/* Every millisecond counts; named "always". */
extern const struct calendar calendar_always;

/* A copy with all it points to in the arena, ready to be counted by. */
void calendar_copy(struct arena *a, struct calendar *to, const struct calendar *from);

/* Counted ms from one instant to a later one; 0 when `to` is not later. */
int64_t calendar_between(const struct calendar *c, int64_t from, int64_t to);
/*
 * The earliest instant at which so much has been counted: between(from, add(from, n)) == n, and add
 * never lies in closed time. n 0: from itself. Negative n: the earliest instant from which to `from`
 * exactly -n counts. CALENDAR_END_AT (CALENDAR_FIRST_AT) where the calendar has not so much left.
 */
int64_t calendar_add(const struct calendar *c, int64_t from, int64_t counted_ms);
/* The first working instant not before `from`; CALENDAR_END_AT: none. */
int64_t calendar_next_open(const struct calendar *c, int64_t from);

/* Hours as one text, "09:00-12:00 13:30-17:30", "" for closed: what the store keeps. */
const char *hours_spell(struct arena *a, const struct hours *h);
bool hours_read(struct arena *a, const char *text, struct hours *out);

/* What is wrong with a day's hours: an end that is no time of day, an interval of no length, two that
 * overlap or are out of order, one behind a night shift. */
enum hours_fault { HOURS_OK, HOURS_RANGE, HOURS_EMPTY, HOURS_OVERLAP, HOURS_AFTER_NIGHT };
enum hours_fault hours_check(const struct hours *h);

/* Local dates, proleptic Gregorian. */
int64_t date_to_day(int year, int month, int day); /* days since 1970-01-01; month 1 .. 12 */
void day_to_date(int64_t day, int *year, int *month, int *day_of_month);
bool date_is_valid(int year, int month, int day);

#endif
