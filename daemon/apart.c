/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the list of orders that are left out of sweeps for a while. It never looks at an order.
 */
#include "daemon/apart.h"

#include <string.h>

static void drop_first(struct apart *a, int n)
{
	a->n -= n;
	memmove(a->orders, a->orders + n, (size_t)a->n * sizeof(*a->orders));
	memmove(a->until_ms, a->until_ms + n, (size_t)a->n * sizeof(*a->until_ms));
}

void apart_put(struct apart *a, int64_t order, int64_t now_ms)
{
	if (a->n == APART_MAX)
		drop_first(a, 1);
	a->orders[a->n] = order;
	a->until_ms[a->n++] = now_ms + APART_MS;
}

void apart_forget(struct apart *a, int64_t now_ms)
{
	int n = 0;

	while (n < a->n && a->until_ms[n] <= now_ms)
		n++;
	drop_first(a, n);
}
