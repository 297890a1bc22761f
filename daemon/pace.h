/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_PACE_H
#define SL_DAEMON_PACE_H

#include <stdbool.h>
#include <stdint.h>

/* How fast somebody may go on. The time is handed in: monotonic ms. All zero: nothing happened yet. */
struct bucket { /* of calls */
	int64_t at_ms;
	int64_t used; /* thousandths of a call, taken and not made up for by then */
};

/* False: more than `burst` calls beyond `rate` a second; nothing was taken. */
bool bucket_take(struct bucket *b, int rate, int burst, int64_t now_ms);
bool bucket_is_full(const struct bucket *b, int rate, int64_t now_ms); /* nothing to remember */

enum {
	PATIENCE_FIRST_MS = 100, /* the first wrong login waits so long, each further one twice that */
	PATIENCE_LONGEST_MS = 6400,
	PATIENCE_MOST = 12, /* more are not counted */
	PATIENCE_CALM_MS = 10000, /* after each of these one is forgotten */
};

struct patience { /* with wrong logins */
	int64_t at_ms;
	int n_wrong;
};

int64_t patience_lose(struct patience *p, int64_t now_ms); /* one more: how long it is held back */
bool patience_is_calm(const struct patience *p, int64_t now_ms); /* nothing to remember */

#endif
