/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HASHER_H
#define SL_DAEMON_HASHER_H

#include <stdbool.h>

struct event_loop;
struct hasher;

/* Passwords take long to hash, on purpose: a thread of its own does it while the loop goes on. */
enum { HASHER_QUEUE_MAX = 64, HASHER_PASSWORD_MAX = 128, HASHER_STORED_MAX = 128 };

struct hash_job {
	struct hash_job *next;
	bool is_check;
	char password[HASHER_PASSWORD_MAX + 1];
	char stored[HASHER_STORED_MAX]; /* to be checked against, "": nobody's; or what was made */
	bool is_good;
	void (*done)(void *arg, const struct hash_job *job); /* on the loop */
	void *arg;
};

struct hasher *hasher_new(struct event_loop *loop);
void hasher_free(struct hasher *h); /* those waiting are done at once, and not good */
/* False: too many wait. Without `stored` one is made, else the password is checked against it. */
bool hasher_submit(struct hasher *h, const char *password, const char *stored,
	void (*done)(void *arg, const struct hash_job *job), void *arg);

#endif
