/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_APPLYING_H
#define SL_DAEMON_APPLYING_H

#include "daemon/run.h"

/*
 * The puts with `apply` that are committed and not answered yet: they are when every open order has been
 * moved to their policy, by this daemon (move.c) or another.
 */
enum { APPLYING_MAX = 64 };

struct applying {
	int64_t moving; /* the policy that open orders are being moved to; 0: none */
	struct asks waiting;
};

void applying_hold(struct applying *a, struct ask *ask, const char *answer);
/* After a batch: answers those whose move is over. False: the batch did not get on with a move that is open. */
bool applying_follow(struct applying *a, const struct run *r);
/* The store went: how it ended is not known, and the move goes on when it can. */
void applying_refuse(struct applying *a);

#endif
