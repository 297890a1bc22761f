/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_DICE_H
#define SIM_DICE_H

#include <stdbool.h>
#include <stdint.h>

/* All chance of a life comes from one seed. */
struct dice {
	uint64_t state;
};

uint64_t dice_next(struct dice *d);
int dice_below(struct dice *d, int n); /* 0 .. n - 1 */
bool dice_one_in(struct dice *d, int n); /* n 0: never */
int64_t dice_span(struct dice *d, int64_t most_ms); /* 0 .. most, short ones more often */
uint64_t dice_mix(uint64_t seed, uint64_t n); /* another seed, of its own chance */

#endif
