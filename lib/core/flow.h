/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_FLOW_H
#define SL_CORE_FLOW_H

#include "core/decide.h"
#include "core/sla.h"

/*
 * The moves of the loop that several commands share. The enter functions are the only writers of a
 * state; what a state means for clocks happens there too.
 */
void order_enter(struct decision *d, enum order_state state);
void task_enter(struct decision *d, struct task *t, enum task_state state);
void return_enter(struct decision *d, struct return_slip *r, enum return_state state);

/* Submission checked and under way: to the first review, or straight to the CRC. */
void flow_begin(struct decision *d);
/* From the review it is in to the next, or to the CRC. */
void flow_next_review(struct decision *d);
/* Back to the originator, with a reason. */
void flow_send_back(struct decision *d, const char *reason);

void flow_issue(struct decision *d, struct task *t, bool is_rework, const char *rule);
void flow_issue_ready(struct decision *d); /* waiting tasks whose predecessors are done */
void flow_finish_if_done(struct decision *d); /* nothing unfinished, nothing unsettled */
void flow_stop_task(struct decision *d, struct task *t); /* cancelled: left out or order ended */
void flow_close_return(struct decision *d, struct return_slip *r, const char *record);
void flow_release_raiser(struct decision *d, struct return_slip *r); /* its task goes on */
void flow_start_return_clock(struct decision *d, struct return_slip *r, const char *rule);
bool return_is_unsettled(const struct return_slip *r);

/* The confirmation's answer over all its tasks, and until when it holds (rules.md 17). */
enum answer flow_get_answer(const struct order *confirmation, int64_t *valid_until);
/* The confirmation `d->cited` is used by d->order, or free again. */
void flow_use_confirmation(struct decision *d);
void flow_release_confirmation(struct decision *d);

/* Tier-A places (rules.md 19). Taking fails with quota_exceeded unless override is given. */
enum err flow_take_place(struct decision *d, const char *override) MUST_CHECK;
void flow_give_place(struct decision *d);
/* The order's lines count in the month's agreed quantity; true: it still had room for them all. */
bool flow_take_agreed(struct decision *d);
void flow_give_agreed(struct decision *d);

/* The limit row of a clock of this order by its pinned policy; NULL: no such row. */
const struct limit *flow_limit(const struct decision *d, enum clock_kind clock);
/* What a clock of this order runs against by its pinned policy; false: no such row. A task's is its
 * share of the order's, or its own row when it is rework (rules.md 7, 8). */
bool flow_get_terms(
	const struct decision *d, enum clock_kind clock, int64_t ref, struct clock_terms *out);
void flow_start_clock(struct decision *d, enum clock_kind kind, int64_t ref, const char *rule);
/* The first clock the order can come to that the policy has no row for; 0: each has one. */
enum clock_kind flow_find_missing_row(const struct decision *d);
/* Refuses with no_policy, naming the row that is missing. */
enum err flow_refuse_no_policy(struct decision *d, enum clock_kind clock) MUST_CHECK;

#endif
