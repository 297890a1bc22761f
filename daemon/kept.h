/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_KEPT_H
#define SL_DAEMON_KEPT_H

#include <stddef.h>

/* A text that many answers have in common: one copy, which goes with the last who has it. */
struct kept {
	int n_owners;
	size_t len;
	char text[]; /* NUL-terminated */
};

struct kept *kept_new(const char *text); /* has one owner */
struct kept *kept_share(struct kept *k); /* has one more */
void kept_drop(struct kept *k); /* NULL: nothing */

#endif
