/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_ICAL_DAYS_H
#define SL_API_ICAL_DAYS_H

#include "api/ical.h"

/* The dates of the years reported, as the events of a text mark them one by one. */
enum { ICAL_DAY_MINUTES = 1440 };

struct ical_opening { /* minutes after midnight, from < to: beyond 1440 of the next day */
	int date, from, to;
};

struct ical_days {
	struct arena *arena;
	struct failure *fail;
	int64_t first; /* day of 1 January of the first year; dates count from it */
	int n_dates;
	unsigned char *dates; /* what each is marked as */
	int n_marked;
	struct ical_opening *openings;
	int n_openings, size_openings;
};

void ical_days_init(struct ical_days *d, struct arena *a, struct failure *fail);
/* Within a day, but for the night: longer than a day, or as long and not from midnight on. */
bool ical_opening_is_long(int from, int to);
bool ical_days_mark(struct ical_days *d, int date, bool is_open) MUST_CHECK;
bool ical_days_open(struct ical_days *d, const struct ical_opening *o) MUST_CHECK;
bool ical_days_put(struct ical_days *d, struct ical_found *out) MUST_CHECK;

#endif
