/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_SLA_H
#define SL_CORE_SLA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decide.h"
#include "core/order.h"
#include "core/org.h"

/* --- one clock, seen at an instant ---------------------------------------------------------- */

/* The calendar it counts by, in the version its order is pinned to. */
const struct calendar *clock_get_calendar(
	const struct org *g, const struct order *o, const struct clock *c);
/* Counted ms up to now_at; what is stored once it has ended or is paused. */
int64_t clock_spent(
	const struct org *g, const struct order *o, const struct clock *c, int64_t now_at);
/* Spent more than the limit, strictly, or once did (rules.md 1, 2). */
bool clock_is_missed(const struct clock *c, int64_t now_at);
bool clock_is_live(const struct clock *c); /* running or paused */

struct clock_terms { /* what a policy gives a clock */
	int64_t limit_ms;
	const char *calendar;
};

/* --- policy look-ups, at the version the order is pinned to ---------------------------------- */

/* The limit row for a clock of this order; NULL: no row. More keys matched wins (rules.md 29). */
const struct limit *sla_find_limit(const struct org *g, int64_t version, const struct order *o,
	enum clock_kind clock, bool is_rework);
/* The ladder for (tier, clock), the clock's own before the tier's; NULL: none. */
const struct ladder *sla_find_ladder(
	const struct org *g, int64_t version, enum tier tier, enum clock_kind clock);
const struct quota *sla_find_quota(const struct org *g, const struct order *o);
/* Two rows that could match one order, neither a subset of the other (rules.md 29). */
bool sla_limits_clash(const struct limit *a, const struct limit *b);
/* Same keys: the later put replaces the earlier. */
bool sla_limits_match_same(const struct limit *a, const struct limit *b);
int64_t sla_share_of(int64_t share_ppm, int64_t limit_ms); /* rounded up to the ms */
double sla_share_number(int64_t share_ppm); /* 0.25, as people write it */

/* --- steps ------------------------------------------------------------------------------------ */
struct step_due {
	const struct step *step;
	int repeat;
	int64_t due_at;
};
/* The steps of a running clock not fired yet, nearest first. Returns how many were put in out. */
int sla_list_steps(const struct org *g, const struct order *o, const struct clock *c,
	struct step_due *out, int max);

/* Behind: so much, or so much past the limit, has been counted. */
bool sla_step_is_past(const struct clock *c, bool is_after, bool is_plain, int64_t value);

/* --- the doors through which a clock changes (each writes its clock event) ------------------- */

/* What a decision happens to: `seq` of the happening under way comes from d. */
void clock_start(struct decision *d, enum clock_kind kind, int64_t ref,
	const struct clock_terms *terms, const char *rule);
void clock_pause(struct decision *d, struct clock *c, enum clock_pause why, const char *rule);
void clock_resume(struct decision *d, struct clock *c, const char *rule);
void clock_reopen(
	struct decision *d, struct clock *c, const char *rule); /* met or missed goes on */
void clock_end(
	struct decision *d, struct clock *c, const char *rule); /* met or missed by what was spent */
void clock_cancel(struct decision *d, struct clock *c, const char *rule);
/* Another tier or policy: what was spent is kept. Before the order's policy is changed, clock_count() its live clocks: until then they counted by the old one. */
void clock_set_terms(
	struct decision *d, struct clock *c, const struct clock_terms *terms, const char *rule);
void clock_count(struct decision *d, struct clock *c);
/* Arms the nearest step again after whatever changed: next_due_at. */
void clock_arm(struct decision *d, struct clock *c);

#endif
