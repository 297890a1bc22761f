/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_CLOCK_STAGE_H
#define SL_TESTS_CLOCK_STAGE_H

#include "core/decide.h"
#include "core/sla.h"

/*
 * A stage for one clock: an organisation whose policy has a version for every change of terms, and
 * one order in execution whose own clock is played through the core's real doors.
 */
enum { STAGE_CALENDARS = 256 };

struct stage_terms { /* what a version of the policy shall give the clock */
	int64_t limit_ms;
	int calendar; /* by number, as put */
	const struct ladder *ladder; /* its steps */
};

struct stage {
	struct arena arena; /* the order's; freed by each reset */
	struct org *org;
	struct id_pool ids;
	struct order *order;
	int64_t now_at;
	int64_t n_versions; /* made since the reset */
	bool is_always[STAGE_CALENDARS];
};

void stage_init(struct stage *s);
void stage_fini(struct stage *s);
void stage_reset(struct stage *s); /* another order; calendars stay */

void stage_put_calendar(struct stage *s, int number, struct calendar *c);
void stage_put_always(struct stage *s, int number);
const struct calendar *stage_get_calendar(const struct stage *s, int number); /* NULL: none */

struct clock *stage_get_clock(const struct stage *s); /* its latest generation; NULL: none */

/* Time passes: each step fires at its own instant, as daemon/advance.c does it. */
void stage_pass(struct stage *s, int64_t to);
/* At now_at; the clock must be in the state that each of them needs. */
void stage_start(struct stage *s, const struct stage_terms *terms);
void stage_set(struct stage *s, const struct stage_terms *terms);
void stage_pause(struct stage *s);
void stage_resume(struct stage *s);
void stage_end(struct stage *s);
void stage_reopen(struct stage *s);
void stage_acknowledge(struct stage *s, const struct alarm *a);

#endif
