/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_FILL_H
#define SL_DAEMON_FILL_H

#include "daemon/ask.h"

/* Adds to a request what neither the caller may say nor the core can know: a new token's secret, the
 * shifts of the time zones that its calendars name (none where there is no such zone), the days of an
 * iCalendar text. */
void fill_request(struct ask *ask, const struct org *org);

#endif
