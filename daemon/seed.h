/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SEED_H
#define SL_DAEMON_SEED_H

#include <stdbool.h>

/* The schema of a store before the daemon runs on it. Both are blocking and die with a clear line. */
/* Brings it up to date, and takes up one that was restored; a new one gets its first rows. */
void seed_migrate(const char *conninfo, bool is_restored);
/* Neither behind nor newer than this program, nor restored and not taken up. */
void seed_check(const char *conninfo);

#endif
