/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_APART_H
#define SL_DAEMON_APART_H

#include <stdint.h>

/*
 * Orders whose due steps the store refuses, alone too: something is wrong with their rows. They are left for a
 * while, so that all others' steps fire, and then tried again.
 */
enum {
	APART_MAX = 64, /* the one left longest makes way */
	APART_MS = 60 * 1000,
};

struct apart {
	int64_t orders[APART_MAX];
	int64_t until_ms[APART_MAX]; /* monotonic; as the orders, the earliest first */
	int n;
};

void apart_put(struct apart *a, int64_t order, int64_t now_ms);
void apart_forget(struct apart *a, int64_t now_ms); /* those left long enough */

#endif
