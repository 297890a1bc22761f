/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_NOW_H
#define SL_DAEMON_NOW_H

#include <stdbool.h>

#include "daemon/ask.h"

struct engine;
struct reloader;

enum { SPEAKER_NAME = 128 };

/* Who speaks on a connection: by the peer's uid until a token says otherwise. */
struct speaker {
	int64_t uid; /* of the peer; -1: unknown */
	int64_t token; /* logged in with; 0: never */
	unsigned char token_hash[32];
	enum lang lang;
	char user[SPEAKER_NAME]; /* logged in by password; "": never */
	char password_end[PASSWORD_END]; /* of the stored one then: another one lets nobody stay */
};

/* The user he is at this moment, so that a revoked token or a disabled user counts at once. */
const struct user *speaker_get_user(
	const struct speaker *s, const struct org *org, const struct engine *engine);

/* Answers from memory what needs no store. */
struct now {
	const struct org *org;
	struct engine *engine;
	struct reloader *reloader;
	bool is_virtual;
	char node[128];
	const char *discover; /* made once: it is long, always the same, and anybody may ask for it */
};

/* Whoever the token says; false: it is unknown, revoked or expired, and nothing has changed. */
bool speaker_login(struct speaker *s, const char *token, const struct org *org,
	const struct engine *engine) MUST_CHECK;

/* By a password that was found right against what is stored; the user may have changed meanwhile. */
const char *now_answer_password(const struct now *n, struct ask *ask, struct speaker *speaker,
	bool is_right, const char *stored);
/* What his password is checked against; "": he may not enter by one. */
const char *now_get_stored(const struct now *n, const char *user);

bool now_acts_at_once(enum act act); /* login and set: in the order received, before what follows */
const char *now_answer(const struct now *n, struct ask *ask, struct speaker *speaker);

#endif
