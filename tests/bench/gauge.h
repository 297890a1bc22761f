/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BENCH_GAUGE_H
#define SL_BENCH_GAUGE_H

#include <stddef.h>
#include <stdint.h>

/* What the clients that measure share: their clock, how they come to a server, and the times they keep. */
int64_t gauge_now_us(void); /* monotonic */
int gauge_dial(const char *path); /* a connection to that Unix socket; dies where there is none */

enum { GAUGE_TIMES_MAX = 1 << 22 }; /* more are counted out */

struct gauge {
	int64_t began_us;
	int64_t *times_us;
	size_t n;
};

void gauge_begin(struct gauge *g); /* from here on; what was kept before is forgotten */
void gauge_add(struct gauge *g, int64_t took_us);
/* How many a second since it was begun, and the median and 99th percentile of their times in microseconds. */
void gauge_print(struct gauge *g);

#endif
