/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_ICAL_EVENT_H
#define SL_API_ICAL_EVENT_H

#include "api/ical.h"

enum {
	ICAL_STAMP_YEAR_FIRST = 1903, /* icaltime_as_timet knows none before 1902 */
	ICAL_STAMP_YEAR_LAST = 2499,
};

/* The events of a text as they stand in it; ical.c makes days of them. */
struct ical_stamp { /* a DATE or DATE-TIME */
	int64_t at; /* seconds of the written date and time since 1970-01-01T00:00 on the same wall */
	int64_t length_s; /* of an RDATE's PERIOD; 0: the event's own */
	const char *tzid; /* NULL: floating or UTC */
	int line; /* 0: there is none */
	bool is_date, is_utc;
};

struct ical_stamps { /* bounded by the text, at nine bytes each */
	struct ical_stamp *at;
	int n, size;
};

struct ical_rule {
	struct ical_rule *next;
	const char *text;
	int line;
};

struct ical_event {
	int line, order; /* of its BEGIN; its place in the text */
	const char *uid, *summary; /* NULL: none */
	int64_t sequence;
	bool is_cancelled, is_opening;
	bool has_words; /* a SUMMARY or CATEGORIES */
	struct ical_stamp start, end, recurrence;
	bool has_duration;
	int64_t duration_s;
	struct ical_stamps rdates, exdates;
	struct ical_rule *rules;
};

struct ical_text {
	struct ical_event *events;
	int n_events;
};

bool ical_text_read(
	struct arena *a, const char *text, struct ical_text *out, struct failure *fail) MUST_CHECK;

/* Refusing, always false: about the text, a line, an event. */
bool ical_refuse(struct failure *fail, const char *en, const char *zh);
bool ical_refuse_line(
	struct arena *a, struct failure *fail, int line, const char *en, const char *zh);
bool ical_refuse_event(struct arena *a, struct failure *fail, const struct ical_event *e,
	const char *en, const char *zh);

#endif
