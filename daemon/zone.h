/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ZONE_H
#define SL_DAEMON_ZONE_H

#include <stdbool.h>

#include "base/arena.h"
#include "core/calendar.h"

/* Before any thread is begun and before anything is listed. */
void zone_init(void);

/*
 * A zone's shifts from CALENDAR_FIRST_AT to CALENDAR_END_AT as this machine's zoneinfo has them, the
 * first one's at INT64_MIN. False: not the name of a zone here.
 */
bool zone_list_shifts(struct arena *a, const char *name, struct zone_shift **out, int *n);

#endif
