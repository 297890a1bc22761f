/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_ICAL_H
#define SL_API_ICAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/die.h"
#include "core/calendar.h"
#include "core/decide.h"

/*
 * iCalendar text (RFC 5545) as the dated days of a working calendar.
 *
 * What an event does. An all-day event closes its dates; one that says it is a make-up working day
 * opens them, with the hours of an ordinary weekday (has_hours false: the caller's to give). A timed
 * event opens a day only if it says so, with its own hours, in the calendar's zone; any other timed
 * event, a meeting, is passed over. A date both opened and closed is open, one opened with hours and
 * without has the hours; several openings of a date add up. Midnight to midnight without the word is
 * a timed event like any other.
 *
 * What says so: the SUMMARY or one of the CATEGORIES, each looked at by itself.
 *  1. It holds 班 (补班, 上班, 调休上班, a bare 班), 补课 or 工作日: opens, whatever stands beside it, so
 *     "国庆节假期 补班" opens. A 班 in 不上班, 不用上班, 不需上班, 无需上班, 不必上班, 免上班, 停班,
 *     值班, 下班 or 航班 and a 工作日 in 非工作日 count for nothing. 调休, 休, 假 never open.
 *  2. It holds "working day", "work day" or "workday", in any case: opens, unless right behind "non",
 *     "not", "not a" or "no".
 *  3. It holds "make-up", "makeup" or "make up" and the word "work" or "working": opens.
 *  4. The same with "day" only ("make-up day"): opens unless "holiday", "off", "vacation", "leave" or
 *     "rest" is there too, so "National Day make-up holiday" closes.
 *
 * Dates come out from 2000 to 2060: where an endless rule ends. DTSTART is an occurrence even where
 * its RRULE would not name it, and counts in COUNT. An occurrence of a timed event lasts as long by
 * the clock on the wall as the first. An event with a higher SEQUENCE takes the place of one with the
 * same UID and RECURRENCE-ID. An EXDATE that is a date takes away what begins on it; one with a time,
 * for an all-day event, means its date. Zones are known by their IANA names, a VTIMEZONE is not read.
 * Refused rather than guessed: EXRULE, RSCALE, RANGE=THISANDFUTURE, rules finer than daily.
 */
enum {
	ICAL_TEXT_MAX = 1 << 20, /* bytes */
	ICAL_EVENTS_MAX = 8192,
	ICAL_RULES_MAX = 512, /* of events that are read, not passed over */
	ICAL_WORK_MAX = 1 << 19, /* occurrences, dates and comparisons all told */
	ICAL_YEAR_FIRST = 2000,
	ICAL_YEAR_LAST = 2060,
};

enum ical_pass { /* why an event was passed over */
	ICAL_PASS_TIMED, /* and says nothing of a working day */
	ICAL_PASS_CANCELLED,
	ICAL_PASS_SUPERSEDED, /* by a higher SEQUENCE */
	ICAL_PASS_NO_DATE, /* from 2000 to 2060 that no EXDATE or override takes away */
	ICAL_PASS_N,
};

struct ical_found {
	struct imported_day *days; /* by date, each date once */
	int n_days; /* at most CALENDAR_DAYS_MAX */
	int n_taken, n_passed; /* events */
	struct {
		int n;
		const char *first; /* summary of one of them; "" where it has none */
	} passed[ICAL_PASS_N];
};

/*
 * Text in UTF-8; zone: the calendar's, an IANA name. False: fail says in both languages which line or
 * event is at fault (bad_calendar). Everything found lies in the arena.
 */
bool ical_read(struct arena *a, const char *text, const char *zone, struct ical_found *out,
	struct failure *fail) MUST_CHECK;
/* {"taken": 9, "passed": [{"events": 3, "first": "Team lunch", "why": "..."}]}: for whoever imports. */
const char *encode_ical_events(struct arena *a, const struct ical_found *found, enum lang lang);

/* Whether a text says that a day is a make-up working day, by the rule above. */
bool ical_text_opens(const char *text);

#endif
