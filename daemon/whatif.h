/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WHATIF_H
#define SL_DAEMON_WHATIF_H

#include "daemon/ask.h"
#include "store/store.h"

struct whatif_env {
	const struct org *org;
	struct store *store;
	int64_t now_at;
	void (*done)(void *arg); /* the ask has been answered */
	/* instead: not answered, the store's policy is newer than org's; to be asked anew */
	void (*stale)(void *arg, struct ask *ask);
	void *arg;
};

/* Answers a put's dry_run, or policy.replay: looks at every order concerned, a page at a time, so that
 * the loop serves others in between. Changes nothing. */
void whatif_run(const struct whatif_env *env, struct ask *ask, const struct user *who);

#endif
