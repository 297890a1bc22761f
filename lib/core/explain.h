/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_EXPLAIN_H
#define SL_CORE_EXPLAIN_H

#include "core/order.h"
#include "core/org.h"

/* What a clock did from one event to the next, and the rule that made it so (rules.md, Time). */
enum segment_kind {
	SEGMENT_RUNNING,
	SEGMENT_PAUSED,
	SEGMENT_MET, /* ended: counts nothing, until it is reopened or starts anew */
	SEGMENT_MISSED,
	SEGMENT_CANCELLED,
};
extern const char *const segment_names[];

struct segment {
	enum segment_kind kind;
	int generation;
	int64_t from_at;
	int64_t to_at; /* INSTANT_NONE: still so */
	int64_t counted_ms; /* what this segment added to spent */
	const char *rule;
	const char *calendar; /* it counted by */
};

/*
 * The segments of one clock, given its events of all generations, oldest first: at most one for
 * each event. What they count adds up, generation by generation, to what the clock has spent.
 * Returns how many; those beyond max are left out.
 */
int explain_segments(const struct org *g, const struct clock_event *events, int64_t now_at,
	struct segment *out, int max);

#endif
