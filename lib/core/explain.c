/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the account of a clock: from the events that were stored to the segments people read. Only
 * what was stored counts: it never works a clock out anew.
 */
#include "core/explain.h"

#include "base/die.h"

const char *const segment_names[] = {
	[SEGMENT_RUNNING] = "running",
	[SEGMENT_PAUSED] = "paused",
	[SEGMENT_MET] = "met",
	[SEGMENT_MISSED] = "missed",
	[SEGMENT_CANCELLED] = "cancelled",
};

/* What a clock does after such an event; another limit alone changes nothing about that. */
static enum segment_kind kind_after(enum clock_change change, enum segment_kind before)
{
	switch (change) {
	case CHANGE_START:
	case CHANGE_RESUME:
	case CHANGE_REOPEN: return SEGMENT_RUNNING;
	case CHANGE_PAUSE: return SEGMENT_PAUSED;
	case CHANGE_LIMIT: return before;
	case CHANGE_MET: return SEGMENT_MET;
	case CHANGE_MISSED: return SEGMENT_MISSED;
	case CHANGE_CANCELLED: return SEGMENT_CANCELLED;
	case CHANGE_ABSENT: break;
	}
	die_assert(__FILE__, __LINE__, "a change of a clock");
}

/* What was spent between an event and the next of its generation, or until now. */
static int64_t counted(const struct calendar *calendar, const struct clock_event *e,
	enum segment_kind kind, int64_t now_at)
{
	const struct clock_event *next = e->next;

	if (next && next->generation == e->generation)
		return next->spent_ms - e->spent_ms;
	if (next || kind != SEGMENT_RUNNING || now_at <= e->at)
		return 0;
	return calendar_between(calendar, e->at, now_at);
}

int explain_segments(const struct org *g, const struct clock_event *events, int64_t now_at,
	struct segment *out, int max)
{
	enum segment_kind kind = SEGMENT_RUNNING;
	int n = 0;

	for (const struct clock_event *e = events; e && n < max; e = e->next) {
		const struct calendar *calendar = org_get_calendar_version(g, e->calendar);

		kind = kind_after(e->change, kind);
		out[n++] = (struct segment){
			.kind = kind,
			.generation = e->generation,
			.from_at = e->at,
			.to_at = e->next ? e->next->at : INSTANT_NONE,
			.counted_ms = counted(calendar ? calendar : &calendar_always, e, kind, now_at),
			.rule = e->rule,
			.calendar = calendar ? calendar->name : "?",
		};
	}
	return n;
}
