/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the arithmetic of how fast somebody may go on: a bucket of calls, and patience with wrong
 * logins. It knows neither who that is nor what time it is.
 */
#include "daemon/pace.h"

enum { CALL = 1000 };

/* A call a second is a thousandth of one a ms. */
static int64_t bucket_used(const struct bucket *b, int rate, int64_t now_ms)
{
	int64_t span_ms = now_ms - b->at_ms;

	/* The division first: no span is too long for it. */
	return span_ms > b->used / rate ? 0 : b->used - span_ms * rate;
}

bool bucket_take(struct bucket *b, int rate, int burst, int64_t now_ms)
{
	b->used = bucket_used(b, rate, now_ms);
	b->at_ms = now_ms;
	if (b->used + CALL > (int64_t)burst * CALL)
		return false;
	b->used += CALL;
	return true;
}

bool bucket_is_full(const struct bucket *b, int rate, int64_t now_ms)
{
	return bucket_used(b, rate, now_ms) == 0;
}

static int count_wrong(const struct patience *p, int64_t now_ms)
{
	int64_t forgotten = (now_ms - p->at_ms) / PATIENCE_CALM_MS;

	return forgotten < p->n_wrong ? p->n_wrong - (int)forgotten : 0;
}

int64_t patience_lose(struct patience *p, int64_t now_ms)
{
	int n = count_wrong(p, now_ms);
	int64_t ms = PATIENCE_FIRST_MS;

	for (int i = 0; i < n && ms < PATIENCE_LONGEST_MS; i++)
		ms *= 2;
	p->n_wrong = n < PATIENCE_MOST ? n + 1 : PATIENCE_MOST;
	p->at_ms = now_ms;
	return ms < PATIENCE_LONGEST_MS ? ms : PATIENCE_LONGEST_MS;
}

bool patience_is_calm(const struct patience *p, int64_t now_ms)
{
	return count_wrong(p, now_ms) == 0;
}
