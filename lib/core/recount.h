/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_RECOUNT_H
#define SL_CORE_RECOUNT_H

#include "core/order.h"
#include "core/org.h"

/*
 * The clocks of an order told again from its record: what was written down of them (clock events,
 * steps, acknowledgements) is played through the same doors a second time. By the terms that were
 * recorded it must come to what is stored (sliploopd verify); by the policy of another organisation
 * it says what would have been (policy.replay).
 */
enum recount_by { RECOUNT_BY_RECORD, RECOUNT_BY_POLICY };

/*
 * `recorded` has all its happenings and clock events, newest first (FIND_FINISHED, FIND_ALL). The
 * answer has the clocks, clock events, alarms and steps that come out, nothing else of it is meant. By
 * policy, time passes up to until_at; by record up to the last that was written down, so that a step
 * which is due and not fired yet is still ahead. NULL with *why: the record cannot be played.
 */
struct order *recount_order(struct arena *a, const struct org *org, const struct order *recorded,
	enum recount_by by, int64_t until_at, const char **why);

#endif
