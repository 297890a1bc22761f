/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_WISH_H
#define SIM_WISH_H

#include "sim.h"

struct maker { /* of one wish */
	struct wish *w;
	struct dice *d;
	struct arena *a;
	const struct order *o; /* NULL: there is none yet */
	const char *user, *method;
	char *params; /* without the id of what it is about, version and key */
	int64_t id;
};

void make(struct maker *m, const char *user, const char *method, int64_t id, char *params);
const char *make_tier(struct maker *m);
void make_policy(struct maker *m); /* policy.c: a change of the organisation */

#endif
