/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SEED_H
#define SL_DAEMON_SEED_H

/* The schema of a store before the daemon runs on it. Both are blocking and die with a clear line. */
void seed_migrate(const char *conninfo); /* brings it up to date; a new one gets its first rows */
void seed_check(const char *conninfo); /* neither behind nor newer than this program */

#endif
