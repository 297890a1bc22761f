/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the chance of the simulator: splitmix64, so that a seed makes the same life on every machine. It
 * never asks the machine for chance.
 */
#include "dice.h"

#include "base/die.h"

uint64_t dice_next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

int dice_below(struct dice *d, int n)
{
	must(n > 0);
	return (int)(dice_next(d) % (uint64_t)n);
}

bool dice_one_in(struct dice *d, int n)
{
	return n > 0 && dice_below(d, n) == 0;
}

int64_t dice_span(struct dice *d, int64_t most_ms)
{
	int64_t most = most_ms >> dice_below(d, 12);

	return most > 0 ? (int64_t)(dice_next(d) % (uint64_t)(most + 1)) : 0;
}

uint64_t dice_mix(uint64_t seed, uint64_t n)
{
	struct dice d = {seed ^ n * UINT64_C(0xd1342543de82ef95)};

	return dice_next(&d);
}
