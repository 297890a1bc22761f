/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_ALARM_H
#define SL_CORE_ALARM_H

#include "core/decide.h"

/* The alarm that says this step has fired against the clock's present limit; NULL: it has not. */
const struct alarm *alarm_of_step(
	const struct order *o, const struct clock *c, bool is_after, int64_t step);
/* Fires one step: history, alarm, what else the step does. Returns its alarm. */
struct alarm *alarm_fire(
	struct decision *d, struct clock *c, const struct step *s, int repeat, int64_t due_at);
/* Tells the people of the steps fired since `since` (a happening): once, at the highest. */
void alarm_tell(struct decision *d, const struct clock *c, const struct happening *since);

void alarm_acknowledge(struct decision *d, struct alarm *a); /* by d->actor */
void alarm_clear_clock(struct decision *d, const struct clock *c, const char *why);
void alarm_clear_ahead(struct decision *d, const struct clock *c); /* after a limit changed */
void alarm_reinstate(struct decision *d, const struct clock *c); /* its clock goes on */
void alarm_fire_passed(struct decision *d, struct clock *c); /* steps a new limit put behind */

#endif
